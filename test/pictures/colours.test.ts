import { describe, expect, it } from 'vitest';
import { background, grey, ink, textColour, themeColours, tint } from '../../src/pictures/colours.ts';

type Triple = [number, number, number];

/** Linear light of a colour #rrggbb, each channel from 0 to 1. */
function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const dot = ([a, b, c]: Triple, [x, y, z]: Triple): number => a * x + b * y + c * z;

/** Contrast of WCAG 2.2, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other]
    .map((hex) => dot([0.2126, 0.7152, 0.0722], linear(hex)))
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Full colour blindness as matrices on linear light. Source: Machado, Oliveira and Fernandes, 2009. */
const sights: Record<string, [Triple, Triple, Triple]> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of linear light, for D65. */
function lab(light: Triple): Triple {
  const [x, y, z] = [
    dot([0.4124, 0.3576, 0.1805], light) / 0.95047,
    dot([0.2126, 0.7152, 0.0722], light),
    dot([0.0193, 0.1192, 0.9505], light) / 1.08883,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(one: string, other: string, sight: [Triple, Triple, Triple]): number {
  const [a, b] = [one, other].map((hex) => {
    const light = linear(hex);
    return lab(sight.map((row) => Math.min(1, Math.max(0, dot(row, light)))) as Triple);
  }) as [Triple, Triple];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe('the colours', () => {
  it('of the themes stand out at least 3:1 from the background and from their own pale tint', () => {
    for (const colour of [...themeColours, grey]) {
      expect(contrast(colour, background)).toBeGreaterThanOrEqual(3);
      expect(contrast(colour, tint(colour))).toBeGreaterThanOrEqual(3);
    }
  });

  it('of text stand out at least 4.5:1 from the background', () => {
    for (const colour of [ink, ...themeColours.map(textColour), textColour(grey)]) {
      expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(Object.entries(sights))(
    'of neighbours in a wheel of any size can be told apart by eyes that see %s',
    (_, sight) => {
      for (let count = 2; count <= themeColours.length; count++) {
        const used = themeColours.slice(0, count);
        for (const [i, colour] of used.entries()) {
          expect(difference(colour, used[(i + 1) % count] ?? '', sight)).toBeGreaterThan(18);
        }
      }
    },
  );
});
