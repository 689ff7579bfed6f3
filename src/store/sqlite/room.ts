import type { Clock } from '../../usecases/clock.ts';
import type { Commits } from './commits.ts';
import type { Health } from './faults.ts';

/** Finds out whether a database that could not be written to can be written to again. */
export interface Room {
  /** On a disk that is nearly full a small thing is written now and then; that it is over takes more. */
  wrote(): void;
  attempt(): Promise<void>;
}

interface RoomNeeds {
  commits: Commits;
  clock: Clock;
  health: Health;
}

const place = ['probe', 'probe'];
const againMs = 1_000;

export function createRoom({ commits, clock, health }: RoomNeeds): Room {
  let trying: Promise<void> | undefined;
  let notBefore = 0;

  /** A few pages are written and removed. */
  const write = async (): Promise<void> => {
    try {
      const insert = 'INSERT OR REPLACE INTO documents (partition, id, version, body) VALUES (?, ?, 1, ?)';
      await commits.run([
        { sql: insert, values: [...place, ' '.repeat(32_768)] },
        { sql: 'DELETE FROM documents WHERE partition = ? AND id = ?', values: place },
      ]);
      health.recovered();
    } catch {
      // It is noted already, and tried again.
    } finally {
      notBefore = clock.monotonic() + againMs;
      trying = undefined;
    }
  };
  const attempt = () => {
    trying ??= write();
    return trying;
  };
  return {
    attempt,
    wrote() {
      if (health.fault() && !trying && clock.monotonic() >= notBefore) void attempt();
    },
  };
}
