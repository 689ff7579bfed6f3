import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The licence texts of all that runs in production, for whoever passes the image on: nearly every licence asks that its text goes along. */

const lockShape = z.object({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) });
const manifestShape = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  author: z.union([z.string(), z.looseObject({ name: z.string().optional() })]).optional(),
});

/** Packages that bring no text of their own, and the licence that their readme or source names. */
const namedElsewhere = new Map([
  ['escape-regexp-component', 'MIT'],
  ['semaphore', 'MIT'],
]);

/**
 * @param root the folder with package-lock.json and node_modules.
 * @throws Error naming each package that has neither a text nor a licence whose text is known here.
 */
export function licenceTexts(root: string): string {
  const { packages } = lockShape.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const users = new Map<string, string[]>();
  const faults: string[] = [];
  for (const [path, { dev }] of Object.entries(packages)) {
    const folder = join(root, path);
    // Binaries for other machines are not installed.
    if (path === '' || dev || !existsSync(folder)) continue;
    const manifest = manifestShape.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const name = `${manifest.name} ${manifest.version}`;
    const text = ownText(folder) ?? knownText(root, manifest);
    if (text === undefined) faults.push(`${name}: has no licence text, and none of ${manifest.license} is known here.`);
    else users.set(text, [...(users.get(text) ?? []), name]);
  }
  if (faults.length > 0) throw new Error(`The licence texts are not whole:\n${faults.join('\n')}`);
  const parts = [...users].map(([text, names]) => `${[...new Set(names)].toSorted().join('\n')}\n\n${text}\n`);
  return `Hjulet contains the following packages, each under the licence below its name.\n\n${parts.toSorted().join(rule)}`;
}

const rule = `\n${'-'.repeat(78)}\n\n`;

function ownText(folder: string): string | undefined {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return files.length > 0 ? files.join('\n\n') : undefined;
}

function knownText(root: string, { name, license, author }: z.infer<typeof manifestShape>): string | undefined {
  const licence = license ?? namedElsewhere.get(name);
  if (licence === 'MPL-2.0') return readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  if (licence !== 'MIT') return undefined;
  const given = typeof author === 'string' ? author : author?.name;
  return `MIT License\n\nCopyright (c) ${given ?? `the authors of ${name}`}\n\n${mit}`;
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
