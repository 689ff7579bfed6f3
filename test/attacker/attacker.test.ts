import { describe, expect, it } from 'vitest';
import type { Round } from '../../src/domain/round.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, inputs, roundOn, textOf } from '../support/cards.ts';
import { renderNothing } from '../support/renderer.ts';
import { attack, firstDifference, isRight, isSingledOut, minutes, seedsOf, type Verdict, wheels } from './attack.ts';
import { type Plan, planOf, twinOf } from './plan.ts';
import { play, type Seen } from './town.ts';

describe('an attacker at the door of the running bot', () => {
  it(
    'finds out no more of ten rounds than one who is given the cards',
    async () => {
      const harness = await startHarness({ renderer: renderNothing });
      const verdicts: Verdict[] = [];
      for (const seed of seedsOf(0, 10)) {
        const plan = planOf(seed, wheels, 4);
        verdicts.push(...attack(plan, seed, await playAtTheDoor(harness, plan, seed)));
      }
      const small = verdicts.filter((verdict) => verdict.small);
      expect(small.length).toBeGreaterThan(20);
      expect(verdicts.filter((verdict) => !isRight(verdict))).toEqual([]);
      expect(small.filter(isSingledOut)).toEqual([]);
    },
    2 * minutes,
  );
});

/** Plays a plan over HTTP, in a channel of its own. */
async function playAtTheDoor(harness: Harness, plan: Plan, seed: number): Promise<{ seen: Seen; round: Round }> {
  const key = { tenantId: `tenant-${seed}`, conversationId: `19:channel-${seed}@thread.tacv2` };
  const { connector } = harness;
  const who = (person: number) => `29:p${person}`;
  connector.members = Array.from({ length: plan.people }, (_, person) => ({ id: who(person), name: `P ${person}` }));
  const here = () => connector.shown.filter(({ conversationId }) => conversationId.startsWith(key.conversationId));
  await harness.say(who(0), 'start', key);
  const setup = await harness.eventually(() => here()[0]);
  const on = { conversationId: setup.conversationId, activityId: setup.activityId, tenantId: key.tenantId };
  const { verb, data } = button(setup.cardNow, 'Start runden');
  const { wheel, depth } = plan;
  const given = { wheelId: wheel.id, depth, closeWhenAll: 'false', expected: '99' };
  const started = await harness.execute(who(0), on, verb, { ...inputs(setup.cardNow), ...data, ...given });
  const round = roundOn(started.card);
  // A round that closes before a card of it is posted gets no more cards, and so no results on them.
  const cards = () => here().filter(({ cardNow: card }) => /^Tema \d+ af \d+/.test(textOf(card)));
  await harness.eventually(() => cards().length === wheel.themes.length, 'a card for each theme');
  for (const [i, deed] of plan.deeds.entries()) {
    if (deed.kind === 'erase') {
      const own = { ...on, conversationId: `a:${seed}-${deed.person}` };
      await harness.execute(who(deed.person), own, 'eraseMine', {});
    }
    if (deed.kind !== 'answer') continue;
    const scores = Object.entries(deed.scores).map(([unit, score]) => [`s_${unit}`, String(score)]);
    const { themeId: theme, comment } = deed;
    const answer = { round, theme, seen: i, comment, ...Object.fromEntries(scores) };
    const { text } = await harness.execute(who(deed.person), on, 'answer', answer);
    if (!text.includes('Din vurdering er gemt')) throw new Error(`seed ${seed}: ${text}`);
  }
  await harness.execute(who(0), on, 'close', { round });
  const seen = () => here().map(({ cardNow: card }) => card);
  const results = () => seen().filter((card) => textOf(card).includes('har svaret på temaet'));
  await harness.eventually(() => results().length === wheel.themes.length);
  const kept = (await harness.store.round(key, round))?.record;
  if (!kept) throw new Error(`seed ${seed}: no round`);
  return { seen: seen(), round: kept };
}

describe('the same attacker where the rule is switched off', () => {
  it(
    'singles people out',
    async () => {
      const verdicts: Verdict[] = [];
      for (const seed of seedsOf(0)) {
        const plan = planOf(seed, wheels, 1);
        verdicts.push(...attack(plan, seed, await play(plan, 'cards')));
      }
      const few = verdicts.filter(({ n }) => n < 4);
      expect(few.filter(({ n, coalition }) => n === 1 && coalition === 0).every(isSingledOut)).toBe(true);
      const won = few.filter(isSingledOut);
      expect(won.length).toBeGreaterThan(100);
      expect(won.every(({ possible: [step], chosen }) => chosen.every((each) => each === step))).toBe(true);
    },
    5 * minutes,
  );

  it(
    'sees cards change with others’ answers',
    async () => {
      let changed = 0;
      for (const seed of seedsOf(0, 15)) {
        // The twin differs as if the rule were on, and is played without it.
        const plan = planOf(seed, wheels, 4);
        const [seen, twin] = [plan, twinOf(plan, seed % plan.people)].map((each) => ({ ...each, smallestGroup: 1 }));
        if (!seen || !twin) throw new Error('no plan');
        if (firstDifference((await play(seen, 'everything')).seen, (await play(twin, 'everything')).seen) !== undefined)
          changed += 1;
      }
      expect(changed).toBeGreaterThan(3);
    },
    5 * minutes,
  );
});
