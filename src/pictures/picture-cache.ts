import type { Change } from '../domain/change.ts';
import type { Language } from '../domain/language.ts';
import { middleOf, type Published } from '../domain/results.ts';
import type { Round, Summary } from '../domain/round.ts';
import { perStep } from '../domain/scale.ts';
import type { ThemeTrend } from '../domain/trend.ts';
import { stepName, unitsOf, type Wheel } from '../domain/wheel.ts';
import type { Texts } from '../texts/texts.ts';
import type { Wheels } from '../usecases/ports.ts';
import { createDrawnCache } from './drawn-cache.ts';
import type { TrendPicture } from './trend-model.ts';
import type { PictureSlice, WheelPicture } from './wheel-model.ts';

/** How much is kept in memory; a picture has about 160 kB, so that four hundred are kept. */
const maxBytes = 80 * 1024 * 1024;

/** Draws apart from everything else. */
export interface PictureRenderer {
  /** As SVG. */
  wheel(picture: WheelPicture): Promise<string>;
  wheelPng(picture: WheelPicture): Promise<Uint8Array>;
  /** As SVG. */
  trend(picture: TrendPicture): Promise<string>;
  trendPng(picture: TrendPicture): Promise<Uint8Array>;
}

/** What pictures are drawn with. */
export interface PictureSources {
  texts: Record<Language, Texts>;
  wheels: Wheels;
  renderer: PictureRenderer;
}

export interface PictureCache {
  /** The PNG with this id, where it was drawn here and is still kept. */
  kept(pictureId: string, slices: Slices): Uint8Array | undefined;
  /** The round's picture as PNG. @returns undefined for a round that is not closed. */
  draw(round: Round, slices: Slices): Promise<Uint8Array | undefined>;
}

/** Whether a wheel has one slice a theme, or one for each thing that was scored. */
export type Slices = 'themes' | 'units';

/** Draws a closed round's wheel once and keeps it; the same round gives the same picture for ever. */
export function createPictureCache(sources: PictureSources): PictureCache {
  const pictures = createDrawnCache(maxBytes);
  return {
    kept: (pictureId, slices) => pictures.get(named(pictureId, slices)),
    async draw(round, slices) {
      const { summary } = round;
      if (!summary) return undefined;
      return pictures.draw(named(summary.pictureId, slices), async () =>
        sources.renderer.wheelPng(await wheelPicture(sources, round, { language: round.language, slices })),
      );
    },
  };
}

function named(pictureId: string, slices: Slices): string {
  return `${pictureId} ${slices}`;
}

/**
 * A closed round's wheel as SVG, in a language of one's choice.
 * @throws Error for a round without a summary.
 */
export async function drawRound(sources: PictureSources, round: Round, language: Language): Promise<string> {
  return sources.renderer.wheel(await wheelPicture(sources, round, { language, slices: 'units' }));
}

async function wheelPicture(
  { texts, wheels }: PictureSources,
  round: Round,
  { language, slices }: { language: Language; slices: Slices },
): Promise<WheelPicture> {
  const { summary } = round;
  if (!summary) throw new Error(`Round ${round.id} has no summary to draw: only a closed round has one`);
  return pictureOf({ ...round, summary }, { wheel: await wheels.of(round, language), texts: texts[language], slices });
}

/** A theme that is one slice has its own change, also where the last round asked about its focus areas. */
function changeOf(since: ThemeTrend | undefined, unitId: string): Change | undefined {
  return unitId === since?.themeId ? since.change : since?.units.find((unit) => unit.unitId === unitId)?.change;
}

/** What is shown of a theme, or of a unit of it. */
interface UnitShown {
  name: string;
  result: Published | undefined;
  change: Change | undefined;
  /** The averages of groups. */
  groups?: readonly number[];
}

function sliceOf({ name, result, change, groups }: UnitShown, { t, number }: Texts): PictureSlice {
  const last = change?.kind === 'told' ? { last: change.before } : {};
  if (result?.level === 'full')
    return { name, value: result.mean, valueText: number(result.mean), ...last, ...(groups && { groups }) };
  if (result?.level === 'half') {
    const valueText = t(`result.halves.${result.half}`);
    return { name, value: middleOf(result.half), valueText, half: true };
  }
  return { name };
}

/** What a round's picture shows, from published results alone. */
export function pictureOf(
  { summary, depth }: Round & { summary: Summary },
  { wheel, texts, slices: shown }: { wheel: Wheel; texts: Texts; slices: Slices },
): WheelPicture {
  const { t } = texts;
  return {
    stepNames: perStep((step) => stepName(wheel, step)),
    themes: wheel.themes.map((theme) => {
      const published = summary.themes.find(({ themeId }) => themeId === theme.id);
      const since = summary.trend?.themes.find(({ themeId }) => themeId === theme.id);
      const groups = published?.groups?.map(({ result }) => result.mean);
      const whole = { name: theme.name, result: published?.result, change: since?.change, ...(groups && { groups }) };
      if (shown === 'themes' || unitsOf(theme, depth)[0]?.id === theme.id)
        return { name: theme.name, slices: [sliceOf(whole, texts)] };
      const slices = unitsOf(theme, depth).map((unit) => {
        const result = published?.units.find(({ unitId }) => unitId === unit.id)?.result;
        return sliceOf({ name: unit.name, result, change: changeOf(since, unit.id) }, texts);
      });
      return { name: theme.name, slices };
    }),
    legend: {
      steps: t('pictureLegend.steps'),
      now: t('pictureLegend.now'),
      last: t('pictureLegend.last'),
      group: t('pictureLegend.group'),
      half: t('pictureLegend.half'),
      noScore: t('pictureLegend.noScore'),
    },
  };
}
