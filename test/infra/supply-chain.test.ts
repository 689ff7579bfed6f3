import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { licenceTexts } from '../../scripts/licences.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = z
  .looseObject({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(text('package.json')));

describe('what is passed on', () => {
  test('has the licence text of every package that runs in production, and of none that does not', () => {
    const texts = licenceTexts(root);
    const names = new Set([...texts.matchAll(/^(@?[\w./-]+) \d+\.\d+\.\d+\S*$/gm)].map(([, name = '']) => name));
    expect(Object.keys(manifest.dependencies).filter((name) => !names.has(name))).toEqual([]);
    expect(['vitest', 'playwright-core', 'knip', 'node', '@biomejs/biome'].filter((name) => names.has(name))).toEqual(
      [],
    );
    expect(names.size).toBeGreaterThan(200);
    expect(texts).toContain('Mozilla Public License Version 2.0');
    expect(texts).toContain('SIL Open Font License');
  });

  test('is not made where a package has no licence text and none that is known', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-licences-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'node_modules/odd'), { recursive: true });
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/odd': {} } }));
    const odd = { name: 'odd', version: '1.0.0', license: 'GPL-3.0' };
    writeFileSync(join(folder, 'node_modules/odd/package.json'), JSON.stringify(odd));
    expect(() => licenceTexts(folder)).toThrow('odd 1.0.0: has no licence text, and none of GPL-3.0 is known here.');
  });
});

describe('a base image', () => {
  const bases = [...text('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, base = '']) => base);

  test('is named with its digest, and is the same in every stage', () => {
    expect(bases.length).toBeGreaterThan(1);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^public\.ecr\.aws\/docker\/library\/node:[\w.-]+@sha256:[\da-f]{64}$/);
  });

  test('has the Node that .node-version and the development dependency name', () => {
    const version = text('.node-version').trim();
    expect(bases[0]).toContain(`node:${version}-`);
    expect(manifest.devDependencies.node).toBe(version);
  });
});

describe('a workflow', () => {
  const workflows = globSync('.github/workflows/*.yml', { cwd: root }).toSorted();

  it.each(workflows)('%s takes every action by its commit, with its version beside it', (path) => {
    const actions = [...text(path).matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action = '']) => action);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[\w.-]+\/[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  it.each(workflows)('%s shows a secret to a step and never to a whole job or workflow', (path) => {
    // Steps stand six columns in; their environment ten.
    const lines = text(path).split('\n');
    expect(lines.filter((line) => line.includes('secrets.') && !/^ {10,}/.test(line))).toEqual([]);
  });

  it.each(workflows)('%s may read the code, and no more unless a job says so', (path) => {
    expect(text(path)).toMatch(/^permissions:\n {2}contents: read$|^permissions: \{\}$/m);
  });

  test('asks the registry for known faults of what runs in production', () => {
    expect(text('.github/workflows/ci.yml')).toContain('npm audit --omit=dev');
  });
});

describe('a newcomer', () => {
  test('with an older Node is not told sixty times that packages want a newer one, which they get', () => {
    expect(text('.npmrc')).toMatch(/^loglevel=error$/m);
    const scripts = z.looseObject({ scripts: z.record(z.string(), z.string()) }).parse(manifest).scripts;
    // Each finds the Node of the development dependency first.
    expect(Object.entries(scripts).filter(([, command]) => /(^|\s)\/|nvm|\bbash\b/.test(command))).toEqual([]);
    expect(manifest.devDependencies.node).toMatch(/^24\./);
  });
});

describe('a file', () => {
  test('has the same line ends on every machine', () => {
    expect(text('.gitattributes')).toMatch(/^\* text=auto eol=lf$/m);
  });
});
