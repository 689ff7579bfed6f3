import type { Answer, Score } from '../../domain/answer.ts';
import { bounds, type Round } from '../../domain/round.ts';
import { answeredText } from '../../texts/answered.ts';
import { deadlineText } from '../../texts/deadline.ts';
import { type CardTexts, themeOf } from '../../texts/results.ts';
import type { Incomplete } from '../../usecases/round/answer.ts';
import { head, namedUnits, privacyNote, progress, stepChoices, stepMeanings } from '../cards/parts.ts';
import { scoreInput } from '../cards/pressed.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button, type VerbData } from '../cards/verbs.ts';
import { type AnswersAsNeeds, answersAsParts } from './answers-as-view.ts';

/** What a theme's card is filled in with; nothing on the card that everybody shares. */
export interface Filled {
  scores: Partial<Record<string, Score>>;
  comment: string;
  /** The revision that it was filled from. */
  seen: number;
  error?: string;
}

const blank: Filled = { scores: {}, comment: '', seen: 0 };

export interface ThemeNeeds {
  themeId: string;
  /** How many have answered it, where that is known. */
  answered?: number;
  /** Who gets a view of their own. */
  userIds?: string[];
  filled?: Filled;
}

/** A theme with its inputs: the card everyone shares, or one person's own to change. */
export function theme(
  cardTexts: CardTexts,
  round: Round,
  { themeId, answered, userIds = [], filled = blank }: ThemeNeeds,
): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const found = themeOf(wheel, themeId);
  const ids = { round: round.id, theme: themeId };
  const units = namedUnits(round, found);
  const several = units.some(({ name }) => name !== '');
  return {
    template: 'theme',
    data: {
      ...head(texts, found.name),
      progress: progress(cardTexts, themeId),
      title: found.name,
      question: found.question,
      about: found.description,
      private: [t(`theme.private.${round.privacy}`), ...(round.groups ? [t('theme.groups')] : [])].join(' '),
      error: filled.error ?? '',
      units: units.map(({ unit, name }) => ({
        input: scoreInput(unit.id),
        name,
        about: name ? unit.description : '',
        label: name ? t('theme.area', { area: name }) : t('theme.whole'),
        value: String(filled.scores[unit.id] ?? ''),
      })),
      choices: [...stepChoices(cardTexts, { explained: !several }), { title: t('common.dontKnow'), value: 'dontKnow' }],
      comment: {
        label: t('theme.comment'),
        placeholder: t('theme.commentPlaceholder'),
        max: bounds.comment,
        // An emoji cut in half would be no text.
        value: filled.comment.slice(0, bounds.comment).replace(/[\ud800-\udbff]$/, ''),
      },
      moreTitle: t('theme.covers'),
      more: several ? [] : found.focusAreas.map(({ name, description }) => ({ name, text: description })),
      stepsTitle: t('theme.stepsTitle'),
      // Once, where the same choice is made several times.
      steps: several ? stepMeanings(cardTexts) : [],
      keepTitle: t('common.keep'),
      keep: [
        privacyNote(texts, round.privacy, round.terms),
        ...(round.groups ? [t(`privacyNote.groups.${round.privacy}`, { smallest: round.terms.smallestGroup })] : []),
      ].join(' '),
      answered:
        answered === undefined ? t('theme.whereCount') : answeredText(texts, { answered, expected: round.expected }),
      deadline: t('theme.deadline', { date: deadlineText(texts, round) }),
      actions: [
        saving(texts, { ...ids, seen: filled.seen }, filled.error !== undefined),
        button('mine', ids, t('theme.mine')),
      ],
    },
    ...refreshed(button('refresh', ids, t('theme.mine')), userIds),
  };
}

function saving({ t }: CardTexts['texts'], data: VerbData<'answer'>, again: boolean): CardAction {
  return button('answer', data, { title: t('theme.save'), style: 'positive', inputs: 'auto', again });
}

/** The same card with what the person sent and what is wrong with it, so that nothing filled in is lost. */
export function incompleteTheme(
  cardTexts: CardTexts,
  { round, themeId, input, missing, commentTooLong }: Incomplete,
): Card {
  const { t, list } = cardTexts.texts;
  const names = namedUnits(round, themeOf(cardTexts.wheel, themeId)).flatMap(({ unit, name }) =>
    missing.includes(unit.id) ? [name || unit.name] : [],
  );
  const errors = [
    ...(missing.length > 0 ? [t('theme.missing', { units: list(names) })] : []),
    ...(commentTooLong ? [t('theme.tooLong', { max: bounds.comment })] : []),
  ];
  return theme(cardTexts, round, { themeId, filled: { ...input, error: errors.join(' ') } });
}

export interface OwnNeeds extends AnswersAsNeeds {
  themeId: string;
  answer?: Answer;
  /** What became of what was sent; left out where nothing was. */
  notice?: 'saved' | 'counted' | 'countedBefore';
  /** How many of the channel have answered the theme, where that is known. */
  answered?: number;
  /** The themes that the person has yet to answer, where that is known. */
  missing?: readonly string[];
  userIds: string[];
}

/** What one person has answered; sent to that person only. */
export function own(
  cardTexts: CardTexts,
  round: Round,
  { themeId, answer, notice, answered, missing, userIds, ...needs }: OwnNeeds,
): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const found = themeOf(wheel, themeId);
  const ids = { round: round.id, theme: themeId };
  const scoreText = (score: Score | undefined) =>
    score === undefined || score === 'dontKnow'
      ? t('common.dontKnow')
      : t('own.score', { step: score, name: wheel.steps[score - 1]?.name });
  const nothing = { said: '', groups: [], actions: [] };
  const as = answer ? answersAsParts(cardTexts, { round, themeId }, needs) : nothing;
  return {
    template: 'own',
    data: {
      ...head(texts, found.name),
      progress: progress(cardTexts, themeId),
      title: found.name,
      notice: notice ? t(`own.${notice}`) : '',
      round: missing ? ownProgress(cardTexts, missing) : '',
      none: answer ? '' : t('own.none'),
      scores: answer
        ? namedUnits(round, found).map(({ unit, name }) => ({ name, score: scoreText(answer.scores[unit.id]) }))
        : [],
      comment: answer?.comment ?? '',
      commentLabel: t('own.comment'),
      onlyYou: t('own.onlyYou'),
      answered: answered === undefined ? '' : answeredText(texts, { answered, expected: round.expected }),
      said: as.said,
      groups: as.groups,
      actions: [
        ...(as.groups.length > 0 ? as.actions : []),
        ...(round.state === 'open' ? [button('edit', ids, answer ? t('own.edit') : t('own.answer'))] : []),
        ...(as.groups.length > 0 ? [] : as.actions),
      ],
    },
    ...refreshed(button('refresh', ids, t('theme.mine')), userIds),
  };
}

/** How far a person is with the round, and what is left to answer. */
function ownProgress({ texts: { t, list }, wheel }: CardTexts, missing: readonly string[]): string {
  if (missing.length === 0) return t('own.all');
  const themes = list(missing.map((id) => themeOf(wheel, id).name));
  const all = wheel.themes.length;
  return t('own.missing', { count: missing.length, done: all - missing.length, all, themes });
}

function refreshed(action: CardAction, userIds: string[]): Pick<Card, 'refresh'> {
  return userIds.length > 0 ? { refresh: { userIds, action } } : {};
}
