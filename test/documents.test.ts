import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const notOurs = ['node_modules', '.git', 'data', 'dist', 'coverage', 'reports', 'test-results', '.stryker-tmp'];
const files = globSync('**/*', { cwd: root, exclude: (path) => notOurs.includes(basename(path)) });
const documents = files.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');
const folders = new Set(files.filter((path) => path.includes('/')).map((path) => path.split('/')[0] ?? ''));
const text = (path: string) => readFileSync(join(root, path), 'utf8');

/** What stands between backticks, outside fenced blocks. */
function codeSpans(markdown: string): string[] {
  return [...markdown.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
}

/** Whether a span names a file or folder of the project: it begins with one of its folders, or is a file's name. */
function isPath(span: string): boolean {
  if (!/^[\w.@/<>*-]+$/.test(span)) return false;
  return span.includes('/') ? folders.has(span.split('/')[0] ?? '') : /^[\w.-]+\.(ts|md|bicep|bicepparam)$/.test(span);
}

/** Whether there is such a file or folder. `<name>` and `*` stand for any part of a name; a bare name may lie anywhere. */
function exists(span: string): boolean {
  const pattern = span
    .replace(/\/$/, '')
    .replace(/[.]/g, '\\.')
    .replace(/<[^>]*>|\*+/g, '[^/]+');
  const whole = new RegExp(span.includes('/') ? `^${pattern}(/|$)` : `(^|/)${pattern}$`);
  return files.some((path) => whole.test(path));
}

/** The ids that GitHub gives to headings. */
function anchors(path: string): string[] {
  return [...text(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinks(document: string): string[] {
  const links = [...text(document).matchAll(/(?:\]\(|src=")(?!https?:|mailto:)([^)"\s]+)[)"]/g)];
  return links.flatMap(([, link = '']) => {
    const [file = '', anchor] = link.split('#');
    const path = file === '' ? document : normalize(join(dirname(document), file));
    if (!existsSync(join(root, path))) return [link];
    return anchor === undefined || anchors(path).includes(anchor) ? [] : [link];
  });
}

/** The pictures in a document. */
function shownIn(document: string): string[] {
  const sources = [...text(document).matchAll(/src="([^"]+\.png)"|!\[[^\]]*\]\(([^)]+\.png)\)/g)];
  return sources.map(([, html, markdown]) => normalize(join(dirname(document), html ?? markdown ?? '')));
}

describe('a document', () => {
  it.each(documents)('%s names files and folders that exist', (document) => {
    expect(codeSpans(text(document)).filter((span) => isPath(span) && !exists(span))).toEqual([]);
  });

  it.each(documents)('%s links to files and headings that exist', (document) => {
    expect(brokenLinks(document)).toEqual([]);
  });

  test('shows every picture that is kept', () => {
    const shown = new Set(documents.flatMap((path) => shownIn(path)));
    const kept = files.filter((path) => path.startsWith('docs/pictures/') && path.endsWith('.png'));
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.filter((path) => !shown.has(path))).toEqual([]);
  });

  test('that names a file which is not there is found', () => {
    const named = codeSpans(
      '`src/app.ts`, `src/none.ts`, `none.ts`, `cards/<name>.json`, `npm run play`, `application/json`',
    );
    expect(named.filter((span) => isPath(span) && !exists(span))).toEqual(['src/none.ts', 'none.ts']);
  });
});
