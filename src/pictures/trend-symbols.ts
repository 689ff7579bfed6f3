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
import type { Icon } from './blocks.ts';
import { background, grey, ink, themeColours } from './colours.ts';
import type { Point } from './text.ts';
import type { TrendPicture } from './trend-model.ts';

/** How one theme's line is drawn: its colour, dashes and marker each distinguish it from the others. */
export interface LineStyle {
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

/** The style of a theme's line, by the theme's place in the wheel. */
export function lineStyle(index: number): LineStyle {
  const at = index % shapes.length;
  return { colour: themeColours[at] ?? grey, shape: shapes[at] ?? symbolCircle, dashes: dashes[at] ?? '' };
}

/** What a marker stands for: an average, a value known to lie in one half of the scale, or the agreed score. */
export type MarkerKind = 'average' | 'half' | 'agreed';
const markerKinds = ['average', 'half', 'agreed'] as const satisfies readonly MarkerKind[];

/** Areas in square pixels. Markers have one area, so that none stands out; a star needs more to appear as large. */
const area = { plain: 330, star: 420, stroked: 500 };

type Marker = Pick<LineStyle, 'colour' | 'shape'>;

const translateTo = ({ x, y }: Point): string => `transform="translate(${x.toFixed(1)},${y.toFixed(1)})"`;

function outline(shape: SymbolType, scale = 1): string {
  const size = shape === symbolAsterisk ? area.stroked : shape === symbolStar ? area.star : area.plain;
  return symbol(shape, size * scale)() ?? '';
}

/** A theme's marker at a point: filled for an average, hollow for a half of the scale. */
export function drawMarker(kind: 'average' | 'half', { colour, shape }: Marker, at: Point): string {
  const [place, d] = [translateTo(at), outline(shape)];
  // An asterisk has no inside: hollow it is drawn thin.
  const width = shape === symbolAsterisk && kind === 'average' ? 5 : 3;
  const fill = kind === 'average' ? colour : background;
  return (
    `<path ${place} d="${d}" fill="${background}" stroke="${background}" stroke-width="8"/>` +
    `<path ${place} d="${d}" fill="${fill}" stroke="${colour}" stroke-width="${width}"/>`
  );
}

/** A theme's marker in a ring of so many pixels: the agreed score. */
export function drawRinged({ colour, shape }: Marker, at: Point, radius: number): string {
  const d = outline(shape, (radius / 24) ** 2);
  const width = shape === symbolAsterisk ? 3 : 0;
  return (
    `<circle ${translateTo(at)} r="${radius}" fill="${background}" stroke="${ink}" stroke-width="3"/>` +
    `<path ${translateTo(at)} d="${d}" fill="${colour}" stroke="${colour}" stroke-width="${width}"/>`
  );
}

/** A theme's line in the legend. */
export function lineIcon(style: LineStyle, size: number): Icon {
  const width = Math.round(size * 2.6);
  return {
    width,
    draw: (x, middle) =>
      stroke(`M${x.toFixed(1)},${middle.toFixed(1)}h${width}`, style) +
      drawMarker('average', style, { x: x + width / 2, y: middle }),
  };
}

/** A kind of marker in the legend, in grey and round since each theme has its own. */
export function markerIcon(kind: MarkerKind, size: number): Icon {
  const width = Math.round(size * 1.5);
  const marker = { colour: grey, shape: symbolCircle };
  return {
    width,
    draw(x, middle) {
      const at = { x: x + width / 2, y: middle };
      return kind === 'agreed' ? drawRinged(marker, at, size * 0.6) : drawMarker(kind, marker, at);
    },
  };
}

/** A line with a light edge, so that lines that cross can be followed; `d` is a path. */
export function stroke(d: string, { colour, dashes: dashed }: Pick<LineStyle, 'colour' | 'dashes'>): string {
  const dashArray = dashed === '' ? '' : ` stroke-dasharray="${dashed}"`;
  return (
    `<path d="${d}" fill="none" stroke="${background}" stroke-width="10"/>` +
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="5"${dashArray}/>`
  );
}

/** The kinds of markers that occur: the legend explains these and no others. */
export function markerKindsIn({ themes }: TrendPicture): MarkerKind[] {
  const points = themes.flatMap((theme) => theme.points);
  const half = points.some((point) => point.value !== undefined && point.half === true);
  const agreed = points.some((point) => point.agreed !== undefined);
  const occurs: Record<MarkerKind, boolean> = {
    // Beside nothing that it could be taken for, an average needs no explanation.
    average: (half || agreed) && points.some((point) => point.value !== undefined && point.half !== true),
    half,
    agreed,
  };
  return markerKinds.filter((kind) => occurs[kind]);
}
