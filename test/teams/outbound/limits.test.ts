import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Limit, readLimits, tenantLimits, threadLimits, waitFor } from '../../../src/teams/outbound/limits.ts';
import { broken } from './windows.ts';

/** From the project's facts, facts/platform.md: what Teams takes from a bot in a thread, and from an app in a tenant. */
const documented = {
  thread: [
    { count: 7, within: 1_000 },
    { count: 8, within: 2_000 },
    { count: 60, within: 30_000 },
    { count: 1_800, within: 3_600_000 },
  ],
  read: [
    { count: 14, within: 1_000 },
    { count: 16, within: 2_000 },
    { count: 120, within: 30_000 },
    { count: 3_600, within: 3_600_000 },
  ],
  tenant: [{ count: 50, within: 1_000 }],
};

describe('the limits', () => {
  test('are those that Teams documents', () => {
    expect(threadLimits).toEqual(documented.thread);
    expect(readLimits).toEqual(documented.read);
    expect(tenantLimits).toEqual(documented.tenant);
  });
});

describe('the wait before one more send', () => {
  const limits: Limit[] = [
    { count: 2, within: 1_000 },
    { count: 3, within: 5_000 },
  ];

  it.each([
    { what: 'nothing was sent', sent: [], wait: 0 },
    { what: 'there is room', sent: [9_900], wait: 0 },
    { what: 'the short window is full', sent: [9_400, 9_900], wait: 400 },
    { what: 'the short window has just emptied', sent: [9_000, 9_900], wait: 0 },
    { what: 'the long window is full', sent: [6_000, 7_000, 8_000], wait: 1_000 },
    { what: 'both are full: the longer wait', sent: [9_000, 9_500, 9_900], wait: 4_000 },
    { what: 'both are full: the longer wait, the other way round', sent: [5_100, 9_800, 9_900], wait: 800 },
    { what: 'all was long ago', sent: [1, 2, 3, 4, 5], wait: 0 },
  ])('where $what is $wait ms', ({ sent, wait }) => {
    expect(waitFor(sent, limits, 10_000)).toBe(wait);
  });

  test('is none where there are no limits', () => {
    expect(waitFor([9_999, 9_999], [], 10_000)).toBe(0);
  });

  test('keeps every window, and is never longer than it has to be', () => {
    const limit = fc.record({ count: fc.integer({ min: 1, max: 6 }), within: fc.integer({ min: 1, max: 3_000 }) });
    const gaps = fc.array(fc.nat(800), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.array(limit, { minLength: 1, maxLength: 4 }), gaps, (limits, gaps) => {
        const sent: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const wait = waitFor(sent, limits, now);
          if (wait > 0) expect(broken([...sent, now + wait - 1], limits)).not.toEqual([]);
          now += wait;
          sent.push(now);
        }
        expect(broken(sent, limits)).toEqual([]);
      }),
    );
  });
});
