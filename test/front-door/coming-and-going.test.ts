import { describe, expect, it } from 'vitest';
import { channelId, installation, invoke, message, send } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { textOf } from '../support/cards.ts';
import {
  allScores,
  anders,
  answerAll,
  cardThat,
  fatima,
  lars,
  mette,
  nameOf,
  notHere,
  saved,
  startRound,
  summarised,
} from '../support/rounds.ts';
import { here, onlyPost, pass, posts, quiet } from '../support/time.ts';

const teamId = '19:team@thread.tacv2';
const shared = '19:delt@thread.tacv2';
const elsewhere = '9b0c6f0e-0000-4000-8000-000000000002';
const begin = '2026-11-25 10:00';

/** As Teams tells of something in a channel, most often through that channel. Source: microsoft/teams.net issue 100. */
function told(
  { connector }: Harness,
  eventType: string,
  given: { in?: string; channel?: object | undefined; from?: string; added?: string[]; removed?: string[] } = {},
) {
  const { in: conversationId = shared, from = mette, added, removed } = given;
  const channel = 'channel' in given ? given.channel : { id: conversationId, name: 'Delt', type: 'shared' };
  return {
    ...message(connector, from, ''),
    type: 'conversationUpdate',
    text: undefined,
    conversation: { id: conversationId, conversationType: 'channel', isGroup: true, tenantId },
    ...(added && { membersAdded: added.map((id) => ({ id })) }),
    ...(removed && { membersRemoved: removed.map((id) => ({ id })) }),
    channelData: { eventType, tenant: { id: tenantId }, team: { id: teamId }, ...(channel && { channel }) },
  };
}

const allowed = (harness: Harness, from = mette) => told(harness, 'channelMemberAdded', { added: ['28:bot'], from });
const disallowed = (harness: Harness) => told(harness, 'channelMemberRemoved', { removed: ['28:bot'] });
const channelIn = async ({ store }: Harness, conversationId: string) =>
  (await store.channel({ tenantId, conversationId }))?.record;
const welcomes = (harness: Harness) => posts(harness, 'Hej, jeg er Hjulet');

describe('a shared or private channel', () => {
  it.each(['shared', 'private'])('that is %s welcomes the bot once it is let in', async (type) => {
    const harness = await startHarness({ at: begin });
    const channel = { id: shared, name: 'Delt', type };
    const event = told(harness, 'channelMemberAdded', { added: ['28:bot'], channel });
    for (const each of [event, event]) expect((await harness.send(each)).status).toBe(200);
    expect(welcomes(harness).map(({ conversationId }) => conversationId)).toEqual([shared]);
    expect(await channelIn(harness, shared)).toMatchObject({ active: true, name: 'Delt', teamId, welcomed: true });
    expect((await channelIn(harness, shared))?.facilitators).toHaveLength(1);
    expect(await channelIn(harness, teamId)).toBeUndefined();
  });

  it('welcomes it once where that is told in two ways and by two instances at once', async () => {
    const harness = await startHarness({ at: begin });
    const other = await harness.join();
    const added = installation(harness.connector, anders, { conversationId: shared });
    await Promise.all([
      harness.send(allowed(harness)),
      send(other.port, added),
      send(other.port, allowed(harness)),
      harness.send(added),
    ]);
    expect(welcomes(harness)).toHaveLength(1);
    expect((await channelIn(harness, shared))?.facilitators).toHaveLength(1);
    expect(posts(harness, 'Jeg er her igen')).toEqual([]);
  });

  it('is left alone where the bot is no longer let in, and no other channel is', async () => {
    const harness = await startHarness({ at: begin });
    await startRound(harness);
    await harness.send(allowed(harness));
    await harness.send(disallowed(harness));
    expect((await channelIn(harness, shared))?.active).toBe(false);
    expect((await channelIn(harness, channelId))?.active).toBe(true);
    // That the team is there again, or the bot in the team, does not let it into the channel.
    await harness.send(told(harness, 'teamUnarchived', { in: teamId, channel: undefined }));
    await harness.send(told(harness, 'channelRenamed', { in: teamId, channel: { id: shared, name: 'Nyt navn' } }));
    await harness.send(installation(harness.connector, mette, { conversationId: teamId }));
    expect((await channelIn(harness, shared))?.active).toBe(false);
    await harness.send(allowed(harness, anders));
    expect((await channelIn(harness, shared))?.active).toBe(true);
    expect(textOf(onlyPost(harness, 'Jeg er her igen').cardNow)).toContain(`Tovholder: ${nameOf(mette)}`);
  });

  it('does not welcome people, and not another bot', async () => {
    const harness = await startHarness({ at: begin });
    for (const id of [anders, '28:en-anden'])
      await harness.send(told(harness, 'channelMemberAdded', { added: [id], from: '29:ejer' }));
    expect(harness.connector.shown).toEqual([]);
    expect(await harness.store.channelsOf(tenantId)).toEqual([]);
  });

  it('asks who is there anew once it is no longer shared with a team, whose people are not named', async () => {
    const harness = await startHarness({ at: begin });
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const press = invoke(harness.connector, anders, theme, 'mine', {});
    const { text } = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
    expect(text).toContain(saved);
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== anders);
    const channel = { id: channelId, name: 'Sammenhæng', type: 'shared' };
    expect((await harness.send(told(harness, 'channelUnshared', { in: channelId, channel }))).status).toBe(200);
    const late = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    expect(late.text).toContain(notHere);
    expect((await harness.press(fatima, theme, 'Gem min vurdering', allScores(theme, '3'))).text).toContain(saved);
    expect(JSON.stringify((await harness.send(press)).body)).toContain(notHere);
  });

  it('takes answers from people of another tenant', async () => {
    const harness = await startHarness({ at: begin, tenants: [tenantId] });
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const press = invoke(harness.connector, anders, theme, 'mine', {});
    const guest = { ...press, channelData: { ...press.channelData, tenant: { id: elsewhere } } };
    expect((await harness.send(guest)).status).toBe(200);
  });
});

describe('an event of a channel', () => {
  it('that names no channel is not taken for one about the first channel of the team', async () => {
    const harness = await startHarness({ at: begin });
    const first = { conversationId: teamId };
    await harness.say(mette, 'hjælp', first);
    for (const event of ['channelDeleted', 'channelMemberRemoved', 'channelRestored', 'channelMemberAdded'])
      await harness.send(told(harness, event, { in: teamId, channel: undefined, removed: ['28:bot'] }));
    expect(await channelIn(harness, teamId)).toMatchObject({ active: true });
  });

  it('that comes through the team is one about the channel that is named', async () => {
    const harness = await startHarness({ at: begin });
    await harness.send(allowed(harness));
    await harness.say(mette, 'hjælp', { conversationId: teamId });
    const channel = { id: shared, name: 'Delt', type: 'shared' };
    await harness.send(told(harness, 'channelDeleted', { in: teamId, channel }));
    expect(await channelIn(harness, shared)).toMatchObject({ active: false, deleted: true });
    expect(await channelIn(harness, teamId)).toMatchObject({ active: true });
  });

  it('that comes through the channel itself is one about it, though it is not named', async () => {
    const harness = await startHarness({ at: begin });
    await harness.send(allowed(harness));
    await harness.send(told(harness, 'channelDeleted', { channel: undefined }));
    expect(await channelIn(harness, shared)).toMatchObject({ active: false, deleted: true });
    await harness.send(told(harness, 'channelRestored', { channel: undefined }));
    expect((await channelIn(harness, shared))?.active).toBe(true);
  });

  it.each(['constructor', '__proto__', 'toString', 'noget nyt'])('of a kind "%s" is let be', async (event) => {
    const harness = await startHarness({ at: begin });
    expect((await harness.send(told(harness, event))).status).toBe(200);
  });

  it('that does not say to whom it is told is heard all the same', async () => {
    const harness = await startHarness({ at: begin });
    await harness.send(allowed(harness));
    const unaddressed = { ...told(harness, 'channelMemberAdded', { added: [anders] }), recipient: undefined };
    expect((await harness.send(unaddressed)).status).toBe(200);
  });
});

describe('the bot in a team', () => {
  const chosen = (harness: Harness) => {
    const added = installation(harness.connector, mette, { conversationId: teamId });
    // microsoft/botbuilder-dotnet issue 6349
    return { ...added, channelData: { ...added.channelData, settings: { selectedChannel: { id: channelId } } } };
  };

  it('is welcomed in the channel that was chosen for it', async () => {
    const harness = await startHarness({ at: begin });
    await harness.send(chosen(harness));
    await harness.send(chosen(harness));
    expect(welcomes(harness).map(({ conversationId }) => conversationId)).toEqual([channelId]);
    expect((await channelIn(harness, channelId))?.facilitators).toHaveLength(1);
    expect(await channelIn(harness, teamId)).toBeUndefined();
    await harness.say(anders, 'tovholder');
    expect(textOf((await cardThat(harness, 'Tovholdere')).cardNow)).toContain(nameOf(mette));
  });

  it('says that it is back where another person adds it after it was removed, and once', async () => {
    const harness = await startHarness({ at: begin });
    const added = (by: string) => installation(harness.connector, by);
    await harness.send(added(mette));
    await harness.send({ ...added(mette), action: 'remove' });
    await Promise.all([harness.send(added(anders)), harness.send(added(anders)), harness.send(added(anders))]);
    const back = onlyPost(harness, 'Jeg er her igen');
    expect([back.conversationId, welcomes(harness).length]).toEqual([channelId, 1]);
    expect(textOf(back.cardNow)).toContain(`Tovholder: ${nameOf(mette)}`);
    expect((await channelIn(harness, channelId))?.facilitators).toHaveLength(1);
  });

  it('says that it is back and that nobody leads the channel, or that it cannot see who', async () => {
    const harness = await startHarness({ at: begin });
    const added = installation(harness.connector, mette);
    await harness.send(added);
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== mette);
    await harness.send({ ...added, action: 'remove' });
    await harness.send(installation(harness.connector, anders));
    expect(textOf(onlyPost(harness, 'Jeg er her igen').cardNow)).toContain('for at tage rollen');
    harness.connector.fate = ({ method }) => (method === 'GET' ? { kind: 'status', status: 403 } : { kind: 'accept' });
    await harness.send({ ...added, action: 'remove' });
    await harness.send(installation(harness.connector, anders));
    const [, second] = posts(harness, 'Jeg er her igen');
    expect(textOf(second?.cardNow)).toContain('for at se, hvem der er tovholder');
  });

  it('says so in a chat of somebody’s own, in their language', async () => {
    const harness = await startHarness({ at: begin });
    const where = { conversationId: 'a:mette', type: 'personal' } as const;
    const added = { ...installation(harness.connector, mette, where), locale: 'en-GB' };
    for (const action of ['add', 'remove', 'add']) await harness.send({ ...added, action });
    expect(harness.connector.shown.map(({ cardNow: card }) => textOf(card).split('\n')[0])).toEqual([
      'Hello, I am Hjulet',
      'I am back',
    ]);
  });

  it.each(['upgrade', ''])('that is told of as "%s" changes nothing', async (action) => {
    const harness = await startHarness({ at: begin });
    await startRound(harness);
    await quiet(harness);
    const before = [harness.connector.shown.length, JSON.stringify(await harness.store.channelsOf(tenantId))];
    for (const by of [mette, anders]) {
      await harness.send({ ...installation(harness.connector, by), action });
      await harness.send({ ...installation(harness.connector, by, { conversationId: teamId }), action });
    }
    await quiet(harness);
    expect([harness.connector.shown.length, JSON.stringify(await harness.store.channelsOf(tenantId))]).toEqual(before);
  });

  it('keeps what changes in a channel while it is taken up again', async () => {
    const harness = await startHarness({ at: begin });
    await startRound(harness);
    await harness.send(told(harness, 'teamArchived', { in: teamId, channel: undefined }));
    await harness.send(told(harness, 'teamUnarchived', { in: teamId, channel: undefined }));
    const before = await channelIn(harness, channelId);
    expect(before).toMatchObject({ active: true, openRoundId: expect.any(String) });
  });

  it('that leaves is told of by its membership too', async () => {
    const harness = await startHarness({ at: begin });
    await startRound(harness);
    await harness.send(told(harness, 'teamMemberRemoved', { in: teamId, channel: undefined, removed: ['28:bot'] }));
    expect((await channelIn(harness, channelId))?.active).toBe(false);
  });
});

it('the answers of a confidential round are removed also where the bot was removed meanwhile', async () => {
  const harness = await startHarness({ at: begin });
  const { id } = await summarised(harness, { [mette]: '2', [anders]: '2', [fatima]: '3', [lars]: '3' });
  await quiet(harness);
  await harness.send({ ...installation(harness.connector, mette), action: 'remove' });
  expect(await harness.store.answers(here, id)).not.toEqual([]);
  await pass(harness, '2026-12-26 10:00');
  expect(await harness.store.answers(here, id)).toEqual([]);
});

it('somebody who left a team is asked about anew in each of its channels', async () => {
  const harness = await startHarness({ at: begin });
  const { themes } = await startRound(harness);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  harness.connector.members = harness.connector.members.filter(({ id }) => id !== fatima);
  await harness.send(told(harness, 'teamMemberRemoved', { in: teamId, channel: undefined, removed: [fatima] }));
  expect((await harness.press(fatima, theme, 'Gem min vurdering', allScores(theme, '2'))).text).toContain(notHere);
});

describe('a channel whose members Teams does not let the bot see', () => {
  // MicrosoftDocs/msteams-docs issue 539
  const unread = (harness: Harness, status: number) => {
    harness.connector.fate = ({ method }) => (method === 'GET' ? { kind: 'status', status } : { kind: 'accept' });
  };
  const told403 = ({ logged }: Harness) => logged.filter((line) => line.includes('does not let the bot see who'));

  it.each([403, 400])('takes answers and shows results all the same: %i', async (status) => {
    const harness = await startHarness({ at: begin });
    unread(harness, status);
    const { themes } = await startRound(harness, { privacy: 'open', expected: '3' });
    await answerAll(harness, themes, [anders, fatima, lars]);
    await quiet(harness);
    expect(textOf(onlyPost(harness, 'Overblik').cardNow)).toContain('3 af 3 har svaret');
    const cards = themes.map(({ cardNow: card }) => textOf(card)).join('\n');
    expect(cards).toContain('Navnet kan ikke vises');
    expect(cards).not.toContain('Én, der ikke længere er i kanalen');
    expect(told403(harness)).toHaveLength(1);
  });

  it('says so where somebody is to be named, and can be led by who leads it', async () => {
    const harness = await startHarness({ at: begin });
    unread(harness, 403);
    const { id, setup } = await startRound(harness, { expected: '3' });
    await harness.say(mette, 'tovholder');
    expect(textOf((await cardThat(harness, 'Tovholdere')).cardNow)).toContain('Teams lader mig ikke se');
    expect((await harness.execute(mette, setup, 'askClose', { round: id })).text).toContain('Luk runden nu?');
    for (const [person, verb] of [
      [anders, 'takeRole'],
      [mette, 'giveUpRole'],
    ] as const)
      expect((await harness.execute(person, setup, verb, {})).text).toContain('Teams lader mig ikke se');
  });

  it('is one whose members count again as soon as they can be seen', async () => {
    const harness = await startHarness({ at: begin });
    unread(harness, 403);
    const { themes } = await startRound(harness, { expected: '3' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    expect((await harness.press('29:fremmed', theme, 'Gem min vurdering', allScores(theme, '2'))).text).toContain(
      saved,
    );
    harness.connector.fate = () => ({ kind: 'accept' });
    await pass(harness, '2026-11-25 10:15');
    expect((await harness.press('29:en-til', theme, 'Gem min vurdering', allScores(theme, '2'))).text).toContain(
      notHere,
    );
  });

  it('is not shown to people elsewhere', async () => {
    const harness = await startHarness({ at: begin });
    await summarised(harness, { [mette]: '2', [anders]: '2', [fatima]: '3', [lars]: '3' });
    unread(harness, 403);
    const before = harness.connector.shown.length;
    await harness.say(anders, 'overblik', { conversationId: 'a:anders', type: 'personal' });
    const answer = await harness.eventually(() => harness.connector.shown[before]);
    expect(textOf(answer.cardNow)).not.toContain('Overblik');
  });
});

describe('a group chat', () => {
  const group = { conversationId: '19:gruppe@thread.v2', type: 'groupChat' } as const;
  const came = (harness: Harness) => ({
    ...message(harness.connector, mette, '', group),
    type: 'conversationUpdate',
    membersAdded: [{ id: '28:bot' }],
  });
  const added = (harness: Harness) => installation(harness.connector, mette, group);

  it.each<[string, ((harness: Harness) => object)[]]>([
    ['by its members alone', [came]],
    ['twice by its members', [came, came]],
    ['by its members, and as an installation', [came, added]],
    ['as an installation, and by its members', [added, came]],
  ])('that tells of the bot %s welcomes it once, led by who added it', async (_name, events) => {
    const harness = await startHarness();
    for (const event of events) await harness.send(event(harness));
    await quiet(harness);
    expect(harness.connector.shown.map(({ conversationId }) => conversationId)).toEqual([group.conversationId]);
    await harness.say(mette, 'tovholder', group);
    const answer = await harness.eventually(() => harness.connector.shown[1]);
    expect(textOf(answer.cardNow)).toContain(nameOf(mette));
  });
});
