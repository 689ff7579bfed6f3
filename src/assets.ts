import { findPackageJSON } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = pathToFileURL(findPackageJSON(import.meta.url) ?? import.meta.filename);

/**
 * A file or folder that the program reads, by its path from the top of the project. Not from the module that asks: all
 * of them are one file where the bot is bundled.
 */
export function asset(path: string): URL {
  return new URL(path, root);
}

/** The program of a thread, by its path below src. Where the bot is bundled it lies beside it: scripts/bundle.ts. */
export function thread(path: string): URL {
  const bundled = !import.meta.filename.endsWith('.ts');
  return bundled ? new URL(`./${basename(path, '.ts')}.js`, import.meta.url) : asset(`src/${path}`);
}
