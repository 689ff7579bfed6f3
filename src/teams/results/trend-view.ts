import type { Course } from '../../domain/trend.ts';
import { agreedText, agreedTheme } from '../../texts/agreed.ts';
import { changeText, sinceText } from '../../texts/change.ts';
import { courseNotes, courseText, roundName, roundNotes, roundValue } from '../../texts/course.ts';
import { type Look, resultLines, themeOf } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

export interface TrendNeeds {
  /** Where the picture is; empty where there is nothing to draw. */
  pictureUrl: string;
  /** Wheels that the channel has rounds of too, by the round that their trend ends with. */
  others: { round: string; wheel: string }[];
}

/** The rounds of one wheel: a line a theme as a picture, the newest round with its change, and all of them in figures. */
export function trend(look: Look, course: Course, { pictureUrl, others }: TrendNeeds): Card {
  const { texts, wheel } = look;
  const { t } = texts;
  const count = course.rounds.length;
  return {
    template: 'trend',
    data: {
      ...head(texts, t('trend.title')),
      title: t('trend.title'),
      wheel: wheel.name,
      meta: t('trend.rounds', { count: count + course.older }),
      notes: [
        ...(count === 0 ? [t('trend.empty')] : count === 1 ? [t('trend.one')] : []),
        ...courseNotes(texts, course),
      ],
      picture: count > 1 ? pictureUrl : '',
      pictureAlt: courseText(look, course),
      latest: count > 0 ? t('trend.latest') : '',
      themes: latestRows(look, course),
      allTitle: t('trend.all'),
      course: count > 1 ? courseRows(look, course) : [],
      roundNotes: roundNotes(texts, course.rounds),
      actions: others.slice(0, mostOthers).map((other) => otherButton(texts, other)),
    },
  };
}

/** As many as leave room for the button that shows all rounds. */
const mostOthers = 5;

function otherButton({ t }: Texts, { round, wheel }: TrendNeeds['others'][number]): CardAction {
  return button('trend', { round }, t('trend.other', { wheel }));
}

function latestRows(look: Look, { rounds, themes }: Course) {
  const { texts, wheel } = look;
  const [before, now] = [rounds.at(-2), rounds.at(-1)];
  return themes.map(({ themeId, points }) => {
    const point = points.at(-1);
    const since = before && now ? sinceText(texts, before.closedAt, now.closedAt) : '';
    return {
      name: themeOf(wheel, themeId).name,
      value: point ? resultLines(look, point.result).value : '',
      change: point ? changeText(texts, point.change, since) : '',
      agreed: point ? agreedTheme(texts, point.result, point.agreed) : '',
    };
  });
}

/** Every theme with its figures in every round, newest first. */
function courseRows(look: Look, { rounds, themes }: Course) {
  const { texts, wheel } = look;
  return themes.map(({ themeId, points }) => ({
    name: themeOf(wheel, themeId).name,
    rows: points
      .map(({ result, agreed }, i) => {
        const value = roundValue(look, result);
        const beside = agreed === undefined ? [value] : [value, agreedText(texts, agreed)];
        return texts.t('trend.row', { month: roundName(texts, rounds, i), value: beside.join(' · ') });
      })
      .toReversed(),
  }));
}
