import { beforeEach, describe, expect, it } from 'vitest';
import { type AnsweredPresses, createAnsweredPresses } from '../../../src/teams/inbound/answered-presses.ts';

let now: number;
let presses: AnsweredPresses;
beforeEach(() => {
  now = 1_000;
  presses = createAnsweredPresses({ monotonic: () => now });
});

describe('a press', () => {
  it('counts as answered once it was, and not before', () => {
    presses.began('a');
    expect(presses.has('a')).toBe(false);
    presses.ended('a');
    expect([presses.has('a'), presses.has('b')]).toEqual([true, false]);
  });

  it('that never began is not answered by its end', () => {
    presses.ended('a');
    expect(presses.has('a')).toBe(false);
  });

  it.each([
    [9_999, true],
    [10_000, false],
  ])('that took %i ms was answered in time: %s', (ms, inTime) => {
    presses.began('a');
    now += ms;
    presses.ended('a');
    expect(presses.has('a')).toBe(inTime);
  });

  it('that comes again under its id was not heard, whether it had been answered or not yet', () => {
    presses.began('a');
    presses.ended('a');
    presses.began('a');
    expect(presses.has('a')).toBe(false);
    presses.ended('a');
    expect(presses.has('a')).toBe(false);
    presses.began('b');
    presses.began('b');
    presses.ended('b');
    presses.ended('b');
    expect(presses.has('b')).toBe(false);
  });

  it('is forgotten after five minutes', () => {
    presses.began('a');
    presses.ended('a');
    now += 5 * 60_000 - 1;
    expect(presses.has('a')).toBe(true);
    now += 2;
    expect(presses.has('a')).toBe(false);
  });
});
