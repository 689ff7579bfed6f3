import { fileURLToPath } from 'node:url';
import type { Answer, Score } from '../../src/domain/answer.ts';
import type { Language } from '../../src/domain/language.ts';
import { privacies } from '../../src/domain/results.ts';
import { bounds, closed as close, newRound, type Round } from '../../src/domain/round.ts';
import { depths, unitsOf, type Wheel } from '../../src/domain/wheel.ts';
import type { CardTexts } from '../../src/texts/results.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import type { ThemePlaces } from '../../src/usecases/round/round-ports.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';

/** Rounds of every kind, and how groups answered them. */

export const smallestGroup = 4;
export const terms = { smallestGroup, retentionMonths: 12 };
export const texts = loadTexts('Europe/Copenhagen');
export const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url)));
export const roundId = 'r'.repeat(22);

/** The longest comments that can be saved: Danish with quotes and line breaks, and signs of three bytes each. */
export const longComments = {
  danish: 'Vi når ikke de unge i tide, siger »mentoren«: "ring før kl. 8".\n'.repeat(9).slice(0, bounds.comment),
  signs: '→'.repeat(bounds.comment),
} as const;

/** How a group answered: how many people, what each says of each unit of the wheel, and what each writes. */
export interface State {
  people: number;
  score(unit: number, person: number): Score;
  comment?: string;
}

const allScores: Score[] = [1, 2, 3, 4, 'dontKnow'];
export const anyScore = (unit: number, person: number): Score => allScores[(unit + person) % allScores.length] ?? 1;
/** One for each pattern of the priorities. */
const patterned: Score[][] = [
  [1, 1, 1, 1, 1, 2, 2, 2],
  [1, 1, 1, 1, 1, 4, 4, 4],
  [2, 2, 2, 2, 3, 3, 3, 3],
  [4, 4, 4, 4, 4, 4, 4, 3],
  [4, 4, 4, 4, 4, 1, 1, 1],
];

/** Fills every list of the summary, and every line of every unit. */
export const everyList: State = { people: 9, score: (unit, person) => patterned[unit % 5]?.[person] ?? 'dontKnow' };

/** So many that each group may be shown, and the groups lie far apart. */
export const apart: State = { people: 36, score: (unit, person) => ((unit + person) % 3 === 0 ? 1 : 4) };

export const states: Record<string, State> = {
  'nobody answered': { people: 0, score: anyScore },
  'one person answered': { people: 1, score: () => 2 },
  'a few answered': { people: 3, score: anyScore },
  'many answered': { people: 12, score: anyScore, comment: 'Det går fremad.' },
  'everybody chose ved ikke': { people: 6, score: () => 'dontKnow' },
  'all are split': { people: 8, score: (_, person) => (person % 2 === 0 ? 1 : 4) },
  'all agree on little': { people: 8, score: () => 1 },
  'all agree on much': { people: 8, score: () => 4 },
  'every list is full': everyList,
  'forty write long comments': { people: 40, score: anyScore, comment: longComments.danish },
  'sixty write signs only': { people: 60, score: () => 'dontKnow', comment: longComments.signs },
  'a thousand write a word': { people: bounds.expected.max, score: anyScore, comment: 'ok' },
};

/** An open round and what its cards are made with. */
export interface Setting {
  name: string;
  cardTexts: CardTexts;
  round: Round;
}

export function settingOf(wheel: Wheel, depth: Round['depth'], privacy: Round['privacy']): Setting {
  const { id: wheelId, version: wheelVersion, language } = wheel;
  const given = { wheelId, wheelVersion, depth, privacy, language };
  const round = newRound(
    {
      ...given,
      expected: bounds.expected.max,
      deadlineTime: '16:00',
      zone: 'Europe/Copenhagen',
      nudges: true,
      personalReminders: true,
      deadline: '2026-12-10',
      closeWhenAll: true,
    },
    wheel,
    {
      id: roundId,
      channel: {
        tenantId: '6d1f0a52-3c7e-4b8e-9a51-0c2f4e7b9d10',
        conversationId: `19:${'k'.repeat(44)}@thread.tacv2`,
      },
      startedBy: 'somebody',
      startedAt: Date.UTC(2026, 10, 26, 8),
      thread: '19:channel@thread.tacv2;messageid=1',
      terms,
    },
  );
  const cardTexts = { texts: texts[language], wheel, smallestGroup };
  return { name: `${wheel.id} in ${language}, ${depth}, ${privacy}`, cardTexts, round };
}

/** Every theme's card is known, with ids as long as those of Teams. */
export function placesIn({ channel, units }: Pick<Round, 'channel' | 'units'>): ThemePlaces {
  const place = { conversationId: channel.conversationId, activityId: '1700000000001' };
  return Object.fromEntries(Object.keys(units).map((themeId) => [themeId, place]));
}

/** The same round, where people are asked whom they answer as. */
export function askingGroups(setting: Setting): Setting {
  const groups = (setting.cardTexts.wheel.perspectives ?? []).map(({ id }) => id);
  return { ...setting, round: { ...setting.round, groups } };
}

/** Every built-in wheel at every depth and privacy, in one language. */
export const settings = (language: Language): Setting[] =>
  wheels
    .filter((wheel) => wheel.language === language)
    .flatMap((wheel) => depths.flatMap((depth) => privacies.map((privacy) => settingOf(wheel, depth, privacy))));

export function answersOf({ cardTexts: { wheel }, round }: Setting, { people, score, comment = '' }: State): Answer[] {
  let units = 0;
  return wheel.themes.flatMap((each) => {
    const numbered = unitsOf(each, round.depth).map(({ id }) => ({ id, number: units++ }));
    return Array.from({ length: people }, (_, person) => ({
      roundId: round.id,
      themeId: each.id,
      person: `person-${person}`,
      scores: Object.fromEntries(numbered.map(({ id, number }) => [id, score(number, person)])),
      comment,
      savedAt: 0,
      revision: 1,
      accepted: [],
      // One in so many would rather not say.
      ...(round.groups && { answersAs: { group: round.groups[person % (round.groups.length + 1)] ?? null, at: 0 } }),
    }));
  });
}

/** @param before the closed round that it is compared with. */
export function closedRound(
  setting: Setting,
  state: State,
  before?: Round,
  closedAt = Date.UTC(2026, 11, 10, 22),
): { round: Round; answers: Answer[] } {
  const answers = answersOf(setting, state);
  const end = { closedAt, smallestGroup, pictureId: 'p'.repeat(22) };
  const compared = before?.summary && { ...before, summary: before.summary };
  return { round: close(setting.round, { wheel: setting.cardTexts.wheel, answers, before: compared }, end), answers };
}

export function counts(round: Round, answered: number): Record<string, number> {
  return Object.fromEntries(Object.keys(round.units).map((themeId) => [themeId, answered]));
}
