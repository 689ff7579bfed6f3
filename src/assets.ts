import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';

const root = pathToFileURL(findPackageJSON(import.meta.url) ?? import.meta.filename);

/**
 * A file or folder that the program reads, by its path from the top of the project. Not from the module that asks: all
 * of them are one file where the bot is bundled.
 */
export function asset(path: string): URL {
  return new URL(path, root);
}
