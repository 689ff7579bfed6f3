import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makePackage } from './manifest/pack.ts';

/** Makes the zip that Teams installs, or tells what keeps it from being made. */

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values } = parseArgs({
  options: {
    from: { type: 'string', default: file('manifest') },
    to: { type: 'string', default: file('dist/hjulet.zip') },
  },
});

try {
  const zip = makePackage(values.from, process.env);
  mkdirSync(dirname(values.to), { recursive: true });
  writeFileSync(values.to, zip);
  console.log(
    `${values.to} is ready (${zip.byteLength} bytes). Upload it in the Teams admin centre under Manage apps.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
