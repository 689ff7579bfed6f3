import type { Database } from '../../src/store/database.ts';

/** A database whose user dies, or that fails, at one of its writes. */
export interface Mortal {
  wrap(db: Database): Database;
  /** From now on counts writes, and strikes at the one with this number, from 1. */
  strikeAt(write: number): void;
  /** Whether it has struck. */
  struck(): boolean;
  /** Lets go of what hangs, so that the dead can be buried. */
  bury(): void;
}

/**
 * What happens at a write.
 * - `dies`: the process is gone, and nothing that it asks for is ever answered again.
 * - `fails`: the answer is an error, once.
 */
export type Stroke = 'dies' | 'fails';
/** Whether the write itself was made. */
export type Reach = 'before' | 'after';

export function mortal(stroke: Stroke, reach: Reach): Mortal {
  let left = Number.POSITIVE_INFINITY;
  let struck = false;
  let dead = false;
  const hanging: (() => void)[] = [];
  const hang = (): Promise<never> =>
    new Promise((_, reject) => hanging.push(() => reject(new Error('its process is gone'))));

  const write = async <T>(doIt: () => Promise<T>): Promise<T> => {
    if (dead) return hang();
    left -= 1;
    if (left !== 0) return doIt();
    struck = true;
    dead = stroke === 'dies';
    if (reach === 'after') await doIt();
    if (dead) return hang();
    throw new Error('the answer of the database was lost');
  };
  const read = <T>(doIt: () => Promise<T>): Promise<T> => (dead ? hang() : doIt());

  return {
    wrap: (db) => ({
      read: (...given) => read(() => db.read(...given)),
      list: (...given) => read(() => db.list(...given)),
      ids: (...given) => read(() => db.ids(...given)),
      readDue: (...given) => read(() => db.readDue(...given)),
      listDue: (...given) => read(() => db.listDue(...given)),
      write: (...given) => write(() => db.write(...given)),
      remove: (...given) => write(() => db.remove(...given)),
      freeze: (...given) => write(() => db.freeze(...given)),
      writeDue: (...given) => write(() => db.writeDue(...given)),
      // Housekeeping and moving are no part of any work that a crash could cut in two.
      sweep: (...given) => read(() => db.sweep(...given)),
      everything: () => db.everything(),
      put: (...given) => db.put(...given),
      check: () => read(() => db.check()),
      close: () => db.close(),
    }),
    strikeAt(number) {
      left = number;
    },
    struck: () => struck,
    bury() {
      for (const letGo of hanging.splice(0)) letGo();
      // What they ask for next hangs no longer.
      hanging.push = (...more) => {
        for (const each of more) each();
        return 0;
      };
    },
  };
}
