import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/pictures/font.ts';
import { wrap } from '../../src/pictures/text.ts';

const style = { size: 30, weight: 500 } as const;

describe('breaking a name into lines', () => {
  it('keeps every word whole and in order', () => {
    const name = 'Partnerskaber med virksomheder og civilsamfund';
    const lines = wrap(name, style, 260);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(name);
    for (const line of lines) {
      expect(textWidth(line, 30, 500)).toBeLessThanOrEqual(260);
    }
  });

  it('makes lines of one name about equally long', () => {
    const [first = '', second = ''] = wrap('Kapacitetsopbygning og løbende tilpasning', style, 500);
    expect(Math.abs(textWidth(first, 30, 500) - textWidth(second, 30, 500))).toBeLessThan(120);
  });

  it('leaves a name that fits on one line', () => {
    expect(wrap('Støttende netværk', style, 400)).toEqual(['Støttende netværk']);
  });

  it('breaks a word that no line can hold, and loses none of it', () => {
    const word = 'W'.repeat(80);
    const lines = wrap(word, style, 300);
    expect(lines.join('')).toBe(word);
    expect(Math.max(...lines.map((line) => textWidth(line, 30, 500)))).toBeLessThanOrEqual(300);
  });
});
