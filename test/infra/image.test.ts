import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startProcess } from '../support/process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const copied = [...last.matchAll(/^COPY (?!--)(\S+) (\S+)$/gm)].map(([, from = '', to = '']) => ({ from, to }));

describe('the image', () => {
  test('has all that the bot needs to start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-image-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const { from, to } of copied) {
      cpSync(join(root, from), join(folder, to === './' ? basename(from) : to), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'data'));
    const bot = await startProcess({ HJULET_DATA: join(folder, 'data') }, { script: join(folder, 'src', 'main.ts') });
    onTestFinished(async () => {
      await bot.end('SIGTERM');
    });
    expect((await fetch(`http://127.0.0.1:${bot.port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status).toBe(200);
  });

  test('keeps what Node compiles of the bot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-compiled-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [, script = ''] = /^RUN node --input-type=module --eval "(.+)"$/m.exec(last) ?? [];
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: folder };
    execFileSync(process.execPath, ['--input-type=module', '--eval', script.replaceAll("'/app/", `'${root}`)], { env });
    expect(last).toMatch(/^ENV NODE_COMPILE_CACHE=\S+$/m);
    expect(readdirSync(folder, { recursive: true }).length).toBeGreaterThan(500);
  });

  test('is asked for its health where the bot answers', () => {
    expect(last).toMatch(/HEALTHCHECK .*\/healthz/);
  });

  test('runs as nobody in particular, without what only development needs', () => {
    expect(last).toMatch(/^USER node$/m);
    expect(dockerfile).toContain('npm ci --omit=dev --ignore-scripts');
    expect(copied.map(({ from }) => from).toSorted()).toEqual(['cards', 'package.json', 'src', 'texts', 'wheels']);
  });

  test('is built from what is let through to it', () => {
    const ignore = readFileSync(join(root, '.dockerignore'), 'utf8');
    const sources = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
    expect(sources.filter((from) => !ignore.includes(`\n!${from}\n`))).toEqual([]);
  });
});
