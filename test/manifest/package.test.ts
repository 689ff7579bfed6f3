import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { makePackage } from '../../scripts/manifest/pack.ts';

const manifestFolder = fileURLToPath(new URL('../../manifest', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/package.ts', import.meta.url));
const env = {
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  HJULET_PUBLIC_URL: 'https://hjulet.example.dk',
  HJULET_DEVELOPER_NAME: 'Eksempel Kommune',
  HJULET_DEVELOPER_URL: 'https://eksempel.dk',
  HJULET_PRIVACY_URL: 'https://eksempel.dk/hjulet/privatliv',
  HJULET_TERMS_URL: 'https://eksempel.dk/hjulet/vilkaar',
};

/** The package of a copy of manifest/ in which something was changed. */
function changed(change: (folder: string) => void): () => Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-manifest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(manifestFolder, folder, { recursive: true });
  change(folder);
  return () => makePackage(folder, env);
}

/** A change of a JSON file: what stands at the path becomes `value`, or goes where that is undefined. */
function set(file: string, path: readonly (string | number)[], value: unknown) {
  return (folder: string) => {
    const content = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const parent = path.slice(0, -1).reduce((at, key) => at[key], content);
    const last = path.at(-1) ?? '';
    if (value === undefined) delete parent[last];
    else parent[last] = value;
    writeFileSync(join(folder, file), JSON.stringify(content));
  };
}

function draw(file: string, size: number, inside: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${inside}</svg>`;
  return (folder: string) => writeFileSync(join(folder, file), new Resvg(svg).render().asPng());
}

const commands = ['bots', 0, 'commandLists', 0, 'commands'] as const;
const start = { title: 'start', description: 'Start en runde' };

describe('the app package', () => {
  const files = unzipSync(makePackage(manifestFolder, env));
  const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());

  test('holds the manifest, the other language and the two icons, and nothing else', () => {
    expect(Object.keys(files).toSorted()).toEqual(['color.png', 'en.json', 'manifest.json', 'outline.png']);
  });

  test('asks a team to let the bot see who is in its channels, which shared and private ones need, and for no more', () => {
    expect(manifest.authorization).toEqual({
      permissions: { resourceSpecific: [{ name: 'ChannelMember.Read.Group', type: 'Application' }] },
    });
    expect(manifest.webApplicationInfo.id).toBe(manifest.bots[0].botId);
    expect(manifest.supportsChannelFeatures).toBe('tier1');
    expect(manifest.bots[0]).not.toHaveProperty('supportsTargetedMessages');
  });

  test('lets the bot write to people in private, and asks them and the team for no more than that', () => {
    expect(manifest.bots[0].scopes).toEqual(['team', 'groupChat', 'personal']);
    expect(manifest.permissions).toEqual(['identity', 'messageTeamMembers']);
  });

  test('says who runs the bot and where it is', () => {
    expect(manifest).toMatchObject({
      id: env.MicrosoftAppId,
      developer: {
        name: env.HJULET_DEVELOPER_NAME,
        websiteUrl: env.HJULET_DEVELOPER_URL,
        privacyUrl: env.HJULET_PRIVACY_URL,
        termsOfUseUrl: env.HJULET_TERMS_URL,
      },
      bots: [{ botId: env.MicrosoftAppId }],
      validDomains: ['hjulet.example.dk'],
    });
    expect(JSON.stringify(manifest)).not.toContain('${{');
  });

  test('has the version of the product', () => {
    const product = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(manifest.version).toBe(product.version);
  });

  test('has one id in Teams, whoever makes it', () => {
    // The toolkit says which id it registered before it has the package made.
    const own = makePackage(manifestFolder, { ...env, TEAMS_APP_ID: env.MicrosoftAppId });
    expect(own).toEqual(makePackage(manifestFolder, env));
    const toolkit = readFileSync(new URL('../../m365agents.yml', import.meta.url), 'utf8');
    const steps = toolkit.slice(toolkit.indexOf('\nprovision:')).split(/\n {2}- uses: /);
    expect(steps[1]).toContain('::set-teamsfx-env TEAMS_APP_ID=${{MicrosoftAppId}}');
    expect(steps[2]).toMatch(/^teamsApp\/create/);
    const other = { ...env, TEAMS_APP_ID: '99999999-2222-3333-4444-555555555555' };
    expect(() => makePackage(manifestFolder, other)).toThrow(/TEAMS_APP_ID \("9+-.*"\): must be the MicrosoftAppId/);
  });

  test('says where to get help, in both languages', () => {
    const pages = { HJULET_SUPPORT_URL: 'https://eksempel.dk/hjulet/hjaelp' };
    for (const [given, page] of [
      [pages, pages.HJULET_SUPPORT_URL],
      [{}, env.HJULET_DEVELOPER_URL],
    ] as const) {
      const made = unzipSync(makePackage(manifestFolder, { ...env, ...given }));
      const of = (file: string) => JSON.parse(Buffer.from(made[file] ?? []).toString());
      expect(of('manifest.json').description.full.endsWith(`Hjælp og kontakt: ${page}`)).toBe(true);
      expect(of('en.json')['description.full'].endsWith(`Help and contact: ${page}`)).toBe(true);
    }
  });

  test('says nothing of messages that only one person sees before the bot reads them as such', () => {
    expect(manifest.bots[0].supportsTargetedMessages).toBeUndefined();
  });

  test('is the same, byte for byte, when it is made again', () => {
    expect(makePackage(manifestFolder, env)).toEqual(makePackage(manifestFolder, env));
  });

  test('is for teams, group chats and one person, in Danish and English', () => {
    expect(manifest.bots[0].scopes.toSorted()).toEqual(['groupChat', 'personal', 'team']);
    expect(manifest.localizationInfo).toMatchObject({
      defaultLanguageTag: 'da',
      additionalLanguages: [{ languageTag: 'en', file: 'en.json' }],
    });
  });

  test('keeps quotes in a name what they are', () => {
    const named = unzipSync(makePackage(manifestFolder, { ...env, HJULET_DEVELOPER_NAME: 'A "B" \\ C' }));
    expect(JSON.parse(Buffer.from(named['manifest.json'] ?? []).toString()).developer.name).toBe('A "B" \\ C');
  });

  test('has icons that are drawn from the SVG beside them', () => {
    for (const kind of ['color', 'outline']) {
      const svg = readFileSync(join(manifestFolder, 'icons', `${kind}.svg`), 'utf8');
      expect(Buffer.from(files[`${kind}.png`] ?? []).equals(new Resvg(svg).render().asPng()), kind).toBe(true);
    }
  });
});

describe('a package is refused', () => {
  it.each([
    {
      what: 'a command with too long a title',
      change: set('manifest.json', [...commands, 0, 'title'], 'start en ganske ny runde med det samme'),
      told: /commands\[0\]\.title "start en ganske ny runde .*" \(38 characters\): at most 32\. Shorten it\./,
    },
    {
      what: 'a command with too long a description',
      change: set('manifest.json', [...commands, 0, 'description'], 'x'.repeat(129)),
      told: /commands\[0\]\.description "x+" \(129 characters\): at most 128/,
    },
    {
      what: 'eleven commands',
      change: set(
        'manifest.json',
        commands,
        Array.from({ length: 11 }, () => start),
      ),
      told: /commandLists\[0\] \(11 commands\): Teams shows 10/,
    },
    {
      what: 'a command that the bot does not know',
      change: set('manifest.json', [...commands, 0, 'title'], 'flyv'),
      told: /commands\[0\]\.title "flyv": is no word of src\/teams\/vocabulary\.ts/,
    },
    {
      what: 'an English command that the bot does not know',
      change: set('en.json', ['bots[0].commandLists[0].commands[0].title'], 'fly'),
      told: /en\.json bots\[0\]\.commandLists\[0\]\.commands\[0\]\.title "fly": is no word/,
    },
    {
      what: 'a text that English lacks',
      change: set('en.json', ['bots[0].commandLists[1].commands[2].title'], undefined),
      told: /en\.json: lacks "bots\[0\]\.commandLists\[1\]\.commands\[2\]\.title", which manifest\.json has/,
    },
    {
      what: 'an English text for nothing',
      change: set('en.json', ['bots[0].commandLists[1].commands[9].title'], 'help'),
      told: /en\.json "bots\[0\]\.commandLists\[1\]\.commands\[9\]\.title": stands for nothing/,
    },
    {
      what: 'an English name that is too long for the schema',
      change: set('en.json', ['name.short'], 'x'.repeat(31)),
      told: /en\.json \/name\.short \("x+"\): must NOT have more than 30 characters, says Microsoft's schema of 1\.30/,
    },
    {
      what: 'a key that Teams does not know',
      change: set('manifest.json', ['color'], 'blue'),
      told: /manifest\.json as a whole \("color"\): must NOT have additional properties/,
    },
    {
      what: 'a scope that Teams does not know',
      change: set('manifest.json', ['bots', 0, 'scopes', 0], 'everyone'),
      told: /manifest\.json \/bots\/0\/scopes\/0 \("everyone"\): must be equal to one of the allowed values/,
    },
    {
      what: 'a scope without commands',
      change: set('manifest.json', ['bots', 0, 'commandLists', 1, 'scopes'], ['team']),
      told: /bots\[0\]\.scopes \("personal"\): has no commands/,
    },
    {
      what: 'a team app that does not say that it fits every kind of channel',
      change: set('manifest.json', ['supportsChannelFeatures'], undefined),
      told: /supportsChannelFeatures: must be "tier1"/,
    },
    {
      what: 'an http address',
      change: set('manifest.json', ['developer', 'privacyUrl'], 'http://eksempel.dk/privatliv'),
      told: /developer\.privacyUrl \("http:\/\/eksempel\.dk\/privatliv"\): must begin with https:\/\//,
    },
    {
      what: 'a domain that is not the bot, however wide',
      change: set('manifest.json', ['validDomains'], ['*.azurecontainerapps.io']),
      told: /validDomains \("\*\.azurecontainerapps\.io"\): only "hjulet\.example\.dk"/,
    },
    {
      what: 'a version of the manifest that there is no schema of',
      change: set('manifest.json', ['manifestVersion'], '9.9'),
      told: /manifestVersion "9\.9": @microsoft\/app-manifest has no schema of it/,
    },
    {
      what: 'a placeholder that nothing fills',
      change: set('manifest.json', ['developer', 'name'], '${{KOMMUNE}}'),
      told: /"\$\{\{KOMMUNE\}\}": is none of MicrosoftAppId, .*HJULET_VERSION/,
    },
    {
      what: 'a language file that is not there',
      change: set('manifest.json', ['localizationInfo', 'additionalLanguages', 0, 'file'], 'de.json'),
      told: /de\.json: is named in manifest\.json and not in its folder/,
    },
    {
      what: 'a manifest that is no JSON',
      change: (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{'),
      told: /manifest\.json: is no JSON/,
    },
    {
      what: 'a colour icon of another size',
      change: draw('color.png', 191, '<rect width="191" height="191"/>'),
      told: /color\.png \(191 × 191\): the color icon is 192 × 192/,
    },
    {
      what: 'an icon that is no PNG',
      change: (folder: string) => writeFileSync(join(folder, 'color.png'), '<svg/>'),
      told: /color\.png: is no PNG/,
    },
    {
      what: 'an outline icon with a colour in it',
      change: draw('outline.png', 32, '<rect width="3" height="3" fill="#ffee00"/>'),
      told: /outline\.png: 9 of its pixels are not white/,
    },
    {
      what: 'an outline icon with a ground',
      change: draw('outline.png', 32, '<rect width="32" height="32" fill="white"/>'),
      told: /outline\.png: has no transparent ground/,
    },
  ])('that has $what', ({ change, told }) => {
    expect(changed(change)).toThrow(told);
  });

  test('with all that is wrong at once', () => {
    const make = changed((folder) => {
      set('manifest.json', [...commands, 0, 'title'], 'flyv')(folder);
      set('manifest.json', ['developer', 'privacyUrl'], 'http://eksempel.dk')(folder);
      set('en.json', ['name.full'], undefined)(folder);
    });
    expect(make).toThrow(/"flyv"/);
    expect(make).toThrow(/privacyUrl/);
    expect(make).toThrow(/lacks "name\.full"/);
  });

  it.each([
    { name: 'MicrosoftAppId', value: 'hjulet' },
    { name: 'HJULET_PUBLIC_URL', value: 'http://hjulet.example.dk' },
    { name: 'HJULET_DEVELOPER_NAME', value: 'x'.repeat(33) },
    { name: 'HJULET_TERMS_URL', value: 'vilkår' },
    { name: 'HJULET_PRIVACY_URL', value: '' },
  ])('when $name is "$value", with its name and a rule', ({ name, value }) => {
    const shown = value === '' ? 'not set' : `"${value}"`;
    const make = () => makePackage(manifestFolder, { ...env, [name]: value });
    expect(make).toThrow(`${name} (${shown}): must be`);
  });
});

describe('npm run package', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'hjulet-package-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  test('writes the zip and says where it is', () => {
    const to = join(folder(), 'made', 'hjulet.zip');
    const said = execFileSync(process.execPath, [script, '--to', to], { encoding: 'utf8', env });
    expect(said).toContain(to);
    expect(Buffer.from(makePackage(manifestFolder, env)).equals(readFileSync(to))).toBe(true);
  });

  test('writes nothing, and fails, where a setting is missing', () => {
    const at = folder();
    const { status, stderr } = spawnSync(process.execPath, [script, '--to', join(at, 'hjulet.zip')], {
      encoding: 'utf8',
      env: {},
    });
    expect(status).toBe(1);
    expect(stderr.split('\n').filter((line) => line.includes('(not set)'))).toHaveLength(Object.keys(env).length);
    expect(readdirSync(at)).toEqual([]);
  });
});
