import { describe, expect, it } from 'vitest';
import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { textWidth } from '../../src/pictures/font.ts';
import { renderPng } from '../../src/pictures/png.ts';
import { builtIn, pictureOf } from './models.ts';

describe('a picture as PNG', () => {
  it.each(builtIn.filter(([name]) => name.includes('everything')))('is one that Teams shows: %s', (_, picture) => {
    const png = Buffer.from(renderPng(drawWheel(picture)));
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeLessThanOrEqual(1024);
    expect(png.readUInt32BE(20)).toBeLessThanOrEqual(1024);
    expect(png.length).toBeLessThanOrEqual(1024 * 1024);
  });

  it('has letters for Danish, and for marks that our texts use', () => {
    for (const letter of 'æøåÆØÅéüÉ–·’“”…') {
      // A letter that the font lacks is reckoned as exactly one em.
      expect([letter, textWidth(letter, 100, 500)]).not.toEqual([letter, 100]);
      expect([letter, textWidth(letter, 100, 700)]).not.toEqual([letter, 100]);
    }
  });

  it('is the same for the same picture', () => {
    const svg = drawWheel(pictureOf([['Udsyn'], ['Indsigt']]));
    expect(renderPng(svg)).toEqual(renderPng(svg));
  });

  it('is refused when the drawing is no SVG', () => {
    expect(() => renderPng('<svg')).toThrow();
  });
});
