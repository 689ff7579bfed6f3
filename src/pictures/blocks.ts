import { ground, ink, textColour } from './colours.ts';
import { type Mark, sample } from './legend-symbols.ts';
import { lineHeight, linesWidth, type TextStyle, textAt, textLines, wrap } from './text.ts';

/** A thing with a size that can be drawn with its upper left corner anywhere; sizes in pixels. */
export interface Block {
  width: number;
  height: number;
  draw(x: number, y: number): string;
}

/** One line of a theme's list, or of the legend. */
export interface Row {
  text: string;
  /** Drawn in a square column of this width, given its left edge and its middle. */
  sign: { width: number; draw(x: number, middle: number): string };
}

/** A round-cornered badge with a number in it, the same as in the wheel's rim. */
export function badge(text: string, colour: string, size: number): Row['sign'] {
  const width = Math.round(size * 1.5);
  const height = Math.round(size * 1.14);
  return {
    width,
    draw: (x, middle) =>
      `<rect x="${x.toFixed(1)}" y="${(middle - height / 2).toFixed(1)}" width="${width}" height="${height}" rx="7" fill="${colour}"/>` +
      textAt(text, x + width / 2, middle, { size, weight: 700, colour: ground }),
  };
}

/** The number of a ring, as it stands on the wheel's axis and in the legend. */
export function ringNumber(step: number, size: number): Row['sign'] {
  const radius = Math.round(size * 0.65);
  return {
    width: 2 * radius,
    draw: (x, middle) =>
      `<circle cx="${(x + radius).toFixed(1)}" cy="${middle.toFixed(1)}" r="${radius - 1.25}" fill="${ground}" stroke="${ink}" stroke-width="2.5"/>` +
      textAt(String(step), x + radius, middle, { size, weight: 700 }),
  };
}

export function markSign(mark: Mark, size: number): Row['sign'] {
  const [width, height] = [Math.round(size * 1.6), Math.round(size * 0.95)];
  return { width, draw: (x, middle) => sample(mark, x, middle, width, height) };
}

/** A theme's name alone, for a place beside its sector. */
export function nameBlock(
  name: string,
  colour: string,
  size: number,
  maxWidth: number,
  anchor: 'start' | 'middle' | 'end',
): Block {
  const style: TextStyle = { size, weight: 700, colour: textColour(colour), anchor };
  const lines = wrap(name, style, maxWidth);
  const width = linesWidth(lines, style);
  const shift = { start: 0, middle: 0.5, end: 1 }[anchor] * width;
  return {
    width,
    height: lines.length * size * lineHeight,
    draw: (x, y) => textLines(lines, x + shift, y, style),
  };
}

/** A heading over rows, in as many columns as asked for; `colour` draws a bar along the left edge. */
export function listBlock(
  heading: { text: string; size: number; colour?: string; sign?: Row['sign'] } | undefined,
  rows: readonly Row[],
  size: number,
  { maxWidth, columns }: { maxWidth: number; columns: number },
): Block {
  const indent = heading?.colour === undefined ? 0 : 20;
  const gap = { columns: size, rows: size * 0.22, sign: size * 0.4 };
  const context = (maxWidth - indent - (columns - 1) * gap.columns) / columns;
  const parts: { x: number; y: number; draw(x: number, y: number): string }[] = [];
  let [width, y] = [0, 0];
  if (heading !== undefined) {
    const signed = signedText({ ...heading, weight: 700 }, heading.sign, maxWidth - indent, gap.sign);
    parts.push({ x: indent, y: 0, draw: signed.draw });
    [width, y] = [signed.width, signed.height + gap.rows];
  }
  const cells = rows.map((row) => signedText({ text: row.text, size, weight: 500 }, row.sign, context, gap.sign));
  const perColumn = Math.ceil(cells.length / columns);
  let [x, bottom] = [indent, y];
  for (let first = 0; first < cells.length; first += perColumn) {
    const column = cells.slice(first, first + perColumn);
    let below = y;
    for (const cell of column) {
      parts.push({ x, y: below, draw: cell.draw });
      below += cell.height + gap.rows;
    }
    const columnWidth = Math.max(...column.map((cell) => cell.width));
    width = Math.max(width, x - indent + columnWidth);
    x += columnWidth + gap.columns;
    bottom = Math.max(bottom, below);
  }
  const height = bottom - gap.rows;
  const bar = (left: number, top: number): string =>
    heading?.colour === undefined
      ? ''
      : `<rect x="${left.toFixed(1)}" y="${(top + 4).toFixed(1)}" width="8" height="${(height - 4).toFixed(1)}" rx="4" fill="${heading.colour}"/>`;
  return {
    width: indent + width,
    height,
    draw: (left, top) => bar(left, top) + parts.map((part) => part.draw(left + part.x, top + part.y)).join(''),
  };
}

function signedText(
  { text, size, weight, colour }: { text: string; size: number; weight: 500 | 700; colour?: string },
  sign: Row['sign'] | undefined,
  maxWidth: number,
  gap: number,
): Block {
  const style: TextStyle = { size, weight, ...(colour === undefined ? {} : { colour: textColour(colour) }) };
  const indent = sign === undefined ? 0 : sign.width + gap;
  const lines = wrap(text, style, maxWidth - indent);
  return {
    width: indent + linesWidth(lines, style),
    height: lines.length * size * lineHeight,
    draw: (x, y) => (sign?.draw(x, y + size * 0.57) ?? '') + textLines(lines, x + indent, y, style),
  };
}

/** Two blocks side by side, their last rows level. */
export function beside(left: Block, right: Block, gap: number): Block {
  const height = Math.max(left.height, right.height);
  return {
    width: left.width + gap + right.width,
    height,
    draw: (x, y) =>
      left.draw(x, y + height - left.height) + right.draw(x + left.width + gap, y + height - right.height),
  };
}

/** The picture's title: what stands before the first " · " large, the rest smaller, on one line where both fit. */
export function titleBlock(title: string, size: number, maxWidth: number): Block {
  const [name = '', ...rest] = title.split(' · ');
  const large: TextStyle = { size: Math.round(size * 1.35), weight: 700 };
  const small: TextStyle = { size, weight: 500 };
  const first = wrap(name, large, maxWidth);
  const second = rest.length === 0 ? [] : wrap(rest.join(' · '), small, maxWidth);
  const [a, b] = [linesWidth(first, large), linesWidth(second, small)];
  const [gap, below] = [size * 0.7, first.length * large.size * lineHeight];
  if (first.length === 1 && second.length === 1 && a + gap + b <= maxWidth) {
    // The same baseline: a line's text hangs lower in a taller line box.
    const drop = (large.size - size) * 0.92;
    return {
      width: a + gap + b,
      height: below,
      draw: (x, y) => textLines(first, x, y, large) + textLines(second, x + a + gap, y + drop, small),
    };
  }
  const width = Math.max(a, b);
  const middle = { anchor: 'middle' } as const;
  return {
    width,
    height: below + second.length * size * lineHeight,
    draw: (x, y) =>
      textLines(first, x + width / 2, y, { ...large, ...middle }) +
      textLines(second, x + width / 2, y + below, { ...small, ...middle }),
  };
}
