import { highestStep, steps } from '../domain/scale.ts';
import { grey, themeColours } from './colours.ts';
import { textWidth } from './font.ts';
import type { Point } from './text.ts';
import type { PictureSlice, PictureTheme } from './wheel-model.ts';

/** A slice in its place: angles in radians clockwise from the top. */
export interface Sector {
  slice: PictureSlice;
  /** Which theme it belongs to, counted from 0. */
  theme: number;
  /** Counted from 1 through the whole wheel. */
  number: number;
  start: number;
  end: number;
  middle: number;
  colour: string;
  firstOfTheme: boolean;
}

/** The drawn wheel, in pixels: `radius` is where ring 4 ends, `band` the breadth of the coloured rim outside it. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
  band: number;
  /** Sizes of text: of the numbers of slices and rings, and of the values in the slices. */
  numberSize: number;
  valueSize: number;
}

/** Pixels between ring 4 and the rim. */
const seam = 5;

/** Where the rim ends. */
export const outerRadius = ({ radius, band }: Pick<Disc, 'radius' | 'band'>): number => radius + seam + band;

/** A theme's colour; grey where nothing in it has a score, now or last time: no answers, no colour. */
export function colourOf(theme: PictureTheme, index: number): string {
  const scored = theme.slices.some(({ value, last }) => value !== undefined || last !== undefined);
  return scored ? (themeColours[index % themeColours.length] ?? grey) : grey;
}

/** All slices of a wheel in their places; the first theme begins at the top. */
export function sectorsOf(themes: readonly PictureTheme[]): Sector[] {
  let number = 0;
  return themes.flatMap((theme, t) => {
    const breadth = (2 * Math.PI) / themes.length / theme.slices.length;
    return theme.slices.map((slice, s) => {
      number += 1;
      const start = (t * 2 * Math.PI) / themes.length + s * breadth;
      const [end, middle] = [start + breadth, start + breadth / 2];
      return { slice, theme: t, number, start, end, middle, colour: colourOf(theme, t), firstOfTheme: s === 0 };
    });
  });
}

/** Radius of the empty hub in the centre. */
export const hubOf = ({ radius }: Disc): number => radius * 0.11;

/** The radius at which a value from 0 to 4 ends. */
export const radiusOf = (disc: Disc, value: number): number =>
  hubOf(disc) + ((disc.radius - hubOf(disc)) * value) / highestStep;

/** A point at an angle, in pixels from the wheel's centre. */
export const pointAt = (radius: number, angle: number): Point => ({
  x: radius * Math.sin(angle),
  y: -radius * Math.cos(angle),
});

/** The text in a slice: its value, or a dash where it has none. */
export const valueTextOf = ({ value, valueText }: PictureSlice): string | undefined =>
  value === undefined ? '–' : valueText;

/** A slice's value in its place: the middle, in pixels from the wheel's centre, and the size. */
interface ValuePlace extends Point {
  width: number;
  height: number;
}

/** Finds the place of a slice's value, as far out as it fits; undefined if it fits nowhere. */
export function valuePlace(disc: Disc, sector: Sector): ValuePlace | undefined {
  const width = textWidth(valueTextOf(sector.slice) ?? '', disc.valueSize, 700) + disc.valueSize * 0.6;
  const height = disc.valueSize * 1.16;
  const outward = (width * Math.abs(Math.sin(sector.middle)) + height * Math.abs(Math.cos(sector.middle))) / 2;
  for (let radius = disc.radius - outward - 6; radius - outward > hubOf(disc); radius -= 3) {
    const place = { ...pointAt(radius, sector.middle), width, height };
    if (insideSlice(place, sector) && besideAxis(place, disc)) return place;
  }
  return undefined;
}

/** A value lies in a capsule: it is inside where the centres of both round ends are far enough from both sides. */
function insideSlice({ x, y, width, height }: ValuePlace, { start, end, middle }: Sector): boolean {
  return [-1, 1].every((side) => {
    const [endX, endY] = [x + (side * (width - height)) / 2, y];
    const off = Math.atan2(endX, -endY) - middle;
    const angle = Math.abs(Math.atan2(Math.sin(off), Math.cos(off)));
    return Math.hypot(endX, endY) * Math.sin(Math.max(0, (end - start) / 2 - angle)) >= height / 2 + 3;
  });
}

/** Where the number of a ring stands on the axis, from the centre to the top: just inside the ring's end. */
export const axisRadius = (disc: Disc, step: number): number => radiusOf(disc, step) - disc.numberSize * 0.65 - 1;

function besideAxis({ x, y, width, height }: ValuePlace, disc: Disc): boolean {
  return steps.every((step) => {
    const away = Math.abs(y + axisRadius(disc, step)) - height / 2;
    return Math.hypot(Math.max(0, Math.abs(x) - width / 2), Math.max(0, away)) > disc.numberSize * 0.65 + 3;
  });
}

/** Whether every value fits into its slice; if not, none should be drawn there. */
export function valuesFit(disc: Disc, sectors: readonly Sector[]): boolean {
  return sectors.every((sector) => valueTextOf(sector.slice) === undefined || valuePlace(disc, sector) !== undefined);
}
