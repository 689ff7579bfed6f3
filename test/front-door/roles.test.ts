import { describe, expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { beforeWrites } from '../support/before-writes.ts';
import { tenantId } from '../support/canaries.ts';
import { buttons, parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { anders, fatima, lars, mette, nameOf, notHere, signe, startRound } from '../support/rounds.ts';
import { moveTo, now, quiet } from '../support/time.ts';

const key = { tenantId, conversationId: channelId };

async function say(harness: Harness, person: string, text: string): Promise<Shown> {
  const before = harness.connector.shown.length;
  await harness.say(person, text);
  // What is told to the channel may come in between.
  return harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ cardNow: card }) => !textOf(card).startsWith('Ny tovholder')),
  );
}

/** The code that stands for a name in the list to choose from. */
function codeOf(card: unknown, name: string): string {
  const { choices } = parts(card).find(({ id }) => id === 'facilitator') ?? { choices: [] };
  return (choices as { title: string; value: string }[]).find(({ title }) => title === name)?.value ?? '';
}

async function name(harness: Harness, by: string, who: string) {
  const card = await say(harness, by, 'tovholder');
  return harness.press(by, card, 'Udpeg', { facilitator: codeOf(card.cardNow, who) });
}

function leave(harness: Harness, ...people: string[]) {
  harness.connector.members = harness.connector.members.filter(({ id }) => !people.includes(id));
}

const news = ({ connector }: Harness) =>
  connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Ny tovholder'));
const facilitators = async ({ store }: Harness) => (await store.channel(key))?.record.facilitators ?? [];

describe('the facilitators (tovholdere) of a channel', () => {
  it('are told by name, and the names are kept nowhere', async () => {
    const harness = await startHarness();
    await startRound(harness);
    const card = await say(harness, anders, 'Tovholder?');
    expect(textOf(card.cardNow)).toContain(`Tovholdere\n${nameOf(mette)}`);
    expect(buttons(card.cardNow).map(({ title }) => title)).toEqual(['Udpeg', 'Stop som tovholder']);
    expect(codeOf(card.cardNow, nameOf(mette))).toBe('');
    expect(codeOf(card.cardNow, nameOf(anders))).toMatch(/^[\w-]{22}$/);
    expect(JSON.stringify(await harness.store.channel(key))).not.toMatch(/Mette|29:/);
  });

  it('name others, who are told to the channel and then may do what they may', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    expect((await harness.execute(anders, setup, 'askClose', { round: id })).text).toContain('Det kan kun den');
    expect((await name(harness, mette, nameOf(anders))).text).toContain(`${nameOf(anders)}\n${nameOf(mette)}`);
    const told = await harness.eventually(() => news(harness)[0]);
    expect(told.conversationId).toContain(channelId);
    expect(textOf(told.cardNow)).toContain(`${nameOf(anders)} er udpeget til tovholder`);
    expect((await harness.execute(anders, setup, 'askClose', { round: id })).text).toContain('Luk runden nu?');
    await harness.execute(anders, setup, 'giveUpRole', {});
    expect((await harness.execute(anders, setup, 'askClose', { round: id })).text).toContain('Det kan kun den');
  });

  it('are named by facilitators only, and only from among the members', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    const card = await say(harness, mette, 'tovholder');
    const lars2 = codeOf(card.cardNow, nameOf(lars));
    const press = (person: string, facilitator: unknown) =>
      harness.execute(person, setup, 'nameFacilitator', { facilitator });
    expect((await press(anders, lars2)).text).toContain('Det kan kun en tovholder gøre');
    expect((await press('29:fremmed', lars2)).text).toContain(notHere);
    for (const wrong of ['A'.repeat(22)]) expect((await press(mette, wrong)).text).toContain(notHere);
    for (const wrong of [undefined, '', '29:lars', { $ne: null }, [lars2, lars2]])
      expect((await press(mette, wrong)).text).toBe('Vælg en person.');
    leave(harness, lars);
    expect((await press(mette, lars2)).text).toContain(notHere);
    expect(await facilitators(harness)).toHaveLength(1);
    expect(news(harness)).toEqual([]);
  });

  it('are one each however often and by however many they are named at once', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    await name(harness, mette, nameOf(anders));
    const card = await say(harness, mette, 'tovholder');
    const [fatimas, larss] = [codeOf(card.cardNow, nameOf(fatima)), codeOf(card.cardNow, nameOf(lars))];
    await Promise.all(
      [mette, anders, mette, anders].flatMap((person) =>
        [fatimas, larss].map((facilitator) => harness.execute(person, setup, 'nameFacilitator', { facilitator })),
      ),
    );
    const found = await facilitators(harness);
    expect([found.length, new Set(found).size]).toEqual([4, 4]);
  });

  it('are found by a part of their name in a team with more people than a card has room for', async () => {
    const harness = await startHarness();
    const crowd = Array.from({ length: 400 }, (_, i) => ({ id: `29:p${i}`, name: `Anne Nummer ${i} Petersen` }));
    harness.connector.members.unshift(...crowd);
    await startRound(harness);
    const all = await say(harness, mette, 'tovholder');
    expect(textOf(all.cardNow)).toMatch(/Listen viser \d+ navne/);
    expect(codeOf(all.cardNow, nameOf(signe))).toBe('');
    const found = await say(harness, mette, 'tovholder SIGNE');
    const reply = await harness.press(mette, found, 'Udpeg', { facilitator: codeOf(found.cardNow, nameOf(signe)) });
    expect(reply.text).toContain(`${nameOf(mette)}\n${nameOf(signe)}`);
    expect(textOf((await say(harness, mette, 'tovholder Åse')).cardNow)).toContain('Jeg fandt ingen, der hedder Åse.');
  });

  it('cannot all give up the role, not even two at once', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    expect((await harness.execute(mette, setup, 'giveUpRole', {})).text).toContain('Udpeg en anden først');
    await name(harness, mette, nameOf(anders));
    const replies = await Promise.all([
      harness.execute(mette, setup, 'giveUpRole', {}),
      harness.execute(anders, setup, 'giveUpRole', {}),
    ]);
    expect(replies.filter(({ text }) => text.includes('Udpeg en anden først'))).toHaveLength(1);
    expect(await facilitators(harness)).toHaveLength(1);
  });

  it('cannot leave the role to somebody who is no longer in the channel', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    await name(harness, mette, nameOf(anders));
    leave(harness, anders);
    expect((await harness.execute(mette, setup, 'giveUpRole', {})).text).toContain('Udpeg en anden først');
    expect(textOf((await say(harness, mette, 'tovholder')).cardNow)).toContain('1 tovholder er ikke længere i kanalen');
  });
});

describe('the role of a facilitator', () => {
  it('can be taken by a member once none of those who had it is in the channel, and the channel is told', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    await name(harness, mette, nameOf(anders));
    await harness.eventually(() => news(harness)[0]);
    leave(harness, mette);
    expect((await harness.execute(signe, setup, 'takeRole', {})).text).toContain('Der er allerede en tovholder');
    leave(harness, anders);
    const card = await say(harness, signe, 'tovholder');
    expect(textOf(card.cardNow)).toContain('Ingen af dem, der er i kanalen, er tovholder');
    expect((await harness.press(signe, card, 'Bliv tovholder')).text).toContain(`Tovholdere\n${nameOf(signe)}`);
    const told = await harness.eventually(() => news(harness)[1]);
    expect(textOf(told.cardNow)).toContain(`${nameOf(signe)} er nu tovholder`);
    expect(await facilitators(harness)).toHaveLength(1);
    expect((await harness.execute(signe, setup, 'askClose', { round: id })).text).toContain('Luk runden nu?');
    expect((await harness.press(signe, card, 'Bliv tovholder')).text).toContain(`Tovholdere\n${nameOf(signe)}`);
    expect(news(harness)).toHaveLength(2);
  });

  it('goes to one of those who take it at once, and only that one is told to the channel', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    leave(harness, mette);
    const replies = await Promise.all(
      [anders, fatima, lars, signe, anders].map((person) => harness.execute(person, setup, 'takeRole', {})),
    );
    const [only = '', ...others] = await facilitators(harness);
    expect(others).toEqual([]);
    const told = await harness.eventually(() => news(harness)[0]);
    expect(only).not.toBe('');
    const refused = replies.filter(({ text }) => text.includes('Der er allerede en tovholder'));
    expect(refused.length).toBeGreaterThanOrEqual(3);
    const names = replies.flatMap(({ text }) => text.match(/^Tovholdere\n(.*)/)?.[1] ?? []);
    expect(new Set(names).size).toBe(1);
    expect(textOf(told.cardNow)).toContain(names[0]);
    const waiting = async () => (await harness.store.due(now(harness) + 60_000, 50)).map(({ record }) => record.work);
    await harness.holds(async () => expect(await waiting()).not.toContain('role'));
    expect(news(harness).every(({ cardNow: card }) => textOf(card) === textOf(told.cardNow))).toBe(true);
  });

  it('is not taken by somebody outside, or where the list of members is cut off', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    leave(harness, mette);
    expect((await harness.execute('29:fremmed', setup, 'takeRole', {})).text).toContain(notHere);
    const crowd = Array.from({ length: 1000 }, (_, i) => ({ id: `29:p${i}`, name: `Person ${i}` }));
    harness.connector.members.push(...crowd);
    expect((await harness.execute(signe, setup, 'takeRole', {})).text).toContain('Der er allerede en tovholder');
  });

  it('is free where whoever had it has deleted their data', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    const own = { conversationId: 'a:mette', activityId: 'x' };
    await harness.execute(mette, own, 'eraseMine', {});
    expect((await harness.execute(anders, setup, 'takeRole', {})).text).toContain(`Tovholdere\n${nameOf(anders)}`);
  });

  it('is told to the channel also when the process stops right after it was taken', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    leave(harness, mette);
    harness.connector.fate = ({ method }) => (method === 'POST' ? { kind: 'status', status: 503 } : { kind: 'accept' });
    await harness.execute(anders, setup, 'takeRole', {});
    await harness.restart();
    harness.connector.fate = () => ({ kind: 'accept' });
    harness.clock.offset = 120_000;
    harness.app.sweep();
    await harness.eventually(() => news(harness).length === 1);
  });
});

describe('the news of a facilitator', () => {
  it('comes once, though the database fails where it is to keep which post it is', async () => {
    let failing = 0;
    const wrap = beforeWrites(({ place, body }) => {
      if (place.id.startsWith('named:') && !body.includes('"activityId":""') && failing-- > 0)
        throw new Error('the database is away for a moment');
    });
    const harness = await startHarness({ wrap });
    await startRound(harness);
    const card = await say(harness, mette, 'tovholder');
    failing = 1;
    await harness.press(mette, card, 'Udpeg', { facilitator: codeOf(card.cardNow, nameOf(anders)) });
    await harness.eventually(() => failing < 1);
    moveTo(harness, now(harness) + 3_600_000);
    await quiet(harness);
    expect(news(harness)).toHaveLength(1);
  });
});

describe('the news of a facilitator who stopped before it came', () => {
  it('is not told, and nothing is kept of whom it would have named', async () => {
    const harness = await startHarness();
    await startRound(harness);
    const card = await say(harness, mette, 'tovholder');
    harness.connector.fate = ({ method }) => (method === 'POST' ? { kind: 'status', status: 503 } : { kind: 'accept' });
    await harness.press(mette, card, 'Udpeg', { facilitator: codeOf(card.cardNow, nameOf(anders)) });
    await harness.execute(anders, card, 'giveUpRole', {});
    harness.connector.fate = () => ({ kind: 'accept' });
    moveTo(harness, now(harness) + 3_600_000);
    await quiet(harness);
    expect(news(harness)).toEqual([]);
    const kept = (await harness.store.namedPosts(key)).map(({ record }) => record.activityId);
    expect(kept).not.toContain('');
  });
});

describe('the guide and the privacy card', () => {
  it.each([
    ['guide', 'Køreplan til et møde på 90 minutter', ['0–10 min.', '85–90 min.', 'Hvem kan I invitere?']],
    ['privatliv', 'Privatliv', ['12 måneder', '30 dage', 'dataansvarlig', 'slet mine data', 'færre end 4 svar']],
    ['privacy', 'Privatliv', ['12 måneder']],
  ])('%s is answered in a channel and in a personal chat', async (command, title, words) => {
    const harness = await startHarness();
    for (const where of [{}, { conversationId: 'a:mette', type: 'personal' } as const]) {
      const before = harness.connector.shown.length;
      await harness.say(mette, command, where);
      const card = await harness.eventually(() => harness.connector.shown[before]);
      expect(textOf(card.cardNow).startsWith(title)).toBe(true);
      for (const word of words) expect(textOf(card.cardNow)).toContain(word);
    }
  });
});
