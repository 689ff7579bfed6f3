import { arc } from 'd3-shape';
import { steps } from '../domain/scale.ts';
import { ringNumber } from './blocks.ts';
import { background, grey, mix, tint } from './colours.ts';
import { dots, haloDot, haloLine, hatch } from './legend-symbols.ts';
import {
  axisRadius,
  type Disc,
  hubOf,
  outerRadius,
  pointAt,
  radiusOf,
  type Sector,
  valuePlace,
  valueTextOf,
} from './sectors.ts';
import { type Point, textAt } from './text.ts';

/** The part of a ring that belongs to a sector, `gap` pixels narrower than it. */
function ring(
  { inner, outer, gap = 0 }: { inner: number; outer: number; gap?: number },
  { start, end }: Pick<Sector, 'start' | 'end'>,
): string {
  const part = { innerRadius: inner, outerRadius: outer, startAngle: start, endAngle: end };
  return (
    arc()
      .padRadius(outer)
      .padAngle(gap / outer)(part) ?? ''
  );
}

function curve(radius: number, { start, end }: Pick<Sector, 'start' | 'end'>): string {
  const [from, to] = [start, end].map((angle) => {
    const { x, y } = pointAt(radius, angle);
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  });
  return `M${from}A${radius.toFixed(2)},${radius.toFixed(2)},0,${end - start > Math.PI ? 1 : 0},1,${to}`;
}

function drawSlice(disc: Disc, sector: Sector): string {
  const { slice, colour } = sector;
  const [hub, rim] = [hubOf(disc), disc.radius];
  const bare = slice.value === undefined;
  const pale = bare ? dots : tint(colour);
  const value = slice.value ?? 0;
  const filled = bare ? '' : ring({ inner: hub, outer: radiusOf(disc, value) }, sector);
  const rings = steps.map((step) => {
    const inside = slice.half === true ? colour : background;
    const stroke = step < value ? inside : mix(bare ? grey : colour, background, 0.45);
    return `<path d="${curve(radiusOf(disc, step), sector)}" fill="none" stroke="${stroke}" stroke-width="2"/>`;
  });
  return [
    `<path d="${ring({ inner: hub, outer: rim }, sector)}" fill="${pale}"/>`,
    filled === '' ? '' : `<path d="${filled}" fill="${slice.half === true ? hatch(colour) : colour}"/>`,
    ...rings,
    slice.half === true && filled !== '' ? `<path d="${filled}" fill="none" stroke="${colour}" stroke-width="7"/>` : '',
    bare
      ? `<path d="${ring({ inner: hub + 6, outer: rim - 6, gap: 18 }, sector)}" fill="none" stroke="${grey}" stroke-width="2.5" stroke-dasharray="9 6"/>`
      : '',
    slice.last === undefined ? '' : haloLine(curve(radiusOf(disc, slice.last), sector)),
  ].join('');
}

/** Where the dots of groups stand: in the wheel's order from side to side, beside the middle, where the value is. */
function groupPlaces(disc: Disc, { slice: { groups = [] }, start, end }: Sector): Point[] {
  const before = Math.ceil(groups.length / 2);
  const after = groups.length - before;
  return groups.map((value, i) => {
    const part = i < before ? (i + 1) / (before + 1) : (i - before + 1) / (after + 1);
    const share = i < before ? 0.08 + 0.26 * part : 0.66 + 0.26 * part;
    const { x, y } = pointAt(radiusOf(disc, value), start + (end - start) * share);
    return { x: disc.x + x, y: disc.y + y };
  });
}

function drawSeams(disc: Disc, sectors: readonly Sector[]): string {
  return sectors
    .map(({ start, firstOfTheme }) => {
      const [from, to] = [pointAt(hubOf(disc), start), pointAt(outerRadius(disc) + 1, start)];
      return `<line x1="${from.x.toFixed(2)}" y1="${from.y.toFixed(2)}" x2="${to.x.toFixed(2)}" y2="${to.y.toFixed(2)}" stroke="${background}" stroke-width="${firstOfTheme ? 12 : 5}"/>`;
    })
    .join('');
}

function drawRim(disc: Disc, sector: Sector): string {
  const outer = outerRadius(disc);
  return `<path d="${ring({ inner: outer - disc.band, outer }, sector)}" fill="${sector.colour}"/>`;
}

function drawNumber(disc: Disc, sector: Sector): string {
  const radius = outerRadius(disc) - disc.band / 2;
  const { x, y } = pointAt(radius, sector.middle);
  const size = Math.min(disc.numberSize, radius * (sector.end - sector.start) * 0.6);
  return textAt(String(sector.number), { x: disc.x + x, y: disc.y + y }, { size, weight: 700, colour: background });
}

/** The rings' numbers, each just inside its ring, from the centre to the top. */
function drawAxis(disc: Disc): string {
  return steps
    .map((step) => {
      const icon = ringNumber(step, disc.numberSize);
      return icon.draw(disc.x - icon.width / 2, disc.y - axisRadius(disc, step));
    })
    .join('');
}

function drawValue(disc: Disc, sector: Sector): string {
  const text = valueTextOf(sector.slice);
  const place = valuePlace(disc, sector);
  if (text === undefined || place === undefined) {
    return '';
  }
  const [x, y] = [disc.x + place.x, disc.y + place.y];
  return (
    `<rect x="${(x - place.width / 2).toFixed(1)}" y="${(y - place.height / 2).toFixed(1)}" width="${place.width.toFixed(1)}" height="${place.height.toFixed(1)}" rx="${(place.height / 2).toFixed(1)}" fill="${background}"/>` +
    textAt(text, { x, y }, { size: disc.valueSize, weight: 700 })
  );
}

/** The wheel itself as SVG, with the numbers and the values of its slices if asked for. */
export function drawDisc(
  disc: Disc,
  sectors: readonly Sector[],
  { numbers, values }: { numbers: boolean; values: boolean },
): string {
  const each = (draw: (disc: Disc, sector: Sector) => string): string =>
    sectors.map((sector) => draw(disc, sector)).join('');
  const shapes = each(drawSlice) + each(drawRim) + drawSeams(disc, sectors);
  const hub = `<circle r="${hubOf(disc).toFixed(1)}" fill="${background}"/>`;
  return [
    `<g transform="translate(${disc.x},${disc.y})">${shapes}${hub}</g>`,
    drawAxis(disc),
    numbers ? each(drawNumber) : '',
    ...sectors.flatMap((sector) => groupPlaces(disc, sector).map(haloDot)),
    values ? each(drawValue) : '',
  ].join('');
}
