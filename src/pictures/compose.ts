import { isWhole, legends, themeLabels, type Wording } from './labels.ts';
import { type Box, type Label, type Placed, placeAround } from './placement.ts';
import { type Disc, outerRadius, type Sector, sectorsOf, valuesFit } from './sectors.ts';
import { pictureSize, type WheelPicture } from './wheel-model.ts';

export interface Composition {
  disc: Disc;
  sectors: Sector[];
  /** Whether slices carry numbers in the rim. */
  numbers: boolean;
  /** Whether slices carry their values. */
  values: boolean;
  placed: Placed[];
}

/** One way to set the picture: sizes of text, the radius of the smallest wheel worth drawing, and the text under names. */
interface Setting {
  theme: number;
  name: number;
  least: number;
  rows: 'names' | 'none';
}

const margin = 34;

/** From the best to the last resort; the built-in wheels all take one of the first seven. */
const settings: Setting[] = [
  // A phone shows a third of the size, so that a wheel of a few themes gets the largest words.
  { name: 40, theme: 48, least: 290, rows: 'names' },
  { name: 36, theme: 44, least: 270, rows: 'names' },
  { name: 32, theme: 38, least: 250, rows: 'names' },
  // Text that is a little smaller buys a larger wheel; 26 pixels are the least that reads well in 400.
  { name: 29, theme: 33, least: 226, rows: 'names' },
  { name: 28, theme: 32, least: 218, rows: 'names' },
  { name: 27, theme: 31, least: 210, rows: 'names' },
  { name: 26, theme: 30, least: 190, rows: 'names' },
  ...[24, 22, 20, 18, 16].map((name): Setting => ({ name, theme: name + 3, least: 160, rows: 'names' })),
  ...[26, 22, 18, 14, 11].map((name): Setting => ({ name, theme: name, least: 140, rows: 'none' })),
];

/**
 * Finds the first setting in which every name fits and, in it, the largest wheel.
 * @throws Error if not even the themes' names fit.
 */
export function compose(picture: WheelPicture): Composition {
  for (const { rows, ...setting } of settings) {
    const found = composeWith(picture, { ...setting, rows });
    const values = found !== undefined && valuesFit(found.disc, found.sectors);
    // Values that are too wide for their slices follow the names instead, and the lists grow wider.
    const all =
      values || rows === 'none' ? found : found && composeWith(picture, { ...setting, rows: 'names and values' });
    if (all !== undefined) {
      return { ...all, values };
    }
  }
  const names = picture.themes.map(({ name }) => name).join(', ');
  throw new Error(`The names of these themes do not fit into one picture, so shorten them: ${names}`);
}

type Sizes = Pick<Disc, 'band' | 'numberSize' | 'valueSize'>;

function composeWith(
  picture: WheelPicture,
  { least, ...wording }: Wording & { least: number },
): Omit<Composition, 'values'> | undefined {
  const { name, theme } = wording;
  const sectors = sectorsOf(picture.themes);
  const numbers = !picture.themes.every(isWhole);
  const side = pictureSize - 2 * margin;
  const area: Box = { x: margin, y: margin, width: side, height: side };
  const themes = themeLabels(picture.themes, sectors, { ...wording, numbers });
  const sizes = {
    band: numbers ? Math.round(name * 1.4) : 12,
    numberSize: name,
    valueSize: numbers ? name : theme + 2,
  };
  const { strip, parts } = legends(picture, name, area.width);
  const withStrip = largest([...themes, strip], area, { least, ...sizes });
  const withParts = largest([...themes, ...parts], area, { least, ...sizes });
  const wheel = (withStrip?.disc.radius ?? 0) * 1.1 > (withParts?.disc.radius ?? 0) ? withStrip : withParts;
  return wheel && { disc: wheel.disc, sectors, numbers, placed: wheel.placed };
}

/** The largest wheel of a radius of `least` or more beside which all labels fit. */
function largest(
  labels: readonly Label[],
  area: Box,
  { least, ...sizes }: Sizes & { least: number },
): { disc: Disc; placed: Placed[] } | undefined {
  const x = area.x + area.width / 2;
  const fitting = (radius: number): { disc: Disc; placed: Placed[] } | undefined => {
    const outer = outerRadius({ radius, ...sizes });
    const slack = area.height / 2 - outer;
    for (const share of slack < 0 ? [] : [0, -0.2, 0.2, -0.4, 0.4, -0.6, 0.6, -0.8, 0.8, -1, 1]) {
      const y = Math.round(area.y + area.height / 2 + share * slack);
      const placed = placeAround(labels, { circle: { x, y, radius: outer }, area });
      if (placed !== undefined) {
        return { disc: { x, y, radius, ...sizes }, placed };
      }
    }
    return undefined;
  };
  const free = area.width * area.height - labels.reduce((sum, label) => sum + leastArea(label), 0);
  let [low, high] = [least, Math.min(350, Math.sqrt(Math.max(0, free) / Math.PI))];
  let found = high < low ? undefined : fitting(least);
  while (found !== undefined && high - low > 4) {
    const radius = Math.round((low + high) / 2);
    const larger = fitting(radius);
    [low, high] = larger === undefined ? [low, radius] : [radius, high];
    found = larger ?? found;
  }
  // A little smaller than the largest that fits, so that every label can take its best place.
  return found === undefined ? undefined : (fitting(found.disc.radius - 4) ?? found);
}

/** The smallest area that a label takes. Where the labels need more than there is, nothing has to be tried. */
function leastArea({ shapes }: Label): number {
  return Math.min(...shapes.map(({ width, height }) => width * height));
}
