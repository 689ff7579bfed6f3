import { describe, expect, it } from 'vitest';
import { channelId, installation, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { buttons, textOf } from '../support/cards.ts';
import { get } from '../support/get.ts';
import {
  allScores,
  anders,
  answerAll,
  fatima,
  isOver,
  lars,
  mette,
  notHere,
  pressTwo,
  saved,
  startRound,
} from '../support/rounds.ts';
import { reminders, setSchedule } from '../support/schedules.ts';
import { dueItem, here, moveTo, onlyPost, pass, passPauses, posts, quiet } from '../support/time.ts';

const begin = '2026-11-25 10:00';
const teamId = '19:team@thread.tacv2';
const otherChannel = '19:virksomheder@thread.tacv2';
const nudges = (harness: Harness) => posts(harness, 'Husk at svare');
const summaries = (harness: Harness) => posts(harness, 'Overblik');

/** As Teams tells of a change in a team: through the team's own conversation, the channel named apart. */
function teamEvent(harness: Harness, eventType: string, { channel = teamId, name = '' } = {}) {
  return {
    ...message(harness.connector, '29:teams', ''),
    type: 'conversationUpdate',
    text: undefined,
    conversation: { id: teamId, conversationType: 'channel', isGroup: true, tenantId },
    channelData: {
      eventType,
      tenant: { id: tenantId },
      team: { id: teamId, name: 'Ungeindsatsen' },
      ...(channel !== teamId && { channel: { id: channel, ...(name && { name }) } }),
    },
  };
}

const removed = (harness: Harness) => ({
  ...installation(harness.connector, mette, { conversationId: teamId }),
  action: 'remove',
});
const added = (harness: Harness) => installation(harness.connector, mette, { conversationId: teamId });

async function withRound(given: Record<string, unknown> = {}) {
  const harness = await startHarness({ at: begin });
  const round = await startRound(harness, { expected: '8', ...given });
  await quiet(harness);
  return { harness, ...round };
}

const active = async ({ store }: Harness, conversationId = channelId) =>
  (await store.channel({ tenantId, conversationId }))?.record.active;

describe('a bot that is removed', () => {
  it('in the middle of a round sends nothing, and closes the round when it is added again after the deadline', async () => {
    const { harness, id, themes } = await withRound();
    await answerAll(harness, themes, [anders, fatima]);
    await quiet(harness);
    await harness.send(removed(harness));
    const before = harness.connector.requests.length;
    for (const at of ['2026-12-02 09:00', '2026-12-08 09:00', '2026-12-09 16:00']) await pass(harness, at);
    expect(harness.connector.requests.slice(before)).toEqual([]);
    expect((await dueItem(harness, `deadline:${id}:2026-12-09T16:00`)).state).toBe('cancelled');
    await pass(harness, '2026-12-14 10:00');
    await harness.send(added(harness));
    await quiet(harness);
    expect(textOf(onlyPost(harness, 'Overblik').cardNow)).toContain('2 af 8 har svaret');
    expect(nudges(harness)).toEqual([]);
    await harness.eventually(() => themes.every(isOver));
  });

  it('and added again before the deadline goes on as if nothing had been', async () => {
    const { harness, themes } = await withRound();
    await harness.send(removed(harness));
    await pass(harness, '2026-12-02 09:00');
    await harness.send(added(harness));
    await quiet(harness);
    expect(posts(harness, /^Tema/)).toHaveLength(4);
    await answerAll(harness, themes, [anders]);
    await pass(harness, '2026-12-08 09:00');
    expect(textOf(onlyPost(harness, 'Husk at svare').cardNow)).toContain('1 af 8');
    await pass(harness, '2026-12-09 16:00');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('with a schedule sends no reminder, and goes on with the next when it is added again', async () => {
    const harness = await startHarness({ at: begin });
    const { id } = await setSchedule(harness, { cadence: 'quarter' });
    await harness.send(removed(harness));
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toEqual([]);
    expect((await dueItem(harness, `reassess:${id}:2027-02-25`)).state).toBe('cancelled');
    await pass(harness, '2027-03-10 12:00');
    await harness.send(added(harness));
    await quiet(harness);
    expect(reminders(harness)).toEqual([]);
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('and added again before a reminder sends it once', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'quarter' });
    await harness.send(removed(harness));
    await harness.send(added(harness));
    await quiet(harness);
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('keeps a reminder that was put off, where it is added again before that day', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'quarter' });
    await pass(harness, '2027-02-25 09:00');
    await harness.press(anders, onlyPost(harness, 'Det er tid til'), 'Udskyd en uge');
    await harness.send(removed(harness));
    await pass(harness, '2027-03-01 09:00');
    await harness.send(added(harness));
    await quiet(harness);
    await pass(harness, '2027-03-04 09:00');
    expect(reminders(harness)).toHaveLength(2);
  });

  it('from one team leaves the other teams of the tenant alone', async () => {
    const { harness } = await withRound();
    const elsewhere = {
      ...removed(harness),
      conversation: { ...removed(harness).conversation, id: '19:andet@thread.tacv2' },
      channelData: { tenant: { id: tenantId }, team: { id: '19:andet@thread.tacv2' } },
    };
    await harness.send(elsewhere);
    await pass(harness, '2026-12-02 09:00');
    expect(nudges(harness)).toHaveLength(1);
  });
});

describe('a team', () => {
  /** A round in one channel and a schedule in another of the same team. */
  async function twoChannels() {
    const { harness, id, themes } = await withRound();
    const where = { conversationId: `${otherChannel};messageid=1700000000002` };
    await harness.say(mette, 'påmindelse', where);
    const form = await harness.eventually(() => posts(harness, 'Hvornår vil I vurdere igen?')[0]);
    await harness.press(mette, form, 'Gem', { cadence: 'date', date: '2026-12-07', time: '12:00' });
    await quiet(harness);
    return { harness, id, themes };
  }

  it.each(['teamArchived', 'teamDeleted', 'teamHardDeleted'])(
    'that is told of as %s hears nothing more in any of its channels',
    async (event) => {
      const { harness } = await twoChannels();
      await harness.send(teamEvent(harness, event));
      const before = harness.connector.requests.length;
      for (const at of ['2026-12-02 09:00', '2026-12-07 12:00', '2026-12-09 16:00', '2027-12-09 16:00'])
        await pass(harness, at);
      expect(harness.connector.requests.slice(before)).toEqual([]);
    },
  );

  it.each([
    { gone: 'teamArchived', back: 'teamUnarchived' },
    { gone: 'teamDeleted', back: 'teamRestored' },
  ])('that is told of as $gone and then as $back goes on in every channel', async ({ gone, back }) => {
    const { harness } = await twoChannels();
    await harness.send(teamEvent(harness, gone));
    await pass(harness, '2026-12-02 09:00');
    expect([await active(harness), await active(harness, otherChannel)]).toEqual([false, false]);
    await harness.send(teamEvent(harness, back));
    await quiet(harness);
    expect([await active(harness), await active(harness, otherChannel)]).toEqual([true, true]);
    await pass(harness, '2026-12-07 12:00');
    expect(onlyPost(harness, 'Det er tid til').conversationId).toContain(otherChannel);
    await pass(harness, '2026-12-08 09:00');
    expect(onlyPost(harness, 'Husk at svare').conversationId).toContain(channelId);
    await pass(harness, '2026-12-09 16:00');
    expect(onlyPost(harness, 'Overblik').conversationId).toContain(channelId);
  });

  it('of another tenant is another, also where a channel of both has the same id', async () => {
    const { harness } = await twoChannels();
    const other = 'b3a1f9d0-0000-4000-8000-000000000001';
    await harness.say(mette, 'hjælp', { tenantId: other });
    const event = teamEvent(harness, 'teamArchived');
    const archived = {
      ...event,
      conversation: { ...event.conversation, tenantId: other },
      channelData: { ...event.channelData, tenant: { id: other } },
    };
    await harness.send(archived);
    expect(await active(harness)).toBe(true);
    await harness.send(teamEvent(harness, 'teamArchived'));
    await pass(harness, '2026-12-09 16:00');
    // Both are heard from again at once, and each is taken up again.
    await Promise.all([harness.say(anders, 'hjælp'), harness.say(mette, 'hjælp', { tenantId: other })]);
    await harness.eventually(() => summaries(harness).length === 1);
    await quiet(harness);
    for (const tenant of [tenantId, other])
      expect((await dueItem(harness, `resume:${tenant}|${channelId}`)).state).toBe('done');
  });
});

describe('a channel', () => {
  it('that is deleted hears nothing more, and is taken up again when it is restored', async () => {
    const { harness } = await withRound();
    await harness.send(teamEvent(harness, 'channelDeleted', { channel: channelId }));
    const before = harness.connector.requests.length;
    await pass(harness, '2026-12-02 09:00');
    expect(harness.connector.requests.slice(before)).toEqual([]);
    await harness.send(teamEvent(harness, 'channelRestored', { channel: channelId }));
    await quiet(harness);
    await pass(harness, '2026-12-08 09:00');
    expect(nudges(harness)).toHaveLength(1);
    await pass(harness, '2026-12-09 16:00');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('that is deleted stays so when the team is archived and unarchived', async () => {
    const { harness } = await withRound();
    await harness.send(teamEvent(harness, 'channelDeleted', { channel: channelId }));
    await harness.send(teamEvent(harness, 'teamArchived'));
    await harness.send(teamEvent(harness, 'teamUnarchived'));
    await quiet(harness);
    const before = harness.connector.requests.length;
    await pass(harness, '2026-12-09 16:00');
    expect(harness.connector.requests.slice(before)).toEqual([]);
  });

  it('that is renamed goes on, and overblik names it anew', async () => {
    const { harness, setup, themes } = await withRound();
    await answerAll(harness, themes, [anders]);
    await harness.send(teamEvent(harness, 'channelRenamed', { channel: channelId, name: 'Sammenhæng 2.0' }));
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    expect(summaries(harness)).toHaveLength(1);
    expect((await harness.store.channel(here))?.record).toMatchObject({
      teamName: 'Ungeindsatsen',
      name: 'Sammenhæng 2.0',
    });
  });

  it('keeps its own name where its team is renamed, and only a channel of that team does', async () => {
    const { harness } = await withRound();
    await harness.send(teamEvent(harness, 'channelRenamed', { channel: channelId, name: 'Sammenhæng' }));
    const renamed = teamEvent(harness, 'teamRenamed');
    await harness.send({
      ...renamed,
      channelData: { ...renamed.channelData, team: { id: teamId, name: 'Ungehuset' } },
    });
    expect(await harness.store.channel(here)).toMatchObject({ record: { teamName: 'Ungehuset', name: 'Sammenhæng' } });
    const elsewhere = { id: '19:andet@thread.tacv2', name: 'Noget andet' };
    await harness.send({ ...renamed, channelData: { ...renamed.channelData, team: elsewhere } });
    expect(await harness.store.channel(here)).toMatchObject({ record: { teamName: 'Ungehuset' } });
    await harness.send(teamEvent(harness, 'channelRestored', { channel: channelId }));
    expect(await harness.store.channel(here)).toMatchObject({ record: { name: 'Sammenhæng' } });
  });

  it('that the bot never met is not made by an event about it', async () => {
    const harness = await startHarness({ at: begin });
    for (const event of ['channelDeleted', 'channelRenamed', 'channelRestored'])
      await harness.send(teamEvent(harness, event, { channel: '19:ukendt@thread.tacv2' }));
    expect(await harness.store.channelsOf(tenantId)).toEqual([]);
  });
});

describe.each([403, 404])('a channel where posts are refused with %i for minutes', (status) => {
  const refuse = (harness: Harness) => {
    harness.connector.fate = ({ method }) => (method === 'POST' ? { kind: 'status', status } : { kind: 'accept' });
  };
  const allow = (harness: Harness) => {
    harness.connector.fate = () => ({ kind: 'accept' });
  };
  /** Time passes, and it is tried again with pauses, until the channel is taken to be gone. */
  const untilSuspended = (harness: Harness) => passPauses(harness, async () => (await active(harness)) === false);
  const sends = ({ connector }: Harness) => connector.requests.filter((request) => !request.startsWith('GET')).length;

  it('is left alone until somebody there speaks to the bot, and then its round goes on', async () => {
    const { harness, id, themes } = await withRound();
    refuse(harness);
    moveTo(harness, '2026-12-02 09:00');
    await untilSuspended(harness);
    await quiet(harness);
    expect((await dueItem(harness, `nudge:${id}:halfway:2026-12-09T16:00`)).state).toBe('cancelled');
    allow(harness);
    const before = sends(harness);
    await pass(harness, '2026-12-08 09:00');
    await pass(harness, '2026-12-09 16:00');
    expect(sends(harness)).toBe(before);
    await answerAll(harness, themes, [anders]);
    await pass(harness, '2026-12-10 10:00');
    await harness.say(anders, 'status');
    await quiet(harness);
    expect(textOf(onlyPost(harness, 'Overblik').cardNow)).toContain('1 af 8 har svaret');
    expect(nudges(harness)).toEqual([]);
  });

  it('has its next reminder when it has been heard from again', async () => {
    const harness = await startHarness({ at: begin });
    await setSchedule(harness, { cadence: 'quarter' });
    refuse(harness);
    moveTo(harness, '2027-02-25 09:00');
    await untilSuspended(harness);
    await quiet(harness);
    allow(harness);
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toEqual([]);
    await harness.say(anders, 'hjælp');
    await quiet(harness);
    await pass(harness, '2027-08-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('gets no more of a round’s cards after that, and all that are missing when it is heard from', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    let left = 2;
    harness.connector.fate = ({ method }) =>
      method === 'POST' && --left < 0 ? { kind: 'status', status } : { kind: 'accept' };
    await harness.press(mette, setup, 'Start runden', { nudges: 'false' });
    await untilSuspended(harness);
    await quiet(harness);
    expect(posts(harness, /^Tema/)).toHaveLength(2);
    expect(left).toBeLessThan(-2);
    allow(harness);
    await harness.say(mette, 'hjælp');
    await quiet(harness);
    expect(posts(harness, /^Tema/).map(({ cardNow: card }) => textOf(card).slice(0, 'Tema 1 af 4'.length))).toEqual(
      [4, 3, 2, 1].map((number) => `Tema ${number} af 4`),
    );
  });
});

describe('people', () => {
  it('who leave can answer no more, and what they answered counts', async () => {
    const { harness, themes } = await withRound();
    const [theme] = themes.map((each) => ({ ...each }));
    if (!theme) throw new Error('no theme card');
    await answerAll(harness, themes, [anders]);
    const gone = new Set([anders, lars]);
    harness.connector.members = harness.connector.members.filter(({ id }) => !gone.has(id));
    await harness.send({
      ...teamEvent(harness, 'teamMemberRemoved', { channel: channelId }),
      conversation: { id: channelId, conversationType: 'channel', isGroup: true, tenantId },
      membersRemoved: [...gone].map((id) => ({ id })),
    });
    expect((await harness.press(lars, theme, 'Gem min vurdering', allScores(theme, '4'))).text).toContain(notHere);
    await pass(harness, '2026-12-02 09:00');
    expect(textOf(onlyPost(harness, 'Husk at svare').cardNow)).toContain('1 af 8 har svaret');
    await pass(harness, '2026-12-09 16:00');
    expect(textOf(onlyPost(harness, 'Overblik').cardNow)).toContain('1 af 8 har svaret');
  });

  it('who started a round and left leave it to its deadline', async () => {
    const { harness } = await withRound();
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== mette);
    await harness.send({ ...teamEvent(harness, 'teamMemberRemoved'), membersRemoved: [{ id: mette }] });
    await pass(harness, '2026-12-09 16:00');
    expect(summaries(harness)).toHaveLength(1);
  });

  it('who are guests without a directory id, a name or a role answer like everybody else', async () => {
    const { harness, setup, themes } = await withRound();
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    harness.connector.members.push({ id: '8:orgid:gaest', name: '' });
    const { verb, data } = buttons(theme.cardNow).find(({ title }) => title === 'Gem min vurdering') ?? {};
    const press = {
      ...message(harness.connector, '8:orgid:gaest', ''),
      from: { id: '8:orgid:gaest' },
      type: 'invoke',
      name: 'adaptiveCard/action',
      text: undefined,
      replyToId: theme.activityId,
      value: { action: { type: 'Action.Execute', verb, data: { ...data, ...allScores(theme, '3') } } },
    };
    expect(JSON.stringify((await harness.send(press)).body)).toContain(saved);
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
  });
});

it('a round left open for a year closes at its deadline, with its reminders on the way and its picture after', async () => {
  const { harness, themes } = await withRound({ deadline: '2027-12-30', closeWhenAll: 'false' });
  await answerAll(harness, themes, [anders, fatima, lars, mette], '2');
  await harness.restart('2027-01-15 10:00');
  await pass(harness, '2027-06-11 09:00');
  await harness.restart('2027-11-25 10:00');
  await pass(harness, '2027-12-29 09:00');
  expect(nudges(harness)).toHaveLength(2);
  await pass(harness, '2027-12-30 16:00');
  const summary = onlyPost(harness, 'Overblik');
  expect(textOf(summary.cardNow)).toContain('4 af 8 har svaret');
  const url = JSON.stringify(summary.cardNow).match(/http:[^"]+\.png/)?.[0] ?? '';
  expect((await get(url)).status).toBe(200);
});
