import { existsSync } from 'node:fs';
import { openCosmos } from '../src/store/cosmos/cosmos.ts';
import type { Database } from '../src/store/database.ts';
import { openSqlite } from '../src/store/sqlite/sqlite.ts';

/** How a database is named on the command line, for people. */
export const naming =
  'A database is sqlite:<file>, such as sqlite:data/hjulet.sqlite, or cosmos:https://<account>.documents.azure.com.\n' +
  'HJULET_COSMOS_DATABASE names the one in the account (hjulet). You are signed in with az login, or AZURE_CLIENT_ID names\n' +
  'a managed identity; an emulator on this machine has its key in HJULET_COSMOS_KEY.';

/**
 * Opens the database that an option names.
 * @param existing true refuses a file that does not exist; false makes it.
 * @throws Error with the option, its value and the rule.
 */
export async function openNamed(option: string, where: string | undefined, existing: boolean): Promise<Database> {
  const [, kind, place] = /^(sqlite|cosmos):(.+)$/.exec(where ?? '') ?? [];
  if (place === undefined)
    throw new Error(`${option} ${where ?? ''}: must be sqlite:<file> or cosmos:<https address>.\n${naming}`);
  if (kind === 'sqlite') {
    if (existing && !existsSync(place)) throw new Error(`${option} ${where}: there is no such file.`);
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
