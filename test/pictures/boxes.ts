import { Resvg } from '@resvg/resvg-js';
import { fontFamily, fontFiles, textWidth, type Weight } from '../../src/pictures/font.ts';

/** A text of a picture and the box its letters lie in, in pixels. */
export interface Label {
  text: string;
  size: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** The element itself. */
  svg: string;
}

const element =
  /<text x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)" font-weight="(500|700)" fill="#[0-9a-f]{6}" text-anchor="(start|middle|end)">([^<]*)<\/text>/g;

/** All texts of a picture in the order they are drawn. */
export function labelsOf(svg: string): Label[] {
  return [...svg.matchAll(element)].map(([whole, x, y, size, weight, anchor, escaped = '']) => {
    const text = unescapeXml(escaped);
    const [pixels, baseline] = [Number(size), Number(y)];
    const width = textWidth(text, pixels, Number(weight) as Weight);
    const left = Number(x) - width * (anchor === 'start' ? 0 : anchor === 'middle' ? 0.5 : 1);
    // From the ring over an Å down to the tail of a g; digits are no higher than capitals.
    const [above, below] = /^\d+$/.test(text) ? [0.72, 0.02] : [0.9, 0.24];
    const [top, bottom] = [baseline - above * pixels, baseline + below * pixels];
    return { text, size: pixels, left, right: left + width, top, bottom, svg: whole };
  });
}

function unescapeXml(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

export function overlap(a: Label, b: Label): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const font = { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: fontFamily };

/** Renders an SVG and gives the colour of any pixel as #rrggbb, or undefined where it is transparent. */
export function paint(svg: string): (x: number, y: number) => string | undefined {
  const image = new Resvg(svg, { font }).render();
  const { pixels, width } = image;
  return (x, y) => {
    const at = 4 * (Math.round(y) * width + Math.round(x));
    return pixels[at + 3] === 0 ? undefined : `#${pixels.subarray(at, at + 3).toString('hex')}`;
  };
}

/** The box of what a renderer makes of one text, measured by drawing it alone. */
export function drawnBox({ svg }: Label): { left: number; right: number } {
  const alone = `<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024" font-family="${fontFamily}">${svg}</svg>`;
  const box = new Resvg(alone, { font }).innerBBox();
  return { left: box?.x ?? 0, right: (box?.x ?? 0) + (box?.width ?? 0) };
}
