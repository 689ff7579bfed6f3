import { Worker } from 'node:worker_threads';
import { thread } from '../../assets.ts';
import type { Finding, Health } from './faults.ts';
import type { Write, Writer, Written } from './writer.ts';

/** What the thread is asked for. */
export type CommitJob = { kind: 'write'; batch: readonly Write[] } | { kind: 'exec'; sql: string } | { kind: 'close' };
/** How a batch ended. */
export type CommitTold = { changes: number[][] } | { errcode: number | undefined; message: string };

interface ThreadWriterNeeds {
  file: string;
  /** Whether the files are those that were opened: another connection would write elsewhere. */
  isWhole(): boolean;
  health: Health;
  /** Told of each batch that has ended, before whoever waits for it. */
  ended?(): void;
}

const threadLost: Finding = {
  code: 'WRITER_LOST',
  reason: 'the thread that writes ended, and whoever waited for it was told that nothing was kept',
  remedy: 'The bot starts another by itself. Where that goes on, see whether the machine has memory left.',
};

/** The thread waits for a disk that does not answer, while everybody else goes on. */
export const diskStuck: Finding = {
  code: 'DISK_STUCK',
  reason: 'its disk has not ended a write for ten seconds, and nothing is kept until it has',
  remedy: 'See whether its disk is there and answers; the bot then goes on by itself.',
};

/** Writes in a thread of its own. Where it ended by itself, another is started for the next batch. */
export function createThreadWriter(needs: ThreadWriterNeeds): Writer {
  return new ThreadWriter(needs);
}

class ThreadWriter implements Writer {
  readonly #needs: ThreadWriterNeeds;
  #running: Worker | undefined;
  #closed = false;
  /** The batch on its way; there is one at most. */
  #ended: ((written: Written) => void) | undefined;

  constructor(needs: ThreadWriterNeeds) {
    this.#needs = needs;
    this.#running = this.#start();
  }

  write(batch: readonly Write[]): Promise<Written> {
    return new Promise((resolve) => {
      if (this.#closed || !(this.#running || this.#needs.isWhole())) {
        resolve({ error: new Error('The database is closed, or its files are not those that were opened') });
        return;
      }
      this.#running ??= this.#start();
      this.#ended = resolve;
      // Whoever waits for a batch is not to find the process ended.
      this.#running.ref();
      this.#running.postMessage({ kind: 'write', batch } satisfies CommitJob);
    });
  }

  exec(sql: string): void {
    this.#running?.postMessage({ kind: 'exec', sql } satisfies CommitJob);
  }

  async close(): Promise<void> {
    const worker = this.#running;
    this.#closed = true;
    if (!worker) return;
    this.#running = undefined;
    worker.ref();
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ kind: 'close' } satisfies CommitJob);
    await exit;
  }

  #start(): Worker {
    const worker = new Worker(thread('store/sqlite/commit-thread.ts'), { workerData: { file: this.#needs.file } });
    worker.unref();
    let reason = new Error('The thread that writes ended');
    worker.on('message', (told: CommitTold) => {
      worker.unref();
      this.#end('changes' in told ? told : { error: errorOf(told) });
    });
    worker.once('error', (error: Error) => {
      reason = error;
    });
    worker.once('exit', () => {
      if (this.#running !== worker) return;
      this.#running = undefined;
      this.#needs.health.found(threadLost, reason);
      this.#end({ error: reason, isUnknown: true });
    });
    return worker;
  }

  #end(written: Written): void {
    const ended = this.#ended;
    this.#ended = undefined;
    this.#needs.ended?.();
    ended?.(written);
  }
}

function errorOf({ errcode, message }: { errcode: number | undefined; message: string }): Error {
  return Object.assign(new Error(message), errcode !== undefined && { errcode });
}
