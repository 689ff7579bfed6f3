import { describe, expect, it } from 'vitest';
import { type Change, type ChangeRule, changeBetween } from '../../src/domain/change.ts';
import { type Privacy, type Published, publish, results } from '../../src/domain/results.ts';
import { closed, newRound, type Round } from '../../src/domain/round.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Step, steps } from '../../src/domain/scale.ts';
import { trendHistoryOf, trendSince } from '../../src/domain/trend.ts';
import type { Depth } from '../../src/domain/wheel.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { roundSettings, roundStart } from '../support/round-settings.ts';
import { assignments, countsOf, distributions, full } from './distributions.ts';
import { smallWheel } from './small-wheel.ts';

const confidential: ChangeRule = { confidential: true, smallestGroup: 4 };
const open: ChangeRule = { confidential: false, smallestGroup: 4 };
const told = (counts: Counts): Published => publish(counts, { privacy: 'open', smallestGroup: 4 });

describe('a change', () => {
  const cases: { what: string; before: Counts; after: Counts; tenths: number }[] = [
    { what: 'up', before: [4, 4, 0, 0], after: [0, 4, 4, 0], tenths: 10 },
    { what: 'down', before: [0, 0, 0, 5], after: [0, 1, 4, 0], tenths: -12 },
    { what: 'none, with every answer as it was', before: [1, 2, 3, 4], after: [1, 2, 3, 4], tenths: 0 },
    { what: 'none, with other answers', before: [4, 0, 0, 4], after: [0, 4, 4, 0], tenths: 0 },
    { what: 'between averages as they are read: 2,3 and 2,1', before: [0, 6, 2, 0], after: [1, 6, 0, 1], tenths: -2 },
    { what: 'by two who thought again', before: [0, 5, 0, 0], after: [0, 3, 2, 0], tenths: 4 },
    { what: 'with one more, where somebody else thought again', before: [0, 5, 0, 0], after: [0, 4, 2, 0], tenths: 3 },
    { what: 'with as many more as the smallest group', before: [0, 5, 0, 0], after: [0, 5, 0, 4], tenths: 9 },
  ];

  it.each(cases)('is told: $what', ({ before, after, tenths }) => {
    const change = changeBetween(told(before), told(after), confidential);
    expect(change).toMatchObject({ kind: 'told', tenths });
  });

  const few: { what: string; before: Counts; after: Counts }[] = [
    { what: 'one more', before: [0, 5, 0, 0], after: [0, 5, 0, 1] },
    { what: 'one fewer', before: [1, 4, 0, 1], after: [1, 4, 0, 0] },
    { what: 'three more', before: [0, 5, 0, 0], after: [1, 6, 0, 1] },
    { what: 'two fewer', before: [2, 4, 0, 1], after: [1, 3, 0, 1] },
    { what: 'one who was replaced', before: [0, 5, 0, 0], after: [0, 4, 1, 0] },
    { what: 'one who was replaced by somebody three steps away', before: [1, 4, 0, 0], after: [0, 4, 0, 1] },
  ];

  it.each(few)('is held back where it could be read as the answers of $what', ({ before, after }) => {
    expect(changeBetween(told(before), told(after), confidential)).toEqual({ kind: 'held' });
    expect(changeBetween(told(before), told(after), open)).toMatchObject({ kind: 'told' });
  });

  it.each([
    ['nobody chose a step', [0, 0, 0, 0]],
    ['one did', [0, 1, 0, 0]],
    ['few did', [0, 1, 2, 0]],
  ] as const)('is not there where in one of the rounds %s', (_, counts) => {
    const small = publish([...counts], { privacy: 'confidential', smallestGroup: 4 });
    for (const [before, after] of [
      [small, told([2, 2, 2, 2])],
      [told([2, 2, 2, 2]), small],
      [small, small],
    ] as const)
      expect(changeBetween(before, after, confidential)).toEqual({ kind: 'none' });
  });

  it('is what people get when they subtract the averages on the two cards', () => {
    const { number } = loadTexts('Europe/Copenhagen').da;
    const read = (mean: number) => Math.round(Number(number(mean).replace(',', '.')) * 10);
    const all = [4, 5, 6, 7, 8, 11].flatMap((n) => distributions(n).map(told));
    const some = all.filter((_, i) => i % 7 === 0);
    for (const before of some) {
      for (const after of some) {
        const change = changeBetween(before, after, open);
        if (change.kind !== 'told' || before.level !== 'full' || after.level !== 'full') throw new Error('not told');
        expect(change.tenths).toBe(read(after.mean) - read(before.mean));
      }
    }
  });
});

describe('what a change gives away', () => {
  it('is never the answer of one who came or left while everybody else held to theirs', () => {
    for (const n of [4, 5]) {
      for (const scores of assignments(n)) {
        for (const step of [1, 2, 3, 4] as const) {
          const [without, withOne] = [told(countsOf(scores)), told(countsOf([...scores, step]))];
          expect(changeBetween(without, withOne, confidential).kind).toBe('held');
          expect(changeBetween(withOne, without, confidential).kind).toBe('held');
        }
      }
    }
  });

  it('is never the answer of the one who came in the place of one who left, while everybody else held to theirs', () => {
    let replaced = 0;
    for (const stayed of [3, 4, 6].flatMap(distributions)) {
      const [c1, c2, c3, c4] = stayed;
      const one = (step: Step, of: Step) => Number(step === of);
      const withOne = (step: Step) =>
        told([c1 + one(step, 1), c2 + one(step, 2), c3 + one(step, 3), c4 + one(step, 4)]);
      for (const left of steps) {
        for (const came of steps) {
          // Where both answered alike nothing has changed, and the newcomer may have chosen any step.
          if (left === came) continue;
          replaced += 1;
          expect(changeBetween(withOne(left), withOne(came), confidential).kind).toBe('held');
          expect(changeBetween(withOne(left), withOne(came), open).kind).toBe('told');
        }
      }
    }
    expect(replaced).toBeGreaterThan(1_000);
  });

  it('is nothing that needs nobody but the few who came: where it is told, somebody else has changed their mind', () => {
    for (const before of distributions(4)) {
      for (const after of distributions(6)) {
        if (changeBetween(told(before), told(after), confidential).kind !== 'told') continue;
        const kept = before.reduce((sum, count, step) => sum + Math.min(count, after[step] ?? 0), 0);
        expect(kept, `${before} to ${after}`).toBeLessThan(4);
      }
    }
  });
});

const wheel = smallWheel({ a: ['a1', 'a2', 'a3'], b: ['b1', 'b2'], c: [] });

interface Given {
  depth?: Depth;
  privacy?: Privacy;
  version?: number;
  closedAt?: number;
}

/** A round of the small wheel, closed: for each unit what each person chose. */
function round(scores: Record<string, Step[]>, given: Given = {}): Round & { summary: NonNullable<Round['summary']> } {
  const { depth = 'deep', privacy = 'confidential', version = 1, closedAt = 1_000 } = given;
  const people = Math.max(0, ...Object.values(scores).map((each) => each.length));
  const settings = roundSettings({ ...wheel, version }, { depth, privacy, language: 'en' });
  const fresh = newRound(settings, wheel, { ...roundStart, id: `r${closedAt}` });
  const answers = Object.entries(fresh.units).flatMap(([themeId, units]) =>
    Array.from({ length: people }, (_, person) => ({
      roundId: fresh.id,
      themeId,
      person: `p${person}`,
      scores: Object.fromEntries(units.map((unit) => [unit, scores[unit]?.[person] ?? ('dontKnow' as const)])),
      comment: '',
      savedAt: 0,
      revision: 1,
      accepted: [],
    })),
  );
  const ended = closed(fresh, { wheel, answers }, { closedAt, smallestGroup: 4, pictureId: 'x' });
  if (!ended.summary) throw new Error('a closed round has a summary');
  return { ...ended, summary: ended.summary };
}

const kinds = (changes: { change: Change }[]) => changes.map(({ change }) => change.kind);
const four = (a: Step, b: Step, c: Step, d: Step): Step[] => [a, b, c, d];

describe('a trend', () => {
  const before = round({
    a1: four(1, 1, 2, 2),
    a2: four(2, 2, 2, 2),
    a3: four(3, 3, 4, 4),
    b1: four(1, 2, 3, 4),
    b2: four(2, 2, 3, 3),
    c: four(1, 1, 1, 1),
  });

  it('has a change for each theme and each focus area, in the wheel’s order', () => {
    const after = round({
      a1: four(2, 2, 3, 3),
      a2: four(3, 3, 3, 3),
      a3: four(4, 4, 4, 4),
      b1: four(1, 2, 3, 4),
      b2: four(1, 1, 2, 2),
      c: four(2, 2, 2, 2),
    });
    const { themes, since, peopleBefore, otherDepth, reworded } = trendSince(before, after);
    expect({ since, peopleBefore, otherDepth, reworded }).toEqual({
      since: 1_000,
      peopleBefore: 4,
      otherDepth: false,
      reworded: false,
    });
    expect(themes.map(({ themeId, change }) => [themeId, change.kind === 'told' && change.tenths])).toEqual([
      ['a', 9],
      ['b', -5],
      ['c', 10],
    ]);
    expect(
      themes.map(({ units }) => units.map(({ unitId, change }) => [unitId, change.kind === 'told' && change.tenths])),
    ).toEqual([
      [
        ['a1', 10],
        ['a2', 10],
        ['a3', 5],
      ],
      [
        ['b1', 0],
        ['b2', -10],
      ],
      [['c', 10]],
    ]);
  });

  it('tells of themes only where one round was deep and the other not, but of a theme without focus areas as ever', () => {
    const screening = round({ a: four(2, 2, 3, 3), b: four(2, 2, 2, 2), c: [1, 1, 1, 1, 4] }, { depth: 'screening' });
    const { themes, otherDepth } = trendSince(before, screening);
    expect(otherDepth).toBe(true);
    expect(kinds(themes)).toEqual(['told', 'told', 'held']);
    expect(themes.map(({ units }) => units.length)).toEqual([0, 0, 1]);
    expect(trendSince(screening, before).otherDepth).toBe(true);
  });

  it('says that the wording has changed, and passes over a theme that was not there', () => {
    const after = round({ a1: four(2, 2, 3, 3), c: four(2, 2, 2, 2) }, { version: 2 });
    const without = { ...before, summary: { ...before.summary, themes: before.summary.themes.slice(1) } };
    const { themes, reworded } = trendSince(without, after);
    expect(reworded).toBe(true);
    expect(kinds(themes)).toEqual(['none', 'none', 'told']);
  });

  it('holds a theme back where all its focus areas are held back', () => {
    const after = round({
      a1: [1, 1, 2, 2, 4],
      a2: [2, 2, 2, 2, 1],
      a3: [3, 3, 4, 4, 1],
      b1: [1, 2, 3, 4, 1],
      b2: [2, 2, 3, 3, 1],
      c: [1, 1, 1, 1, 1],
    });
    expect(kinds(trendSince(before, after).themes)).toEqual(['held', 'held', 'held']);
  });

  it('holds a second focus area back, the one that changed least, where one alone could be worked out from the theme', () => {
    const after = round({
      a1: [1, 1, 2, 2, 4],
      a2: [3, 3, 3, 3, 3],
      a3: [4, 4, 4, 4, 4],
      b1: [1, 2, 3, 4, 4],
      b2: [1, 1, 1, 1, 1],
    });
    const [a, b] = trendSince(before, after).themes;
    expect([a?.change.kind, b?.change.kind]).toEqual(['told', 'told']);
    expect(kinds(a?.units ?? [])).toEqual(['held', 'told', 'held']);
    expect(kinds(b?.units ?? [])).toEqual(['held', 'held']);
  });

  it('never leaves one focus area alone held back beside a theme that is told', () => {
    let told = 0;
    for (const [i, first] of assignments(4).entries()) {
      const after = round({ a1: [...first, 3], a2: [2, 2, 2, 2, 1], a3: four(1, 1, 1, 1) });
      for (const theme of trendSince(before, after).themes) {
        if (theme.change.kind !== 'told' || theme.units.length < 2) continue;
        told += 1;
        expect(kinds(theme.units).filter((kind) => kind === 'held').length, `assignment ${i}`).not.toBe(1);
      }
    }
    expect(told).toBeGreaterThan(50);
  });

  it('goes by the larger of the two smallest groups', () => {
    const [one, other] = [round({ c: [2, 2, 2, 2, 2] }), round({ c: [2, 2, 2, 2, 2, 4, 4, 4] })];
    const within = (each: ReturnType<typeof round>, smallestGroup: number) => ({
      ...each,
      summary: { ...each.summary, smallestGroup },
    });
    const ofC = (before: number, after: number) =>
      trendSince(within(one, before), within(other, after)).themes.find(({ themeId }) => themeId === 'c')?.change.kind;
    expect([ofC(3, 3), ofC(3, 5), ofC(5, 3)]).toEqual(['told', 'held', 'held']);
  });

  it('is of another depth only where that leaves something out', () => {
    const focus = round({ c: four(2, 2, 2, 2) }, { depth: 'screening' });
    const ofC = <R extends ReturnType<typeof round>>(each: R) => ({
      ...each,
      summary: { ...each.summary, themes: each.summary.themes.filter(({ themeId }) => themeId === 'c') },
    });
    expect(trendSince(before, ofC(focus)).otherDepth).toBe(false);
    expect(trendSince(before, focus).otherDepth).toBe(true);
    const lacking = { ...before, summary: { ...before.summary, themes: before.summary.themes.slice(1) } };
    expect(trendSince(lacking, before)).toMatchObject({ otherDepth: false, themes: [{ units: [] }, {}, {}] });
  });

  it('holds a theme back with its only focus area', () => {
    const [one, other] = [round({ c: four(1, 1, 1, 1) }), round({ c: [1, 1, 1, 1, 4] })];
    const [, , c] = trendSince(one, other).themes;
    expect(c).toMatchObject({ change: { kind: 'held' }, units: [{ unitId: 'c', change: { kind: 'held' } }] });
  });

  it('holds a theme back where its other focus areas had no answers', () => {
    const [one, other] = [round({ a1: four(1, 1, 1, 1) }), round({ a1: [1, 1, 1, 1, 4] })];
    const [a] = trendSince(one, other).themes;
    expect(a?.change.kind).toBe('held');
    expect(kinds(a?.units ?? [])).toEqual(['held', 'none', 'none']);
  });

  it('leaves its focus areas as they are where the theme has no change to work one out from', () => {
    const few = round({ a1: four(1, 1, 1, 1), a2: four(2, 2, 2, 2), a3: [3] });
    const after = round({ a1: [1, 1, 1, 1, 4], a2: four(3, 3, 3, 3), a3: four(3, 3, 3, 3) });
    const [a] = trendSince(few, after).themes;
    expect(a?.change.kind).toBe('none');
    expect(kinds(a?.units ?? [])).toEqual(['held', 'told', 'none']);
  });

  it('has groups where both rounds show them and the theme’s own change is told', () => {
    const figures = { groupId: 'g', result: full(4, 0, 0, 0), units: [] };
    const withGroup = (each: ReturnType<typeof round>) => ({
      ...each,
      summary: {
        ...each.summary,
        themes: each.summary.themes.map((theme) => (theme.themeId === 'c' ? { ...theme, groups: [figures] } : theme)),
      },
    });
    const ofC = (after: ReturnType<typeof round>) => trendSince(withGroup(before), after).themes[2];
    const told = round({ c: four(2, 2, 2, 2) });
    expect(ofC(withGroup(told))?.groups).toMatchObject([{ groupId: 'g', change: { kind: 'told', tenths: 0 } }]);
    expect(ofC(told)).not.toHaveProperty('groups');
    expect(ofC(withGroup(round({ c: [1, 1, 1, 1, 4] })))).not.toHaveProperty('groups');
  });

  it('holds nothing back between two open rounds', () => {
    const [one, other] = [
      round({ c: four(1, 1, 1, 1) }, { privacy: 'open' }),
      round({ c: [1, 1, 1, 1, 4] }, { privacy: 'open' }),
    ];
    expect(kinds(trendSince(one, other).themes)).toEqual(['none', 'none', 'told']);
    expect(kinds(trendSince(before, other).themes)).toEqual(['none', 'none', 'held']);
  });

  it('is frozen in the summary of the round that closes, and not made where nobody answered', () => {
    const end = { closedAt: 2_000, smallestGroup: 4, pictureId: 'y' };
    const { summary: _, ...again } = { ...before, state: 'closing' as const };
    const answer = {
      roundId: 'r',
      themeId: 'c',
      person: 'p',
      scores: { c: 2 as const },
      comment: '',
      savedAt: 0,
      revision: 1,
      accepted: [],
    };
    expect(closed(again, { wheel, answers: [answer], before }, end).summary?.trend).toMatchObject({
      since: 1_000,
      peopleBefore: 4,
    });
    expect(closed(again, { wheel, answers: [answer] }, end).summary).not.toHaveProperty('trend');
    expect(closed(again, { wheel, answers: [], before }, end).summary).not.toHaveProperty('trend');
  });

  it('is made of published results alone', () => {
    const answers = (scores: Step[]) => scores.map((score) => ({ themeId: 'c', scores: { c: score } }));
    const same = [answers(four(1, 2, 3, 4)), answers(four(4, 3, 2, 1))].map((given) =>
      results({ wheel, depth: 'deep' }, given, { privacy: 'confidential', smallestGroup: 4 }),
    );
    const [one, other] = same.map((themes) =>
      trendSince(before, { ...before, summary: { ...before.summary, themes } }),
    );
    expect(one).toEqual(other);
  });
});

describe('the course of a wheel', () => {
  const at = (closedAt: number, c: Step[]) => round({ c }, { closedAt });

  it('has the newest twelve rounds with answers, oldest first, and says how many older there are', () => {
    const all = Array.from({ length: 14 }, (_, i) => at(i + 1, four(1, 2, 3, 4)));
    const history = trendHistoryOf([...all, at(99, [])].toReversed(), () => undefined);
    expect(history.rounds.map(({ closedAt }) => closedAt)).toEqual(Array.from({ length: 12 }, (_, i) => i + 3));
    expect(history.older).toBe(2);
    expect(history.themes.map(({ points }) => points.length)).toEqual([12, 12, 12]);
  });

  it('has a point for each theme and round, with the change from the round before and what was agreed', () => {
    const { themes } = trendHistoryOf(
      [at(2, four(2, 2, 2, 2)), at(1, four(1, 1, 1, 1)), at(3, [2, 2, 2, 2, 4])],
      ({ id }, themeId) => (id === 'r2' && themeId === 'c' ? { kind: 'step', score: 3 } : undefined),
    );
    const points = themes.find(({ themeId }) => themeId === 'c')?.points ?? [];
    expect(kinds(points)).toEqual(['none', 'told', 'held']);
    expect(points.map(({ jointScore }) => jointScore)).toEqual([undefined, { kind: 'step', score: 3 }, undefined]);
    expect(points.map(({ result }) => result.level === 'full' && result.mean)).toEqual([1, 2, 2.4]);
  });

  it('has a gap where a theme has no result or was not there, and of no rounds nothing', () => {
    const history = trendHistoryOf([at(1, four(1, 1, 1, 1)), at(2, [1, 1])], () => undefined);
    expect(history.themes.map(({ points }) => points.map(({ result }) => result.level))).toEqual([
      ['none', 'none'],
      ['none', 'none'],
      ['full', 'half'],
    ]);
    expect(trendHistoryOf([], () => undefined)).toEqual({ rounds: [], older: 0, themes: [] });
    const [old, newest] = [at(1, four(1, 1, 1, 1)), at(2, four(2, 2, 2, 2))];
    const without = { ...old, summary: { ...old.summary, themes: old.summary.themes.slice(0, 2) } };
    const [a, , c] = trendHistoryOf([without, newest], () => undefined).themes;
    expect(c?.points[0]).toEqual({ result: { level: 'none', n: 0 }, areas: false, change: { kind: 'none' } });
    expect([a, c].map((theme) => theme?.points.map(({ areas }) => areas))).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('says from which round on the depth or the wording is another', () => {
    const rounds = [
      at(1, four(1, 1, 1, 1)),
      round({ c: four(1, 1, 1, 1) }, { closedAt: 2, depth: 'screening' }),
      round({ c: four(1, 1, 1, 1) }, { closedAt: 3, depth: 'screening', version: 2 }),
    ];
    const { rounds: told } = trendHistoryOf(rounds, () => undefined);
    expect(told.map(({ otherDepth, reworded }) => [otherDepth, reworded])).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
  });
});
