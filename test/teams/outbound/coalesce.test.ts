import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCoalescer } from '../../../src/teams/outbound/coalesce.ts';
import { start, type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

const spacing = 1_000;

let clock: VirtualClock;
let update: ReturnType<typeof createCoalescer<number, string>>['send'];
let began: { key: string; value: number; at: number; ended?: number }[];
let outcomes: { value: number; got: string; at: number }[];
beforeEach(() => {
  clock = virtualClock();
  update = createCoalescer<number, string>(spacing, clock).send;
  began = [];
  outcomes = [];
});

/** A send that takes so long, noted when it begins and ends. */
const taking = (ms: number, key: string) => async (value: number) => {
  const noted: (typeof began)[number] = { key, value, at: clock.now() - start };
  began.push(noted);
  if (ms > 0) await clock.sleep(ms);
  noted.ended = clock.now() - start;
  return `sent ${value}`;
};

/** A value changes now; what became of it is noted. */
function change(key: string, value: number, send: (value: number) => Promise<string> = taking(0, key)): void {
  const note = (got: string) => outcomes.push({ value, got, at: clock.now() - start });
  update(key, value, send).then(note, (error: unknown) => note(String(error)));
}

const sends = () => began.map(({ value, at }) => ({ value, at }));

describe('a changing value', () => {
  test('is sent at once where nothing was sent lately', async () => {
    change('post', 1);
    await clock.pass(0);
    expect(sends()).toEqual([{ value: 1, at: 0 }]);
  });

  test('that changes twenty times at once is sent once, with the last value', async () => {
    for (let value = 1; value <= 20; value++) change('post', value);
    await clock.passAll();
    expect(sends()).toEqual([{ value: 20, at: 0 }]);
    expect(outcomes).toHaveLength(20);
    expect(new Set(outcomes.map(({ got }) => got))).toEqual(new Set(['sent 20']));
  });

  test('that changes twenty times within a second is sent at most once a second, and the last value is right', async () => {
    for (let value = 1; value <= 20; value++) clock.after(value * 45, () => change('post', value));
    await clock.passAll();
    expect(sends()).toEqual([
      { value: 1, at: 45 },
      { value: 20, at: 1_045 },
    ]);
  });

  test('that goes on changing is sent every second, never put off', async () => {
    for (let value = 0; value < 100; value++) clock.after(value * 100, () => change('post', value));
    await clock.passAll();
    expect(sends().map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((second) => second * 1_000));
    expect(sends().at(-1)?.value).toBe(99);
  });

  test('is sent at once again after a pause', async () => {
    change('post', 1);
    await clock.pass(spacing);
    change('post', 2);
    await clock.pass(0);
    expect(sends()).toEqual([
      { value: 1, at: 0 },
      { value: 2, at: 1_000 },
    ]);
  });

  test('is never overtaken by an older one: the next leaves when the one before has landed', async () => {
    change('post', 1, taking(3_000, 'post'));
    clock.after(100, () => change('post', 2));
    clock.after(200, () => change('post', 3));
    await clock.passAll();
    expect(sends()).toEqual([
      { value: 1, at: 0 },
      { value: 3, at: 3_000 },
    ]);
  });

  test('has nothing to do with another that changes', async () => {
    change('post', 1, taking(5_000, 'post'));
    clock.after(10, () => change('other', 2));
    await clock.passAll();
    expect(began).toMatchObject([
      { key: 'post', at: 0 },
      { key: 'other', at: 10 },
    ]);
  });
});

describe('a send that fails', () => {
  const failing = async (value: number): Promise<string> => {
    began.push({ key: 'post', value, at: clock.now() - start });
    throw new Error(`no ${value}`);
  };

  test('is told to those whose change was in it, and to nobody else', async () => {
    change('post', 1, failing);
    change('post', 2, failing);
    clock.after(10, () => change('post', 3));
    await clock.passAll();
    expect(outcomes).toEqual([
      { value: 1, got: 'Error: no 2', at: 0 },
      { value: 2, got: 'Error: no 2', at: 0 },
      { value: 3, got: 'sent 3', at: 1_000 },
    ]);
  });

  test('is followed by the next change at the usual distance', async () => {
    change('post', 1, failing);
    clock.after(10, () => change('post', 2, failing));
    clock.after(1_500, () => change('post', 3));
    await clock.passAll();
    expect(sends()).toEqual([
      { value: 1, at: 0 },
      { value: 2, at: 1_000 },
      { value: 3, at: 2_000 },
    ]);
  });
});

test('whatever the changes and however long sends take: spaced, one at a time, never older, the last one right', async () => {
  const step = fc.record({ gap: fc.nat(900), takes: fc.nat(2_500), key: fc.constantFrom('one', 'two') });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      clock = virtualClock();
      update = createCoalescer<number, string>(spacing, clock).send;
      began = [];
      outcomes = [];
      let at = 0;
      for (const [value, { gap, takes, key }] of steps.entries()) {
        at += gap;
        clock.after(at, () => change(key, value, taking(takes, key)));
      }
      await clock.passAll();

      expect(outcomes).toHaveLength(steps.length);
      for (const { value, got } of outcomes) expect(Number(got.slice('sent '.length))).toBeGreaterThanOrEqual(value);
      for (const key of ['one', 'two']) {
        const own = began.filter((each) => each.key === key);
        expect(own.at(-1)?.value ?? -1).toBe(steps.findLastIndex((each) => each.key === key));
        for (const [i, { value, at }] of own.entries()) {
          const before = own[i - 1];
          if (!before) continue;
          expect(at - before.at).toBeGreaterThanOrEqual(spacing);
          expect(at).toBeGreaterThanOrEqual(before.ended ?? Number.POSITIVE_INFINITY);
          expect(value).toBeGreaterThan(before.value);
        }
      }
    }),
  );
});
