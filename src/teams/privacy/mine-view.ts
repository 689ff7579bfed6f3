import type { Answer, Score } from '../../domain/answer.ts';
import { traceableDays } from '../../domain/round.ts';
import { channelText } from '../../texts/called.ts';
import { groupName } from '../../texts/groups.ts';
import { type CardTexts, themeOf } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { MyData, OwnAnswer, OwnDots } from '../../usecases/privacy/mine.ts';
import { message } from '../cards/message.ts';
import { head, namedUnits } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { unitNameIn } from '../choosing/choosing-view.ts';

/** Cards go up to about 28 KB; what somebody answered gets what the rest leaves, in bytes. */
const budget = 15_000;
/** What the elements around an answer take, in bytes. */
const overhead = 900;
/** More answers than this never fit on a card. */
export const mostOnACard = Math.floor(budget / overhead);

export interface MineNeeds {
  /** Which of all their answers is the first here; as many are shown as there is room for. */
  from: number;
  /** What the cards of a round are made with. */
  textsFor(own: OwnAnswer | OwnDots): CardTexts;
}

/** What is kept of a person in all their channels; sent to that person only. */
export function mine(texts: Texts, data: MyData, { from, textsFor }: MineNeeds): Card {
  const { t } = texts;
  const { total, answers } = data;
  let left = budget;
  const all = answers.map((own) => itemOf(texts, textsFor(own), own));
  const items = all.filter((item, i) => {
    left -= Buffer.byteLength(JSON.stringify(item)) + overhead;
    return left >= 0 || i === 0;
  });
  const shown = from + items.length;
  const intro = total > 0 ? t('mine.intro') : t('mine.none');
  return {
    template: 'mine',
    data: {
      ...head(texts, t('mine.title')),
      title: t('mine.title'),
      lines: [intro],
      items,
      commentLabel: `${t('own.comment')}: `,
      roles: [...dotsOf(texts, data, textsFor), ...rolesOf(texts, data)],
      notes: [
        ...(data.known > 0 ? [t('mine.known', { count: data.known })] : []),
        t('mine.chat'),
        ...(data.noReminders ? [t('mine.noReminders')] : []),
        t('mine.gone', { days: traceableDays }),
        t('own.onlyYou'),
      ],
      actions: [
        ...(shown < total ? [button('mineData', { from: shown }, t('mine.more'))] : []),
        button('askEraseMine', {}, t('mine.erase')),
        ...(data.noReminders ? [button('allowReminders', {}, t('personalReminder.again'))] : []),
      ],
    },
  };
}

function rolesOf(texts: Texts, { facilitates, owns, started }: MyData): string[] {
  const { t, list } = texts;
  const where = (channels: MyData['owns']) => list(channels.map((channel) => channelText(texts, channel)));
  return [
    ...(facilitates.length > 0 ? [t('mine.facilitates', { names: where(facilitates) })] : []),
    ...(owns.length > 0 ? [t('mine.owns', { names: where(owns) })] : []),
    ...(started > 0 ? [t('mine.started', { count: started })] : []),
  ];
}

function dotsOf(texts: Texts, { dots, dotted }: MyData, textsFor: MineNeeds['textsFor']): string[] {
  const { t, list } = texts;
  const lines = dots.map((own) => {
    const cardTexts = textsFor(own);
    const team = channelText(texts, own.channel);
    const units = own.vote.units.map((unitId) => unitNameIn(cardTexts, own.round, unitId));
    return t('mine.dots', { team, wheel: cardTexts.wheel.name, units: list(units) });
  });
  return [...lines, ...(dotted > dots.length ? [t('mine.moreDots', { count: dotted - dots.length })] : [])];
}

function itemOf(texts: Texts, cardTexts: CardTexts, { channel, round, answer }: OwnAnswer) {
  const { t, date } = texts;
  const theme = themeOf(cardTexts.wheel, answer.themeId);
  const told = (score: Score | undefined) =>
    score === undefined || score === 'dontKnow'
      ? t('common.dontKnow')
      : t('own.score', { step: score, name: cardTexts.wheel.steps[score - 1]?.name });
  return {
    team: channelText(texts, channel),
    theme: theme.name,
    about: t('mine.about', { wheel: cardTexts.wheel.name, date: date(answer.savedAt) }),
    scores: [
      ...namedUnits(round, theme).map(({ unit, name }) => {
        const score = told(answer.scores[unit.id]);
        return name ? t('mine.unit', { name, score }) : score;
      }),
      ...saidIn(cardTexts, answer),
    ],
    comment: answer.comment,
  };
}

function saidIn(cardTexts: CardTexts, { answersAs }: Answer): string[] {
  const { t } = cardTexts.texts;
  if (!answersAs) return [];
  const { group } = answersAs;
  return [group === null ? t('answersAs.declined') : t('answersAs.said', { group: groupName(cardTexts, group) })];
}

/** Asked before everything about a person is deleted. */
export function eraseMineQuestion(texts: Texts): Card {
  const { t } = texts;
  return message(texts, {
    title: t('eraseMine.title'),
    lines: [t('eraseMine.what'), t('eraseMine.totals'), t('eraseMine.read')],
    actions: [
      button('eraseMine', {}, { title: t('mine.erase'), style: 'destructive' }),
      button('keep', {}, t('eraseMine.cancel')),
    ],
  });
}
