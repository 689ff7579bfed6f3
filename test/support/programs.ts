import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Within the project, since a program looks for its cards and texts beside the nearest package.json. */
const folder = join(root, 'test-results', 'programs');
const dayMs = 86_400_000;
const made = new Map<string, Promise<string>>();

/**
 * A program of the project as one file, so that it starts in a third of the time. It is made once for as long as the
 * sources stay as they are, by whichever test comes first.
 * @param entry the module that it starts with, from the top of the project.
 * @returns the file to run.
 */
export function programOf(entry: string): Promise<string> {
  const program = made.get(entry) ?? make(entry);
  made.set(entry, program);
  return program;
}

async function make(entry: string): Promise<string> {
  const name = basename(entry, '.ts');
  const home = join(folder, `${name}-${stateOf(entry)}`);
  mkdirSync(folder, { recursive: true });
  while (!existsSync(home)) {
    if (!isMine(`${home}.lock`)) {
      await later(50);
      continue;
    }
    removeOld();
    const draft = mkdtempSync(join(folder, 'draft-'));
    try {
      await bundle(join(root, entry), draft);
      if (!existsSync(home)) renameSync(draft, home);
    } finally {
      rmSync(`${home}.lock`, { force: true });
    }
  }
  return join(home, `${name}.js`);
}

/** Workers need the same program at the same time, and one makes it; where that one was stopped meanwhile, another does. */
function isMine(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (isLeft(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isLeft(lock: string): boolean {
  try {
    // A lock that was made just now is empty yet; 0 is this process and its group, which run.
    return !process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Changes with anything that goes into a program. */
function stateOf(entry: string): string {
  const hash = createHash('sha256');
  const sources = globSync('src/**/*.ts', { cwd: root }).toSorted();
  for (const file of ['package-lock.json', 'scripts/bundle.ts', entry, ...sources])
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Another run may be using those of today. */
function removeOld(): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).mtimeMs < Date.now() - dayMs) rmSync(path, { recursive: true, force: true });
  }
}
