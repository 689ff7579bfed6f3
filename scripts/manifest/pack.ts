import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { faultsIn } from './check.ts';

const https = z.url({ protocol: /^https$/, error: 'must be an https address' }).max(2_048);
const guid = z.guid('must be a GUID such as 00000000-0000-0000-0000-000000000000');

/** What a package says of whoever runs the bot, from the environment. */
const settingsShape = z.object({
  MicrosoftAppId: guid,
  HJULET_PUBLIC_URL: https,
  HJULET_DEVELOPER_NAME: z.string('must be 1 to 32 characters').trim().max(32, 'must be 1 to 32 characters'),
  HJULET_DEVELOPER_URL: https,
  HJULET_PRIVACY_URL: https,
  HJULET_TERMS_URL: https,
  /** The app's own id in Teams; the bot's where it is left out. */
  TEAMS_APP_ID: guid.optional(),
});

const packageShape = z.looseObject({ version: z.string() });

/**
 * The zip that Teams installs: the files of `folder` with `${{NAME}}` filled in.
 * @returns the same bytes for the same files and settings.
 * @throws Error naming everything that is wrong at once.
 */
export function makePackage(folder: string, env: NodeJS.ProcessEnv): Uint8Array {
  const settings = readSettings(env);
  const template = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const unknown = [...template.matchAll(placeholder)]
    .map(([, name = '']) => name)
    .filter((name) => !settings.has(name));
  const manifest = template.replace(placeholder, (_, name: string) =>
    JSON.stringify(settings.get(name) ?? '').slice(1, -1),
  );
  const files = new Map([['manifest.json', new TextEncoder().encode(manifest)]]);
  for (const name of namedFiles(manifest)) {
    const path = join(folder, name);
    if (existsSync(path)) files.set(name, readFileSync(path));
  }
  const faults = [
    ...unknown.map((name) => `manifest.json "\${{${name}}}": is none of ${[...settings.keys()].join(', ')}. Use one.`),
    ...faultsIn(files, settings.get('HJULET_HOST') ?? ''),
  ];
  if (faults.length > 0) {
    throw new Error(`The app package is not made:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
  return zipSync(Object.fromEntries(files), { level: 9, mtime: new Date(1980, 0, 1) });
}

const placeholder = /\$\{\{\s*(\w+)\s*\}\}/g;

function readSettings(env: NodeJS.ProcessEnv): Map<string, string> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = settingsShape.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return `  ${name} (${given[name] === undefined ? 'not set' : `"${given[name]}"`}): ${message}`;
    });
    throw new Error(
      `These settings keep the app package from being made:\n${lines.join('\n')}\n` +
        'Set them in the environment; docs/operations.md tells where each comes from.',
    );
  }
  const { TEAMS_APP_ID = parsed.data.MicrosoftAppId, ...rest } = parsed.data;
  const product = packageShape.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));
  return new Map([
    ...Object.entries(rest),
    ['TEAMS_APP_ID', TEAMS_APP_ID],
    ['HJULET_HOST', new URL(rest.HJULET_PUBLIC_URL).host],
    ['HJULET_VERSION', product.version],
  ]);
}

/** Files that the manifest names. A manifest that is no JSON names none, and the check tells. */
function namedFiles(manifest: string): string[] {
  const name = z.string().regex(/^[\w-]+\.(json|png)$/);
  const shape = z.looseObject({
    icons: z.looseObject({ color: name, outline: name }),
    localizationInfo: z.looseObject({ additionalLanguages: z.array(z.looseObject({ file: name })) }),
  });
  try {
    const { icons, localizationInfo } = shape.parse(JSON.parse(manifest));
    return [icons.color, icons.outline, ...localizationInfo.additionalLanguages.map(({ file }) => file)];
  } catch {
    return [];
  }
}
