import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { licenceTexts } from './licences.ts';

/** Programs that the bot runs in threads of their own; they lie beside it. */
const threads = ['../src/render-thread.ts', '../src/store/sqlite/clean-thread.ts'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Makes one program of the bot and all it uses, in a folder below the top of the project: it starts in half the time,
 * since most of a start goes with finding and opening 2,000 small files. Modules that are loaded late stay in files of their own.
 * @param entry the module to start with, which gives the program its name.
 * @param folder programs of before are removed from it first, and nothing else: the app package may lie there too.
 */
export async function bundle(entry: string, folder: string): Promise<void> {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name.endsWith('.js')) rmSync(join(folder, name));
  }
  await build({
    input: Object.fromEntries([entry, ...threads].map((path) => [basename(path, '.ts'), path])),
    platform: 'node',
    // resvg finds its binary beside itself.
    external: '@resvg/resvg-js',
    // Licences stay.
    output: { dir: folder, format: 'esm', comments: { legal: true, annotation: false, jsdoc: false } },
    logLevel: 'silent',
  });
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(fileURLToPath(new URL('..', import.meta.url))));
}

if (import.meta.main) await bundle('src/main.ts', 'dist');
