import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { type Harness, startHarness } from './app.ts';
import { canary, tenantId } from './canaries.ts';
import type { Shown } from './connector.ts';

/** When the bot of then stopped, a wall time in Copenhagen. */
const stopped = '2026-11-25 10:01';

export const groupChat = { tenantId, conversationId: `19:${canary}-gruppe@thread.v2` };

interface Older {
  harness: Harness;
  /** A post of then, by the name that the fixture gives it. */
  post(name: string): Shown;
  /** The ids of what had been due when the bot stopped and was not done. */
  due: string[];
}

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/database-0.1/${name}`, import.meta.url));

/** The bot as it is now, on a copy of what a bot of version 0.1 left behind. @param at when it starts. */
export async function startOlder(at = stopped): Promise<Older> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-older-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'hjulet.sqlite');
  copyFileSync(fixture('hjulet.sqlite'), file);
  const teams: { serviceUrl: string; shown: (Omit<Shown, 'cardNow'> & { card: Shown['cardNow']; name?: string })[] } =
    JSON.parse(readFileSync(fixture('cards.json'), 'utf8'));
  const shown = teams.shown.map(({ name: _, card: cardNow, ...post }): Shown => ({ ...post, cardNow }));
  const due = dueIn(file);
  const harness = await startHarness({
    at,
    shown,
    async database({ clock, serviceUrl }) {
      moveTeams(file, teams.serviceUrl, serviceUrl);
      return openSqlite(file, { clock });
    },
  });
  const post = (name: string) => {
    const found = shown[teams.shown.findIndex((each) => each.name === name)];
    if (!found) throw new Error(`The fixture has no post ${name}`);
    return found;
  };
  return { harness, post, due };
}

/** Those that were due when the last of them was noted; the others wait for days. */
function dueIn(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db
    .prepare(
      'SELECT id FROM due WHERE waiting = 1 AND visible_at < (SELECT min(visible_at) FROM due WHERE waiting = 1) + 60000',
    )
    .all();
  db.close();
  return rows.map(({ id }) => String(id));
}

/** Every test has a Teams of its own, at an address of its own. */
function moveTeams(file: string, from: string, to: string): void {
  const db = new DatabaseSync(file);
  db.prepare("UPDATE documents SET body = replace(body, ?, ?) WHERE id LIKE 'channel:%'").run(from, to);
  db.close();
}
