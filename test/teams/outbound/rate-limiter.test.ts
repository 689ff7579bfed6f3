import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { classify } from '../../../src/teams/botframework/outcomes.ts';
import { tenantLimits, threadLimits } from '../../../src/teams/outbound/limits.ts';
import { createRateLimiter, type RateLimiter } from '../../../src/teams/outbound/rate-limiter.ts';
import { start, type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';
import { broken } from './windows.ts';

interface Sent {
  tenant: string;
  thread: string;
  name: number;
  /** Milliseconds from the beginning. */
  at: number;
}

let clock: VirtualClock;
let rateLimiter: RateLimiter;
let sent: Sent[];
/** Every turn that was asked for. */
let turns: Promise<void>[];
beforeEach(() => {
  clock = virtualClock();
  rateLimiter = createRateLimiter(clock);
  sent = [];
  turns = [];
});

/** So many sends ask for their turn now; each is noted when it leaves. */
function ask(tenant: string, thread: string, count = 1): void {
  const first = sent.length;
  for (let name = first; name < first + count; name++)
    turns.push(
      rateLimiter.turn(tenant, thread).then(() => {
        sent.push({ tenant, thread, name, at: clock.now() - start });
      }),
    );
}

const times = (which: Partial<Sent> = {}) =>
  sent
    .filter(({ tenant, thread }) => (which.tenant ?? tenant) === tenant && (which.thread ?? thread) === thread)
    .map(({ at }) => at);

/** Every limit that the sends so far broke, and where. */
function allBroken(): string[] {
  const of = (field: 'tenant' | 'thread', limits: typeof threadLimits) =>
    [...new Set(sent.map((each) => each[field]))].flatMap((name) =>
      broken(times({ [field]: name }), limits).map(({ count, within }) => `${field} ${name}: ${count} in ${within} ms`),
    );
  return [...of('thread', threadLimits), ...of('tenant', tenantLimits)];
}

describe('a place of one name in two tenants', () => {
  test('is two: neither counts for the other, nor waits where the other was told to', async () => {
    rateLimiter.pause('t', 'chats', { ms: 30_000 });
    ask('t', 'chats', 20);
    ask('u', 'chats');
    await clock.pass(0);
    expect([times({ tenant: 't' }), times({ tenant: 'u' })]).toEqual([[], [0]]);
  });
});

describe('a send', () => {
  test('leaves at once where nothing was sent lately', async () => {
    ask('t', 'a');
    await clock.pass(0);
    expect(times()).toEqual([0]);
    await clock.pass(10_000);
    ask('t', 'a', 7);
    await clock.pass(0);
    expect(times()).toEqual([0, ...Array(7).fill(10_000)]);
  });

  test('waits no longer than the windows of its thread ask for', async () => {
    ask('t', 'a', 10);
    await clock.passAll();
    expect(times()).toEqual([0, 0, 0, 0, 0, 0, 0, 1_000, 2_000, 2_000]);
  });

  test('leaves in the order that it asked in', async () => {
    ask('t', 'a', 100);
    await clock.passAll();
    expect(sent.map(({ name }) => name)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  test('keeps within every window of an hour, two thousand and more at once', async () => {
    ask('t', 'a', 2_500);
    await clock.passAll();
    expect(sent).toHaveLength(2_500);
    expect(allBroken()).toEqual([]);
    // The first 1,800 take fifteen minutes; the hour's window holds the rest back.
    expect(times()[1_799]).toBeLessThan(3_600_000);
    expect(times()[1_800]).toBe(3_600_000);
  });

  test('in one thread is not held back by another that is full', async () => {
    ask('t', 'a', 40);
    ask('t', 'b');
    await clock.pass(0);
    expect(times({ thread: 'b' })).toEqual([0]);
  });

  test('in a busy tenant leaves with no more than forty-nine others in a second', async () => {
    for (let i = 0; i < 120; i++) ask('t', `thread ${i}`);
    ask('another', 'elsewhere');
    await clock.passAll();
    expect(times({ tenant: 'another' })).toEqual([0]);
    expect(times({ tenant: 't' })).toEqual([...Array(50).fill(0), ...Array(50).fill(1_000), ...Array(20).fill(2_000)]);
  });
});

describe('when Teams says "too many"', () => {
  it.each([
    { headers: { 'retry-after': '7' }, afterMs: 7_000 },
    { headers: {}, afterMs: 2_000 },
  ])(
    'with $headers nothing leaves in that thread for $afterMs ms, and everything in others',
    async ({ headers, afterMs }) => {
      const error = Object.assign(new Error('Too Many Requests'), {
        statusCode: 429,
        response: { headers: new Headers(headers) },
      });
      const outcome = classify('post', error);
      expect(outcome).toEqual({ kind: 'later', afterMs });
      if (outcome.kind === 'later') rateLimiter.pause('t', 'a', { ms: outcome.afterMs });
      ask('t', 'a');
      ask('t', 'b');
      ask('another', 'c');
      await clock.pass(afterMs - 1);
      expect(times()).toEqual([0, 0]);
      await clock.pass(1);
      expect(times({ tenant: 't' })).toEqual([0, afterMs]);
    },
  );

  test('of a second thread while the first waits nothing leaves in the tenant', async () => {
    rateLimiter.pause('t', 'a', { ms: 5_000 });
    rateLimiter.pause('t', 'b', { ms: 3_000 });
    ask('t', 'c');
    ask('another', 'd');
    await clock.passAll();
    expect([times({ thread: 'c' }), times({ thread: 'd' })]).toEqual([[3_000], [0]]);
  });

  test('of the same thread twice, or of another once the first may go on, the tenant goes on', async () => {
    rateLimiter.pause('t', 'a', { ms: 5_000 });
    rateLimiter.pause('t', 'a', { ms: 5_000 });
    await clock.pass(5_000);
    rateLimiter.pause('t', 'b', { ms: 5_000 });
    ask('t', 'c');
    await clock.pass(0);
    expect(times({ thread: 'c' })).toEqual([5_000]);
  });

  test('of the members of a conversation what is sent there goes on', async () => {
    rateLimiter.pause('t', 'a', { ms: 5_000, kind: 'read' });
    ask('t', 'a');
    await clock.pass(0);
    expect(times()).toEqual([0]);
  });

  test('each instance gives way, so that many on one thread together come to keep its limit', async () => {
    const within = 60_000;
    const instances = Array.from({ length: 4 }, () => createRateLimiter(clock));
    const taken: number[] = [];
    let refused = 0;
    const send = async (limiter: RateLimiter) => {
      for (;;) {
        await limiter.turn('t', 'a');
        const now = clock.now();
        const lately = taken.filter((at) => now - at < 30_000).length;
        if (lately < 60) return void taken.push(now);
        refused += 1;
        limiter.pause('t', 'a', { ms: 2_000 });
      }
    };
    const all = instances.flatMap((limiter) => Array.from({ length: 60 }, () => send(limiter)));
    await clock.pass(within);
    const first = refused;
    await clock.passAll();
    await Promise.all(all);
    expect(broken(taken, [{ count: 60, within: 30_000 }])).toEqual([]);
    expect(first).toBeGreaterThan(0);
    // Each of them was told a few times, and not at every try.
    expect(refused).toBeLessThan(40);
  });

  test('an instance that was told takes its whole share again after a quiet while', async () => {
    rateLimiter.pause('t', 'a', { ms: 1_000 });
    await clock.pass(1_000);
    ask('t', 'a', 7);
    await clock.pass(0);
    expect(times()).toHaveLength(4);
    await clock.passAll();
    await clock.pass(120_000);
    sent = [];
    ask('t', 'a', 7);
    await clock.pass(0);
    expect(times()).toHaveLength(7);
  });

  test('what waits for its turn already waits for the end of the pause too', async () => {
    ask('t', 'a', 8);
    clock.after(500, () => rateLimiter.pause('t', 'a', { ms: 5_000 }));
    await clock.passAll();
    expect(times().at(-1)).toBe(5_500);
  });

  test('a shorter pause does not end a longer one, and a longer one goes on', async () => {
    rateLimiter.pause('t', 'a', { ms: 5_000 });
    rateLimiter.pause('t', 'a', { ms: 1_000 });
    ask('t', 'a');
    await clock.pass(4_999);
    expect(times()).toEqual([]);
    rateLimiter.pause('t', 'a', { ms: 5_000 });
    await clock.passAll();
    expect(times()).toEqual([9_999]);
  });

  test('a thread’s sends that waited for the end of the pause leave at the thread’s pace, not all at once', async () => {
    rateLimiter.pause('t', 'a', { ms: 60_000 });
    ask('t', 'a', 30);
    await clock.passAll();
    expect(times()[0]).toBe(60_000);
    expect(allBroken()).toEqual([]);
  });
});

test('a thread’s sends that waited for a busy tenant leave at the thread’s pace, not all at once', async () => {
  for (let i = 0; i < 50; i++) ask('t', `other ${i}`);
  ask('t', 'a', 9);
  await clock.passAll();
  expect(sent).toHaveLength(59);
  expect(allBroken()).toEqual([]);
});

test('no schedule, with pauses or without, breaks a window, turns a thread’s order round or leaves a send behind', async () => {
  const burst = fc.record({
    at: fc.nat(6_000),
    tenant: fc.constantFrom('t1', 't2'),
    thread: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
    count: fc.integer({ min: 1, max: 14 }),
  });
  const pause = fc.record({ at: fc.nat(8_000), of: burst, ms: fc.nat(20_000) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(burst, { minLength: 1, maxLength: 20 }),
      fc.array(pause, { maxLength: 3 }),
      async (bursts, pauses) => {
        clock = virtualClock();
        rateLimiter = createRateLimiter(clock);
        sent = [];
        const asked = new Map<string, number>();
        const early: number[] = [];
        const pausedUntil = new Map<string, number>();
        for (const { at, tenant, thread, count } of bursts)
          clock.after(at, () => {
            // A thread belongs to one tenant.
            const name = `${tenant} ${thread}`;
            for (let i = 0; i < count; i++) {
              const own = asked.get(name) ?? 0;
              asked.set(name, own + 1);
              turns.push(
                rateLimiter.turn(tenant, name).then(() => {
                  if (clock.now() < (pausedUntil.get(name) ?? 0)) early.push(clock.now() - start);
                  sent.push({ tenant, thread: name, name: own, at: clock.now() - start });
                }),
              );
            }
          });
        for (const { at, of, ms } of pauses)
          clock.after(at, () => {
            const name = `${of.tenant} ${of.thread}`;
            pausedUntil.set(name, Math.max(pausedUntil.get(name) ?? 0, clock.now() + ms));
            rateLimiter.pause(of.tenant, name, { ms });
          });
        await clock.passAll();

        expect(allBroken()).toEqual([]);
        expect(early).toEqual([]);
        for (const [thread, count] of asked) {
          const names = sent.filter((each) => each.thread === thread).map(({ name }) => name);
          expect(names).toEqual(Array.from({ length: count }, (_, i) => i));
        }
      },
    ),
    { numRuns: 60 },
  );
});
