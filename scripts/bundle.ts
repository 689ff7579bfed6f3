import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { licenceTexts } from './licences.ts';

/** Programs that the bot runs in threads of their own; they lie beside it. */
const threads = ['render-thread.ts', 'store/sqlite/clean-thread.ts', 'store/sqlite/commit-thread.ts'].map((path) =>
  fileURLToPath(new URL(`../src/${path}`, import.meta.url)),
);

/**
 * Makes one program of the bot and all it uses, in a folder below the top of the project: it starts in half the time,
 * since most of a start goes with finding and opening 2,000 small files. Modules that are loaded late stay in files of their own.
 * @param entry the module to start with, which gives the program its name.
 * @param folder programs of before are removed from it first, and nothing else: the app package may lie there too.
 */
export async function bundle(entry: string, folder: string): Promise<void> {
  for (const file of programsIn(folder)) rmSync(file);
  await build({
    input: Object.fromEntries([entry, ...threads].map((path) => [basename(path, '.ts'), path])),
    platform: 'node',
    // resvg finds its binary beside itself.
    external: '@resvg/resvg-js',
    // Licences stay.
    output: { dir: folder, format: 'esm', comments: { legal: true, annotation: false, jsdoc: false } },
    logLevel: 'silent',
  });
  for (const file of programsIn(folder)) writeFileSync(file, asciiOf(readFileSync(file, 'utf8')));
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(fileURLToPath(new URL('..', import.meta.url))));
}

function programsIn(folder: string): string[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
}

/**
 * The same program in ASCII: one character beyond Latin-1 has V8 keep a whole file in two bytes a character, 17 MB more for
 * the bot. A character that a backslash stands before in vain loses that backslash.
 */
export function asciiOf(code: string): string {
  return code.replace(/(\\*)([^\0-\x7f])/g, (_, backslashes: string, character: string) => {
    const escaped = `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return backslashes.slice(backslashes.length % 2) + escaped;
  });
}

if (import.meta.main) await bundle('src/main.ts', 'dist');
