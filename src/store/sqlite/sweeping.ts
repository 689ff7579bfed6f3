import type { Turns } from '../../usecases/turns.ts';
import type { Commits } from './commits.ts';
import type { Statements } from './statements.ts';
import type { Write } from './writer.ts';

/** So many rows are looked through at once, half a millisecond's work. */
const atOnce = 1_000;

interface SweepNeeds {
  sql: Statements;
  commits: Commits;
  turns: Turns | undefined;
}

/** Removes what has expired, a piece at a time. @returns how much that was. */
export async function sweep({ sql, commits, turns }: SweepNeeds, now: number): Promise<number> {
  let count = 0;
  for (let [partition, id] = ['', '']; ; ) {
    await turns?.pause();
    const rows = sql(
      'SELECT partition, id, expires_at FROM documents WHERE (partition, id) > (?, ?) ORDER BY partition, id LIMIT ?',
    ).all(partition, id, atOnce);
    const expired = rows.filter((row) => isExpired(row, now));
    const remove = 'DELETE FROM documents WHERE partition = ? AND id = ? AND expires_at <= ?';
    count += await removed(
      commits,
      expired.map((row) => ({ sql: remove, values: [String(row.partition), String(row.id), now] })),
    );
    const last = rows.at(-1);
    if (!last) break;
    [partition, id] = [String(last.partition), String(last.id)];
  }
  for (let id = ''; ; ) {
    await turns?.pause();
    const rows = sql('SELECT id, expires_at FROM due WHERE id > ? ORDER BY id LIMIT ?').all(id, atOnce);
    const expired = rows.filter((row) => isExpired(row, now));
    const remove = 'DELETE FROM due WHERE id = ? AND expires_at <= ?';
    count += await removed(
      commits,
      expired.map((row) => ({ sql: remove, values: [String(row.id), now] })),
    );
    const last = rows.at(-1);
    if (!last) break;
    id = String(last.id);
  }
  return count;
}

type Row = Record<string, unknown>;

function isExpired({ expires_at: expiresAt }: Row, now: number): boolean {
  return expiresAt !== null && Number(expiresAt) <= now;
}

async function removed(commits: Commits, removals: Write): Promise<number> {
  if (removals.length === 0) return 0;
  return (await commits.run(removals)).reduce((sum, changes) => sum + changes, 0);
}
