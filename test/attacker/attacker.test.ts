import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/domain/answer.ts';
import type { Round } from '../../src/domain/round.ts';
import type { Step } from '../../src/domain/scale.ts';
import { unitsOf } from '../../src/domain/wheel.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, inputs, roundOn, textOf } from '../support/cards.ts';
import { random } from '../support/random.ts';
import { renderNothing } from '../support/renderer.ts';
import { finalOf, isSmall, type Plan, planOf, twinOf } from './plan.ts';
import { explanations, possibleSteps, resultsOf, type Target } from './search.ts';
import { play, type Seen } from './town.ts';

/**
 * An attacker who has this program, sees every card, picture, report and file of a confidential round in all their
 * versions, knows who answered which theme and who chose "ved ikke", and may be one or several of those who answered.
 */

const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url))).filter(
  ({ language }) => language === 'da',
);
const minutes = 60_000;
const parts = 10;
const rounds = 500;

interface Verdict {
  round: string;
  small: boolean;
  n: number;
  /** How many of those who chose a step the attacker knows. */
  coalition: number;
  /** What the others may have chosen. */
  possible: Step[];
  /** What the others did choose. */
  chosen: Step[];
}

/** What the attacker finds out of each unit of a round, alone and in coalitions of each size. */
function attack(plan: Plan, seed: number, { seen, round }: { seen: Seen; round: Round }): Verdict[] {
  const pick = random(seed + 1_000_000);
  const final = finalOf(plan);
  return plan.wheel.themes.flatMap((theme) => {
    const said = final.get(theme.id) ?? new Map();
    return unitsOf(theme, plan.depth).flatMap(({ id: unitId }) => {
      const scores = [...said.values()].map((each) => each[unitId]);
      const chosen = shuffled(pick, scores.filter(isStep));
      const n = chosen.length;
      const { wheel, smallestGroup } = plan;
      const target: Target = { wheel, round, themeId: theme.id, unitId, n, dontKnow: scores.length - n, smallestGroup };
      const cards = resultsOf(seen, target);
      if (cards.length === 0) throw new Error(`seed ${seed}: no card shows the result of ${theme.id}`);
      const explained = explanations(target, cards);
      return Array.from(
        { length: n },
        (_, coalition): Verdict => ({
          round: `seed ${seed}, ${unitId}`,
          small: isSmall(plan, said, unitId),
          n,
          coalition,
          possible: possibleSteps(explained, chosen.slice(0, coalition)),
          chosen: chosen.slice(coalition),
        }),
      );
    });
  });
}

const isStep = (score: Score | undefined): score is Step => typeof score === 'number';
const isRight = ({ possible, chosen }: Verdict) => chosen.every((step) => possible.includes(step));
const isSingledOut = ({ possible }: Verdict) => possible.length < 2;

function shuffled<T>(pick: (below: number) => number, items: T[]): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(pick(left.length), 1));
}

const everyPart = Array.from({ length: parts }, (_, part) => part);
const seedsOf = (part: number, each = rounds / parts) => Array.from({ length: each }, (_, i) => part * each + i);

describe('an attacker who sees everything of 500 confidential rounds', () => {
  it.each(everyPart)(
    'cannot single out anybody where fewer answered than the smallest group, not even together with all others, and sees not a letter change when others’ answers do that must not be told: part %i of 10',
    async (part) => {
      const verdicts: Verdict[] = [];
      for (const seed of seedsOf(part)) {
        const plan = planOf(seed, wheels, groupOf(seed));
        const played = await play(plan, 'everything');
        verdicts.push(...attack(plan, seed, played));
        // Everybody's answers differ, or one person's; one after the other, and in the first rounds both.
        const both = [undefined, seed % plan.people];
        for (const one of seed < 80 ? both : [both[seed % 2]]) {
          const twin = await play(twinOf(plan, one), 'everything');
          expect(firstDifference(played.seen, twin.seen), `seed ${seed}, ${one ?? 'everybody'}`).toBeUndefined();
        }
      }
      expect(verdicts.filter((verdict) => !isRight(verdict))).toEqual([]);
      const small = verdicts.filter((verdict) => verdict.small);
      expect(small.length).toBeGreaterThan(100);
      expect(small.some(({ coalition, n }) => coalition === n - 1)).toBe(true);
      expect(small.filter(isSingledOut)).toEqual([]);
      // Where more answered, the spread is told by the rule: who chose what is not, and no more than the spread is.
      const large = verdicts.filter((verdict) => !verdict.small);
      expect(large.length).toBeGreaterThan(100);
      expect(large.filter(({ possible, chosen }) => possible.length !== new Set(chosen).size)).toEqual([]);
    },
    5 * minutes,
  );
});

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
  const { verb, data } = button(setup.card, 'Start runden');
  const { wheel, depth } = plan;
  const given = { wheelId: wheel.id, depth, closeWhenAll: 'false', expected: '99' };
  const started = await harness.execute(who(0), on, verb, { ...inputs(setup.card), ...data, ...given });
  const round = roundOn(started.card);
  // A round that closes before a card of it is posted gets no more cards, and so no results on them.
  const cards = () => here().filter(({ card }) => /^Tema \d+ af \d+/.test(textOf(card)));
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
  const seen = () => here().map(({ card }) => card);
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

/** Municipalities may set the smallest group from 3 to 10; four is the default. */
function groupOf(seed: number): number {
  return [4, 4, 4, 3, 5, 10][seed % 6] ?? 4;
}

function firstDifference(one: Seen, other: Seen): string | undefined {
  const at = one.findIndex((each, i) => each !== other[i] && JSON.stringify(each) !== JSON.stringify(other[i]));
  if (at < 0) return one.length === other.length ? undefined : `${one.length} and ${other.length} cards`;
  const [a, b] = [one, other].map((seen) => JSON.stringify(seen[at]));
  const from = [...(a ?? '')].findIndex((sign, i) => sign !== b?.[i]);
  return `…${a?.slice(from - 80, from + 80)}…\n…${b?.slice(from - 80, from + 80)}…`;
}
