import { existsSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';
import { installedChromium } from './installed-chromium.ts';

const packed = fileURLToPath(new URL('../bin/', import.meta.resolve('@sparticuz/chromium')));
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  // The Playground asks Microsoft's servers for icons. Its pages must look and behave the same with and without a network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Starts the headless Chromium that comes inside an npm package, with the libraries and the font that it brings along: nothing is asked of
 * the machine, and a picture is the same everywhere. The package is for x86-64 Linux; elsewhere one that is installed is used, or the one
 * that `HJULET_CHROMIUM` names.
 * @throws Error with the remedy where there is none.
 */
export async function launchChromium(): Promise<Browser> {
  const isPacked = process.platform === 'linux' && process.arch === 'x64';
  const other = process.env.HJULET_CHROMIUM || (isPacked ? undefined : installed());
  if (other) return chromium.launch({ executablePath: other, args: flags });
  const home = await unpackOnce();
  const fonts = await writeFontConfig(home);
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: flags,
    env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: fonts },
  });
}

function installed(): string {
  const found = installedChromium({ platform: process.platform, env: process.env, exists: existsSync });
  if (found) return found;
  const machine = `${process.platform} on ${process.arch}`;
  throw new Error(
    `No Chromium was found for ${machine}: install Chrome, Chromium or Edge, or name one in HJULET_CHROMIUM.`,
  );
}

/** About two seconds and 220 MB, once a version. Test workers may do it side by side: each unpacks into its own folder, the first one wins. */
async function unpackOnce(): Promise<string> {
  const home = join(cache, `chromium-${statSync(join(packed, 'chromium.br')).size}`);
  if (existsSync(home)) return home;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  await unpackInto(draft);
  await rename(draft, home).catch(async (error: unknown) => {
    await rm(draft, { recursive: true });
    if (!existsSync(home)) throw error;
  });
  return home;
}

/** `inflate` writes to the folder for temporary files and takes no other; it reads its name at once, so that it can be put back before the wait. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const running = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map((file) => inflate(join(packed, file)));
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(running);
}

/** It holds whole paths, which are others where the project's folder was moved. */
async function writeFontConfig(home: string): Promise<string> {
  const file = join(home, 'fonts.conf');
  const wanted = fontConfig(join(home, 'fonts'));
  if ((await readFile(file, 'utf8').catch(() => '')) === wanted) return file;
  // Another worker may read it meanwhile.
  const draft = `${file}-${process.pid}`;
  await writeFile(draft, wanted);
  await rename(draft, file);
  return file;
}

/** All text is set in the font of the package, so that lines break alike on every machine; the machine's fonts only lend signs that it lacks, as → and ✓. */
function fontConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}-cache</cachedir>
  <match target="pattern">
    <edit name="family" mode="assign_replace" binding="strong"><string>Open Sans</string></edit>
  </match>
</fontconfig>
`;
}
