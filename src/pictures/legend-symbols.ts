import { background, grey, ink, tint } from './colours.ts';
import type { WheelPicture } from './wheel-model.ts';

/**
 * What a slice can show, in the legend's order: this round's value, the last one's, those of groups, half of the scale,
 * no score.
 */
const legendSymbols = ['now', 'last', 'group', 'half', 'noScore'] as const;
export type LegendSymbol = (typeof legendSymbols)[number];

/** The symbols that occur in a picture: the legend explains these and no others. */
export function legendSymbolsIn(picture: WheelPicture): LegendSymbol[] {
  const slices = picture.themes.flatMap((theme) => theme.slices);
  const last = slices.some((slice) => slice.last !== undefined);
  const occurs: Record<LegendSymbol, boolean> = {
    // Beside nothing that it could be compared with, a filled slice needs no explanation.
    now: last && slices.some(({ value, half }) => value !== undefined && half !== true),
    last,
    group: slices.some(({ groups = [] }) => groups.length > 0),
    half: slices.some(({ value, half }) => value !== undefined && half === true),
    noScore: slices.some(({ value }) => value === undefined),
  };
  return legendSymbols.filter((symbol) => occurs[symbol]);
}

const hatchId = (colour: string): string => `hatch-${colour.slice(1)}`;

/** The fill of a value that is only known to lie in one half of the scale, in a colour that `patterns` was given. */
export const hatch = (colour: string): string => `url(#${hatchId(colour)})`;
/** The fill of a slice without a score. */
export const dots = 'url(#dots)';

/** The `<defs>` that `hatch` and `dots` refer to. */
export function patterns(colours: readonly string[]): string {
  const hatches = [...new Set([...colours, grey])].map(
    (colour) =>
      `<pattern id="${hatchId(colour)}" width="15" height="15" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="15" height="15" fill="${tint(colour)}"/><rect width="8" height="15" fill="${colour}"/></pattern>`,
  );
  const dotted = `<pattern id="dots" width="14" height="14" patternUnits="userSpaceOnUse"><rect width="14" height="14" fill="${tint(grey)}"/><circle cx="7" cy="7" r="1.7" fill="#b4bbc3"/></pattern>`;
  return `<defs>${hatches.join('')}${dotted}</defs>`;
}

/** A line in ink with a light edge, so that it shows on pale and on dark; `d` is a path. */
export function haloLine(d: string): string {
  return ['12', '5.5']
    .map((width, i) => `<path d="${d}" fill="none" stroke="${i === 0 ? background : ink}" stroke-width="${width}"/>`)
    .join('');
}

/** A dot in ink with a light edge, as `haloLine`. */
export function haloDot({ x, y }: { x: number; y: number }): string {
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="9.5" fill="${ink}" stroke="${background}" stroke-width="4"/>`;
}

/** Draws a symbol for the legend in a box of so many pixels, in grey since each theme has its own colour. */
export function drawLegendSymbol(
  symbol: LegendSymbol,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): string {
  const rect = (fill: string, stroke: string, attributes = ''): string =>
    `<rect x="${x + 1.5}" y="${(y + 1.5).toFixed(1)}" width="${width - 3}" height="${height - 3}" rx="5" fill="${fill}" stroke="${stroke}" stroke-width="2.5"${attributes}/>`;
  switch (symbol) {
    case 'now':
      return rect(grey, grey);
    case 'last':
      return rect(tint(grey), tint(grey)) + haloLine(`M${x},${(y + height / 2).toFixed(1)}h${width}`);
    case 'group':
      return rect(tint(grey), tint(grey)) + haloDot({ x: x + width / 2, y: y + height / 2 });
    case 'half':
      return rect(hatch(grey), grey);
    case 'noScore':
      return rect(dots, grey, ' stroke-dasharray="6 4"');
  }
}
