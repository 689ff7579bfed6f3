import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePackage } from './manifest/pack.ts';
import { optionsOf, runScript } from './options.ts';

/** Makes the zip that Teams installs, or prints what is wrong with the manifest or the settings. */

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { from, to } = optionsOf(
  {
    from: { type: 'string', default: file('manifest') },
    to: { type: 'string', default: file('dist/hjulet.zip') },
  },
  'npm run package -- --from <folder of the manifest> --to <zip>',
);

await runScript(() => {
  const zip = makePackage(from, process.env);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, zip);
  console.log(`${to} is ready (${zip.byteLength} bytes). Upload it in the Teams admin centre under Manage apps.`);
});
