import { beforeEach, describe, expect, it, test } from 'vitest';
import { classify } from '../../../src/teams/botframework/outcomes.ts';
import { type Calls, createCalls } from '../../../src/teams/outbound/calls.ts';
import { createRateLimiter } from '../../../src/teams/outbound/rate-limiter.ts';
import { FailedRead } from '../../../src/teams/outbound/teams-client.ts';
import type { SendOutcome, UpdateOutcome } from '../../../src/usecases/ports.ts';
import { start, type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

const place = { tenantId: 't', serviceUrl: 'http://127.0.0.1/' };
const accepted: SendOutcome = { kind: 'accepted', conversationId: 'c', activityId: 'a' };
const tooMany = (afterMs: number): SendOutcome => ({ kind: 'later', afterMs });

let clock: VirtualClock;
let calls: Calls;
/** When each call was made, in milliseconds from the beginning. */
let made: number[];
/** What was counted of each: what it was, what became of it, and how long it took. */
let counted: unknown[][];
beforeEach(() => {
  clock = virtualClock();
  calls = createCalls({
    rateLimiter: createRateLimiter(clock),
    clock,
    random: () => 0,
    meter: { called: (...call) => void counted.push(call) },
  });
  made = [];
  counted = [];
});

/** Gives these outcomes in turn, the last for ever; an error is thrown. */
function answering<T>(...outcomes: (T | Error)[]): () => Promise<T> {
  return async () => {
    made.push(clock.now() - start);
    const outcome = outcomes[Math.min(made.length, outcomes.length) - 1];
    if (outcome instanceof Error) throw outcome;
    return outcome as T;
  };
}

const failed = (error: Error) => new FailedRead(classify('put', error), error);
const failing = (statusCode: number, headers = {}) =>
  failed(Object.assign(new Error(`status ${statusCode}`), { statusCode, response: { headers: new Headers(headers) } }));

async function ended<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  await clock.passAll();
  return promise;
}

describe('an answer to a message', () => {
  test('that Teams takes is sent once', async () => {
    expect(await ended(calls.patiently(place, 'c', answering(accepted)))).toEqual(accepted);
    expect(made).toHaveLength(1);
  });

  test('is sent again after a "too many", not before Teams said', async () => {
    expect(await ended(calls.patiently(place, 'c', answering(tooMany(7_000), accepted)))).toEqual(accepted);
    expect(made).toEqual([0, 7_000]);
  });

  test('is given up after four tries, with longer and longer pauses', async () => {
    expect(await ended(calls.patiently(place, 'c', answering(tooMany(0))))).toEqual(tooMany(0));
    expect(made).toEqual([0, 250, 750, 1_750]);
  });

  test('is given up at once where Teams asks for more patience than anyone has', async () => {
    expect(await ended(calls.patiently(place, 'c', answering(tooMany(30_000))))).toEqual(tooMany(30_000));
    expect(made).toHaveLength(1);
  });

  it.each<SendOutcome>([{ kind: 'unknown' }, { kind: 'refused', status: 403 }])(
    'is not repeated after %j',
    async (outcome) => {
      expect(await ended(calls.patiently(place, 'c', answering(outcome)))).toEqual(outcome);
      expect(made).toHaveLength(1);
    },
  );
});

describe('a call', () => {
  const taking =
    <T>(call: () => Promise<T>) =>
    async () => {
      await clock.sleep(40);
      return call();
    };

  it('is counted with what became of it and how long that took', async () => {
    await clock.pass(1_000);
    await ended(calls.once(place, 'c', taking(answering(accepted))));
    await ended(calls.update(place, 'c', taking(answering<UpdateOutcome>({ kind: 'refused', status: 404 }))));
    made = [];
    await ended(calls.read(place, 'c', taking(answering<string[]>(failing(503), ['Mette']))));
    expect(counted).toEqual([
      ['post', 'accepted', 40],
      ['update', 'refused', 40],
      ['read', 'later', 40],
      ['read', 'accepted', 40],
    ]);
  });

  it('that was not made, since somebody has a form open, is not counted', async () => {
    const held: UpdateOutcome = { kind: 'held', until: 7 };
    expect(await ended(calls.update(place, 'c', answering<UpdateOutcome>(held)))).toEqual(held);
    expect(counted).toEqual([]);
  });
});

describe('a post of which nobody answered', () => {
  const failedWith = (code: string) => classify('post', Object.assign(new Error(code), { code }));

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'])(
    'may be made again where it never left: %s',
    (code) => {
      expect(failedWith(code)).toEqual(tooMany(0));
    },
  );

  it.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE'])('may have been taken: %s', (code) => {
    expect(failedWith(code)).toEqual({ kind: 'unknown' });
  });
});

describe('a post that due work makes', () => {
  test('is tried once, and holds its thread back as long as Teams said, and no other', async () => {
    expect(await ended(calls.once(place, 'c', answering(tooMany(5_000))))).toEqual(tooMany(5_000));
    expect(made).toHaveLength(1);
    const held = calls.once(place, 'c', answering(accepted));
    await calls.once(place, 'another', answering(accepted));
    expect(made[1]).toBe(0);
    await ended(held);
    expect(made[2]).toBe(5_000);
  });
});

describe('reading members', () => {
  it.each([429, 412, 500, 502, 503, 504, 408])('is tried again after %i', async (status) => {
    expect(await ended(calls.read(place, 'c', answering<string[]>(failing(status), ['Mette'])))).toEqual(['Mette']);
    expect(made).toHaveLength(2);
  });

  test('is tried again after a reset', async () => {
    const reset = failed(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    expect(await ended(calls.read(place, 'c', answering<string[]>(reset, ['Mette'])))).toEqual(['Mette']);
  });

  test('waits as long as Teams says', async () => {
    await ended(calls.read(place, 'c', answering<string[]>(failing(429, { 'retry-after': '2' }), ['Mette'])));
    expect(made).toEqual([0, 2_000]);
  });

  test('holds other reads of the conversation back as long, and no post there', async () => {
    const first = calls.read(place, 'c', answering<string[]>(failing(429, { 'retry-after': '2' }), ['Mette']));
    await clock.pass(1);
    const second = calls.read(place, 'c', answering(['Mette']));
    await calls.once(place, 'c', answering(accepted));
    expect(made).toEqual([0, 1]);
    await ended(Promise.all([first, second]));
    expect(made).toEqual([0, 1, 2_000, 2_000]);
  });

  test('is tried four times, as long as somebody waits for it', async () => {
    await expect(ended(calls.read(place, 'c', answering(failing(503))))).rejects.toThrow('503');
    expect(made).toEqual([0, 250, 750, 1_750]);
    await expect(ended(calls.read(place, 'd', answering(failing(429, { 'retry-after': '3' }))))).rejects.toThrow('429');
    expect(made.slice(4).map((at) => at - (made[4] ?? 0))).toEqual([0, 3_000]);
  });

  test('is given up where somebody would wait too long', async () => {
    await expect(ended(calls.read(place, 'c', answering(failing(429, { 'retry-after': '9' }))))).rejects.toThrow('429');
    expect(made).toHaveLength(1);
  });

  it.each([400, 401, 403, 404])('is not tried again after %i', async (status) => {
    await expect(ended(calls.read(place, 'c', answering(failing(status))))).rejects.toThrow(`status ${status}`);
    expect(made).toHaveLength(1);
  });

  test('has limits of its own: fourteen a second in one conversation', async () => {
    for (let i = 0; i < 15; i++) void calls.read(place, 'c', answering(['Mette']));
    await clock.pass(999);
    expect(made).toHaveLength(14);
    await clock.pass(1);
    await clock.passAll();
    expect(made).toHaveLength(15);
  });
});
