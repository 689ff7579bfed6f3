import { beforeEach, describe, expect, it } from 'vitest';
import { createPatience, type Patience } from '../../../src/teams/inbound/patience.ts';
import { type VirtualClock, virtualClock } from '../../support/virtual-clock.ts';

let clock: VirtualClock;
let logged: string[];
let patience: Patience;
beforeEach(() => {
  clock = virtualClock();
  logged = [];
  patience = createPatience(clock);
});
const failed = async (error: unknown) => logged.push(String(error));

const taking = (ms: number, end: 'done' | Error) =>
  clock.sleep(ms).then(() => {
    if (end instanceof Error) throw end;
    return end;
  });

describe('work that somebody waits for', () => {
  it('is waited for up to three seconds, and no longer', async () => {
    const answers = [2_999, 3_001].map((ms) => patience.wait(taking(ms, 'done'), failed));
    await clock.passAll();
    expect(await Promise.all(answers)).toEqual(['done', undefined]);
  });

  it('fails as it does where somebody still waits, and only once', async () => {
    const failing = patience.wait(taking(100, new Error('broken')), failed);
    const told = expect(failing).rejects.toThrow('broken');
    await clock.passAll();
    await told;
    expect(logged).toEqual([]);
  });

  it('leaves no timer behind once it is done', async () => {
    const answer = patience.wait(Promise.resolve('done'), failed);
    expect(await answer).toBe('done');
    expect(clock.nextAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it('that outlasted its answer is told of where it fails, and waited for at the end', async () => {
    const answers = [
      patience.wait(taking(5_000, new Error('broken')), failed),
      patience.wait(taking(9_000, 'done'), failed),
      patience.wait(taking(1_000, 'done'), failed),
    ];
    await clock.pass(4_000);
    expect(await Promise.all(answers)).toEqual([undefined, undefined, 'done']);
    let settled = false;
    const end = patience.settled().then(() => {
      settled = true;
    });
    await clock.pass(2_000);
    expect([settled, logged]).toEqual([false, ['Error: broken']]);
    await clock.passAll();
    await end;
    await patience.settled();
    expect(settled).toBe(true);
  });
});
