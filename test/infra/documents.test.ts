import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { declarations, parse, templates } from './bicep.ts';

const root = new URL('../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const documents = globSync('{*,docs/**/*,infra/**/*,bench/*,.github/**/*}.md', { cwd: fileURLToPath(root) }).toSorted();

interface Block {
  line: number;
  language: string;
  lines: string[];
}

/** Every fenced block, and the line of a fence that is never closed. */
function fenced(markdown: string): { blocks: Block[]; open: number | undefined } {
  const blocks: Block[] = [];
  let inside: Block | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```(\w*)/.exec(line);
    if (!fence) inside?.lines.push(line);
    else if (inside) {
      blocks.push(inside);
      inside = undefined;
    } else inside = { line: index + 1, language: fence[1] ?? '', lines: [] };
  }
  return { blocks, open: inside?.line };
}

/** What a formatter of tables leaves of a block that it takes for one, or nothing at all. */
function lost({ language, lines, line }: Block): string[] {
  const isEmpty = lines.every((each) => each.trim() === '');
  const hollow = lines.filter((each) => /^\s*\|[\s|]*$/.test(each)).length;
  const isPadded =
    language === 'kusto' && lines.slice(1).some((each) => !/^\| \w+ \S/.test(each) && each.trim() !== '');
  return isEmpty || hollow > 0 || isPadded ? [`line ${line}, ${language || 'no language'}`] : [];
}

describe('a document', () => {
  it.each(documents)('%s has all lines of its fenced blocks', (path) => {
    const { blocks, open } = fenced(text(path));
    expect(open).toBeUndefined();
    expect(blocks.flatMap(lost)).toEqual([]);
  });

  test('whose block lost its lines is found', () => {
    const of = (block: string) => fenced(`a\n\n\`\`\`${block}\n\`\`\`\n`).blocks.flatMap(lost);
    expect(of('kusto\nContainerAppConsoleLogs\n|  |\n|  |')).toEqual(['line 3, kusto']);
    expect(of('kusto\nContainerAppConsoleLogs\n| where A == "b" |\n| --- |')).toEqual(['line 3, kusto']);
    expect(of('sh')).toEqual(['line 3, sh']);
    expect(of('sh\n\n')).toEqual(['line 3, sh']);
    expect(of('kusto\nContainerAppConsoleLogs\n| where A == "b"')).toEqual([]);
    expect(fenced('```sh\nnpm ci\n').open).toBe(1);
  });
});

describe('docs/operations.md', () => {
  const operations = text('docs/operations.md');

  test('has the query of an incident, on the log that the app writes', () => {
    const query =
      fenced(operations)
        .blocks.find(({ language }) => language === 'kusto')
        ?.lines.join('\n') ?? '';
    expect(query).toMatch(/^ContainerAppConsoleLogs\n\| where ContainerAppName == "hjulet"/);
    for (const field of ['level', 'msg', 'turn', 'status']) expect(query).toContain(`line.${field}`);
  });

  test('registers every resource provider that the templates need, and no other', () => {
    const needed = templates.flatMap((template) =>
      declarations(parse(template)).flatMap(({ kind, of }) => (kind === 'resource' ? [of.split('/')[0] ?? ''] : [])),
    );
    // Roles are part of every subscription.
    const registered = new Set(needed.filter((namespace) => namespace !== 'Microsoft.Authorization'));
    const [, list = ''] = /for namespace in ([\w.\s\\]+); do/.exec(operations) ?? [];
    expect(list.split(/[\s\\]+/).toSorted()).toEqual([...registered].toSorted());
  });

  test('links to parts of documents that are there', () => {
    const headings = (path: string) =>
      [...text(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      );
    const links = [...operations.matchAll(/\]\(([^)#:]*)#([^)]+)\)/g)].map(([, file = '', part = '']) => ({
      path: file === '' ? 'docs/operations.md' : new URL(file, new URL('docs/', root)).href.slice(root.href.length),
      part,
    }));
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter(({ path, part }) => !headings(path).includes(part))).toEqual([]);
  });
});

describe('infra/README.md', () => {
  test('lists the regions that the template takes', () => {
    const [, allowed = ''] = /@allowed\(\[\n([\s\S]+?)\]\)\nparam location /.exec(text('infra/main.bicep')) ?? [];
    const [, listed = ''] = /### Regions\n[\s\S]+?\n\n(`[\s\S]+?)\n\n/.exec(text('infra/README.md')) ?? [];
    const names = (of: string) => of.match(/\b[a-z]+\b/g);
    expect(names(listed)).toEqual(names(allowed));
  });

  test('and azd is told that it is one', () => {
    expect(text('infra/main.bicep')).toMatch(
      /@metadata\(\{ azd: \{ type: 'location' \} \}\)\n@allowed\(\[[^\]]+\]\)\nparam location/,
    );
  });
});
