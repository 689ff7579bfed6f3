import { describe, expect, it } from 'vitest';
import { type DialoguePattern, dialoguePattern, dialoguePatterns, standsOut } from '../../src/domain/dialogue.ts';
import { type Counts, type Privacy, publish, results, type ThemeResult } from '../../src/domain/results.ts';
import type { Step } from '../../src/domain/wheel.ts';
import { smallWheel } from './small-wheel.ts';

const smallest = 4;

function theme(counts: Counts, privacy: Privacy, dontKnow = 0): ThemeResult {
  const result = publish(counts, { privacy, smallestGroup: smallest });
  return { themeId: 't', people: result.n + dontKnow, result, units: [{ unitId: 't', result, dontKnow }] };
}

describe('the pattern of a theme’s answers', () => {
  const cases: { counts: Counts; privacy: Privacy; pattern: DialoguePattern }[] = [
    { counts: [4, 3, 0, 0], privacy: 'confidential', pattern: 'lowAgreed' },
    { counts: [4, 0, 0, 3], privacy: 'confidential', pattern: 'lowSplit' },
    { counts: [0, 3, 3, 0], privacy: 'confidential', pattern: 'middleAgreed' },
    { counts: [3, 0, 0, 3], privacy: 'confidential', pattern: 'middleSplit' },
    { counts: [0, 0, 4, 2], privacy: 'confidential', pattern: 'highAgreed' },
    { counts: [3, 0, 0, 4], privacy: 'confidential', pattern: 'highSplit' },
    { counts: [1, 1, 0, 0], privacy: 'confidential', pattern: 'fewLow' },
    { counts: [0, 0, 1, 2], privacy: 'confidential', pattern: 'fewHigh' },
    { counts: [1, 0, 0, 1], privacy: 'open', pattern: 'fewMiddle' },
    { counts: [1, 1, 0, 1], privacy: 'open', pattern: 'fewLow' },
    { counts: [1, 0, 0, 2], privacy: 'open', pattern: 'fewHigh' },
    { counts: [0, 0, 0, 1], privacy: 'confidential', pattern: 'one' },
    { counts: [0, 0, 0, 1], privacy: 'open', pattern: 'one' },
    { counts: [3, 0, 0, 4], privacy: 'open', pattern: 'highSplit' },
  ];

  it.each(cases)('$counts in a round that is $privacy is $pattern', ({ counts, privacy, pattern }) => {
    expect(dialoguePattern(theme(counts, privacy), smallest)).toBe(pattern);
  });

  it('is that nobody knows where everybody chose "ved ikke", and none where nobody answered', () => {
    expect(dialoguePattern(theme([0, 0, 0, 0], 'confidential', 3), smallest)).toBe('dontKnow');
    expect(dialoguePattern(theme([0, 0, 0, 0], 'confidential'), smallest)).toBeUndefined();
  });

  it('is each of them for some answers', () => {
    const found = new Set([...cases.map(({ pattern }) => pattern), 'dontKnow']);
    expect([...found].sort()).toEqual([...dialoguePatterns].sort());
  });
});

describe('the focus area to begin with', () => {
  const wheel = smallWheel({ t: ['a', 'b', 'c'] });
  const of = (a: Step[], b: Step[], c: Step[]) => {
    const answers = a.map((_, i) => ({ themeId: 't', scores: { a: a[i] ?? 1, b: b[i] ?? 1, c: c[i] ?? 1 } }));
    const [found] = results({ wheel, depth: 'deep' }, answers, { privacy: 'open', smallestGroup: smallest });
    if (!found) throw new Error('no theme');
    return standsOut(found, smallest);
  };

  it('is where the answers lie furthest apart', () => {
    expect(of([2, 2, 3, 3], [1, 1, 4, 4], [1, 1, 3, 4])).toMatchObject({ unitId: 'b', why: 'split' });
  });

  it('is a low one in a theme that is not low, where none is split', () => {
    expect(of([4, 4, 4, 4], [2, 2, 2, 2], [1, 1, 1, 2])).toMatchObject({ unitId: 'c', why: 'low', n: 4, mean: 1.25 });
    expect(of([2, 2, 2, 2], [1, 1, 1, 1], [2, 2, 1, 1])).toBeUndefined();
    expect(of([4, 4, 4, 4], [3, 3, 3, 3], [4, 4, 4, 3])).toBeUndefined();
  });

  it('is none where too few answered to speak of it, or where the theme is scored as a whole', () => {
    expect(of([1, 4], [1, 4], [2, 2])).toBeUndefined();
    expect(standsOut(theme([4, 0, 0, 4], 'open'), smallest)).toBeUndefined();
  });
});
