import type { Language } from '../domain/language.ts';
import { middleOf, type Published } from '../domain/results.ts';
import { perStep } from '../domain/scale.ts';
import type { Point } from '../domain/trend.ts';
import type { Wheel } from '../domain/wheel.ts';
import { stepName } from '../domain/wheel.ts';
import type { Texts } from '../texts/texts.ts';
import type { TrendShown } from '../usecases/results/trend.ts';
import { createDrawnCache } from './drawn-cache.ts';
import type { PictureSources } from './picture-cache.ts';
import type { TrendPicture, TrendPoint } from './trend-model.ts';

/** How much is kept in memory: some hundred charts. */
const maxBytes = 16 * 1024 * 1024;

type History = Pick<TrendShown, 'round' | 'history'>;

/**
 * Draws how the rounds of a wheel went as PNG, in the language of the newest. The same history is drawn once.
 * @returns undefined where there is no round to show.
 */
export function createTrendCache(sources: PictureSources): (shown: History) => Promise<Uint8Array | undefined> {
  const charts = createDrawnCache(maxBytes);
  return async ({ round, history }) => {
    if (history.rounds.length === 0) return undefined;
    const { wheelId, wheelVersion, language } = round;
    const name = JSON.stringify([wheelId, wheelVersion, language, history]);
    return charts.draw(name, async () =>
      sources.renderer.trendPng(await historyPicture(sources, { round, history }, language)),
    );
  };
}

/** How the rounds of a wheel went as SVG, in a language of one's choice. @param round the newest of them. */
export async function drawHistory(sources: PictureSources, shown: History, language: Language): Promise<string> {
  return sources.renderer.trend(await historyPicture(sources, shown, language));
}

async function historyPicture(
  { texts, wheels }: PictureSources,
  { round, history }: History,
  language: Language,
): Promise<TrendPicture> {
  return trendPicture(history, await wheels.of(round, language), texts[language]);
}

/** What the picture of some rounds shows, from published results alone. */
function trendPicture({ rounds, themes }: TrendShown['history'], wheel: Wheel, texts: Texts): TrendPicture {
  const { t, axisDate } = texts;
  const months = rounds.map(({ closedAt }) => axisDate(closedAt, 'month').join(' '));
  const finest = new Set(months).size === months.length ? 'month' : 'day';
  return {
    title: [wheel.name, t('trend.pictureTitle')].join(' · '),
    rounds: rounds.map(({ closedAt }) => axisDate(closedAt, finest)),
    stepNames: perStep((step) => stepName(wheel, step)),
    themes: themes.map(({ themeId, points }) => ({
      name: wheel.themes.find(({ id }) => id === themeId)?.name ?? '',
      points: points.map(pointOf),
    })),
    legend: {
      steps: t('pictureLegend.steps'),
      average: t('pictureLegend.average'),
      half: t('pictureLegend.half'),
      agreed: t('pictureLegend.agreed'),
    },
  };
}

function pointOf({ result, change, jointScore }: Point): TrendPoint {
  return { ...shownOf(result), joined: change.kind === 'told', ...(jointScore && { agreed: jointScore.score }) };
}

function shownOf(result: Published): Pick<TrendPoint, 'value' | 'half'> {
  if (result.level === 'full') return { value: result.mean };
  return result.level === 'half' ? { value: middleOf(result.half), half: true } : {};
}
