import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { themeColours } from '../../src/pictures/colours.ts';
import { renderPng } from '../../src/pictures/png.ts';
import { drawTrend } from '../../src/pictures/trend-chart.ts';
import type { TrendPicture, TrendPoint } from '../../src/pictures/trend-model.ts';
import { lineStyle } from '../../src/pictures/trend-symbols.ts';
import { pictureSize } from '../../src/pictures/wheel-model.ts';
import { labelsOf, overlap, paint } from './boxes.ts';
import { builtIn } from './models.ts';

const legend: TrendPicture['legend'] = {
  steps: 'Trin',
  average: 'Gennemsnit',
  half: 'Kun halvdel af skalaen',
  agreed: 'Fælles vurdering',
};
const steps: TrendPicture['stepNames'] = [
  'Plads til forbedring',
  'Begyndende udvikling',
  'Gode og holdbare løsninger',
  'Bæredygtig udvikling',
];

function trend(
  names: readonly string[],
  rounds: number,
  point: (theme: number, round: number) => TrendPoint,
  stepNames = steps,
): TrendPicture {
  return {
    title: 'Sammenhængshjulet · Udvikling',
    rounds: Array.from({ length: rounds }, (_, i) => ['nov.', `${2020 + i}`]),
    stepNames,
    themes: names.map((name, t) => ({ name, points: Array.from({ length: rounds }, (_, i) => point(t, i)) })),
    legend,
  };
}

const wave = (theme: number, round: number): TrendPoint => ({
  value: 1 + ((theme * 7 + round * 5) % 31) / 10,
  joined: round > 0,
  agreed: 1 + ((theme + round) % 4),
});
const themesOf = new Map(
  builtIn.map(([name, { themes, stepNames }]) => [
    name.split(',')[0] ?? '',
    { themes: themes.map((each) => each.name), stepNames },
  ]),
);
const drawings = [...themesOf].flatMap(([name, { themes, stepNames }]) =>
  [2, 5, 12].map((rounds) => {
    const picture = trend(themes, rounds, wave, stepNames);
    return { name: `${name}, ${rounds} rounds`, picture, svg: drawTrend(picture) };
  }),
);

const textOf = (svg: string): string =>
  labelsOf(svg)
    .map(({ text }) => text)
    .join(' ');

function faultsOf(svg: string): string[] {
  const labels = labelsOf(svg);
  const outside = labels.filter(
    ({ left, right, top, bottom }) => left < 0 || top < 0 || right > pictureSize || bottom > pictureSize,
  );
  const touching = labels.flatMap((label, i) =>
    labels
      .slice(i + 1)
      .filter((other) => overlap(label, other))
      .map((other) => `"${label.text}" and "${other.text}" overlap`),
  );
  return [...outside.map(({ text }) => `"${text}" is cut off`), ...touching];
}

/** How many markers of a kind there are: the legend's own are told apart by standing under the chart. */
function markers(svg: string, attributes: RegExp): number {
  return [...svg.matchAll(/<path transform="[^"]+" d="[^"]+"([^>]*)\/>/g)].filter(([, rest = '']) =>
    attributes.test(rest),
  ).length;
}

describe('the words of a trend', () => {
  it.each(drawings)('stand whole, apart and inside the picture: $name', ({ picture, svg }) => {
    const words = textOf(svg);
    for (const { name } of picture.themes) expect(words).toContain(name);
    for (const name of picture.stepNames) expect(words).toContain(name);
    for (const lines of picture.rounds) for (const line of lines) expect(words).toContain(line);
    expect(faultsOf(svg)).toEqual([]);
  });

  it.each(drawings)('are at least 26 pixels high, so that they can be read at 400 pixels wide: $name', ({ svg }) => {
    expect(Math.min(...labelsOf(svg).map(({ size }) => size))).toBeGreaterThanOrEqual(26);
  });

  it('are larger where a quick round of four themes leaves room for them', () => {
    const svg = drawTrend(trend(['Bæredygtigt samarbejde', 'Sammenhæng', 'Fælles ansvar', 'Unge'], 3, wave));
    expect(Math.min(...labelsOf(svg).map(({ size }) => size))).toBeGreaterThanOrEqual(34);
  });

  it('stand apart and inside the picture in any wheel that a municipality can load', () => {
    const word = fc.string({
      minLength: 1,
      maxLength: 25,
      unit: fc.constantFrom(...'abdefgikløåæmnoprstuvyÅMW-&<'.split('')),
    });
    const name = fc
      .array(word, { minLength: 1, maxLength: 9 })
      .map((words) => words.join(' ').slice(0, 80).trim() || 'x');
    const names = fc.array(name, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        names,
        fc.tuple(name, name, name, name),
        fc.integer({ min: 1, max: 12 }),
        (given, stepNames, rounds) => {
          expect(faultsOf(drawTrend(trend(given, rounds, wave, stepNames)))).toEqual([]);
        },
      ),
      { numRuns: 40, seed: 20261122 },
    );
  });

  it('explain the markers that occur, and no others', () => {
    const explained = (point: TrendPoint): string[] => {
      const words = textOf(drawTrend(trend(['Udsyn', 'Indsigt'], 2, () => point)));
      return Object.values(legend).filter((text) => words.includes(text));
    };
    expect(explained({ value: 2, joined: true })).toEqual([legend.steps]);
    expect(explained({ value: 2, joined: true, agreed: 3 })).toEqual([legend.steps, legend.average, legend.agreed]);
    expect(explained({ value: 2, joined: false, half: true })).toEqual([legend.steps, legend.half]);
    expect(explained({ joined: false, agreed: 3 })).toEqual([legend.steps, legend.agreed]);
  });
});

describe('the lines of a trend', () => {
  const pathsOf = (svg: string, colour: string) =>
    [...svg.matchAll(/<path d="(M[^"]+)" fill="none" stroke="(#[0-9a-f]{6})" stroke-width="5"/g)].filter(
      ([, d = '', own]) => own === colour && d.includes('L'),
    );

  it('differ in colour, dashes and marker, so that no two are told apart by colour alone', () => {
    const styles = themeColours.map((_, i) => lineStyle(i));
    for (const part of ['colour', 'dashes', 'shape'] as const)
      expect(new Set(styles.map((style) => style[part])).size).toBe(themeColours.length);
  });

  it('run from round to round, and stop where a result is missing or a change is not told', () => {
    const points: TrendPoint[] = [
      { value: 1, joined: false },
      { value: 2, joined: true },
      { joined: false },
      { value: 3, joined: false },
      { value: 3, joined: true },
      { value: 4, joined: false },
    ];
    const svg = drawTrend(
      trend(['Udsyn', 'Indsigt'], 6, (theme, round) =>
        theme === 0 ? (points[round] ?? { joined: false }) : { joined: false },
      ),
    );
    expect(pathsOf(svg, themeColours[0])).toHaveLength(2);
    expect(pathsOf(svg, themeColours[1])).toHaveLength(0);
    expect(markers(svg, RegExp(`fill="${themeColours[0]}"`))).toBe(
      points.filter(({ value }) => value !== undefined).length + 1,
    );
  });

  it('are all to be seen where they lie on each other', () => {
    const svg = drawTrend(trend(['a', 'b', 'c', 'd'], 3, (_, round) => ({ value: 2.5, joined: round > 0 })));
    const colour = paint(svg);
    const seen = new Set<string | undefined>();
    // Between the first and the second round, far enough along to meet every line's dashes.
    for (let y = 0; y < 620; y++) for (let x = 380; x < 410; x += 3) seen.add(colour(x, y));
    for (const each of themeColours.slice(0, 4)) expect([...seen]).toContain(each);
  });

  it('have a point higher up for every tenth of a step', () => {
    const heights = Array.from({ length: 31 }, (_, i) => {
      const svg = drawTrend(
        trend(['a', 'b'], 2, (theme) => (theme === 0 ? { value: 1 + i / 10, joined: false } : { joined: false })),
      );
      return Number(/translate\([\d.]+,([\d.]+)\)/.exec(svg)?.[1]);
    });
    for (const [i, y] of heights.entries()) if (i > 0) expect(y).toBeLessThan((heights[i - 1] ?? 0) - 5);
  });

  it('are drawn the same every time, as a PNG that Teams shows', () => {
    for (const { picture, svg } of drawings) expect(drawTrend(structuredClone(picture))).toBe(svg);
    const png = Buffer.from(renderPng(drawings[0]?.svg ?? ''));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([pictureSize, pictureSize]);
    expect(png.length).toBeLessThanOrEqual(1024 * 1024);
  });
});
