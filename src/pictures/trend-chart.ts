import { line } from 'd3-shape';
import { type Block, listBlock, type Row, ringNumber, titleBlock } from './blocks.ts';
import { grey, ground, mix } from './colours.ts';
import { fontFamily } from './font.ts';
import { textLines } from './text.ts';
import type { TrendPicture, TrendPoint } from './trend-model.ts';
import { lineLook, lineSign, markSign, marksIn, pointMark, ringed, stroke } from './trend-symbols.ts';
import { pictureSize } from './wheel-model.ts';

const margin = 34;
/** Sizes of text that are tried, in pixels; 26 are the least that reads well where the picture is 400 wide. */
const sizes = [28, 27, 26, 24, 22, 20, 18, 16, 14, 12];
/** The least height of the chart, in pixels; with long names, smaller text is given up for less of it. */
const leastChart = (size: number): number => (size >= 26 ? 380 : 300);

/** Where the chart stands, in pixels: `top` is step 4 and `bottom` step 1. */
interface Chart {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Draws the rounds of a wheel as SVG of 1024 × 1024 pixels: a line a theme, rounds from left to right, steps from bottom
 * to top, and under it the legend with every name whole. The same picture gives the same text.
 */
export function drawTrend(picture: TrendPicture): string {
  const { title, legend, size, chart } = compose(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureSize}" height="${pictureSize}" viewBox="0 0 ${pictureSize} ${pictureSize}" font-family="${fontFamily}">`,
    `<rect width="${pictureSize}" height="${pictureSize}" rx="28" fill="${ground}"/>`,
    title.draw((pictureSize - title.width) / 2, margin - 4),
    drawGrid(picture, chart, size),
    drawLines(picture, chart),
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

/** The largest text that leaves the chart enough room. */
function compose(picture: TrendPicture): Composition {
  const all = sizes.map((size) => composeWith(picture, size));
  const roomy = all.find(({ chart, size }) => chart.bottom - chart.top >= leastChart(size));
  const last = roomy ?? all.at(-1);
  if (!last) throw new Error('There is no size of text to draw with');
  return last;
}

function composeWith(picture: TrendPicture, size: number): Composition {
  const width = pictureSize - 2 * margin;
  const title = titleBlock(picture.title, size, width);
  const legend = legendBlock(picture, size, width);
  const dates = 2.4 * size;
  const chart = {
    left: margin + ringNumber(4, size).width + 12,
    right: pictureSize - margin,
    top: margin + title.height + 18 + size,
    bottom: pictureSize - margin - legend.height - 26 - dates - size,
  };
  return { title, legend, size, chart };
}

/** The lines' names over the steps' names and the kinds of markers, in as few lines as they have room in. */
function legendBlock(picture: TrendPicture, size: number, width: number): Block {
  const names = picture.themes.map(({ name }, i): Row => ({ text: name, sign: lineSign(lineLook(i), size) }));
  const steps = picture.stepNames.map((text, i): Row => ({ text, sign: ringNumber(i + 1, size) }));
  const marks = marksIn(picture).map((mark): Row => ({ text: picture.legend[mark], sign: markSign(mark, size) }));
  const themes = lowest([1, 2].map((columns) => listBlock(undefined, names, size, { maxWidth: width, columns })));
  const heading = { text: picture.legend.steps, size };
  const half = (width - 2 * size) / 2;
  const below = lowest([
    sideBySide(
      listBlock(heading, steps, size, { maxWidth: half, columns: 1 }),
      listBlock(undefined, marks, size, { maxWidth: half, columns: 1 }),
      half + 2 * size,
    ),
    stacked(
      listBlock(heading, steps, size, { maxWidth: width, columns: 2 }),
      listBlock(undefined, marks, size, { maxWidth: width, columns: Math.max(1, marks.length) }),
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

/** @param context the width that one round has. */
const xOf = ({ left }: Chart, round: number, context: number): number => left + (round + 0.5) * context;
const roomOf = ({ left, right }: Chart, { rounds }: TrendPicture): number => (right - left) / rounds.length;
const yOf = ({ top, bottom }: Chart, value: number): number => bottom - ((value - 1) * (bottom - top)) / 3;

function drawGrid(picture: TrendPicture, chart: Chart, size: number): string {
  const context = roomOf(chart, picture);
  const steps = [1, 2, 3, 4].map((step) => {
    const y = yOf(chart, step).toFixed(1);
    return (
      `<line x1="${chart.left.toFixed(1)}" y1="${y}" x2="${chart.right}" y2="${y}" stroke="${mix(grey, ground, 0.4)}" stroke-width="2"/>` +
      ringNumber(step, size).draw(margin, Number(y))
    );
  });
  const dates = picture.rounds.map((lines, i) =>
    textLines(lines, xOf(chart, i, context), chart.bottom + size, { size, weight: 500, anchor: 'middle' }),
  );
  return steps.join('') + dates.join('');
}

interface Spot extends TrendPoint {
  x: number;
  y: number;
}

function drawLines(picture: TrendPicture, chart: Chart): string {
  const { themes } = picture;
  const context = roomOf(chart, picture);
  const spots = spread(
    themes.map(({ points }) =>
      points.map((point, i) => ({ ...point, x: xOf(chart, i, context), y: yOf(chart, point.value ?? 1) })),
    ),
    context,
  );
  const lines = spots.flatMap((row, i) => runs(row).map((run) => stroke(pathOf(run), lineLook(i))));
  const marks = spots.flatMap((row, i) =>
    row.flatMap(({ value, half, x, y }) =>
      value === undefined ? [] : [pointMark(half === true ? 'half' : 'average', lineLook(i), x, y)],
    ),
  );
  const agreed = agreedSpots(themes, context, chart).map(({ theme, x, y, radius }) =>
    ringed(lineLook(theme), x, y, radius),
  );
  return [...lines, ...marks, ...agreed].join('');
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
function runs(row: readonly Spot[]): Spot[][] {
  const found: Spot[][] = [];
  let last: Spot | undefined;
  for (const spot of row) {
    if (spot.value !== undefined && spot.joined && last) found.at(-1)?.push(spot);
    else found.push([spot]);
    last = spot.value === undefined ? undefined : spot;
  }
  return found.filter((run) => run.length > 1);
}

/** Sizes in pixels: how near two markers may be before one hides the other, and how far apart lines on one height are drawn. */
const apart = { markers: 22, lines: 7 };

/**
 * Moves markers of one round that would hide each other apart: sideways, which changes no value, and lines that lie on
 * each other by a few pixels up and down.
 */
function spread(rows: readonly Spot[][], context: number): Spot[][] {
  const moved = rows.map((row) => row.map((spot) => ({ ...spot })));
  for (let round = 0; round < (moved[0]?.length ?? 0); round++) {
    const here = moved.flatMap((row) => row[round] ?? []).filter(({ value }) => value !== undefined);
    for (const near of clusters(here)) {
      const gap = Math.min(apart.markers, (context * 0.7) / near.length);
      for (const [i, spot] of near.entries()) spot.x += (i - (near.length - 1) / 2) * gap;
    }
    for (const level of Map.groupBy(here, ({ y }) => Math.round(y)).values())
      for (const [i, spot] of level.entries()) spot.y += (i - (level.length - 1) / 2) * apart.lines;
  }
  return moved;
}

/** Spots of one round in groups, in each of which every spot is near another. */
function clusters(spots: readonly Spot[]): Spot[][] {
  const found: Spot[][] = [];
  for (const spot of spots.toSorted((a, b) => a.y - b.y)) {
    const last = found.at(-1)?.at(-1);
    if (last && spot.y - last.y < apart.markers) found.at(-1)?.push(spot);
    else found.push([spot]);
  }
  return found;
}

/** What was agreed stands right of its round's averages; themes that agreed on one step stand beside each other. */
function agreedSpots(themes: TrendPicture['themes'], context: number, chart: Chart) {
  const all = themes.flatMap(({ points }, theme) =>
    points.flatMap(({ agreed }, round) => (agreed === undefined ? [] : [{ theme, round, agreed }])),
  );
  const radius = context < 110 ? 11 : 17;
  return [...Map.groupBy(all, ({ round, agreed }) => `${round} ${agreed}`).values()].flatMap((together) => {
    const gap = Math.min(2 * radius + 3, (context - 2 * apart.markers - radius) / together.length);
    return together.map(({ theme, round, agreed }, i) => ({
      theme,
      radius,
      x: xOf(chart, round, context) + apart.markers + radius / 2 + i * gap,
      y: yOf(chart, agreed),
    }));
  });
}
