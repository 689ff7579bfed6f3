import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { thread } from '../../assets.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { Log } from '../../usecases/ports.ts';
import { type Cleaned, type CleanJob, clean, cleanFile } from './clean.ts';
import { findingOf, type Health } from './faults.ts';

/** Takes what was removed or replaced out of the file for good, a while after, over a connection of its own. */
export interface Cleaning {
  /** Something was written over; it is still in the `-wal`. */
  replaced(): void;
  /** Something was removed; it may be in the file as well. */
  removed(): void;
  /** Rebuilds the file, whatever its size, where anything in it changed or was there from before. */
  daily(): void;
  /** Whether it keeps others from writing just now. */
  isRunning(): boolean;
  /** Does at once what is still to be done. The connection is closed after that. */
  stop(): Promise<void>;
}

interface CleaningNeeds {
  db: DatabaseSync;
  file: string;
  clock: Clock;
  health: Health;
  log: Log | undefined;
  /** Whether the files are those that were opened. */
  isWhole(): boolean;
  /** Whether the file was there before. */
  existed: boolean;
  /** Whether a thread of its own does it, since it may take a second; without one everybody waits for it. */
  thread: boolean;
}

/** How long after a change it is cleaned up after; many changes in a row are one. */
const afterMs = { removed: 1_000, replaced: 30_000 };
/** A rebuilding keeps everybody from writing, so that it may take this share of the time at most. */
const share = 1 / 20;
/** Until the next try, where somebody reads or there is no room. */
const againMs = 10_000;
/** Another program is waited for so long where the bot stops. */
const stopMs = 1_000;
/** At some 10 ms a megabyte what is larger would keep people waiting too long; it is rebuilt once a day. */
const largest = 256 * 1024 * 1024;

/** What there is to do: to rebuild the file, and whatever its size. */
interface Wanted {
  rebuild: boolean;
  large: boolean;
}

export function createCleaning(needs: CleaningNeeds): Cleaning {
  return new FileCleaning(needs);
}

class FileCleaning implements Cleaning {
  readonly #needs: CleaningNeeds;
  readonly #wanted: Wanted = { rebuild: false, large: false };
  /** Since the file was last rebuilt, and by this connection at all. */
  #changed: boolean;
  #touched = false;
  #planned: { at: number; cancel(): void } | undefined;
  #running: Promise<void> | undefined;
  #restUntil = 0;
  #stopped = false;

  constructor(needs: CleaningNeeds) {
    this.#needs = needs;
    this.#changed = needs.existed;
  }

  replaced(): void {
    this.#changed = this.#touched = true;
    if (!this.#planned) this.#plan(afterMs.replaced);
  }

  removed(): void {
    this.#changed = this.#touched = true;
    this.#wanted.rebuild = true;
    this.#plan(afterMs.removed);
  }

  daily(): void {
    if (!this.#changed) return;
    Object.assign(this.#wanted, { rebuild: true, large: true });
    this.#plan(afterMs.removed);
  }

  isRunning(): boolean {
    return this.#running !== undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#planned?.cancel();
    await this.#running;
    const { db, health } = this.#needs;
    if (!this.#touched || health.fault() !== undefined) return;
    try {
      db.exec(`PRAGMA busy_timeout = ${stopMs}`);
      clean(db, this.#wanted.rebuild && this.#way(false));
    } catch (error) {
      if (error instanceof Error) this.#failed(error);
    }
  }

  #plan(inMs: number): void {
    const { clock } = this.#needs;
    const at = Math.max(this.#restUntil, clock.monotonic() + inMs);
    if (this.#stopped || (this.#planned && this.#planned.at <= at)) return;
    this.#planned?.cancel();
    this.#planned = { at, cancel: clock.after(at - clock.monotonic(), () => this.#start()) };
  }

  #start(): void {
    this.#planned = undefined;
    if (this.#running) {
      this.#plan(afterMs.removed);
      return;
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    const { file, clock, health, isWhole, thread } = this.#needs;
    // A second connection to files of which one was exchanged would write the two apart.
    if (!isWhole() || health.fault() !== undefined) {
      this.#plan(againMs);
      return;
    }
    const wanted = this.#wanted;
    const rebuild = wanted.rebuild && this.#way(wanted.large);
    if (rebuild) {
      Object.assign(wanted, { rebuild: false, large: false });
      this.#changed = false;
    }
    const began = clock.monotonic();
    const cleaned = thread ? await inThread({ file, rebuild }) : cleanFile({ file, rebuild });
    const now = clock.monotonic();
    this.#restUntil = now + (now - began) / share;
    if ('emptied' in cleaned && cleaned.emptied) return;
    if ('errcode' in cleaned) this.#failed(Object.assign(new Error(cleaned.message), { errcode: cleaned.errcode }));
    wanted.rebuild ||= rebuild !== false;
    this.#plan(againMs);
  }

  #way(large: boolean): CleanJob['rebuild'] {
    if (sizeOf(this.#needs.file) <= largest) return 'inMemory';
    return large && 'onDisk';
  }

  /** Damage is found here first. That there is no room for a second copy is no reason to take no answers. */
  #failed(error: Error): void {
    const { file, health, log } = this.#needs;
    const finding = findingOf(error);
    if (finding?.lasting) health.found(finding, error);
    else
      log?.warn(
        { file, code: finding?.code ?? '' },
        'what was deleted could not be taken out of the file; tried again',
      );
  }
}

/** What a database that is nowhere but in memory needs of all this. */
export const noCleaning: Cleaning = {
  replaced: () => undefined,
  removed: () => undefined,
  daily: () => undefined,
  isRunning: () => false,
  stop: async () => undefined,
};

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function inThread(job: CleanJob): Promise<Cleaned> {
  return new Promise((resolve) => {
    const worker = new Worker(thread('store/sqlite/clean-thread.ts'), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', (error) => resolve({ errcode: 0, message: error.message }));
    worker.once('exit', () => resolve({ emptied: false }));
  });
}
