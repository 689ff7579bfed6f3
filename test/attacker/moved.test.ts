import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { type ClosedRound, closed, newRound } from '../../src/domain/round.ts';
import { type Step, steps } from '../../src/domain/scale.ts';
import { type ChangeSinceLast, trendSince } from '../../src/domain/trend.ts';
import { smallWheel } from '../domain/small-wheel.ts';
import { random } from '../support/random.ts';
import { roundSettings, roundStart } from '../support/round-settings.ts';

/**
 * An attacker who knows of two confidential rounds who answered as whom in each, so who left, who came and who answers as
 * another group than before, and that nobody changed their mind. A change that is told, times n, is what those chose who
 * came less what those chose who left; and so it is of several groups together, and of all others.
 */

interface Person {
  id: number;
  group: string | null;
  step: Step;
}

const wheel = smallWheel({ u: [] });
const groupIds = ['a', 'b', 'c', 'd'];
const pairs = 4_000;

/** Two rounds, between which 2 to 12 people leave, come or answer as another group. */
function roundsOf(seed: number): [before: Person[], after: Person[]] {
  const pick = random(seed + 77);
  const groups = [...groupIds.slice(0, 2 + pick(3)), null];
  const some = () => groups[pick(groups.length)] ?? null;
  const stepOf = () => (pick(4) + 1) as Step;
  const before = groups.flatMap((group, g) =>
    Array.from({ length: 4 + pick(6) }, (_, i): Person => ({ id: g * 100 + i, group, step: stepOf() })),
  );
  const after = [...before];
  for (let deeds = 2 + pick(11); deeds > 0; deeds--) {
    const at = pick(after.length);
    const [kind, person] = [pick(4), after[at]];
    if (kind === 0) after.splice(at, 1);
    else if (kind === 1) after.push({ id: 1_000 + deeds, group: some(), step: stepOf() });
    else if (person) after[at] = { ...person, group: some() };
  }
  return [before, after];
}

function roundOf(people: readonly Person[], { smallestGroup, isOn }: { smallestGroup: number; isOn: boolean }) {
  const answers = people.map(({ id, group, step }): Answer => {
    const base = { roundId: 'r', themeId: 'u', person: `p${id}`, comment: '', savedAt: 0, revision: 1, accepted: [] };
    return { ...base, scores: { u: step }, answersAs: { group, at: 1 } };
  });
  const round = newRound(roundSettings(wheel, { privacy: isOn ? 'confidential' : 'open' }), wheel, {
    ...roundStart,
    groups: groupIds,
  });
  const { summary } = closed(round, { wheel, answers }, { closedAt: 0, smallestGroup, pictureId: '' });
  if (!summary) throw new Error('a closed round has a summary');
  return { ...round, summary } satisfies ClosedRound;
}

/** Who came to some people between two rounds, and who left them. */
interface Moves {
  came: Step[];
  left: Step[];
}

/** What can be worked out from the changes that are told: of the groups, of several together, and of all others. */
function workedOut({ themes }: ChangeSinceLast, [before, after]: [Person[], Person[]]): Moves[] {
  const told = themes.flatMap(({ groups = [] }) => groups.map(({ groupId }) => groupId));
  const unions = Array.from({ length: 2 ** told.length - 1 }, (_, i) => told.filter((_, bit) => (i + 1) & (2 ** bit)));
  return unions.flatMap((union) => {
    const isIn = ({ group }: Person) => group !== null && union.includes(group);
    const isOut = (person: Person) => !isIn(person);
    // Where there are no others it is the theme's own change.
    const others = [...before, ...after].some(isOut);
    return others ? [isIn, isOut].map((are) => movesOf(before.filter(are), after.filter(are))) : [];
  });
}

function movesOf(before: readonly Person[], after: readonly Person[]): Moves {
  const notIn = (people: readonly Person[], others: readonly Person[]) =>
    people.filter(({ id }) => others.every((other) => other.id !== id)).map(({ step }) => step);
  return { came: notIn(after, before), left: notIn(before, after) };
}

/**
 * Whether they are so few that no result may be shown of them, or one who was replaced by another; but for a newcomer who
 * chose as the leaver had, of whom one learns just that.
 */
function areFew({ came, left }: Moves, smallestGroup: number): boolean {
  const [fewer = 0, more = 0] = [came.length, left.length].toSorted((a, b) => a - b);
  if (came.toString() === left.toString()) return false;
  return (fewer === 0 && more > 0 && more < smallestGroup) || (fewer === 1 && more === 1);
}

/** Whether there is only one way in which those who came and left can have chosen. */
function areSingledOut({ came, left }: Moves): boolean {
  const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0);
  const ways = (count: number): Step[][] =>
    count === 0 ? [[]] : ways(count - 1).flatMap((others) => steps.map((step) => [...others, step]));
  const told = sum(came) - sum(left);
  const agreeing = ways(came.length).flatMap((one) =>
    ways(left.length).filter((other) => sum(one) - sum(other) === told),
  );
  return agreeing.length === 1;
}

function attacked(isOn: boolean) {
  let [told, few, singledOut] = [0, 0, 0];
  for (let seed = 0; seed < pairs; seed++) {
    const people = roundsOf(seed);
    const smallestGroup = [4, 4, 3, 5][seed % 4] ?? 4;
    const [before, after] = people.map((each) => roundOf(each, { smallestGroup, isOn }));
    if (!before || !after) throw new Error('two rounds');
    const found = workedOut(trendSince(before, after), people);
    told += found.length;
    const ofFew = found.filter((moves) => areFew(moves, smallestGroup));
    few += ofFew.length;
    singledOut += ofFew.filter(areSingledOut).length;
  }
  return { told, few, singledOut };
}

describe('an attacker who knows who left, who came and who answers as another group than last time', () => {
  it('works out from the changes of groups nothing of so few that no result may be shown of them', () => {
    const { told, few } = attacked(true);
    expect(told).toBeGreaterThan(1_000);
    expect(few).toBe(0);
  });

  it('singles people out where the rule is switched off', () => {
    expect(attacked(false).singledOut).toBeGreaterThan(1_000);
  });
});
