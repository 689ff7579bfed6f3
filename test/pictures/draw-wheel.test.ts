import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { themeColours, tint } from '../../src/pictures/colours.ts';
import { compose } from '../../src/pictures/compose.ts';
import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { outerRadius, radiusOf } from '../../src/pictures/sectors.ts';
import { pictureSize, type WheelPicture } from '../../src/pictures/wheel-model.ts';
import { texts } from '../cards/rounds.ts';
import { drawnBox, type Label, labelsOf, overlap, paint } from './boxes.ts';
import { answers, builtIn, legend, pictureOf } from './models.ts';

const fourThemes = [['Bæredygtigt samarbejde'], ['Sammenhæng i overgange'], ['Fælles ansvar'], ['Unge']] as const;

const drawings = builtIn.map(([name, picture]) => ({ name, picture, svg: drawWheel(picture) }));

function faultsOf(picture: WheelPicture, svg: string): string[] {
  const { disc } = compose(picture);
  const labels = labelsOf(svg);
  const outside = labels.filter(
    ({ left, right, top, bottom }) => left < 0 || top < 0 || right > pictureSize || bottom > pictureSize,
  );
  const crossing = labels.filter((label) => {
    const [nearest, farthest] = reach(label, disc.x, disc.y);
    return nearest < outerRadius(disc) && farthest > outerRadius(disc);
  });
  const touching = labels.flatMap((label, i) =>
    labels
      .slice(i + 1)
      .filter((other) => overlap(label, other))
      .map((other) => `"${label.text}" and "${other.text}" overlap`),
  );
  return [
    ...outside.map(({ text }) => `"${text}" is cut off`),
    ...crossing.map(({ text }) => `"${text}" lies across the rim`),
    ...touching,
  ];
}

/** The distance of a label's nearest and farthest point from a point. */
function reach({ left, right, top, bottom }: Label, x: number, y: number): [number, number] {
  const nearest = Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
  const farthest = Math.hypot(Math.max(x - left, right - x), Math.max(y - top, bottom - y));
  return [nearest, farthest];
}

const textOf = (svg: string): string =>
  labelsOf(svg)
    .map(({ text }) => text)
    .join(' ');

describe('the words of a picture', () => {
  it.each(drawings)('stand whole, apart and inside the picture: $name', ({ picture, svg }) => {
    const words = textOf(svg);
    for (const { name, slices } of picture.themes) {
      expect(words).toContain(name);
      for (const slice of slices) {
        expect(words).toContain(slice.name);
      }
    }
    expect(faultsOf(picture, svg)).toEqual([]);
  });

  it.each(drawings)('are at least 26 pixels high, so that they can be read at 400 pixels wide: $name', ({ svg }) => {
    expect(Math.min(...labelsOf(svg).map(({ size }) => size))).toBeGreaterThanOrEqual(26);
  });

  it('are drawn as wide as they are reckoned', () => {
    const labels = labelsOf(drawings[0]?.svg ?? '');
    expect(labels).not.toEqual([]);
    for (const label of labels) {
      const drawn = drawnBox(label);
      expect(drawn.left).toBeGreaterThan(label.left - 2);
      expect(drawn.right).toBeLessThan(label.right + 2);
    }
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
    const theme = fc.tuple(name, fc.array(name, { maxLength: 6 }));
    const themes = fc.array(theme, { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(themes, fc.constantFrom(...Object.values(answers)), (given, answer) => {
        const named = given.map(([first, slices]) => [first, ...slices] as const);
        const picture = pictureOf(named, answer);
        expect(faultsOf(picture, drawWheel(picture))).toEqual([]);
      }),
      { numRuns: 20, seed: 20261122 },
    );
  });

  it('may be marks of XML', () => {
    const odd = 'A & B <svg onload="x"> \u0000\ud800 · "5 > 4"';
    const svg = drawWheel(pictureOf([['<b>', 'a&amp;b', '</text>'], [odd]]));
    expect(() => paint(svg)).not.toThrow();
    expect(textOf(svg)).toContain('a&amp;b');
    expect(textOf(svg)).toContain('</text>');
    expect(svg.match(/<svg/g)).toHaveLength(1);
  });

  it('explain the marks that occur, and no others', () => {
    const marksIn = (kind: string): string[] => {
      const words = textOf(drawWheel(pictureOf(fourThemes, answers[kind])));
      return Object.values(legend).filter((text) => words.includes(text));
    };
    expect(marksIn('averages')).toEqual([legend.steps]);
    expect(marksIn('averages and the last round')).toEqual([legend.steps, legend.now, legend.last]);
    expect(marksIn('few answers')).toEqual([legend.steps, legend.half]);
    expect(marksIn('no answers')).toEqual([legend.steps, legend.noScore]);
  });

  it('name the rounds by their order, since a picture is also shown long after its round', () => {
    const words = (language: 'da' | 'en') =>
      (['now', 'last'] as const).map((symbol) => texts[language].t(`pictureLegend.${symbol}`));
    expect(words('da')).toEqual(['Denne runde', 'Runden før']);
    expect(words('da')).toEqual([legend.now, legend.last]);
    expect(words('en')).toEqual(['This round', 'The round before']);
  });

  it('give each slice its value, or a dash where it has none', () => {
    const picture = pictureOf(fourThemes, (name, i) =>
      i === 2 ? { name } : { name, value: 2.4, valueText: `2,${i}` },
    );
    expect(labelsOf(drawWheel(picture)).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['2,0', '2,1', '–', '2,3']),
    );
  });

  it('carry the values after the names where the slices are too narrow for them', () => {
    const theme = (t: number) => [`Tema ${t}`, ...[1, 2, 3, 4, 5].map((s) => `Område ${t}.${s}`)] as const;
    const words = textOf(
      drawWheel(pictureOf([1, 2, 3, 4, 5, 6].map(theme), (name) => ({ name, value: 2.5, valueText: '2,5' }))),
    );
    expect(words).toContain('Område 1.1\u00a0·\u00a02,5');
  });
});

describe('the wheel', () => {
  const [north, right] = [0.3, Math.PI / 2 + 0.3];

  function colourAt(picture: WheelPicture): (value: number, angle: number) => string | undefined {
    const { disc } = compose(picture);
    const colour = paint(drawWheel(picture));
    return (value, angle) => {
      const radius = radiusOf(disc, value);
      return colour(disc.x + radius * Math.sin(angle), disc.y - radius * Math.cos(angle));
    };
  }

  it('is filled from the centre to the average', () => {
    const at = colourAt(pictureOf(fourThemes, (name) => ({ name, value: 2.4 })));
    for (const value of [0.2, 0.8, 1.5, 2.3]) {
      expect(at(value, north)).toBe(themeColours[0]);
      expect(at(value, right)).toBe(themeColours[1]);
    }
    for (const value of [2.5, 3.5, 3.9]) {
      expect(at(value, north)).toBe(tint(themeColours[0]));
    }
  });

  it('fills ring k to its end at step k, so that 1 can be seen and 4 is full', () => {
    const at = colourAt(pictureOf([['1'], ['2'], ['3'], ['4']], (name) => ({ name, value: Number(name) })));
    for (const [i, step] of [1, 2, 3, 4].entries()) {
      const angle = (i * Math.PI) / 2 + 0.3;
      expect(at(step - 0.1, angle)).toBe(themeColours[i]);
      expect(at(step - 0.9, angle)).toBe(themeColours[i]);
      expect(at(Math.min(step + 0.1, 4.04), angle)).not.toBe(themeColours[i]);
    }
  });

  it('shows the last round as a dark line where it was, on the fill and beyond it', () => {
    const at = colourAt(pictureOf(fourThemes, (name, i) => ({ name, value: 2.5, last: i === 0 ? 1.6 : 3.3 })));
    const dark = '#1b2430';
    expect([at(1.6, north), at(3.3, north)]).toEqual([dark, tint(themeColours[0])]);
    expect([at(3.3, right), at(1.6, right)]).toEqual([dark, themeColours[1]]);
  });

  it('hatches half of the scale instead of filling it', () => {
    const at = colourAt(pictureOf(fourThemes, (name) => ({ name, value: 3, half: true })));
    const seen = new Set(Array.from({ length: 60 }, (_, i) => at(1.5, 0.1 + i / 50)));
    expect(seen).toContain(themeColours[0]);
    expect(seen).toContain(tint(themeColours[0]));
  });

  it('has no colour where there are no answers', () => {
    for (const { svg } of drawings.filter(({ name }) => name.endsWith('no answers'))) {
      expect(themeColours.filter((colour) => svg.includes(colour))).toEqual([]);
    }
  });

  it('is the same every time it is drawn', () => {
    for (const { picture, svg } of drawings) {
      expect(drawWheel(structuredClone(picture))).toBe(svg);
    }
  });

  it('keeps its own light background with round corners, for dark mode', () => {
    const colour = paint(drawWheel(pictureOf(fourThemes)));
    expect(colour(1, 1)).toBeUndefined();
    expect(colour(pictureSize / 2, 3)).toBe('#ffffff');
  });
});
