import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { faultsIn } from './check.ts';

const https = z.url({ protocol: /^https$/, error: 'must be an https address' }).max(2_048);
const guid = z.guid('must be a GUID such as 00000000-0000-0000-0000-000000000000');

/** What a package says of whoever runs the bot, from the environment. */
const settingsShape = z
  .object({
    MicrosoftAppId: guid,
    HJULET_PUBLIC_URL: https,
    HJULET_DEVELOPER_NAME: z.string('must be 1 to 32 characters').trim().max(32, 'must be 1 to 32 characters'),
    HJULET_DEVELOPER_URL: https,
    HJULET_PRIVACY_URL: https,
    HJULET_TERMS_URL: https,
    /** Where people get help; the developer's page where it is left out. */
    HJULET_SUPPORT_URL: https.optional(),
    /** Set by the Agents Toolkit. The app's id in Teams is the bot's, whichever way the package is made. */
    TEAMS_APP_ID: guid.optional(),
  })
  .refine(({ MicrosoftAppId, TEAMS_APP_ID }) => TEAMS_APP_ID === undefined || TEAMS_APP_ID === MicrosoftAppId, {
    path: ['TEAMS_APP_ID'],
    message: 'must be the MicrosoftAppId, so that Teams sees one app; clear it in env/.env.production',
    when: () => true,
  });

const packageShape = z.looseObject({ version: z.string() });

/**
 * The zip that Teams installs: the files of `folder` with `${{NAME}}` filled in.
 * @returns the same bytes for the same files and settings.
 * @throws Error naming everything that is wrong at once.
 */
export function makePackage(folder: string, env: NodeJS.ProcessEnv): Uint8Array {
  const settings = readSettings(env);
  const unknown: string[] = [];
  const filled = (name: string) =>
    readFileSync(join(folder, name), 'utf8').replace(placeholder, (_, setting: string) => {
      if (!settings.has(setting)) unknown.push(`${name} "\${{${setting}}}"`);
      return JSON.stringify(settings.get(setting) ?? '').slice(1, -1);
    });
  const manifest = filled('manifest.json');
  const files = new Map([['manifest.json', encoded(manifest)]]);
  for (const name of namedFiles(manifest)) {
    if (!existsSync(join(folder, name))) continue;
    files.set(name, name.endsWith('.json') ? encoded(filled(name)) : readFileSync(join(folder, name)));
  }
  const faults = [
    ...unknown.map((place) => `${place}: is none of ${[...settings.keys()].join(', ')}. Use one.`),
    ...faultsIn(files, settings.get('HJULET_HOST') ?? ''),
  ];
  if (faults.length > 0) {
    throw new Error(`The app package is not made:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
  return zipSync(Object.fromEntries(files), { level: 9, mtime: new Date(1980, 0, 1) });
}

function encoded(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
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
  const { TEAMS_APP_ID: _, HJULET_SUPPORT_URL = parsed.data.HJULET_DEVELOPER_URL, ...rest } = parsed.data;
  const product = packageShape.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));
  return new Map([
    ...Object.entries(rest),
    ['HJULET_SUPPORT_URL', HJULET_SUPPORT_URL],
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
