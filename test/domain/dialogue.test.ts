import { describe, expect, it } from 'vitest';
import { standsOut, topicOf } from '../../src/domain/dialogue.ts';
import { type Privacy, publish, results, type ThemeResult } from '../../src/domain/results.ts';
import type { Counts, Step } from '../../src/domain/scale.ts';
import { smallWheel } from './small-wheel.ts';

const smallest = 4;

function theme(counts: Counts, privacy: Privacy, dontKnow = 0): ThemeResult {
  const result = publish(counts, { privacy, smallestGroup: smallest });
  return { themeId: 't', people: result.n + dontKnow, result, units: [{ unitId: 't', result, dontKnow }] };
}

describe('what a theme’s answers give to talk about', () => {
  const cases: { counts: Counts; privacy: Privacy; topic: ReturnType<typeof topicOf> }[] = [
    { counts: [4, 3, 0, 0], privacy: 'confidential', topic: { height: 'low', split: false, few: false } },
    { counts: [4, 0, 0, 3], privacy: 'confidential', topic: { height: 'low', split: true, few: false } },
    { counts: [0, 3, 3, 0], privacy: 'confidential', topic: { height: 'middle', split: false, few: false } },
    { counts: [3, 0, 0, 3], privacy: 'confidential', topic: { height: 'middle', split: true, few: false } },
    { counts: [0, 0, 4, 2], privacy: 'confidential', topic: { height: 'high', split: false, few: false } },
    { counts: [3, 0, 0, 4], privacy: 'confidential', topic: { height: 'high', split: true, few: false } },
    { counts: [1, 1, 0, 0], privacy: 'confidential', topic: { height: 'low', split: true, few: true } },
    { counts: [0, 0, 1, 2], privacy: 'confidential', topic: { height: 'high', split: false, few: true } },
    { counts: [1, 0, 0, 1], privacy: 'open', topic: { height: 'middle', split: true, few: true } },
    { counts: [1, 1, 0, 1], privacy: 'open', topic: { height: 'low', split: true, few: true } },
    { counts: [0, 0, 1, 2], privacy: 'open', topic: { height: 'high', split: false, few: true } },
    { counts: [0, 0, 0, 1], privacy: 'confidential', topic: 'one' },
    { counts: [0, 0, 0, 1], privacy: 'open', topic: 'one' },
    { counts: [3, 0, 0, 4], privacy: 'open', topic: { height: 'high', split: true, few: false } },
  ];

  it.each(cases)('$counts in a round that is $privacy is $topic', ({ counts, privacy, topic }) => {
    expect(topicOf(theme(counts, privacy), smallest)).toEqual(topic);
  });

  it('is that nobody knows where everybody chose "ved ikke", and none where nobody answered', () => {
    expect(topicOf(theme([0, 0, 0, 0], 'confidential', 3), smallest)).toBe('dontKnow');
    expect(topicOf(theme([0, 0, 0, 0], 'confidential'), smallest)).toBeUndefined();
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

  it('is a low one where not all are low, and none is split', () => {
    expect(of([4, 4, 4, 4], [2, 2, 2, 2], [1, 1, 1, 2])).toMatchObject({
      unitId: 'c',
      why: 'low',
      result: { n: 4, mean: 1.25 },
    });
    expect(of([2, 2, 2, 2], [1, 1, 1, 1], [2, 2, 1, 1])).toBeUndefined();
    expect(of([4, 4, 4, 4], [3, 3, 3, 3], [4, 4, 4, 3])).toBeUndefined();
  });

  it('is none where too few answered to speak of it, or where the theme is scored as a whole', () => {
    expect(of([1, 4], [1, 4], [2, 2])).toBeUndefined();
    expect(standsOut(theme([4, 0, 0, 4], 'open'), smallest)).toBeUndefined();
  });
});
