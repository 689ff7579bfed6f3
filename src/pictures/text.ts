import { ink } from './colours.ts';
import { textWidth, type Weight } from './font.ts';

/** How a line of text is set; sizes in pixels. */
export interface TextStyle {
  /** The height of an em. */
  size: number;
  weight: Weight;
  colour?: string;
  anchor?: 'start' | 'middle' | 'end';
}

/** Height of one line, as a factor of the size; the baseline lies `baseline` of the size below the line's top. */
export const lineHeight = 1.2;
const baseline = 0.92;

/** Where a line may break: at any space but a no-break space. */
export const breaks = /[^\S\u00a0]+/;

function escapeXml(text: string): string {
  return (
    text
      // Control characters and lone surrogates are not allowed in XML at all, however they are written.
      .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
  );
}

/** Width of the widest line, in pixels. */
export function linesWidth(lines: readonly string[], { size, weight }: TextStyle): number {
  return Math.max(0, ...lines.map((line) => textWidth(line, size, weight)));
}

/**
 * Breaks text at spaces into the fewest lines of at most `maxWidth` pixels, and evens their lengths. A single word
 * that is wider is broken too, since nothing may be left out.
 */
export function wrap(text: string, { size, weight }: TextStyle, maxWidth: number): string[] {
  const measured = (part: string): MeasuredText => ({ text: part, width: textWidth(part, size, weight) });
  const words = text
    .split(breaks)
    .filter(Boolean)
    .map(measured)
    .flatMap((word) => (word.width > maxWidth ? pieces(word.text, measured, maxWidth) : [word]));
  const space = textWidth(' ', size, weight);
  let lines = fill(words, space, maxWidth);
  for (;;) {
    const width = widest(lines) - 1;
    const narrower = fill(words, space, width);
    if (narrower.length > lines.length || widest(narrower) > width) {
      return lines.map((line) => line.text);
    }
    lines = narrower;
  }
}

interface MeasuredText {
  text: string;
  width: number;
}

const widest = (runs: readonly MeasuredText[]): number => Math.max(0, ...runs.map(({ width }) => width));

function pieces(word: string, measured: (text: string) => MeasuredText, maxWidth: number): MeasuredText[] {
  const parts: MeasuredText[] = [];
  for (const character of word) {
    const longer = measured((parts.at(-1)?.text ?? '') + character);
    if (parts.length > 0 && longer.width <= maxWidth) {
      parts[parts.length - 1] = longer;
    } else {
      parts.push(measured(character));
    }
  }
  return parts;
}

function fill(words: readonly MeasuredText[], space: number, maxWidth: number): MeasuredText[] {
  const lines: MeasuredText[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.width + space + word.width <= maxWidth) {
      line.text += ` ${word.text}`;
      line.width += space + word.width;
    } else {
      lines.push({ ...word });
    }
  }
  return lines;
}

/** A point of the picture, in pixels from its upper left corner. */
export interface Point {
  x: number;
  y: number;
}

/** One line of text as SVG; `y` is the upper edge of its line box. */
function textLine(text: string, { x, y }: Point, style: TextStyle): string {
  const { size, weight, colour = ink, anchor = 'start' } = style;
  const onBaseline = y + size * baseline;
  return `<text x="${x.toFixed(1)}" y="${onBaseline.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

/** Lines of text below each other as SVG; `y` is the upper edge of the first. */
export function textLines(lines: readonly string[], { x, y }: Point, style: TextStyle): string {
  return lines.map((line, i) => textLine(line, { x, y: y + i * style.size * lineHeight }, style)).join('');
}

/** One line of text whose capitals and digits are centred on a point. */
export function textAt(text: string, { x, y }: Point, style: TextStyle): string {
  const capHeight = 0.698;
  return textLine(text, { x, y: y + (capHeight / 2 - baseline) * style.size }, { ...style, anchor: 'middle' });
}
