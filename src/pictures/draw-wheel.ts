import { background } from './colours.ts';
import { compose } from './compose.ts';
import { drawDisc } from './disc.ts';
import { fontFamily } from './font.ts';
import { patterns } from './legend-symbols.ts';
import { pictureSize, type WheelPicture } from './wheel-model.ts';

/**
 * Draws a wheel as SVG of 1024 × 1024 pixels; the same picture gives the same text. Every name stands whole: beside
 * its sector where each theme is one slice, otherwise in a list under the theme's name, tied to its slice by a number.
 */
export function drawWheel(picture: WheelPicture): string {
  const { disc, sectors, numbers, values, placed } = compose(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureSize}" height="${pictureSize}" viewBox="0 0 ${pictureSize} ${pictureSize}" font-family="${fontFamily}">`,
    patterns(sectors.map(({ colour }) => colour)),
    `<rect width="${pictureSize}" height="${pictureSize}" rx="28" fill="${background}"/>`,
    drawDisc(disc, sectors, { numbers, values }),
    ...placed.map(({ x, y, block }) => block.draw(x, y)),
    '</svg>',
  ].join('');
}
