import type { Answer, Score } from '../../domain/answer.ts';
import { bounds, type Round } from '../../domain/round.ts';
import { steps } from '../../domain/scale.ts';
import type { Theme } from '../../domain/wheel.ts';
import { type CardTexts, themeOf } from '../../texts/results.ts';
import type { Incomplete } from '../../usecases/round/answer.ts';
import { head, namedUnits, privacyNote, progress } from '../cards/parts.ts';
import { scoreInput } from '../cards/pressed.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

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
  return {
    template: 'theme',
    data: {
      ...head(texts, found.name),
      progress: progress(cardTexts, themeId),
      title: found.name,
      question: found.question,
      error: filled.error ?? '',
      units: namedUnits(round, found).map(({ unit, name }) => ({
        input: scoreInput(unit.id),
        label: name || t('theme.whole'),
        value: String(filled.scores[unit.id] ?? ''),
      })),
      choices: [
        ...steps.map((step) => ({
          title: t('common.stepChoice', { step, name: wheel.steps[step - 1]?.name }),
          value: String(step),
        })),
        { title: t('common.dontKnow'), value: 'dontKnow' },
      ],
      comment: {
        label: t('theme.comment'),
        placeholder: t('theme.commentPlaceholder'),
        max: bounds.comment,
        // An emoji cut in half would be no text.
        value: filled.comment.slice(0, bounds.comment).replace(/[\ud800-\udbff]$/, ''),
      },
      moreTitle: t('theme.more'),
      more: explanations(round, found),
      stepsTitle: t('theme.stepsTitle'),
      steps: wheel.steps.map(({ name, description }, i) => ({
        name: t('common.stepChoice', { step: i + 1, name }),
        text: description,
      })),
      keepTitle: t('common.keep'),
      keep: privacyNote(texts, round.privacy, round.terms),
      answered:
        answered === undefined ? t('theme.whereCount') : t('common.answeredOf', { answered, expected: round.expected }),
      deadline: t('theme.deadline', { date: texts.dateTime(round.deadline, round.deadlineTime) }),
      actions: [
        button('answer', { ...ids, seen: filled.seen }, t('theme.save'), { style: 'positive', inputs: 'auto' }),
        button('mine', ids, t('theme.mine')),
      ],
    },
    ...refreshed(button('refresh', ids, t('theme.mine')), userIds),
  };
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

export interface OwnNeeds {
  answer?: Answer;
  justSaved: boolean;
  /** Left out right after saving, when counting would cost a read that the person waits for. */
  answered?: number;
  userIds: string[];
}

/** What one person has answered; sent to that person only. */
export function own(
  cardTexts: CardTexts,
  round: Round,
  themeId: string,
  { answer, justSaved, answered, userIds }: OwnNeeds,
): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const found = themeOf(wheel, themeId);
  const ids = { round: round.id, theme: themeId };
  const scoreText = (score: Score | undefined) =>
    score === undefined || score === 'dontKnow'
      ? t('common.dontKnow')
      : t('own.score', { step: score, name: wheel.steps[score - 1]?.name });
  return {
    template: 'own',
    data: {
      ...head(texts, found.name),
      progress: progress(cardTexts, themeId),
      title: found.name,
      notice: justSaved ? t('own.saved') : '',
      none: answer ? '' : t('own.none'),
      scores: answer
        ? namedUnits(round, found).map(({ unit, name }) => ({ name, score: scoreText(answer.scores[unit.id]) }))
        : [],
      comment: answer?.comment ?? '',
      commentLabel: t('own.comment'),
      onlyYou: t('own.onlyYou'),
      answered: answered === undefined ? '' : t('common.answeredOf', { answered, expected: round.expected }),
      actions: round.state === 'open' ? [button('edit', ids, answer ? t('own.edit') : t('own.answer'))] : [],
    },
    ...refreshed(button('refresh', ids, t('theme.mine')), userIds),
  };
}

function refreshed(action: CardAction, userIds: string[]): Pick<Card, 'refresh'> {
  return userIds.length > 0 ? { refresh: { userIds, action } } : {};
}

/** The long descriptions behind "Læs mere"; a theme scored as a whole still tells what its focus areas are. */
function explanations(round: Round, found: Theme): { name: string; text: string }[] {
  const parts = round.depth === 'screening' ? [found, ...found.focusAreas] : found.focusAreas;
  return (parts.length > 0 ? parts : [found]).map(({ name, description }) => ({ name, text: description }));
}
