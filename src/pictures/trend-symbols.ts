import {
  type SymbolType,
  symbol,
  symbolAsterisk,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import type { Row } from './blocks.ts';
import { grey, ground, ink, themeColours } from './colours.ts';
import type { TrendPicture } from './trend-model.ts';

/** How one theme's line looks: colour, dashes and markers each tell it from the others. */
export interface LineLook {
  colour: string;
  shape: SymbolType;
  /** An SVG dash array; empty for a whole line. */
  dashes: string;
}

const shapes = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolDiamond,
  symbolCross,
  symbolStar,
  symbolWye,
  symbolAsterisk,
];
const dashes = ['', '18 7', '4 7', '18 6 4 6', '30 8', '10 5', '18 6 4 6 4 6', '2 5'];

export function lineLook(index: number): LineLook {
  const at = index % shapes.length;
  return { colour: themeColours[at] ?? grey, shape: shapes[at] ?? symbolCircle, dashes: dashes[at] ?? '' };
}

export type PointMark = 'average' | 'half' | 'agreed';
const pointMarks = ['average', 'half', 'agreed'] as const satisfies readonly PointMark[];

/** Markers have one area, so that none looks more than another; a star needs more to look the same. */
const area = { plain: 330, star: 420, stroked: 500 };

type Marker = Pick<LineLook, 'colour' | 'shape'>;

const markerAt = (x: number, y: number): string => `transform="translate(${x.toFixed(1)},${y.toFixed(1)})"`;

function outline(shape: SymbolType, scale = 1): string {
  const size = shape === symbolAsterisk ? area.stroked : shape === symbolStar ? area.star : area.plain;
  return symbol(shape, size * scale)() ?? '';
}

/** A theme's marker, filled for an average, hollow where only a half of the scale is told. */
export function pointMark(mark: 'average' | 'half', { colour, shape }: Marker, x: number, y: number): string {
  const [at, d] = [markerAt(x, y), outline(shape)];
  // An asterisk has no inside: hollow it is drawn thin.
  const width = shape === symbolAsterisk && mark === 'average' ? 5 : 3;
  const fill = mark === 'average' ? colour : ground;
  return (
    `<path ${at} d="${d}" fill="${ground}" stroke="${ground}" stroke-width="8"/>` +
    `<path ${at} d="${d}" fill="${fill}" stroke="${colour}" stroke-width="${width}"/>`
  );
}

/** A theme's marker in a ring: what was agreed. @param radius of the ring, in pixels. */
export function ringed({ colour, shape }: Marker, x: number, y: number, radius: number): string {
  const d = outline(shape, (radius / 24) ** 2);
  const width = shape === symbolAsterisk ? 3 : 0;
  return (
    `<circle ${markerAt(x, y)} r="${radius}" fill="${ground}" stroke="${ink}" stroke-width="3"/>` +
    `<path ${markerAt(x, y)} d="${d}" fill="${colour}" stroke="${colour}" stroke-width="${width}"/>`
  );
}

/** A theme's line in the legend. */
export function lineSign(cardTexts: LineLook, size: number): Row['sign'] {
  const width = Math.round(size * 2.6);
  return {
    width,
    draw: (x, middle) =>
      stroke(`M${x.toFixed(1)},${middle.toFixed(1)}h${width}`, cardTexts) +
      pointMark('average', cardTexts, x + width / 2, middle),
  };
}

/** A kind of marker in the legend, in grey and round since each theme has its own. */
export function markSign(mark: PointMark, size: number): Row['sign'] {
  const width = Math.round(size * 1.5);
  const marker = { colour: grey, shape: symbolCircle };
  return {
    width,
    draw: (x, middle) =>
      mark === 'agreed'
        ? ringed(marker, x + width / 2, middle, size * 0.6)
        : pointMark(mark, marker, x + width / 2, middle),
  };
}

/** A line with a light edge, so that lines that cross can be followed; `d` is a path. */
export function stroke(d: string, { colour, dashes: dashed }: Pick<LineLook, 'colour' | 'dashes'>): string {
  const dashArray = dashed === '' ? '' : ` stroke-dasharray="${dashed}"`;
  return (
    `<path d="${d}" fill="none" stroke="${ground}" stroke-width="10"/>` +
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="5"${dashArray}/>`
  );
}

/** The kinds of markers that occur: the legend explains these and no others. */
export function marksIn({ themes }: TrendPicture): PointMark[] {
  const points = themes.flatMap((theme) => theme.points);
  const occurs: Record<PointMark, boolean> = {
    average: points.some(({ value, half }) => value !== undefined && half !== true),
    half: points.some(({ value, half }) => value !== undefined && half === true),
    agreed: points.some(({ agreed }) => agreed !== undefined),
  };
  return pointMarks.filter((mark) => occurs[mark]);
}
