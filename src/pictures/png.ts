import { renderAsync } from '@resvg/resvg-js';
import { fontFamily, fontFiles } from './font.ts';

/** Renders an SVG of `drawWheel` to PNG, off the main thread, with the shipped font only; throws if it is no SVG. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: fontFamily },
  });
  return image.asPng();
}
