import type { Called } from '../../domain/called.ts';
import { byDots, type Choice, horizons, mostDots } from '../../domain/choosing.ts';
import { type List, type Priorities, priorities } from '../../domain/priorities.ts';
import { type Round, unitIds } from '../../domain/round.ts';
import { calledText } from '../../texts/called.ts';
import { type CardTexts, themeOf, unitTitle } from '../../texts/results.ts';
import type { OwnVote } from '../../usecases/choosing/voting.ts';
import { message } from '../cards/message.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** Everyone's card to put dots on; what others have chosen is not on it. */
export function choosing(cardTexts: CardTexts, round: Round): Card {
  const { t } = cardTexts.texts;
  return dotsCard(cardTexts, round, {
    count: t('choosing.whereCount'),
    actions: [
      button('vote', { round: round.id, seen: 0 }, { title: t('choosing.save'), style: 'positive', inputs: 'auto' }),
      button('myVote', { round: round.id }, t('choosing.mine')),
      button('askEndChoosing', { round: round.id }, t('choosing.end')),
    ],
  });
}

/** One person's dots, to be seen or to be put; sent to that person only. */
export function ownVote(
  cardTexts: CardTexts,
  { round, units, revision, fault, justSaved, voted, leads }: OwnVote,
  edit: boolean,
): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  if (edit || fault) {
    return dotsCard(cardTexts, round, {
      units,
      error: fault ? t(`choosing.fault.${fault}`, { most: mostDots }) : '',
      actions: [
        button(
          'vote',
          { round: round.id, seen: revision },
          { title: t('choosing.save'), style: 'positive', inputs: 'auto' },
        ),
        button('myVote', { round: round.id }, t('choosing.mine')),
      ],
    });
  }
  const names = units.map((unitId) => unitNameIn(cardTexts, round, unitId));
  return message(texts, {
    title: t('choosing.own'),
    lines: [
      ...(justSaved ? [t('choosing.saved')] : []),
      ...(names.length > 0 ? names : [t('choosing.none')]),
      t('own.onlyYou'),
      ...(voted === undefined ? [] : [t('choosing.count', { voted, expected: round.expected })]),
    ],
    actions: [
      button('editVote', { round: round.id }, names.length > 0 ? t('choosing.edit') : t('choosing.choose')),
      ...(leads ? [button('askEndChoosing', { round: round.id }, t('choosing.end'))] : []),
    ],
  });
}

interface Dots {
  /** Those that have a dot. */
  units?: readonly string[];
  error?: string;
  count?: string;
  actions: CardAction[];
}

function dotsCard(cardTexts: CardTexts, round: Round, { units = [], error = '', count = '', actions }: Dots): Card {
  const { texts, smallestGroup } = cardTexts;
  const { t } = texts;
  const smallest = round.summary?.smallestGroup ?? smallestGroup;
  return {
    template: 'choosing',
    data: {
      ...head(texts, t('choosing.title')),
      title: t('choosing.title'),
      intro: t('choosing.intro', { most: mostDots }),
      suggestedTitle: t('choosing.suggested'),
      suggested: suggestions(cardTexts, round),
      error,
      dots: {
        label: t('choosing.dots', { most: mostDots }),
        value: units.join(','),
        choices: unitChoices(cardTexts, round, unitIds(round)),
      },
      keepTitle: t('common.keep'),
      keep: t(`choosing.keep.${round.privacy}`, { smallest }),
      count,
      actions,
    },
  };
}

export function unitChoices(
  cardTexts: CardTexts,
  round: Round,
  units: readonly string[],
): { title: string; value: string }[] {
  return units.map((unitId) => ({ title: unitNameIn(cardTexts, round, unitId), value: unitId }));
}

export function unitNameIn({ wheel }: CardTexts, { units }: Round, unitId: string): string {
  const [themeId = ''] = Object.entries(units).find(([, some]) => some.includes(unitId)) ?? [];
  return unitTitle(wheel, themeOf(wheel, themeId), unitId);
}

/** The lists of the summary that say what to work on. */
const suggesting = ['shortTerm', 'talkFirst', 'longTerm'] as const satisfies readonly List[];

function suggestedIn({ summary }: Round): Priorities | undefined {
  return summary && priorities(summary);
}

function suggestions(cardTexts: CardTexts, round: Round): string[] {
  const { t, list: together } = cardTexts.texts;
  const suggested = suggestedIn(round);
  return suggesting.flatMap((list) => {
    const units = suggested?.[list].map(({ unitId }) => unitNameIn(cardTexts, round, unitId)) ?? [];
    return units.length === 0
      ? []
      : [t('choosing.suggestion', { list: t(`choosing.${list}`), units: together(units) })];
  });
}

export function endQuestion(cardTexts: CardTexts, round: Round, voted: number): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const count = t('choosing.count', { voted, expected: round.expected });
  return message(texts, {
    title: t('choosing.endQuestion'),
    lines: [count, t('choosing.consequence')],
    actions: [
      button('endChoosing', { round: round.id }, { title: t('choosing.endNow'), style: 'destructive' }),
      button('goOnChoosing', { round: round.id }, t('choosing.goOn')),
    ],
  });
}

export interface OutcomeNeeds {
  choice: Choice;
  /** Who gave a unit its dots. */
  names?: Partial<Record<string, Called[]>>;
}

/** How the dots fell against what was suggested and, once it is decided, what was. */
export function outcome(cardTexts: CardTexts, round: Round, { choice, names = {} }: OutcomeNeeds): Card {
  const { texts, smallestGroup } = cardTexts;
  const { t } = texts;
  const { state, outcome: told = { voters: 0 } } = choice;
  const settled = state === 'settled';
  const title = settled ? t('outcome.settled') : t('outcome.title');
  const smallest = round.summary?.smallestGroup ?? smallestGroup;
  return {
    template: 'outcome',
    data: {
      ...head(texts, title),
      title,
      decided: settled ? decided(cardTexts, round, choice) : [],
      voters: t('outcome.voters', { count: told.voters }),
      held: told.dots ? '' : t('outcome.held', { smallest }),
      rows: rowsOf(cardTexts, round, { told, names }),
      talk: settled ? t('outcome.inPlan') : t('outcome.talk'),
      actions: settled
        ? [button('plan', { page: 0 }, t('outcome.plan'))]
        : [button('askDecision', { round: round.id }, t('outcome.decide'))],
    },
  };
}

/** A row for each unit that has dots or was suggested. */
function rowsOf(
  cardTexts: CardTexts,
  round: Round,
  { told, names }: { told: NonNullable<Choice['outcome']>; names: Partial<Record<string, Called[]>> },
) {
  const { t } = cardTexts.texts;
  const units = unitIds(round);
  const dotted = byDots(told, units);
  const rest = units
    .filter((unitId) => !dotted.some((each) => each.unitId === unitId))
    .map((unitId) => ({ unitId, dots: 0 }));
  return [...dotted, ...rest].flatMap(({ unitId, dots }) => {
    const suggested = suggestedAs(cardTexts, suggestedIn(round), unitId);
    if (dots === 0 && suggested === '') return [];
    const given = names[unitId]?.map((each) => calledText(cardTexts.texts, each)) ?? [];
    return [
      {
        name: unitNameIn(cardTexts, round, unitId),
        dots: told.dots ? t('outcome.dots', { count: dots }) : '',
        suggested,
        names: cardTexts.texts.list(given),
      },
    ];
  });
}

function suggestedAs(
  { texts: { t, list: together } }: CardTexts,
  suggested: Priorities | undefined,
  unitId: string,
): string {
  const on = suggesting.filter((list) => suggested?.[list].some((each) => each.unitId === unitId));
  return on.length === 0 ? '' : t('outcome.suggested', { lists: together(on.map((list) => t(`choosing.${list}`))) });
}

function decided(cardTexts: CardTexts, round: Round, { focuses = [] }: Choice): string[] {
  const { t, list } = cardTexts.texts;
  return horizons.flatMap((term) => {
    const units = focuses.flatMap((focus) => (focus.term === term ? [unitNameIn(cardTexts, round, focus.unitId)] : []));
    return units.length === 0 ? [] : [t('choosing.suggestion', { list: t(`plan.term.${term}`), units: list(units) })];
  });
}
