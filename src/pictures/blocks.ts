import { background, ink, textColour } from './colours.ts';
import { drawLegendSymbol, type LegendSymbol } from './legend-symbols.ts';
import { lineHeight, linesWidth, type TextStyle, textAt, textLines, wrap } from './text.ts';

/** Something with a size that can be drawn with its upper left corner anywhere; sizes in pixels. */
export interface Block {
  width: number;
  height: number;
  draw(x: number, y: number): string;
}

/** A small drawing before a text. It fills a column of this width; it is drawn by its left edge and its middle. */
export interface Icon {
  width: number;
  draw(x: number, middle: number): string;
}

/** One line of a theme's list, or of the legend. */
export interface Row {
  text: string;
  icon: Icon;
}

/** The number of a slice: a round-cornered badge, the same as in the wheel's rim. */
export function badge(text: string, colour: string, size: number): Icon {
  const width = Math.round(size * 1.5);
  const height = Math.round(size * 1.14);
  return {
    width,
    draw: (x, middle) =>
      `<rect x="${x.toFixed(1)}" y="${(middle - height / 2).toFixed(1)}" width="${width}" height="${height}" rx="7" fill="${colour}"/>` +
      textAt(text, { x: x + width / 2, y: middle }, { size, weight: 700, colour: background }),
  };
}

/** The number of a ring, as it stands on the wheel's axis and in the legend. */
export function ringNumber(step: number, size: number): Icon {
  const radius = Math.round(size * 0.65);
  return {
    width: 2 * radius,
    draw: (x, middle) =>
      `<circle cx="${(x + radius).toFixed(1)}" cy="${middle.toFixed(1)}" r="${radius - 1.25}" fill="${background}" stroke="${ink}" stroke-width="2.5"/>` +
      textAt(String(step), { x: x + radius, y: middle }, { size, weight: 700 }),
  };
}

export function legendIcon(symbol: LegendSymbol, size: number): Icon {
  const [width, height] = [Math.round(size * 1.6), Math.round(size * 0.95)];
  return { width, draw: (x, middle) => drawLegendSymbol(symbol, { x, y: middle - height / 2, width, height }) };
}

/** A theme's name alone, for a place beside its sector. */
export function nameBlock(name: string, style: TextStyle, maxWidth: number): Block {
  const { size, anchor = 'start' } = style;
  const lines = wrap(name, style, maxWidth);
  const width = linesWidth(lines, style);
  const shift = { start: 0, middle: 0.5, end: 1 }[anchor] * width;
  return {
    width,
    height: lines.length * size * lineHeight,
    draw: (x, y) => textLines(lines, { x: x + shift, y }, style),
  };
}

/** The heading of a list; `colour` draws a bar along the list's left edge. */
export interface Heading {
  text: string;
  size: number;
  colour?: string;
  icon?: Icon;
}

/** A heading over rows of text of `size` pixels, in as many columns as asked for. */
export interface List {
  heading?: Heading;
  rows: readonly Row[];
  size: number;
}

export function listBlock(
  { heading, rows, size }: List,
  { maxWidth, columns }: { maxWidth: number; columns: number },
): Block {
  const indent = heading?.colour === undefined ? 0 : 20;
  const gap = { columns: size, rows: size * 0.22, icon: size * 0.4 };
  const columnWidth = (maxWidth - indent - (columns - 1) * gap.columns) / columns;
  const parts: { x: number; y: number; draw(x: number, y: number): string }[] = [];
  let [width, y] = [0, 0];
  if (heading !== undefined) {
    const style = headingStyle(heading);
    const block = iconAndText(heading, style, { maxWidth: maxWidth - indent, gap: gap.icon });
    parts.push({ x: indent, y: 0, draw: block.draw });
    [width, y] = [block.width, block.height + gap.rows];
  }
  const cells = rows.map((row) => iconAndText(row, { size, weight: 500 }, { maxWidth: columnWidth, gap: gap.icon }));
  const perColumn = Math.ceil(cells.length / columns);
  let [x, bottom] = [indent, y];
  for (let first = 0; first < cells.length; first += perColumn) {
    const column = cells.slice(first, first + perColumn);
    let below = y;
    for (const cell of column) {
      parts.push({ x, y: below, draw: cell.draw });
      below += cell.height + gap.rows;
    }
    const widest = Math.max(...column.map((cell) => cell.width));
    width = Math.max(width, x - indent + widest);
    x += widest + gap.columns;
    bottom = Math.max(bottom, below);
  }
  const height = bottom - gap.rows;
  return {
    width: indent + width,
    height,
    draw: (left, top) =>
      drawBar(heading?.colour, { left, top, height }) +
      parts.map((part) => part.draw(left + part.x, top + part.y)).join(''),
  };
}

function headingStyle({ size, colour }: Heading): TextStyle {
  return { size, weight: 700, ...(colour === undefined ? {} : { colour: textColour(colour) }) };
}

function drawBar(
  colour: string | undefined,
  { left, top, height }: { left: number; top: number; height: number },
): string {
  if (colour === undefined) return '';
  return `<rect x="${left.toFixed(1)}" y="${(top + 4).toFixed(1)}" width="8" height="${(height - 4).toFixed(1)}" rx="4" fill="${colour}"/>`;
}

function iconAndText(
  { text, icon }: { text: string; icon?: Icon },
  style: TextStyle,
  { maxWidth, gap }: { maxWidth: number; gap: number },
): Block {
  const { size } = style;
  const indent = icon === undefined ? 0 : icon.width + gap;
  const lines = wrap(text, style, maxWidth - indent);
  return {
    width: indent + linesWidth(lines, style),
    height: lines.length * size * lineHeight,
    draw: (x, y) => (icon?.draw(x, y + size * 0.57) ?? '') + textLines(lines, { x: x + indent, y }, style),
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

/** The picture's title: the text before the first " · " is large, the rest smaller, on one line where both fit. */
export function titleBlock(title: string, size: number, maxWidth: number): Block {
  const [name = '', ...rest] = title.split(/\s· /);
  const large: TextStyle = { size: Math.round(size * 1.35), weight: 700 };
  const small: TextStyle = { size, weight: 500 };
  const first = wrap(name, large, maxWidth);
  const second = rest.length === 0 ? [] : wrap(rest.join(' · '), small, maxWidth);
  const [a, b] = [linesWidth(first, large), linesWidth(second, small)];
  const [gap, below] = [size * 0.7, first.length * large.size * lineHeight];
  if (first.length === 1 && second.length === 1 && a + gap + b <= maxWidth) {
    // Both lines stand on one baseline: text hangs lower in a taller line box.
    const drop = (large.size - size) * 0.92;
    return {
      width: a + gap + b,
      height: below,
      draw: (x, y) => textLines(first, { x, y }, large) + textLines(second, { x: x + a + gap, y: y + drop }, small),
    };
  }
  const width = Math.max(a, b);
  const centred = { anchor: 'middle' } as const;
  return {
    width,
    height: below + second.length * size * lineHeight,
    draw: (x, y) =>
      textLines(first, { x: x + width / 2, y }, { ...large, ...centred }) +
      textLines(second, { x: x + width / 2, y: y + below }, { ...small, ...centred }),
  };
}
