import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { copyStore } from '../src/store/copy.ts';
import { openCosmos } from '../src/store/cosmos.ts';
import type { Database } from '../src/store/database.ts';
import { openSqlite } from '../src/store/sqlite.ts';

/** Copies everything from one database to another; run again, it goes on. The bot must not run meanwhile. */

const usage =
  'Such as: npm run store:copy -- --from sqlite:data/hjulet.sqlite --to cosmos:https://….documents.azure.com\n' +
  'HJULET_COSMOS_DATABASE names the database (hjulet). You are signed in with az login, or AZURE_CLIENT_ID names a\n' +
  'managed identity; an emulator on this machine has its key in HJULET_COSMOS_KEY.';

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
  const from = await open('--from', values.from);
  try {
    const to = await open('--to', values.to);
    try {
      const { count, digest } = await copyStore(from, to, (done) => console.log(`${done} copied`));
      console.log(`Done: both hold ${count} documents and due items, digest ${digest}.`);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

async function open(option: string, where: string | undefined): Promise<Database> {
  const [, kind, place] = /^(sqlite|cosmos):(.+)$/.exec(where ?? '') ?? [];
  if (place === undefined)
    throw new Error(`${option} ${where ?? ''}: must be sqlite:<file> or cosmos:<https address>.\n${usage}`);
  if (kind === 'sqlite') {
    if (option === '--from' && !existsSync(place)) throw new Error(`${option} ${where}: there is no such file.`);
    return openSqlite(place);
  }
  const {
    HJULET_COSMOS_DATABASE: database = 'hjulet',
    HJULET_COSMOS_KEY: key,
    AZURE_CLIENT_ID: clientId,
  } = process.env;
  if (key && !/^https?:\/\/(localhost|127\.0\.0\.1)\b/.test(place))
    throw new Error(
      `HJULET_COSMOS_KEY is set and ${place} is not on this machine: an account in Azure is used without keys.`,
    );
  return openCosmos({ endpoint: place, database, ...(key && { key }), ...(clientId && { clientId }) });
}
