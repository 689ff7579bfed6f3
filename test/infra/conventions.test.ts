import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { releaseNotes } from '../../scripts/release-notes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const product = z
  .looseObject({
    name: z.string(),
    version: z.string(),
    license: z.string(),
    author: z.string(),
    homepage: z.url(),
    bugs: z.url(),
    keywords: z.array(z.string()).min(5),
    repository: z.object({ type: z.literal('git'), url: z.string() }),
  })
  .parse(JSON.parse(text('package.json')));
const address = product.repository.url.replace(/^git\+|\.git$/g, '');

/** What publiccode.yml 0.5 asks for: https://yml.publiccode.tools/schema.core.html */
const description = z.object({
  localisedName: z.string().optional(),
  shortDescription: z.string().max(150),
  longDescription: z.string().min(150).max(10_000),
  features: z.array(z.string().max(100)).min(1),
  screenshots: z.array(z.string()).optional(),
  documentation: z.url().optional(),
});
const dependency = z.object({ name: z.string(), versionMin: z.string().optional(), optional: z.boolean().optional() });
const publicCode = z
  .strictObject({
    publiccodeYmlVersion: z.literal('0.5.0'),
    name: z.string(),
    url: z.url(),
    landingURL: z.url(),
    softwareVersion: z.string(),
    releaseDate: z.iso.date(),
    logo: z.string(),
    platforms: z.array(z.string()).min(1),
    categories: z.array(z.string()).min(1),
    developmentStatus: z.enum(['concept', 'development', 'beta', 'stable', 'obsolete']),
    softwareType: z.enum(['standalone/web', 'standalone/backend', 'standalone/other', 'addon', 'library']),
    roadmap: z.url(),
    intendedAudience: z.strictObject({
      countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
      scope: z.array(z.string()),
    }),
    description: z.record(z.enum(['da', 'en']), description),
    legal: z.strictObject({ license: z.string(), mainCopyrightOwner: z.string() }),
    maintenance: z.strictObject({
      type: z.literal('community'),
      contacts: z.array(z.strictObject({ name: z.string() })).min(1),
    }),
    localisation: z.strictObject({ localisationReady: z.literal(true), availableLanguages: z.array(z.string()) }),
    dependsOn: z.strictObject({ proprietary: z.array(dependency), open: z.array(dependency) }),
  })
  .parse(parse(text('publiccode.yml')));

describe('publiccode.yml', () => {
  test('says of the product what package.json says', () => {
    expect(publicCode.softwareVersion).toBe(product.version);
    expect(publicCode.legal).toEqual({ license: product.license, mainCopyrightOwner: product.author });
    expect(publicCode.url).toBe(`${address}.git`);
    expect(publicCode.localisation.availableLanguages).toEqual(Object.keys(publicCode.description));
  });

  test('names files that are there', () => {
    const files = [
      publicCode.logo,
      ...Object.values(publicCode.description).flatMap(({ screenshots = [] }) => screenshots),
    ];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

test('the repository has one address, wherever it is named', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const named = files
    .filter((file) => /\.(yml|yaml|json|md)$|CODEOWNERS$/.test(file) && file !== 'package-lock.json')
    .flatMap((file) =>
      [...text(file).matchAll(/(?:github\.com|ghcr\.io)\/([\w-]+)\/hjulet\b/g)].map(([, owner]) => owner),
    );
  expect(named.length).toBeGreaterThan(3);
  expect(new Set(named)).toEqual(new Set([new URL(address).pathname.split('/')[1]]));
});

describe('licences by REUSE', () => {
  const annotations = text('REUSE.toml')
    .split('[[annotations]]')
    .slice(1)
    .map((part) => ({
      paths: [...(/^path = (.+)$/m.exec(part)?.[1]?.matchAll(/"([^"]+)"/g) ?? [])].map(([, path = '']) => path),
      licence: /^SPDX-License-Identifier = "(.+)"$/m.exec(part)?.[1] ?? '',
      holder: /^SPDX-FileCopyrightText = (.+)$/m.exec(part)?.[1] ?? '',
    }));
  const of = (file: string) => annotations.findLast(({ paths }) => paths.some((path) => matchesGlob(file, path)));

  test('are told of every file, code under MPL-2.0 and documents under CC BY-SA 4.0', () => {
    expect(
      annotations.every(({ holder, licence }) => holder !== '' && existsSync(join(root, `LICENSES/${licence}.txt`))),
    ).toBe(true);
    expect(of('src/main.ts')?.licence).toBe(product.license);
    expect(of('README.md')?.licence).toBe('CC-BY-SA-4.0');
    expect(of('docs/pictures/plan.png')?.licence).toBe('CC-BY-SA-4.0');
    expect(of('wheels/sammenhaengshjulet.da.json')?.holder).toContain('Carelink');
  });

  test('have the text of the licence that the product names', () => {
    expect(text('LICENSES/MPL-2.0.txt')).toBe(text('LICENSE'));
    expect(text('LICENSES/CC-BY-SA-4.0.txt')).toContain('Attribution-ShareAlike 4.0 International');
  });
});

describe('a release', () => {
  test('has a section of the changelog with its date, and notes for whoever upgrades', () => {
    const notes = releaseNotes(text('CHANGELOG.md'), product.version);
    expect(notes).toMatch(/^### Added$/m);
    expect(notes).toContain('docs/support.md');
  });

  test('is not made where the changelog has no section of it', () => {
    const changelog = '# Changelog\n\n## [Unreleased]\n\n- a\n\n## [1.0.0] - 2026-12-01\n\n- b\n';
    expect(releaseNotes(changelog, '1.0.0')).toBe('- b');
    for (const version of ['1.0.1', 'Unreleased']) expect(() => releaseNotes(changelog, version)).toThrow(version);
  });

  test('is told of in docs/support.md, with the one before', () => {
    const [major, minor] = product.version.split('.');
    expect(text('docs/support.md')).toMatch(RegExp(`^\\| ${major}\\.${minor} `, 'm'));
  });
});

describe('an editor', () => {
  test('finds what it needs, as JSON and YAML that can be read', () => {
    for (const path of [
      '.vscode/launch.json',
      '.vscode/tasks.json',
      '.vscode/extensions.json',
      '.devcontainer/devcontainer.json',
    ])
      expect(JSON.parse(text(path)), path).toBeTypeOf('object');
    for (const path of [
      'm365agents.yml',
      'm365agents.local.yml',
      '.github/dependabot.yml',
      '.github/ISSUE_TEMPLATE/fault.yml',
    ])
      expect(parse(text(path)), path).toBeTypeOf('object');
    const scripts = Object.keys(z.looseObject({ scripts: z.record(z.string(), z.string()) }).parse(product).scripts);
    expect(scripts).toContain('play');
    expect(text('.vscode/launch.json')).toContain('"play"');
  });
});

describe('docs/standard-for-public-code.md', () => {
  test('goes through the 16 criteria with evidence that is there', () => {
    const page = text('docs/standard-for-public-code.md');
    const rows = [...page.matchAll(/^\| (\d+)\. .+?\| (yes|mostly|not yet) +\|(.+?)\|/gm)];
    expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    const links = [...page.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => join('docs', path));
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
