import type { Clock } from '../../src/usecases/clock.ts';
import { answering, botAt, calm, change, hanging, held, stir } from './in-flight.ts';
import { virtualClock } from './virtual-clock.ts';

/** The time that the bots of a test live in: it stands still while they work, and jumps to the next timer when they wait. */
export interface Timeline {
  /** What the bots take the time to be, epoch milliseconds. */
  now(): number;
  /** Makes it another time at once, forth or back. */
  setTo(now: number): void;
  /** The clock of one bot. @param aheadMs by so much its time of day is ahead of the others'. */
  clock(aheadMs?: number): Clock;
  /** Lets time pass for the requests to this port as they need it. @returns what ends that. */
  serve(port: number): () => void;
  /** Lets time pass while the bots wait for it, until work is done that nobody asked them for. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Lets everything come to rest that needs no time, and then time pass up to the next timer, until something holds. @param wanted for the message: "a card". */
  until<T>(wanted: string, what: () => Awaitable<T | undefined | false>, saw: () => string): Promise<T>;
  /** How many wait for time to pass before they go on with what they have in hand. */
  sleepers(): number;
}

type Awaitable<T> = T | Promise<T>;

/** So long, in the bots' time, anything that is waited for may take. */
const patienceMs = 60_000;

/** Somebody's press takes its time, so that no two are of the same millisecond. */
const requestMs = 10;

/** @param began epoch milliseconds. */
export function createTimeline(began: number): Timeline {
  const clock = virtualClock(began);
  const ports = new Set<number>();
  /** Who waits for the next timer, and up to when. */
  const waiting = new Set<{ limit: number; goOn: (passed: boolean) => void }>();
  let works = 0;
  let pumping = false;

  /** @returns whether a timer was fired, or somebody told that none is. */
  const step = (): boolean => {
    if (held()) return false;
    const next = clock.nextAt();
    const late = [...waiting].filter(({ limit }) => limit < next);
    for (const each of late) {
      waiting.delete(each);
      each.goOn(false);
    }
    if (late.length > 0) return true;
    const patient = [...waiting];
    // Whoever only answers is let be, but where that itself takes time.
    if (patient.length === 0 && clock.sleepers() === 0 && !hanging()) return false;
    if (next === Number.POSITIVE_INFINITY) return false;
    waiting.clear();
    clock.fireNext();
    for (const { goOn } of patient) goOn(true);
    return true;
  };
  const pump = async () => {
    if (pumping) return;
    pumping = true;
    while (waiting.size + works + answering(ports) > 0) {
      await calm();
      if (waiting.size + works + answering(ports) > 0 && !step()) await change();
    }
    pumping = false;
  };
  /** Everything is done whose time has come. */
  const nothingDue = async () => {
    for (await calm(); clock.nextAt() <= clock.monotonic(); await calm()) clock.fireNext();
  };
  const nextTimer = (limit: number): Promise<boolean> =>
    new Promise((goOn) => {
      waiting.add({ limit, goOn });
      stir();
      void pump();
    });

  return {
    now: clock.now,
    setTo: clock.setTo,
    sleepers: clock.sleepers,
    clock: (aheadMs = 0) => ({ ...clock, now: () => clock.now() + aheadMs }),
    serve(port) {
      ports.add(port);
      const stop = botAt(port, () => {
        clock.elapse(requestMs);
        void pump();
      });
      return () => {
        stop();
        ports.delete(port);
      };
    },
    async during(work) {
      works += 1;
      void pump();
      try {
        return await work;
      } finally {
        works -= 1;
        stir();
      }
    },
    async until(wanted, what, saw) {
      for (const limit = clock.monotonic() + patienceMs; ; ) {
        await nothingDue();
        const found = await what();
        if (found) return found;
        if (!(await nextTimer(limit)))
          throw new Error(
            `Wanted ${wanted}; within ${patienceMs / 1000} s of the bot's time it was ${found}. ${saw()}`,
          );
      }
    },
  };
}

/** Time stands still while the bot works, and jumps to the next timer while somebody waits for it. */
export interface TestClock extends Pick<Timeline, 'now' | 'setTo' | 'sleepers'> {
  /** How much has been added to the time that passed by itself, in milliseconds; setting it moves the bot's time. */
  offset: number;
}

export function testClock(time: Timeline): TestClock {
  let offset = 0;
  return {
    now: time.now,
    setTo: time.setTo,
    sleepers: time.sleepers,
    get offset() {
      return offset;
    },
    set offset(to) {
      time.setTo(time.now() + to - offset);
      offset = to;
    },
  };
}
