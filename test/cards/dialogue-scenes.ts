import { topicOf } from '../../src/domain/dialogue.ts';
import { type JointScore, type Steps, themeJointScore } from '../../src/domain/joint-score.ts';
import type { Round } from '../../src/domain/round.ts';
import { type Step, steps } from '../../src/domain/scale.ts';
import { trendHistoryOf } from '../../src/domain/trend.ts';
import { type Depth, depths } from '../../src/domain/wheel.ts';
import type { Card } from '../../src/teams/cards/templates.ts';
import { dialogue } from '../../src/teams/dialogue/dialogue-view.ts';
import { agreeForm, jointScoreSaved } from '../../src/teams/dialogue/joint-score-view.ts';
import { summary } from '../../src/teams/results/summary-view.ts';
import { trend } from '../../src/teams/results/trend-view.ts';
import { themeResult } from '../../src/teams/round/theme-result-view.ts';
import type { AgreeForm } from '../../src/usecases/dialogue/joint-score.ts';
import type { PlanContext } from '../../src/usecases/plan/plan-ports.ts';
import { planLook } from './plans.ts';
import {
  anyScore,
  apart,
  askingGroups,
  closedRound,
  placesIn,
  roundId,
  type Setting,
  type State,
  settingOf,
  states,
} from './rounds.ts';

/** Cards of what comes after a round: what to talk about, what was agreed, and how it went over time. */

type Made = [name: string, card: Card];
const pictureUrl = `https://hjulet.example.dk/trends/${'p'.repeat(200)}.png`;

const eight = (score: State['score']): State => ({ people: 8, score });
const mixed = eight((unit, person) => steps[(unit + person) % 4] ?? 1);
const higher = eight((unit, person) => steps[Math.min(3, ((unit + person) % 4) + 1)] ?? 4);
const oneMore: State = { people: 9, score: mixed.score };

/** The wheel with other words, as a municipality may correct it. */
function reworded(setting: Setting): Setting {
  const version = setting.cardTexts.wheel.version + 1;
  return {
    ...setting,
    cardTexts: { ...setting.cardTexts, wheel: { ...setting.cardTexts.wheel, version } },
    round: { ...setting.round, wheelVersion: version },
  };
}

function otherDepth({ cardTexts: { wheel }, round: { depth, privacy } }: Setting): Setting {
  return settingOf(wheel, depths.find((each) => each !== depth) as Depth, privacy);
}

const may = Date.UTC(2026, 4, 22, 14);

/** A round that ends a pair, by what there is to say of the two. */
function pairs(setting: Setting): [string, Round][] {
  const { round: first } = closedRound(setting, mixed, undefined, may);
  const { round: few } = closedRound(setting, { people: 3, score: anyScore }, undefined, may);
  const { round: deeper } = closedRound(otherDepth(setting), mixed, undefined, may);
  const { round: sameMonth } = closedRound(setting, mixed, undefined, Date.UTC(2026, 11, 1, 14));
  return [
    ['up and down', closedRound(setting, higher, first).round],
    ['unchanged', closedRound(setting, mixed, first).round],
    ['one more answer', closedRound(setting, oneMore, first).round],
    ['fewer answers', closedRound(setting, { people: 4, score: higher.score }, first).round],
    ['few answers last time', closedRound(setting, higher, few).round],
    ['nobody this time', closedRound(setting, { people: 0, score: anyScore }, first).round],
    ['another depth', closedRound(setting, higher, deeper).round],
    ['other words', closedRound(reworded(setting), higher, first).round],
    ['in one month', closedRound(setting, higher, sameMonth).round],
  ];
}

function agreedOn(round: Round, step: (unit: number) => Step | undefined): JointScore[] {
  return Object.entries(round.units).map(([themeId, units]) => ({
    roundId: round.id,
    themeId,
    steps: stepsOf(units, step),
    revision: 2,
    before: {},
  }));
}

function stepsOf(units: readonly string[], step: (unit: number) => Step | undefined): Steps {
  return Object.fromEntries(
    units.flatMap((unit, i) => {
      const agreed = step(i);
      return agreed === undefined ? [] : [[unit, agreed]];
    }),
  );
}

const agreements: Record<string, (unit: number) => Step | undefined> = {
  'everything agreed': () => 3,
  'different steps agreed': (unit) => steps[unit % 4],
  'one focus area agreed': (unit) => (unit === 0 ? 2 : undefined),
};

export function comparedSummaries(setting: Setting, planContext: PlanContext = {}): Made[] {
  return pairs(setting).flatMap(([name, round]): Made[] => {
    const { summary: closed } = round;
    if (!closed) return [];
    const plan = planLook(setting.cardTexts.texts.language);
    const shown = (agreed: JointScore[]) =>
      summary(setting.cardTexts, round, {
        closed,
        pictureUrl,
        areasUrl: pictureUrl,
        canStart: true,
        planContext,
        plan,
        jointScores: agreed,
        places: placesIn(round),
      });
    return [
      [`compared, ${name}`, shown([])],
      ...Object.entries(agreements).map(
        ([what, step]): Made => [`compared, ${name}, ${what}`, shown(agreedOn(round, step))],
      ),
    ];
  });
}

export function agreedResults(setting: Setting): Made[] {
  const { round } = closedRound(setting, mixed);
  return Object.entries(agreements).flatMap(([name, step]) =>
    agreedOn(round, step).map(
      (agreed): Made => [
        `${agreed.themeId}, ${name}`,
        themeResult(setting.cardTexts, round, { themeId: agreed.themeId, jointScore: agreed }),
      ],
    ),
  );
}

export function agreeForms(setting: Setting): Made[] {
  const { cardTexts } = setting;
  const { round } = closedRound(setting, mixed);
  const { round: empty } = closedRound(setting, { people: 0, score: anyScore });
  return cardTexts.wheel.themes.flatMap(({ id: themeId }) => {
    const units = round.units[themeId] ?? [];
    const form: AgreeForm = { kind: 'agreeForm', round, themeId, steps: {}, seen: 0, undoable: false };
    const all = stepsOf(units, () => 3);
    const given: [string, AgreeForm][] = [
      ['nothing yet', form],
      ['nobody had answered', { ...form, round: empty }],
      ['something agreed', { ...form, steps: all, seen: 100_000, undoable: true }],
      [
        'set by another meanwhile',
        { ...form, steps: all, seen: 7, undoable: true, newer: stepsOf(units, (i) => steps[i % 4]) },
      ],
      ['taken back by another meanwhile', { ...form, steps: all, seen: 7, undoable: false, newer: {} }],
    ];
    return given.map(([name, each]): Made => [`${themeId}, ${name}`, agreeForm(cardTexts, each)]);
  });
}

export function agreedCards({ cardTexts, round: open }: Setting): Made[] {
  const round: Round = { ...open, state: 'closed' };
  return Object.entries(round.units).flatMap(([themeId, units]) => {
    const agreed: JointScore = { roundId, themeId, steps: stepsOf(units, () => 4), revision: 1, before: {} };
    const { before: _, ...undone } = { ...agreed, steps: {}, revision: 2 };
    const shown = { kind: 'jointScore', round, themeId } as const;
    return [
      [`${themeId}, saved`, jointScoreSaved(cardTexts, { ...shown, jointScore: agreed, undone: false })],
      [`${themeId}, undone`, jointScoreSaved(cardTexts, { ...shown, jointScore: undone, undone: true })],
    ] satisfies Made[];
  });
}

export function promptCards(setting: Setting): Made[] {
  return Object.entries({ ...states, 'all different': mixed, 'by group': apart }).flatMap(([name, state]) => {
    const { summary: closed } = closedRound(state === apart ? askingGroups(setting) : setting, state).round;
    if (!closed) return [];
    return closed.themes.flatMap((theme): Made[] =>
      topicOf(theme, closed.smallestGroup)
        ? [[`${theme.themeId}, ${name}`, dialogue(setting.cardTexts, closed, theme.themeId)]]
        : [],
    );
  });
}

/** So many rounds of a wheel, one a quarter, each with other answers. */
function rounds(setting: Setting, count: number): Round[] {
  return Array.from({ length: count }, (_, i) => {
    const kinds: State[] = [
      mixed,
      higher,
      { people: 3, score: anyScore },
      oneMore,
      { people: 6, score: () => 'dontKnow' },
    ];
    const from = i % 4 === 3 ? otherDepth(setting) : setting;
    const { round } = closedRound(from, kinds[i % kinds.length] ?? mixed, undefined, Date.UTC(2022, 2 + 3 * i, 15));
    return { ...round, id: `${i}`.padStart(22, 'r') };
  });
}

export function trendCards(setting: Setting): Made[] {
  const { cardTexts } = setting;
  const agreed = ({ units }: Round, themeId: string) =>
    themeJointScore(
      stepsOf(units[themeId] ?? [], (i) => steps[i % 4]),
      units[themeId] ?? [],
    );
  const others = Array.from({ length: 7 }, () => ({ round: roundId, wheel: cardTexts.wheel.name }));
  const card = (count: number, all = others) =>
    trend(cardTexts, trendHistoryOf(rounds(setting, count), agreed), { pictureUrl, others: all });
  const nobody = closedRound(setting, { people: 0, score: anyScore }).round;
  return [
    ['nobody ever answered', trend(cardTexts, trendHistoryOf([nobody], agreed), { pictureUrl, others: [] })],
    ...[1, 2, 3, 5, 12, 14].map((count): Made => [`${count} rounds`, card(count, count === 3 ? [] : others)]),
    [
      'two rounds in a month, nothing agreed',
      trend(
        cardTexts,
        trendHistoryOf(
          [1, 20].map((day) => closedRound(setting, mixed, undefined, Date.UTC(2026, 4, day)).round),
          () => undefined,
        ),
        { pictureUrl, others: [] },
      ),
    ],
  ];
}
