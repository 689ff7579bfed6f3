import { line } from 'd3-shape';
import { highestStep, lowestStep, steps } from '../domain/scale.ts';
import { type Block, listBlock, type Row, ringNumber, titleBlock } from './blocks.ts';
import { background, grey, mix } from './colours.ts';
import { fontFamily, textWidth } from './font.ts';
import { type Point, textLines } from './text.ts';
import type { TrendPicture, TrendPoint } from './trend-model.ts';
import { drawMarker, drawRinged, lineIcon, lineStyle, markerIcon, markerKindsIn, stroke } from './trend-symbols.ts';
import { pictureSize } from './wheel-model.ts';

const margin = 34;
const dateWeight = 500;
/**
 * Sizes of text that are tried, in pixels. A phone shows less than a third of the size, so that few lines get the largest
 * words; 26 are the least that reads well where the picture is 400 wide.
 */
const sizes = [40, 38, 36, 34, 32, 30, 29, 28, 27, 26, 24, 22, 20, 18, 16, 14, 12];
/** The least height of the chart in pixels, for a size of text: where text is small, a lower chart is accepted. */
const leastChart = (size: number): number => (size >= 26 ? 380 : 300);

/** Where the chart stands, in pixels: `top` is the highest step, `bottom` the lowest, and each round has a column of `column` pixels. */
interface Chart {
  left: number;
  right: number;
  top: number;
  bottom: number;
  column: number;
}

/**
 * Draws the rounds of a wheel as SVG of 1024 × 1024 pixels: a line a theme, rounds from left to right, steps from bottom
 * to top, and under it the legend with every name whole. The same picture gives the same text.
 */
export function drawTrend(picture: TrendPicture): string {
  const { title, legend, size, chart } = compose(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureSize}" height="${pictureSize}" viewBox="0 0 ${pictureSize} ${pictureSize}" font-family="${fontFamily}">`,
    `<rect width="${pictureSize}" height="${pictureSize}" rx="28" fill="${background}"/>`,
    title.draw((pictureSize - title.width) / 2, margin - 4),
    drawGrid(picture, chart, size),
    drawLines(picture.themes, chart),
    legend.draw(margin, pictureSize - margin - legend.height),
    '</svg>',
  ].join('');
}

interface Composition {
  title: Block;
  legend: Block;
  size: number;
  chart: Chart;
}

/** The largest text beside which the chart is high enough, and whose dates stand apart. */
function compose(picture: TrendPicture): Composition {
  const all = sizes.map((size) => composeWith(picture, size));
  const dates = picture.rounds.flat();
  const fitting = all.find(
    ({ chart, size }) =>
      chart.bottom - chart.top >= leastChart(size) &&
      dates.every((date) => textWidth(date, size, dateWeight) + size / 2 <= chart.column),
  );
  const found = fitting ?? all.at(-1);
  if (!found) throw new Error('There is no size of text to draw with');
  return found;
}

function composeWith(picture: TrendPicture, size: number): Composition {
  const width = pictureSize - 2 * margin;
  const title = titleBlock(picture.title, size, width);
  const legend = legendBlock(picture, size, width);
  const dates = 2.4 * size;
  const left = margin + ringNumber(highestStep, size).width + 12;
  const right = pictureSize - margin;
  const chart = {
    left,
    right,
    top: margin + title.height + 18 + size,
    bottom: pictureSize - margin - legend.height - 26 - dates - size,
    column: (right - left) / picture.rounds.length,
  };
  return { title, legend, size, chart };
}

/** The lines' names over the steps' names and the kinds of markers, as low as the width allows. */
function legendBlock(picture: TrendPicture, size: number, width: number): Block {
  const names = picture.themes.map(({ name }, i): Row => ({ text: name, icon: lineIcon(lineStyle(i), size) }));
  const steps = picture.stepNames.map((text, i): Row => ({ text, icon: ringNumber(i + 1, size) }));
  const kinds = markerKindsIn(picture).map(
    (kind): Row => ({ text: picture.legend[kind], icon: markerIcon(kind, size) }),
  );
  const themes = lowest([1, 2].map((columns) => listBlock({ rows: names, size }, { maxWidth: width, columns })));
  const stepList = { heading: { text: picture.legend.steps, size }, rows: steps, size };
  const kindList = { rows: kinds, size };
  const half = (width - 2 * size) / 2;
  const below = lowest([
    sideBySide(
      listBlock(stepList, { maxWidth: half, columns: 1 }),
      listBlock(kindList, { maxWidth: half, columns: 1 }),
      half + 2 * size,
    ),
    stacked(
      listBlock(stepList, { maxWidth: width, columns: 2 }),
      listBlock(kindList, { maxWidth: width, columns: Math.max(1, kinds.length) }),
      size * 0.4,
    ),
  ]);
  return stacked(themes, below, size * 0.7);
}

function lowest(blocks: readonly Block[]): Block {
  const [first, ...others] = blocks;
  if (!first) throw new Error('There is no block to choose from');
  return others.reduce((best, block) => (block.height < best.height ? block : best), first);
}

function stacked(upper: Block, lower: Block, gap: number): Block {
  return {
    width: Math.max(upper.width, lower.width),
    height: upper.height + gap + lower.height,
    draw: (x, y) => upper.draw(x, y) + lower.draw(x, y + upper.height + gap),
  };
}

function sideBySide(left: Block, right: Block, offset: number): Block {
  return {
    width: offset + right.width,
    height: Math.max(left.height, right.height),
    draw: (x, y) => left.draw(x, y) + right.draw(x + offset, y),
  };
}

const xOf = ({ left, column }: Chart, round: number): number => left + (round + 0.5) * column;
const yOf = ({ top, bottom }: Chart, value: number): number =>
  bottom - ((value - lowestStep) * (bottom - top)) / (highestStep - lowestStep);

function drawGrid(picture: TrendPicture, chart: Chart, size: number): string {
  const lines = steps.map((step) => {
    const y = yOf(chart, step).toFixed(1);
    return (
      `<line x1="${chart.left.toFixed(1)}" y1="${y}" x2="${chart.right}" y2="${y}" stroke="${mix(grey, background, 0.4)}" stroke-width="2"/>` +
      ringNumber(step, size).draw(margin, Number(y))
    );
  });
  const dates = picture.rounds.map((date, i) =>
    textLines(date, { x: xOf(chart, i), y: chart.bottom + size }, { size, weight: dateWeight, anchor: 'middle' }),
  );
  return lines.join('') + dates.join('');
}

/** A round's value of one theme in its place. */
interface Spot extends TrendPoint, Point {}

function drawLines(themes: TrendPicture['themes'], chart: Chart): string {
  const spots = separate(
    themes.map(({ points }) =>
      points.map((point, i) => ({ ...point, x: xOf(chart, i), y: yOf(chart, point.value ?? 1) })),
    ),
    chart,
  );
  const lines = spots.flatMap((row, i) => joinedRuns(row).map((run) => stroke(pathOf(run), lineStyle(i))));
  const markers = spots.flatMap((row, i) =>
    row.flatMap((spot) =>
      spot.value === undefined ? [] : [drawMarker(spot.half === true ? 'half' : 'average', lineStyle(i), spot)],
    ),
  );
  const agreed = agreedSpots(themes, chart).map((spot) => drawRinged(lineStyle(spot.theme), spot, spot.radius));
  return [...lines, ...markers, ...agreed].join('');
}

function pathOf(run: readonly Spot[]): string {
  return (
    line<Spot>()
      .x(({ x }) => x)
      .y(({ y }) => y)
      .digits(1)(run) ?? ''
  );
}

/** The stretches of a line that are drawn: from point to point, as long as each is joined to the one before. */
function joinedRuns(row: readonly Spot[]): Spot[][] {
  const found: Spot[][] = [];
  let last: Spot | undefined;
  for (const spot of row) {
    if (spot.value !== undefined && spot.joined && last) found.at(-1)?.push(spot);
    else found.push([spot]);
    last = spot.value === undefined ? undefined : spot;
  }
  return found.filter((run) => run.length > 1);
}

/** Least distances in pixels: of two markers of one round, and of two lines on one height. */
const spacing = { markers: 22, lines: 7 };

/**
 * Moves markers of one round apart where one would hide the other: sideways, which changes no value. Lines that lie on
 * each other are moved a few pixels up and down.
 */
function separate(rows: readonly Spot[][], { column }: Chart): Spot[][] {
  const moved = rows.map((row) => row.map((spot) => ({ ...spot })));
  for (let round = 0; round < (moved[0]?.length ?? 0); round++) {
    const here = moved.flatMap((row) => row[round] ?? []).filter(({ value }) => value !== undefined);
    for (const cluster of clusters(here)) {
      const gap = Math.min(spacing.markers, (column * 0.7) / cluster.length);
      for (const [i, spot] of cluster.entries()) spot.x += (i - (cluster.length - 1) / 2) * gap;
    }
    for (const level of Map.groupBy(here, ({ y }) => Math.round(y)).values())
      for (const [i, spot] of level.entries()) spot.y += (i - (level.length - 1) / 2) * spacing.lines;
  }
  return moved;
}

/** Spots of one round in groups, in each of which every spot is near another. */
function clusters(spots: readonly Spot[]): Spot[][] {
  const found: Spot[][] = [];
  for (const spot of spots.toSorted((a, b) => a.y - b.y)) {
    const last = found.at(-1)?.at(-1);
    if (last && spot.y - last.y < spacing.markers) found.at(-1)?.push(spot);
    else found.push([spot]);
  }
  return found;
}

/** Agreed scores stand right of their round's averages; themes with the same one stand beside each other. */
function agreedSpots(themes: TrendPicture['themes'], chart: Chart): (Point & { theme: number; radius: number })[] {
  const { column } = chart;
  const all = themes.flatMap(({ points }, theme) =>
    points.flatMap(({ agreed }, round) => (agreed === undefined ? [] : [{ theme, round, agreed }])),
  );
  const radius = column < 110 ? 11 : 17;
  return [...Map.groupBy(all, ({ round, agreed }) => `${round} ${agreed}`).values()].flatMap((together) => {
    const gap = Math.min(2 * radius + 3, (column - 2 * spacing.markers - radius) / together.length);
    return together.map(({ theme, round, agreed }, i) => ({
      theme,
      radius,
      x: xOf(chart, round) + spacing.markers + radius / 2 + i * gap,
      y: yOf(chart, agreed),
    }));
  });
}
