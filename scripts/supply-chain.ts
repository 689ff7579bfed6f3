import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * Writes a CycloneDX list of all packages that run in production. Fails on a licence that is not on the list below and on a
 * package that the lock file does not pin by its digest.
 */

/** Licences that go with MPL-2.0 and ask nothing of who runs the bot. Each new one is a decision; say why in docs/decisions. */
const allowed = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Python-2.0',
  'CC0-1.0',
  'Unlicense',
]);

/** Packages whose package.json names no licence, and where they do. */
const namedElsewhere = new Map([
  ['escape-regexp-component@1.0.2', 'MIT'], // Readme.md
  ['jspath@0.4.0', 'MIT'], // LICENSE and lib/jspath.js: MIT or GPL
  ['semaphore@1.1.0', 'MIT'], // README.md and bower.json; of @azure/cosmos
]);

const lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ integrity: z.string().optional(), link: z.boolean().optional(), dev: z.boolean().optional() }),
  ),
});
const bom = z.looseObject({
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      licenses: z
        .array(
          z.looseObject({
            license: z.looseObject({ id: z.string().optional(), name: z.string().optional() }).optional(),
            expression: z.string().optional(),
          }),
        )
        .optional(),
    }),
  ),
});

const written = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const { components } = bom.parse(JSON.parse(written));
const faults = [
  ...components.flatMap(({ name, version, licenses = [] }) => {
    const read = namedElsewhere.get(`${name}@${version}`);
    const named = read
      ? [read]
      : licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? 'none named');
    const fine = named.length > 0 && named.every(isAllowed);
    return fine
      ? []
      : [
          `${name}@${version}: licence ${named.join(', ') || 'none named'} is not on the list in scripts/supply-chain.ts`,
        ];
  }),
  ...Object.entries(lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages).flatMap(
    ([path, entry]) =>
      path === '' || entry.link || entry.integrity ? [] : [`${path}: package-lock.json has no integrity for it`],
  ),
];
mkdirSync('data', { recursive: true });
writeFileSync('data/sbom.cdx.json', written);
console.log(`${components.length} packages run in production; their list is data/sbom.cdx.json.`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

/** "(MIT OR Apache-2.0)" needs one of them, "MIT AND OFL-1.1" both. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/[()]/g, '');
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isAllowed);
  return plain.split(' AND ').every((licence) => allowed.has(licence.trim()));
}
