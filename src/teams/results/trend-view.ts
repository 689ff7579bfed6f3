import type { Channel } from '../../domain/channel.ts';
import type { TrendHistory } from '../../domain/trend.ts';
import { channelText, onButton } from '../../texts/called.ts';
import { changeText, sinceText } from '../../texts/change.ts';
import { groupFigures } from '../../texts/groups.ts';
import { historyNotes, historyText, roundName, roundNotes, roundRow, roundValue } from '../../texts/history.ts';
import { agreedTheme, jointScoreText } from '../../texts/joint-score.ts';
import { type CardTexts, resultLines, themeOf } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import { beside } from '../../texts/together.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

export interface TrendNeeds {
  /** Where the picture is; empty where there is nothing to draw. */
  pictureUrl: string;
  /** Wheels that the channel has rounds of too, by the round that their trend ends with. */
  others: { round: string; wheel: string }[];
  /** Whose rounds they are, where the card is shown elsewhere. */
  channel?: Channel | undefined;
}

/** The rounds of one wheel: a line a theme as a picture, the newest round with its change, and all of them in figures. */
export function trend(cardTexts: CardTexts, history: TrendHistory, { pictureUrl, others, channel }: TrendNeeds): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const count = history.rounds.length;
  return {
    template: 'trend',
    data: {
      ...head(texts, t('trend.title')),
      title: t('trend.title'),
      wheel: wheel.name,
      meta: beside([channel ? channelText(texts, channel) : '', t('trend.rounds', { count: count + history.older })]),
      notes: [
        ...(count === 0 ? [t('trend.empty')] : count === 1 ? [t('trend.one')] : []),
        ...historyNotes(texts, history),
      ],
      picture: count > 1 ? pictureUrl : '',
      pictureAlt: historyText(cardTexts, history),
      latest: count > 0 ? t('trend.latest') : '',
      themes: latestRows(cardTexts, history),
      allTitle: t('trend.all'),
      history: count > 1 ? courseRows(cardTexts, history) : [],
      roundNotes: roundNotes(texts, history.rounds),
      actions: others.slice(0, mostOthers).map((other) => otherButton(texts, other)),
    },
  };
}

/** As many as leave room for the button that shows all rounds. */
const mostOthers = 5;

function otherButton({ t }: Texts, { round, wheel }: TrendNeeds['others'][number]): CardAction {
  return button('trend', { round }, t('trend.other', { wheel: onButton(wheel) }));
}

function latestRows(cardTexts: CardTexts, { rounds, themes }: TrendHistory) {
  const { texts, wheel } = cardTexts;
  const [before, now] = [rounds.at(-2), rounds.at(-1)];
  return themes.map(({ themeId, points }) => {
    const point = points.at(-1);
    const since = before && now ? sinceText(texts, before.closedAt, now.closedAt) : '';
    return {
      name: themeOf(wheel, themeId).name,
      value: point ? resultLines(cardTexts, point.result, point.areas).value : '',
      change: point ? changeText(texts, point.change, since) : '',
      agreed: point ? agreedTheme(texts, point.result, point.jointScore) : '',
      groups: point ? groupFigures(cardTexts, point.groups, point.groupChanges) : '',
    };
  });
}

/** Every theme with its figures in every round, newest first. */
function courseRows(cardTexts: CardTexts, { rounds, themes }: TrendHistory) {
  const { texts, wheel } = cardTexts;
  return themes.map(({ themeId, points }) => ({
    name: themeOf(wheel, themeId).name,
    rows: points
      .map((point, i) => {
        const { jointScore, comparedGroups, groupChanges } = point;
        const value = roundValue(cardTexts, point);
        const agreed = jointScore === undefined ? '' : jointScoreText(texts, jointScore);
        const row = roundRow(texts, roundName(texts, rounds, i), beside([value, agreed]));
        return { row, groups: groupFigures(cardTexts, comparedGroups, groupChanges) };
      })
      .toReversed(),
  }));
}
