import { describe, expect, it } from 'vitest';
import type { Score, Scores } from '../../src/domain/answer.ts';
import type { Claim } from '../../src/domain/claims.ts';
import { standsOut } from '../../src/domain/dialogue.ts';
import { type Language, languages } from '../../src/domain/language.ts';
import { type List, lists } from '../../src/domain/priorities.ts';
import { hasAreas, type Privacy, privacies, results, type ThemeResult } from '../../src/domain/results.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Depth, depths, type Wheel } from '../../src/domain/wheel.ts';
import { figuresOf } from '../../src/report/content.ts';
import { headline } from '../../src/texts/headline.ts';
import { focusStatement, promptOf } from '../../src/texts/prompts.ts';
import { type CardTexts, rowOf } from '../../src/texts/results.ts';
import type { Statement } from '../../src/texts/sentence.ts';
import { suggestions } from '../../src/texts/suggestions.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { distributions } from '../domain/distributions.ts';
import { smallWheel } from '../domain/small-wheel.ts';
import { asRead } from '../support/cards.ts';
import { random } from '../support/random.ts';
import { type Fell, falseIn } from './word-claims.ts';

/**
 * Every sentence about how people answered is held against the answers: by the claim that stands beside it, and by what its
 * words say to somebody who only reads them.
 */

const texts = loadTexts('Europe/Copenhagen');

interface Told {
  where: string;
  said: Statement;
  fell: Fell;
}

/** A round: what was told of it, and how the answers fell, which a confidential round does not tell. */
interface Closed {
  wheel: Wheel;
  themes: ThemeResult[];
  smallestGroup: number;
  privacy: Privacy;
  counts: Map<string, Counts>;
}

function closed(
  wheel: Wheel,
  depth: Depth,
  answers: { themeId: string; scores: Scores }[],
  { privacy, smallestGroup }: { privacy: Privacy; smallestGroup: number },
): Closed {
  const all = results({ wheel, depth }, answers, { privacy: 'open', smallestGroup });
  const counts = all.flatMap(({ units }) =>
    units.flatMap(({ unitId, result }): [string, Counts][] =>
      result.level === 'full' ? [[unitId, result.counts]] : [],
    ),
  );
  const themes = results({ wheel, depth }, answers, { privacy, smallestGroup });
  return { wheel, themes, smallestGroup, privacy, counts: new Map(counts) };
}

const present = <T>(each: T | undefined): T[] => (each === undefined ? [] : [each]);

/** Everything that is said of a round, on rows, lists, threads and in its headline, with how the answers fell that it is about. */
function allSaid({ wheel, themes, smallestGroup, privacy, counts }: Closed, language: Language) {
  const cardTexts: CardTexts = { texts: texts[language], wheel, smallestGroup };
  const round = [...counts.values()];
  const unitsOf = ({ units }: ThemeResult) => units.flatMap(({ unitId }) => present(counts.get(unitId)));
  /** What is told of a theme leaves out areas of which nothing is told. */
  const shownOf = (theme: ThemeResult) => {
    const all = unitsOf(theme);
    const held = privacy === 'confidential' && hasAreas(theme.units) && theme.result.level === 'half';
    return held ? all.filter((each) => each.reduce((sum, count) => sum + count) > 1) : all;
  };
  const fellOf = (theme: ThemeResult, of: Counts[]): Fell => ({ of, theme: unitsOf(theme), round, smallestGroup });
  const themeOf = (id: string) => {
    const found = themes.find(({ themeId }) => themeId === id);
    if (!found) throw new Error(`no theme ${id}`);
    return found;
  };
  const about = (themeId: string, unitId: string) => fellOf(themeOf(themeId), present(counts.get(unitId)));
  const rows = themes.flatMap((theme): Told[] => {
    const told = (where: string, { value, spread }: ReturnType<typeof rowOf>, fell: Fell): Told[] =>
      [value, ...present(spread)].map((said) => ({ where, said, fell }));
    return [
      ...told(
        `row ${theme.themeId}`,
        rowOf(cardTexts, theme.result, hasAreas(theme.units)),
        fellOf(theme, shownOf(theme)),
      ),
      ...theme.units.flatMap(({ unitId, result }) =>
        told(`unit ${unitId}`, rowOf(cardTexts, result, false), about(theme.themeId, unitId)),
      ),
    ];
  });
  const suggested = suggestions(cardTexts, { themes, smallestGroup });
  const reasons = suggested.flatMap(({ list, items }) =>
    items.map(
      ({ themeId, unitId, reason }): Told => ({
        where: `${list} ${unitId}`,
        said: reason,
        fell: about(themeId, unitId),
      }),
    ),
  );
  const threads = themes.flatMap((theme): Told[] => {
    const asked = promptOf(cardTexts, theme, smallestGroup);
    if (!asked) return [];
    const found = standsOut(theme, smallestGroup);
    const focus = found && focusStatement(texts[language], found, { unit: found.unitId, smallestGroup });
    return [
      { where: `thread ${theme.themeId}`, said: asked.statement, fell: fellOf(theme, shownOf(theme)) },
      ...(found && focus
        ? [{ where: `focus ${found.unitId}`, said: focus, fell: about(theme.themeId, found.unitId) }]
        : []),
    ];
  });
  const heads = headline(cardTexts, { themes, smallestGroup }).map(
    ({ priority: { themeId, unitId }, ...said }): Told => ({
      where: `headline ${unitId}`,
      said,
      fell: about(themeId, unitId),
    }),
  );
  return { suggested, all: [...rows, ...reasons, ...threads, ...heads] };
}

const holds = (claim: Claim, { of, round, theme, smallestGroup }: Fell, where: string) =>
  claim({ counts: of, among: where.startsWith('focus') ? theme : round, smallestGroup });

/** Where a table of the report says something else than the row on the card. */
function reportsOtherwise({ wheel, themes, smallestGroup }: Closed, language: Language): string[] {
  const cardTexts: CardTexts = { texts: texts[language], wheel, smallestGroup };
  const told = themes.flatMap(({ result, units }) => [
    { result, areas: hasAreas(units) },
    ...units.map((unit) => ({ result: unit.result, areas: false })),
  ]);
  return told.flatMap(({ result, areas }) => {
    const { value, spread } = rowOf(cardTexts, result, areas);
    const { average, step, agreement } = figuresOf(cardTexts, result);
    if (average === undefined) return [];
    // "3 · Gode og holdbare løsninger" and "tættest på trin 3 Gode og holdbare løsninger"; "midt mellem 2 og 3".
    const steps = (words: string) =>
      (asRead(words).match(/\d(?![,.]\d|\d* (vurdering|score))/g) ?? []).slice(-2).join();
    const same =
      value.text.startsWith(texts[language].number(average)) &&
      steps(
        asRead(value.text)
          .replace(/^\d[,.]\d · /, '')
          .replace(/\b(alle|all) \d+ /, ''),
      ) === steps(step) &&
      (agreement === '' || (spread?.text.endsWith(agreement) ?? false));
    return same ? [] : [`${value.text}, ${spread?.text}: ${average} ${step} ${agreement}`];
  });
}

/** What is said that is not so, and what contradicts something else that is said. */
function wrongIn(round: Closed, language: Language): string[] {
  const { suggested, all } = allSaid(round, language);
  const told = (words: string) => all.filter(({ where }) => where === words).map(({ said }) => said.text);
  const untrue = all.flatMap(({ where, said, fell }) => [
    ...(holds(said.claim, fell, where) ? [] : [`${where}: »${said.text}« does not hold`]),
    ...(language === 'da' ? falseIn(said.text, fell).map((each) => `${where}: ${each}`) : []),
  ]);
  const on = new Map<string, List[]>();
  for (const { list, items } of suggested)
    for (const { unitId } of items) on.set(unitId, [...(on.get(unitId) ?? []), list]);
  const twice = [...on].filter(([, each]) => each.length > 1).map(([unitId, each]) => `${unitId} is on ${each}`);
  const long = suggested.filter(({ items }) => items.length > 2).map(({ list }) => `${list} is too long`);
  const contradicting = [...on].flatMap(([unitId, [list]]) => {
    const threads = round.themes.some(({ themeId }) => themeId === unitId) ? told(`thread ${unitId}`) : [];
    const words = [...told(`unit ${unitId}`), ...threads, ...told(`${list} ${unitId}`)].join(' ');
    return list && contradicts[list].test(words) ? [`${unitId} on ${list}: ${words}`] : [];
  });
  return [...untrue, ...twice, ...long, ...contradicting, ...reportsOtherwise(round, language)];
}

/** Words that may not be said of a thing on a list. */
const contradicts: Record<List, RegExp> = {
  shortTerm: /tættest på trin [34]|trin 3 og trin 4|højt|closest to step [34]|is high|ligger spredt/,
  talkFirst: /svarene ligger (tæt|lidt)|Hold fast|close together/,
  longTerm: /tættest på trin 1|svarene ligger spredt|ligger lavt(?! \d)(?!\. )/,
  strengths: /tættest på trin [12]|trin 1 og trin 2|ligger lavt|closest to step [12]|is low|svarene ligger spredt/,
  otherViews: /tættest på trin [12]|trin 1 og trin 2|ligger lavt|svarene ligger tæt/,
};

describe('every distribution of one to eight answers', () => {
  const every = [1, 2, 3, 4, 5, 6, 7, 8].flatMap(distributions);
  const wheel = smallWheel({ a: [] });
  const scoresOf = (counts: Counts) =>
    counts.flatMap((count, i) =>
      Array.from({ length: count }, () => ({ themeId: 'a', scores: { a: (i + 1) as Score } })),
    );

  it('is 494', () => {
    expect(every).toHaveLength(494);
  });

  it.each(
    languages.flatMap((language) =>
      privacies.flatMap((privacy) => [3, 4, 10].map((smallestGroup) => ({ language, privacy, smallestGroup }))),
    ),
  )(
    'is told truly in $language in a round that is $privacy, smallest group $smallestGroup',
    ({ language, ...rule }) => {
      const wrong = every.flatMap((counts) =>
        wrongIn(closed(wheel, 'screening', scoresOf(counts), rule), language).map((each) => `${counts}: ${each}`),
      );
      expect(wrong).toEqual([]);
    },
  );
});

const wheels = [
  smallWheel({ a: [], b: [], c: [], d: [] }),
  smallWheel({ a: ['a1', 'a2', 'a3'], b: ['b1', 'b2', 'b3'], c: ['c1', 'c2', 'c3'], d: ['d1', 'd2', 'd3'] }),
  smallWheel({ a: ['a1', 'a2'], b: ['b1'], c: [] }),
];

/** A round of 1 to 12 people, half of them leaning one way in half of the units, so that many are as unanimous as real ones. */
function seeded(seed: number): { round: Closed; depth: Depth } {
  const pick = random(seed + 1);
  const wheel = wheels[pick(wheels.length)] ?? smallWheel({});
  const depth = depths[pick(depths.length)] ?? 'deep';
  const privacy = privacies[pick(privacies.length)] ?? 'open';
  const smallestGroup = [4, 4, 3, 10][pick(4)] ?? 4;
  const people = 1 + pick(12);
  const leans = new Map<string, Score>();
  const scoreOf = (unit: string): Score => {
    if (pick(8) === 0) return 'dontKnow';
    if (!leans.has(unit)) leans.set(unit, ([1, 2, 3, 4] as const)[pick(4)] ?? 1);
    return pick(3) > 0 ? (leans.get(unit) ?? 1) : (([1, 2, 3, 4] as const)[pick(4)] ?? 1);
  };
  const answers = wheel.themes.flatMap(({ id, focusAreas }) => {
    const units = depth === 'deep' && focusAreas.length > 0 ? focusAreas.map((area) => area.id) : [id];
    return Array.from({ length: people }, () => pick(10))
      .filter((each) => each > 0)
      .map(() => ({ themeId: id, scores: Object.fromEntries(units.map((unit) => [unit, scoreOf(unit)])) }));
  });
  return { round: closed(wheel, depth, answers, { privacy, smallestGroup }), depth };
}

describe('two thousand seeded rounds', () => {
  const parts = 4;
  it.each(Array.from({ length: parts }, (_, part) => part))('are told truly, part %i of 4', (part) => {
    const seen = new Set<List>();
    for (let seed = part; seed < 2000; seed += parts) {
      const { round } = seeded(seed);
      for (const { list } of allSaid(round, 'da').suggested) seen.add(list);
      for (const language of languages) expect(wrongIn(round, language), `seed ${seed}`).toEqual([]);
    }
    expect([...seen].toSorted()).toEqual(lists.toSorted());
  });
});
