import { Resvg } from '@resvg/resvg-js';
import { fontFamily, fontFiles } from './font.ts';

/** Renders an SVG to PNG, with the shipped font only. It takes tens of milliseconds. @throws Error if it is no SVG. */
export function renderPng(svg: string): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: fontFamily };
  return new Resvg(svg, { font }).render().asPng();
}
