import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { environment } from '../support/process.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Somebody whom a folder can be closed to. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function started(env: Record<string, string>, given: string[] = [], as: typeof nobody = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...given], {
    env: { ...environment, ...env },
    encoding: 'utf8',
    ...as,
  });
  return { status, stdout, lines: stderr.split('\n').filter(Boolean) };
}

const production = {
  PORT: '0',
  HJULET_PUBLIC_URL: 'https://hjulet.example.dk',
  HJULET_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'),
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppTenantId: '66666666-7777-8888-9999-000000000000',
  MicrosoftAppPassword: 'kanariefugl',
};

describe('a start that fails', () => {
  test('for its settings is one line of the log with each of them, and no secret', () => {
    const { status, stdout, lines } = started({ ...production, MicrosoftAppId: 'hjulet', HJULET_SIGNING_KEY: 'short' });
    expect([status, stdout, lines.length]).toEqual([1, '', 1]);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 60,
      time: expect.any(Number),
      error: 'Error',
      reason: expect.stringMatching(
        /^These settings keep Hjulet from starting:\n.*HJULET_SIGNING_KEY.*\n.*MicrosoftAppId/,
      ),
      msg: 'Hjulet could not start',
    });
    expect(lines[0]).not.toMatch(/kanariefugl|short/);
  });

  test('for its wheels or its database is one line too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-start-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'hjul.json'), '{');
    mkdirSync(join(folder, 'data', 'hjulet.sqlite'), { recursive: true });
    for (const env of [{ HJULET_WHEELS: folder }, { HJULET_DATA: join(folder, 'data') }]) {
      const { status, lines } = started({ HJULET_DATA: folder, ...production, ...env });
      expect([status, lines.length]).toEqual([1, 1]);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 60, reason: expect.stringContaining(folder) });
    }
  });

  test('for a folder that it may not open names the file and the remedy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-start-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o000);
    const { status, lines } = started({ ...production, HJULET_DATA: folder }, [], nobody);
    expect(status).toBe(1);
    expect(lines.at(-1)).toContain(`Cannot open the database ${join(folder, 'hjulet.sqlite')}: `);
    expect(lines.at(-1)).toContain('See that HJULET_DATA names a folder that this program may write in');
  });

  test('for a folder that nothing can be made in ends too', () => {
    const { status, lines } = started({ ...production, HJULET_DATA: '/proc/hjulet/data' });
    expect([status, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toContain('Cannot open the database /proc/hjulet/data/hjulet.sqlite: ENOENT');
    expect(lines[0]).toContain('See that HJULET_DATA names a folder that this program may write in');
  });

  test.each([
    ['a database that it may only read', 'hjulet.sqlite', [], 0o444, 'Let this program write to the file'],
    ['a key of local mode that it may not read', 'local-key', ['--local'], 0o000, 'Let this program read it'],
  ])('for %s names the file, the reason and the remedy', async (_, name, given, mode, remedy) => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-start-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o777);
    const file = join(folder, name);
    if (name === 'hjulet.sqlite') await openSqlite(file).close();
    else writeFileSync(file, Buffer.alloc(32, 7).toString('base64'));
    chmodSync(file, mode);
    const { status, lines } = started({ ...production, HJULET_DATA: folder }, given, nobody);
    expect([status, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toContain(`${file}: EACCES: permission denied`);
    expect(lines[0]).toContain(remedy);
  });

  test('for a key of local mode that was cut off names its file and the remedy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-start-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'local-key'), Buffer.alloc(31, 7).toString('base64'));
    const { status, lines } = started({ PORT: '0', HJULET_DATA: folder }, ['--local']);
    expect([status, lines]).toEqual([1, [expect.stringContaining(`${join(folder, 'local-key')} is no key`)]]);
  });

  test('is told in words to whoever tries it on their own machine', () => {
    const { status, lines } = started({ PORT: 'http' }, ['--local']);
    expect(status).toBe(1);
    expect(lines[0]).toBe('These settings keep Hjulet from starting:');
  });
});
