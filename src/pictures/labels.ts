import {
  type Block,
  badge,
  beside,
  type Heading,
  legendIcon,
  listBlock,
  nameBlock,
  type Row,
  ringNumber,
} from './blocks.ts';
import { textColour } from './colours.ts';
import { textWidth } from './font.ts';
import { legendSymbolsIn } from './legend-symbols.ts';
import type { Label } from './placement.ts';
import { colourOf, type Sector, valueTextOf } from './sectors.ts';
import { breaks, type TextStyle } from './text.ts';
import type { PictureSlice, PictureTheme, WheelPicture } from './wheel-model.ts';

/** How the words of a picture are set. */
export interface Wording {
  /** Sizes of text, in pixels: of the themes' names, and of all other words. */
  theme: number;
  name: number;
  /** The text under a theme's name: its slices' names, the same with their values, or nothing. */
  rows: 'names' | 'names and values' | 'none';
}

/** Widths that a block is offered, in pixels, from the first choice to the last. */
const widths = [520, 460, 400, 340, 290, 250, 215, 185, 160];

/** The same content in every width that breaks none of its words; `indent` is what the width loses to icons. */
function shapes(
  texts: readonly string[],
  { size, indent }: { size: number; indent: number },
  build: (maxWidth: number) => Block,
): Block[] {
  const longest = Math.max(...texts.flatMap((text) => text.split(breaks)).map((word) => textWidth(word, size, 700)));
  const possible = widths.filter((width, i) => i === 0 || width >= longest + indent);
  return useful(possible.map(build));
}

/** Leaves out every block that is no smaller, in either direction, than one before it. */
function useful(blocks: readonly Block[]): Block[] {
  return blocks.filter(
    (block, i) => !blocks.slice(0, i).some((other) => other.width <= block.width && other.height <= block.height),
  );
}

/** Whether a theme is scored as a whole, so that its slice needs no name of its own. */
export function isWhole({ name, slices }: PictureTheme): boolean {
  return slices.length === 1 && slices[0]?.name === name;
}

/**
 * The themes' names, each with the text under it. Without numbers each name stands at its sector; with numbers the
 * names head lists, which stand in the corner or at the side nearest to their sector.
 */
export function themeLabels(
  themes: readonly PictureTheme[],
  sectors: readonly Sector[],
  { numbers, ...wording }: Wording & { numbers: boolean },
): Label[] {
  return themes.map((theme, t) => {
    const at = ((t + 0.5) * 2 * Math.PI) / themes.length;
    const colour = colourOf(theme, t);
    if (!numbers) {
      const style = { size: wording.theme, colour: textColour(colour), anchor: anchorAt(at), weight: 700 } as const;
      return { at, within: 0.2, stands: 'at wheel', shapes: nameShapes(theme.name, style) };
    }
    const slices = sectors.filter((sector) => sector.theme === t);
    const within = Math.min(Math.PI / themes.length + 0.1, 0.75);
    return { at, within, stands: 'at edge', shapes: listShapes({ theme, slices, colour }, wording) };
  });
}

/** The side of a name that is nearest to the wheel, for a name at an angle. */
function anchorAt(angle: number): 'start' | 'middle' | 'end' {
  const sideways = Math.sin(angle);
  if (Math.abs(sideways) < 0.2) return 'middle';
  return sideways > 0 ? 'start' : 'end';
}

function nameShapes(name: string, style: TextStyle): Block[] {
  return shapes([name], { size: style.size, indent: 0 }, (maxWidth) => nameBlock(name, style, maxWidth));
}

function listShapes(
  { theme, slices, colour }: { theme: PictureTheme; slices: readonly Sector[]; colour: string },
  wording: Wording,
): Block[] {
  const icon = (number: number) => badge(String(number), colour, wording.name);
  const whole = isWhole(theme) ? slices[0] : undefined;
  const listed = whole !== undefined || wording.rows === 'none' ? [] : slices;
  const rows = listed.map(({ slice, number }): Row => ({ text: rowText(slice, wording), icon: icon(number) }));
  const heading: Heading = {
    text: whole === undefined ? theme.name : rowText(whole.slice, wording),
    size: wording.theme,
    colour,
    ...(whole === undefined ? {} : { icon: icon(whole.number) }),
  };
  const texts = [heading.text, ...rows.map(({ text }) => text)];
  const columnCounts = [1, 2, 3].filter((count) => count <= Math.max(rows.length, 1));
  return useful(
    columnCounts.flatMap((columns) =>
      shapes(texts, { size: wording.theme, indent: 80 * columns }, (maxWidth) =>
        listBlock({ heading, rows, size: wording.name }, { maxWidth, columns }),
      ),
    ),
  );
}

function rowText(slice: PictureSlice, { rows }: Wording): string {
  const value = valueTextOf(slice);
  return rows === 'names and values' && value !== undefined ? `${slice.name}\u00a0·\u00a0${value}` : slice.name;
}

/** Two ways to set the legend: in one strip under the wheel, or its two parts wherever they fit. */
export function legends(picture: WheelPicture, size: number, width: number): { strip: Label; parts: Label[] } {
  const steps = picture.stepNames.map((text, i): Row => ({ text, icon: ringNumber(i + 1, size) }));
  const symbols = legendSymbolsIn(picture).map(
    (symbol): Row => ({ text: picture.legend[symbol] ?? '', icon: legendIcon(symbol, size) }),
  );
  const left = legendShapes(steps, size, { text: picture.legend.steps, size });
  const right = legendShapes(symbols, size);
  const strips = left.flatMap((one) => right.map((other) => beside(one, other, size)));
  const lowest = strips.filter((block) => block.width <= width).sort((a, b) => a.height - b.height);
  return {
    strip: { at: Math.PI, within: 1, stands: 'at edge', shapes: useful(lowest).slice(0, 3) },
    parts: [
      { at: 1.4 * Math.PI, within: 1, stands: 'anywhere', shapes: left },
      { at: 0.6 * Math.PI, within: 1, stands: 'anywhere', shapes: right },
    ],
  };
}

function legendShapes(rows: readonly Row[], size: number, heading?: Heading): Block[] {
  const texts = rows.map(({ text }) => text);
  const list = { rows, size, ...(heading && { heading }) };
  return useful(
    [1, 2, 4].flatMap((columns) =>
      shapes(texts, { size, indent: Math.max(60, size * 2.2) }, (maxWidth) =>
        listBlock(list, { maxWidth: maxWidth * columns, columns }),
      ),
    ),
  );
}
