import { z } from 'zod';
import { read } from '../../src/teams/vocabulary.ts';
import { iconFaults } from './icons.ts';
import { schemaFaults } from './schemas.ts';

/** The rules of an app package that Microsoft's schemas leave open. */

const text = new TextDecoder();

/** Teams shows ten commands and cuts longer words; the schema lets more pass. */
const most = { commands: 10, title: 32, description: 128 };

const manifestShape = z.looseObject({
  manifestVersion: z.string(),
  supportsChannelFeatures: z.string().optional(),
  developer: z.looseObject({ websiteUrl: z.string(), privacyUrl: z.string(), termsOfUseUrl: z.string() }),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  localizationInfo: z.looseObject({
    additionalLanguages: z.array(z.looseObject({ languageTag: z.string(), file: z.string() })),
  }),
  validDomains: z.array(z.string()),
  bots: z.array(
    z.looseObject({
      scopes: z.array(z.string()),
      commandLists: z.array(
        z.looseObject({
          scopes: z.array(z.string()),
          commands: z.array(z.looseObject({ title: z.string(), description: z.string() })),
        }),
      ),
    }),
  ),
});
type Manifest = z.infer<typeof manifestShape>;

/**
 * Everything that is wrong with an app package, a sentence each: value, place, rule, remedy.
 * @param files by name, as they lie in the zip. @param host where the bot is reached.
 */
export function faultsIn(files: ReadonlyMap<string, Uint8Array>, host: string): string[] {
  const content = json(files, 'manifest.json');
  if (typeof content === 'string') return [content];
  const version = z.looseObject({ manifestVersion: z.string() }).safeParse(content.read).data?.manifestVersion ?? '';
  const faults = schemaFaults('manifest.json', content.read, { version, schema: 'MicrosoftTeams.schema.json' });
  const manifest = manifestShape.safeParse(content.read);
  if (!manifest.success) {
    const missing = manifest.error.issues.map(({ path, message }) => `manifest.json ${path.join('.')}: ${message}.`);
    return [...faults, ...missing];
  }
  return [
    ...faults,
    ...scopeFaults(manifest.data),
    ...addressFaults(manifest.data, host),
    ...manifest.data.bots.flatMap(({ commandLists }, bot) =>
      commandLists.flatMap(({ commands }, list) => [
        ...(commands.length > most.commands
          ? [
              `manifest.json bots[${bot}].commandLists[${list}] (${commands.length} commands): Teams shows ${most.commands}. Leave some out.`,
            ]
          : []),
        ...commands.flatMap((command, i) =>
          commandFaults(`manifest.json bots[${bot}].commandLists[${list}].commands[${i}]`, command),
        ),
      ]),
    ),
    ...manifest.data.localizationInfo.additionalLanguages.flatMap(({ file }) =>
      languageFaults(files, manifest.data, file),
    ),
    ...(['color', 'outline'] as const).flatMap((kind) => {
      const name = manifest.data.icons[kind];
      const png = files.get(name);
      return png ? iconFaults(kind, name, png) : [absent(name)];
    }),
  ];
}

function scopeFaults({ manifestVersion, supportsChannelFeatures, bots }: Manifest): string[] {
  return bots.flatMap(({ scopes, commandLists }, bot) => {
    const offered = new Set(commandLists.flatMap((list) => list.scopes));
    const minor = Number(manifestVersion.split('.')[1]);
    return [
      ...scopes
        .filter((scope) => !offered.has(scope))
        .map((scope) => `manifest.json bots[${bot}].scopes ("${scope}"): has no commands. Give it a command list.`),
      ...(scopes.includes('team') && minor >= 25 && supportsChannelFeatures !== 'tier1'
        ? ['manifest.json supportsChannelFeatures: must be "tier1" from 1.25 on for an app in teams. Set it.']
        : []),
    ];
  });
}

function addressFaults({ developer, validDomains }: Manifest, host: string): string[] {
  const links = (['websiteUrl', 'privacyUrl', 'termsOfUseUrl'] as const)
    .filter((name) => !developer[name].startsWith('https://'))
    .map((name) => `manifest.json developer.${name} ("${developer[name]}"): must begin with https://. Change it.`);
  const domains = validDomains
    .filter((domain) => domain !== host)
    .map((domain) => `manifest.json validDomains ("${domain}"): only "${host}", where the bot is. Leave others out.`);
  const own = validDomains.includes(host) ? [] : [`manifest.json validDomains: lacks "${host}", where the bot is.`];
  return [...links, ...domains, ...own];
}

function commandFaults(place: string, { title, description }: { title: string; description: string }): string[] {
  const tooLong = Object.entries({ title, description })
    .filter(([name, value]) => value.length > most[name === 'title' ? 'title' : 'description'])
    .map(([name, value]) => {
      const limit = most[name === 'title' ? 'title' : 'description'];
      return `${place}.${name} "${value}" (${value.length} characters): at most ${limit}. Shorten it.`;
    });
  return read(title).command !== undefined
    ? tooLong
    : [...tooLong, `${place}.title "${title}": is no word of src/teams/vocabulary.ts. Use one, or teach the bot this.`];
}

/** A language has a text for everything that people read in Teams, and for nothing else. */
function languageFaults(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest, file: string): string[] {
  const content = json(files, file);
  if (typeof content === 'string') return [content];
  const faults = schemaFaults(file, content.read, {
    version: manifest.manifestVersion,
    schema: 'MicrosoftTeams.Localization.schema.json',
  });
  const texts = z.record(z.string(), z.string()).safeParse(content.read).data ?? {};
  const places = manifest.bots.flatMap(({ commandLists }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commands.map((_, i) => `bots[${bot}].commandLists[${list}].commands[${i}]`),
    ),
  );
  const wanted = [
    ...['name.short', 'name.full', 'description.short', 'description.full'],
    ...places.flatMap((place) => [`${place}.title`, `${place}.description`]),
  ];
  return [
    ...faults,
    ...wanted.filter((key) => !texts[key]).map((key) => `${file}: lacks "${key}", which manifest.json has. Add it.`),
    ...Object.keys(texts)
      .filter((key) => key !== '$schema' && !wanted.includes(key))
      .map((key) => `${file} "${key}": stands for nothing in manifest.json. Leave it out.`),
    ...places.flatMap((place) => {
      const [title, description] = [texts[`${place}.title`], texts[`${place}.description`]];
      return title && description ? commandFaults(`${file} ${place}`, { title, description }) : [];
    }),
  ];
}

function json(files: ReadonlyMap<string, Uint8Array>, name: string): { read: unknown } | string {
  const file = files.get(name);
  if (!file) return absent(name);
  try {
    return { read: JSON.parse(text.decode(file)) };
  } catch (error) {
    return `${name}: is no JSON (${error instanceof Error ? error.message : String(error)}).`;
  }
}

function absent(name: string): string {
  return `${name}: is named in manifest.json and not in its folder. Add it, or leave it out of manifest.json.`;
}
