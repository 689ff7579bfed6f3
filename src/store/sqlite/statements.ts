import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Statements of one connection, each prepared once. */
export type Statements = (sql: string) => StatementSync;

export function createStatements(db: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}

/** Not 1: a document removed and made anew must not have a version that somebody still holds. Whole in a JavaScript number. */
export const firstVersion = 'abs(random() % 4503599627370496)';

/** The first text after all that begin with `prefix`, in the order of UTF-8 bytes that SQLite compares by. */
export function after(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
