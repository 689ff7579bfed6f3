import { grey, themeColours } from './colours.ts';
import { textWidth } from './font.ts';
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

/** The drawn wheel: `radius` is where ring 4 ends, `band` the breadth of the coloured rim outside it. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
  band: number;
  /** Sizes of text in pixels: of numbers, and of the labels in the slices. */
  size: number;
  label: number;
}

/** Radius between ring 4 and the rim, and around all: pixels. */
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
export const radiusOf = (disc: Disc, value: number): number => hubOf(disc) + ((disc.radius - hubOf(disc)) * value) / 4;

/** A point as seen from the wheel's centre. */
export const point = (radius: number, angle: number): [number, number] => [
  radius * Math.sin(angle),
  -radius * Math.cos(angle),
];

/** What stands in a slice: its value, or a dash where it has none. */
export const labelOf = ({ value, label }: PictureSlice): string | undefined => (value === undefined ? '–' : label);

/** The middle and size of a slice's label as seen from the wheel's centre, as far out as it fits; undefined if nowhere. */
export function labelPlace(
  disc: Disc,
  sector: Sector,
): { x: number; y: number; width: number; height: number } | undefined {
  const width = textWidth(labelOf(sector.slice) ?? '', disc.label, 700) + disc.label * 0.6;
  const height = disc.label * 1.16;
  const outward = (width * Math.abs(Math.sin(sector.middle)) + height * Math.abs(Math.cos(sector.middle))) / 2;
  for (let radius = disc.radius - outward - 6; radius - outward > hubOf(disc); radius -= 3) {
    const [x, y] = point(radius, sector.middle);
    if (insideSlice(x, y, width, height, sector) && besideAxis(x, y, width, height, disc)) {
      return { x, y, width, height };
    }
  }
  return undefined;
}

/** A label is a lying capsule: it is inside where the centres of both its round ends are far enough from both sides. */
function insideSlice(x: number, y: number, width: number, height: number, { start, end, middle }: Sector): boolean {
  return [-1, 1].every((side) => {
    const [endX, endY] = [x + (side * (width - height)) / 2, y];
    const off = Math.atan2(endX, -endY) - middle;
    const angle = Math.abs(Math.atan2(Math.sin(off), Math.cos(off)));
    return Math.hypot(endX, endY) * Math.sin(Math.max(0, (end - start) / 2 - angle)) >= height / 2 + 3;
  });
}

/** Where the number of a ring stands on the axis, from the centre to the top: just inside the ring's end. */
export const axisRadius = (disc: Disc, step: number): number => radiusOf(disc, step) - disc.size * 0.65 - 1;

function besideAxis(x: number, y: number, width: number, height: number, disc: Disc): boolean {
  return [1, 2, 3, 4].every((step) => {
    const away = Math.abs(y + axisRadius(disc, step)) - height / 2;
    return Math.hypot(Math.max(0, Math.abs(x) - width / 2), Math.max(0, away)) > disc.size * 0.65 + 3;
  });
}

/** Whether every label fits into its slice; if not, none should be drawn there. */
export function labelsFit(disc: Disc, sectors: readonly Sector[]): boolean {
  return sectors.every((sector) => labelOf(sector.slice) === undefined || labelPlace(disc, sector) !== undefined);
}
