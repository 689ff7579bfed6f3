import { arc } from 'd3-shape';
import { ringNumber } from './blocks.ts';
import { grey, ground, mix, tint } from './colours.ts';
import { dots, haloLine, hatch } from './legend-symbols.ts';
import {
  axisRadius,
  type Disc,
  hubOf,
  labelOf,
  labelPlace,
  outerRadius,
  point,
  radiusOf,
  type Sector,
} from './sectors.ts';
import { textAt } from './text.ts';

/** The part of a ring that belongs to a sector, `gap` pixels narrower than it. */
function ring(inner: number, outer: number, { start, end }: Pick<Sector, 'start' | 'end'>, gap = 0): string {
  const part = { innerRadius: inner, outerRadius: outer, startAngle: start, endAngle: end };
  return (
    arc()
      .padRadius(outer)
      .padAngle(gap / outer)(part) ?? ''
  );
}

function curve(radius: number, { start, end }: Pick<Sector, 'start' | 'end'>): string {
  const [from, to] = [point(radius, start), point(radius, end)].map((p) => p.map((n) => n.toFixed(2)).join(','));
  return `M${from}A${radius.toFixed(2)},${radius.toFixed(2)},0,${end - start > Math.PI ? 1 : 0},1,${to}`;
}

function drawSlice(disc: Disc, sector: Sector): string {
  const { slice, colour } = sector;
  const [hub, rim] = [hubOf(disc), disc.radius];
  const bare = slice.value === undefined;
  const pale = bare ? dots : tint(colour);
  const value = slice.value ?? 0;
  const filled = bare ? '' : ring(hub, radiusOf(disc, value), sector);
  const rings = [1, 2, 3, 4].map((step) => {
    const inside = slice.half === true ? colour : ground;
    const stroke = step < value ? inside : mix(bare ? grey : colour, ground, 0.45);
    return `<path d="${curve(radiusOf(disc, step), sector)}" fill="none" stroke="${stroke}" stroke-width="2"/>`;
  });
  return [
    `<path d="${ring(hub, rim, sector)}" fill="${pale}"/>`,
    filled === '' ? '' : `<path d="${filled}" fill="${slice.half === true ? hatch(colour) : colour}"/>`,
    ...rings,
    slice.half === true && filled !== '' ? `<path d="${filled}" fill="none" stroke="${colour}" stroke-width="7"/>` : '',
    bare
      ? `<path d="${ring(hub + 6, rim - 6, sector, 18)}" fill="none" stroke="${grey}" stroke-width="2.5" stroke-dasharray="9 6"/>`
      : '',
    slice.last === undefined ? '' : haloLine(curve(radiusOf(disc, slice.last), sector)),
  ].join('');
}

function drawSeams(disc: Disc, sectors: readonly Sector[]): string {
  return sectors
    .map(({ start, firstOfTheme }) => {
      const [[x1, y1], [x2, y2]] = [point(hubOf(disc), start), point(outerRadius(disc) + 1, start)];
      return `<line x1="${x1.toFixed(2)}" y1="${y1.toFixed(2)}" x2="${x2.toFixed(2)}" y2="${y2.toFixed(2)}" stroke="${ground}" stroke-width="${firstOfTheme ? 12 : 5}"/>`;
    })
    .join('');
}

function drawRim(disc: Disc, sector: Sector): string {
  const outer = outerRadius(disc);
  return `<path d="${ring(outer - disc.band, outer, sector)}" fill="${sector.colour}"/>`;
}

function drawNumber(disc: Disc, sector: Sector): string {
  const radius = outerRadius(disc) - disc.band / 2;
  const [x, y] = point(radius, sector.middle);
  const size = Math.min(disc.size, radius * (sector.end - sector.start) * 0.6);
  return textAt(String(sector.number), disc.x + x, disc.y + y, { size, weight: 700, colour: ground });
}

/** The rings' numbers, each just inside its ring, from the centre to the top. */
function drawAxis(disc: Disc): string {
  return [1, 2, 3, 4]
    .map((step) => {
      const sign = ringNumber(step, disc.size);
      return sign.draw(disc.x - sign.width / 2, disc.y - axisRadius(disc, step));
    })
    .join('');
}

function drawLabel(disc: Disc, sector: Sector): string {
  const text = labelOf(sector.slice);
  const place = labelPlace(disc, sector);
  if (text === undefined || place === undefined) {
    return '';
  }
  const [x, y] = [disc.x + place.x, disc.y + place.y];
  return (
    `<rect x="${(x - place.width / 2).toFixed(1)}" y="${(y - place.height / 2).toFixed(1)}" width="${place.width.toFixed(1)}" height="${place.height.toFixed(1)}" rx="${(place.height / 2).toFixed(1)}" fill="${ground}"/>` +
    textAt(text, x, y, { size: disc.label, weight: 700 })
  );
}

/** The wheel itself as SVG, with the numbers of its slices and their labels if asked for. */
export function drawDisc(
  disc: Disc,
  sectors: readonly Sector[],
  { numbers, labels }: { numbers: boolean; labels: boolean },
): string {
  const each = (draw: (disc: Disc, sector: Sector) => string): string =>
    sectors.map((sector) => draw(disc, sector)).join('');
  const shapes = each(drawSlice) + each(drawRim) + drawSeams(disc, sectors);
  const hub = `<circle r="${hubOf(disc).toFixed(1)}" fill="${ground}"/>`;
  return [
    `<g transform="translate(${disc.x},${disc.y})">${shapes}${hub}</g>`,
    drawAxis(disc),
    numbers ? each(drawNumber) : '',
    labels ? each(drawLabel) : '',
  ].join('');
}
