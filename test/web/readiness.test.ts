import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { createReadiness } from '../../src/web/readiness.ts';
import { startHarness } from '../support/app.ts';
import { virtualClock } from '../support/virtual-clock.ts';

describe('whether the bot is ready', () => {
  it('is looked at once a second, however often it is asked', async () => {
    const clock = virtualClock();
    let looks = 0;
    const ready = createReadiness(async () => {
      looks += 1;
      return looks !== 2;
    }, clock);
    expect(await Promise.all(Array.from({ length: 50 }, ready))).toEqual(Array(50).fill(true));
    await clock.pass(999);
    expect([await ready(), looks]).toEqual([true, 1]);
    await clock.pass(1);
    expect([await ready(), await ready(), looks]).toEqual([false, false, 2]);
    await clock.pass(1_000);
    expect([await ready(), looks]).toEqual([true, 3]);
  });

  it('is looked at though the clock was put back', async () => {
    const clock = virtualClock();
    let looks = 0;
    const look = async () => {
      looks += 1;
      return true;
    };
    const ready = createReadiness(look, clock);
    await ready();
    clock.setTo(clock.now() - 5_000);
    await ready();
    expect(looks).toBe(2);
  });

  it('is told to be not so in two seconds where a look does not end, and looked at once in that time', async () => {
    const clock = virtualClock();
    let looks = 0;
    const stuck = Promise.withResolvers<boolean>();
    const ready = createReadiness(() => {
      looks += 1;
      return looks === 1 ? stuck.promise : Promise.resolve(true);
    }, clock);
    const asked = [ready()];
    await clock.pass(1_500);
    asked.push(ready());
    expect(looks).toBe(1);
    await clock.pass(500);
    expect(await Promise.all(asked)).toEqual([false, false]);
    expect([await ready(), looks]).toEqual([true, 2]);
    stuck.resolve(false);
    expect([await ready(), clock.nextAt()]).toEqual([true, Number.POSITIVE_INFINITY]);
  });

  it('costs the database one look in a second, though a hundred ask', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    let looks = 0;
    const counted = (db: Database) =>
      new Proxy(db, {
        get(target, name) {
          if (name === 'check') looks += 1;
          const value = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    const { app } = await startHarness({ wrap: counted });
    const asked = Array.from({ length: 100 }, () => fetch(`http://127.0.0.1:${app.port}/readyz`));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
    expect(looks).toBe(1);
  });
});
