import { type Block, badge, beside, listBlock, markSign, nameBlock, type Row, ringNumber } from './blocks.ts';
import { textWidth } from './font.ts';
import { marksIn } from './legend-symbols.ts';
import type { Guest } from './placement.ts';
import { colourOf, labelOf, type Sector } from './sectors.ts';
import { breaks } from './text.ts';
import type { PictureSlice, PictureTheme, WheelPicture } from './wheel-model.ts';

/** How the words of a picture are set. */
export interface Wording {
  /** Sizes of text, in pixels: of the themes' names, and of all other words. */
  theme: number;
  name: number;
  /** What is written under a theme's name: its slices' names, the same with their values, or nothing. */
  rows: 'names' | 'names and values' | 'none';
}

/** Pixels that a block is offered, from the first choice to the last. */
const widths = [520, 460, 400, 340, 290, 250, 215, 185, 160];

/** The same content in every width that leaves its words whole. */
function shapes(texts: readonly string[], size: number, indent: number, build: (maxWidth: number) => Block): Block[] {
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
 * The themes' names with what is written under them. Without numbers each name stands at its sector; with numbers
 * they head lists, which stand in the corner or at the side nearest to their sector.
 */
export function themeGuests(
  themes: readonly PictureTheme[],
  sectors: readonly Sector[],
  wording: Wording,
  numbers: boolean,
): Guest[] {
  return themes.map((theme, t) => {
    const at = ((t + 0.5) * 2 * Math.PI) / themes.length;
    const colour = colourOf(theme, t);
    if (!numbers) {
      return { at, within: 0.2, stands: 'at wheel', shapes: nameShapes(theme.name, colour, wording.theme, at) };
    }
    const own = sectors.filter((sector) => sector.theme === t);
    const within = Math.min(Math.PI / themes.length + 0.1, 0.75);
    return { at, within, stands: 'at edge', shapes: listShapes(theme, own, colour, wording) };
  });
}

function nameShapes(name: string, colour: string, size: number, at: number): Block[] {
  const sideways = Math.sin(at);
  const anchor = Math.abs(sideways) < 0.2 ? 'middle' : sideways > 0 ? 'start' : 'end';
  return shapes([name], size, 0, (maxWidth) => nameBlock(name, colour, size, maxWidth, anchor));
}

function listShapes(theme: PictureTheme, own: readonly Sector[], colour: string, wording: Wording): Block[] {
  const sign = (number: number): Row['sign'] => badge(String(number), colour, wording.name);
  const whole = isWhole(theme) ? own[0] : undefined;
  const listed = whole !== undefined || wording.rows === 'none' ? [] : own;
  const rows = listed.map(({ slice, number }): Row => ({ text: rowText(slice, wording), sign: sign(number) }));
  const heading = {
    text: whole === undefined ? theme.name : rowText(whole.slice, wording),
    size: wording.theme,
    colour,
    ...(whole === undefined ? {} : { sign: sign(whole.number) }),
  };
  const texts = [heading.text, ...rows.map(({ text }) => text)];
  const columns = [1, 2, 3].filter((count) => count <= Math.max(rows.length, 1));
  return useful(
    columns.flatMap((count) =>
      shapes(texts, wording.theme, 80 * count, (maxWidth) =>
        listBlock(heading, rows, wording.name, { maxWidth, columns: count }),
      ),
    ),
  );
}

function rowText(slice: PictureSlice, { rows }: Wording): string {
  const label = labelOf(slice);
  return rows === 'names and values' && label !== undefined ? `${slice.name}\u00a0·\u00a0${label}` : slice.name;
}

/** Two ways to set the legend: in one strip under the wheel, or its two parts wherever there is room. */
export function legends(picture: WheelPicture, size: number, width: number): { strip: Guest; parts: Guest[] } {
  const steps = picture.stepNames.map((text, i): Row => ({ text, sign: ringNumber(i + 1, size) }));
  const marks = marksIn(picture).map((mark): Row => ({ text: picture.legend[mark], sign: markSign(mark, size) }));
  const heading = { text: picture.legend.steps, size };
  const left = legendShapes(heading, steps, size);
  const right = legendShapes(undefined, marks, size);
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

function legendShapes(
  heading: { text: string; size: number } | undefined,
  rows: readonly Row[],
  size: number,
): Block[] {
  return useful(
    [1, 2, 4].flatMap((columns) =>
      shapes(
        rows.map(({ text }) => text),
        size,
        60,
        (maxWidth) => listBlock(heading, rows, size, { maxWidth: maxWidth * columns, columns }),
      ),
    ),
  );
}
