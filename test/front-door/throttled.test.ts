import { describe, expect, it } from 'vitest';
import { channelId, installation } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { textOf } from '../support/cards.ts';
import type { Fate, Shown } from '../support/connector.ts';
import { allScores, anders, cardThat, fatima, mette, saved, startRound, summarised } from '../support/rounds.ts';

/** Nobody waits for another person, another channel or Teams itself. */

const key = { tenantId, conversationId: channelId };
const elsewhere = { conversationId: '19:andet@thread.tacv2' };
const wait25: Fate = { kind: 'status', status: 429, headers: { 'retry-after': '25' } };

/** How long something took, in the bot's time. */
async function took(harness: Harness, work: () => Promise<unknown>): Promise<number> {
  const from = harness.clock.now();
  await work();
  return harness.clock.now() - from;
}

async function firstTheme(harness: Harness, where = {}): Promise<{ id: string; theme: Shown }> {
  const { id, themes } = await startRound(harness, {}, where);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  return { id, theme };
}

describe('while one channel is told to wait 25 s', () => {
  it('a newcomer’s answer and "status" in another take no second', async () => {
    const harness = await startHarness();
    const here = await firstTheme(harness);
    const there = await firstTheme(harness, elsewhere);
    let told = 0;
    harness.connector.fate = ({ method, path }) => {
      if (method !== 'PUT' || !decodeURIComponent(path).includes(channelId) || told > 0) return { kind: 'accept' };
      told += 1;
      return wait25;
    };
    await harness.press(anders, here.theme, 'Gem min vurdering', allScores(here.theme, '2'));
    await harness.eventually(() => told > 0);
    // Somebody whom the roster has not, since they came later.
    harness.connector.members.push({ id: '29:ny', name: 'Ny' });
    const press = () => harness.press('29:ny', there.theme, 'Gem min vurdering', allScores(there.theme, '2'));
    expect(await took(harness, async () => expect((await press()).text).toContain(saved))).toBeLessThan(1_000);
    expect(await took(harness, () => harness.say(fatima, 'status', elsewhere))).toBeLessThan(1_000);
  });
});

describe('where Teams itself keeps somebody waiting', () => {
  it.each<[string, Fate]>([
    ['says "too many" of the members', wait25],
    ['does not answer', { kind: 'hangBefore' }],
  ])('and %s, a newcomer’s press is answered in words within three seconds, and done afterwards', async (_, fate) => {
    const harness = await startHarness();
    const { id, theme } = await firstTheme(harness);
    harness.connector.members.push({ id: '29:ny', name: 'Ny' });
    let stuck = true;
    harness.connector.fate = ({ method, path }) =>
      stuck && method === 'GET' && path.includes(encodeURIComponent('29:ny')) ? fate : { kind: 'accept' };
    const press = () => harness.press('29:ny', theme, 'Gem min vurdering', allScores(theme, '2'));
    const waited = await took(harness, async () => expect((await press()).text).toMatch(/længere end ellers|gik galt/));
    expect(waited).toBeLessThanOrEqual(3_100);
    stuck = false;
    harness.clock.offset += 60_000;
    expect((await press()).text).toContain(saved);
    expect(await harness.store.answers(key, id)).toHaveLength(1);
  });

  it('a message is taken within three seconds, and answered once Teams takes the answer', async () => {
    const harness = await startHarness();
    await firstTheme(harness);
    let told = 0;
    harness.connector.fate = ({ method, body }) => {
      if (method !== 'POST' || !body.includes('Det kan jeg') || told > 0) return { kind: 'accept' };
      told += 1;
      return { kind: 'status', status: 429, headers: { 'retry-after': '5' } };
    };
    const from = harness.connector.shown.length;
    expect(await took(harness, () => harness.say(anders, 'hjælp'))).toBeLessThanOrEqual(3_100);
    await cardThat(harness, 'Det kan jeg', from);
  });

  it('a message whose work fails long after is answered in words all the same', async () => {
    const harness = await startHarness();
    await firstTheme(harness);
    harness.connector.fate = ({ method }) => (method === 'GET' ? { kind: 'hangBefore' } : { kind: 'accept' });
    const from = harness.connector.shown.length;
    expect(await took(harness, () => harness.say(anders, 'tovholder'))).toBeLessThanOrEqual(3_100);
    const { cardNow: card } = await cardThat(harness, 'Noget gik galt hos mig', from);
    const turn = /([\w-]{22})$/.exec(textOf(card).trim())?.[1];
    expect(harness.logged).toContainEqual(expect.stringContaining(`{"turn":"${turn}","kind":"message"}a turn failed`));
  });
});

describe('"overblik" in one’s own chat', () => {
  it('asks Teams about a person once for a while, however often and by however many presses it is asked', async () => {
    const harness = await startHarness();
    const { id } = await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2' });
    const own = { conversationId: 'a:anders', type: 'personal' } as const;
    const asked = () => harness.connector.requests.filter((request) => request.endsWith(`members/${anders}`)).length;
    const before = asked();
    await Promise.all([harness.say(anders, 'overblik', own), harness.say(anders, 'overblik', own)]);
    await harness.say(anders, 'udvikling', own);
    await harness.execute(anders, { ...own, activityId: '1' }, 'team', { round: id });
    expect(asked() - before).toBe(1);
    harness.clock.offset += 11 * 60_000;
    await harness.say(anders, 'overblik', own);
    expect(asked() - before).toBe(2);
  });

  it('shows nothing any longer of a team that the person was seen to leave', async () => {
    const harness = await startHarness();
    await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2' });
    const own = { conversationId: 'a:anders', type: 'personal' } as const;
    await harness.say(anders, 'overblik', own);
    const from = harness.connector.shown.length;
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== anders);
    const left = { type: 'conversationUpdate', action: undefined, membersRemoved: [{ id: anders }] };
    await harness.send({ ...installation(harness.connector, mette), ...left });
    await harness.say(anders, 'overblik', own);
    expect(textOf((await cardThat(harness, '', from)).cardNow)).toContain('ikke');
  });
});

describe('over the limit of messages', () => {
  it('a person is told so once, and everything is as before once they have waited', async () => {
    const harness = await startHarness();
    await firstTheme(harness);
    const own = { conversationId: 'a:anders', type: 'personal' } as const;
    await Promise.all(Array.from({ length: 75 }, () => harness.say(anders, 'hjælp', own)));
    const told = () =>
      harness.connector.shown.filter(({ cardNow: card }) => textOf(card).includes('Det går lidt for stærkt')).length;
    await harness.eventually(() => told() > 0);
    harness.clock.offset += 31_000;
    const from = harness.connector.shown.length;
    await harness.say(anders, 'hjælp', own);
    await cardThat(harness, 'Det kan jeg', from);
    expect(told()).toBe(1);
  });

  it('"mine data" has a limit of its own, which is told of', async () => {
    const harness = await startHarness();
    await firstTheme(harness);
    const own = { conversationId: 'a:anders', type: 'personal' } as const;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => harness.execute(anders, { ...own, activityId: '1' }, 'mineData', { from: 0 })),
    );
    const refused = replies.filter(({ text }) => text.includes('Det går lidt for stærkt'));
    expect(refused).toHaveLength(8);
    expect((await harness.execute(anders, { ...own, activityId: '1' }, 'askEraseMine', {})).text).toContain('Slet');
    harness.clock.offset += 61_000;
    expect((await harness.execute(anders, { ...own, activityId: '1' }, 'mineData', { from: 0 })).text).toContain(
      'Dine data',
    );
  });
});
