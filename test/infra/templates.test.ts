import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { consistency, containers } from '../../src/store/cosmos/client.ts';
import { startHarness } from '../support/app.ts';
import { get } from '../support/get.ts';
import {
  type Declaration,
  declarations,
  literals,
  mistakes,
  objectsWith,
  parse,
  parseText,
  templates,
  undeclared,
} from './bicep.ts';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const all = (template: string, kind: Declaration['kind']) =>
  declarations(parse(template)).filter((declared) => declared.kind === kind);

const main = parse('main.bicep');
const app = declarations(main).find(({ of }) => of.startsWith('Microsoft.App/containerApps@'))?.node ?? main;
const settings = declarations(main).find(({ name }) => name === 'settings')?.node ?? main;
const passed = [...objectsWith(settings, 'name', 'value'), ...objectsWith(settings, 'name', 'secretRef')];

const settingNames = [...text('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? '');

describe('a Bicep file', () => {
  it.each(templates)('%s is Bicep from beginning to end', (template) => {
    expect(mistakes(parse(template))).toEqual([]);
  });

  it.each(templates)('%s uses no name that it does not declare', (template) => {
    expect(undeclared(parse(template))).toEqual([]);
  });

  it.each(templates)('%s declares nothing that it does not use', (template) => {
    const source = parse(template).text;
    const named = declarations(parse(template)).filter(({ kind }) => kind === 'parameter' || kind === 'variable');
    expect(named.map(({ name }) => name).filter((name) => source.split(RegExp(`\\b${name}\\b`)).length < 3)).toEqual(
      [],
    );
  });

  test('that is not whole, or names what is not there, is found', () => {
    expect(mistakes(parseText("resource a 'b@c' = {"))).not.toEqual([]);
    expect(mistakes(parseText('param a string =\n'))).not.toEqual([]);
    expect(undeclared(parseText('var a = b\nvar c = [for d in a: { e: d, f: g }]\n'))).toEqual(['1: b', '2: g']);
  });
});

describe('a module', () => {
  const modules = all('main.bicep', 'module');

  test.each(modules.map(({ of, node }) => ({ of, node })))(
    '$of gets each of its parameters and no other',
    ({ of, node }) => {
      const given = objectsWith(node, 'params')[0]?.params ?? '';
      const params = Object.keys(objectsWith(parseText(`var a = ${given}`), 'name')[0] ?? {});
      expect(params.toSorted()).toEqual(
        all(of, 'parameter')
          .map(({ name }) => name)
          .toSorted(),
      );
    },
  );

  test.each(modules.map(({ of, name }) => ({ of, name })))(
    '$of has every output that is asked of it',
    ({ of, name }) => {
      const asked = [...main.text.matchAll(RegExp(`\\b${name}!?\\.outputs\\.(\\w+)`, 'g'))].map(([, output]) => output);
      const has = all(of, 'output').map((output) => output.name);
      expect(asked.filter((output) => !has.includes(output ?? ''))).toEqual([]);
      expect(has.filter((output) => !asked.includes(output))).toEqual([]);
    },
  );

  test('stands in its folder for a reason: each file is used', () => {
    expect([...new Set(modules.map(({ of }) => of))].toSorted()).toEqual(
      templates.filter((path) => path !== 'main.bicep'),
    );
  });
});

describe('what is deployed', () => {
  const decided = [...text('docs/decisions/0012-azure-resources.md').matchAll(/`(Microsoft\.[\w./]+@[\w-]+)`/g)]
    .map(([, type]) => type ?? '')
    .toSorted();
  const deployed = templates.flatMap((template) => all(template, 'resource').map(({ of }) => of));

  test('are the types and versions of decision 0012, and no others', () => {
    expect([...new Set(deployed)].toSorted()).toEqual(decided);
  });

  test('keeps secrets out of sight: marked where they come in, and never given on', () => {
    const secret = /key|password|secret|connection/i;
    for (const template of templates) {
      for (const { kind, name, node, decorators } of declarations(parse(template))) {
        const isText = /\b(string|object)\b/.test(node.text.split('\n')[0] ?? '');
        const counts = (kind === 'parameter' || kind === 'output') && isText && name !== 'HJULET_KEY_VAULT';
        if (counts && secret.test(name)) expect(decorators, `${template} ${name}`).toContain('secure');
      }
    }
  });

  test('has no secret written down: a secret parameter is empty by default and no string looks like one', () => {
    expect(templates.flatMap((template) => all(template, 'parameter'))).not.toEqual([]);
    for (const template of templates) {
      const secure = all(template, 'parameter').filter(({ decorators }) => decorators.includes('secure'));
      for (const { node } of secure) expect(node.text).toMatch(/string( = '')?$/);
      // Role ids are GUIDs; nothing else is as long and as random.
      const random = literals(parse(template)).filter(
        (each) => /^[A-Za-z0-9+/=_-]{24,}$/.test(each) && /\d/.test(each),
      );
      expect(random.filter((each) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(each))).toEqual([]);
    }
    expect(text('infra/main.bicepparam')).not.toMatch(
      /^param (signingKey|oldSigningKeys|appPassword) = (?!readEnvironmentVariable\('\w+', ''\))/m,
    );
  });

  test('has the containers that the store needs, keyed, indexed and with time to live as it says', () => {
    const template = parse('modules/cosmos.bicep');
    const made = all('modules/cosmos.bicep', 'resource').filter(({ of }) => /sqlDatabases\/containers@/.test(of));
    expect(made).toHaveLength(Object.keys(containers).length);
    // Bicep's objects are JavaScript's, but for the line ends and quotes.
    const asWritten = (value: unknown) =>
      JSON.stringify(value)
        .replaceAll('"', "'")
        .replace(/'(\w+)':/g, '$1:')
        .replace(/[\s,]/g, '');
    for (const { id, partitionKey, defaultTtl, indexingPolicy } of Object.values(containers)) {
      const { node } = made.find((each) => objectsWith(each.node, 'id')[0]?.id === id) ?? { node: template };
      const found = objectsWith(node, 'id', 'partitionKey', 'indexingPolicy')[0] ?? {};
      const flat = (key: string) => (found[key] ?? '').replace(/[\s,]/g, '');
      expect(flat('partitionKey')).toBe(asWritten({ kind: 'Hash', ...partitionKey }));
      expect(flat('defaultTtl')).toBe(String(defaultTtl));
      const { indexingMode, ...paths } = indexingPolicy;
      expect(flat('indexingPolicy')).toBe(asWritten({ indexingMode, automatic: true, ...paths }));
    }
    // And the consistency that the bot refuses to start without.
    expect(template.text).toContain(`defaultConsistencyLevel: '${consistency}'`);
  });

  test('is told of in docs/operations.md, each alert by its name', () => {
    const rules = objectsWith(parse('modules/monitoring.bicep'), 'name', 'query', 'more').map(({ name }) => name ?? '');
    const metrics = all('modules/availability.bicep', 'resource')
      .filter(({ of }) => of.startsWith('Microsoft.Insights/metricAlerts@'))
      .map(({ node }) => /name: '\$\{appName\}-([\w-]+)'/.exec(node.text)?.[1] ?? 'none');
    expect([rules.length, metrics.length]).toEqual([4, 2]);
    const operations = text('docs/operations.md');
    expect([...rules, ...metrics].filter((name) => !operations.includes(`| \`hjulet-${name}\``))).toEqual([]);
  });
});

describe('a private network', () => {
  test('has an address for each thing that is closed to the internet, and a name to look it up by', () => {
    const closed = templates.filter((template) =>
      /publicNetworkAccess: isPrivate \? 'Disabled'/.test(parse(template).text),
    );
    const endpoints = all('main.bicep', 'module').filter(({ of }) => of === 'modules/endpoint.bicep');
    const reached = endpoints.map(({ node }) => /resourceId: (\w+)!?\.outputs/.exec(node.text)?.[1] ?? 'none');
    expect(reached.map((name) => `modules/${name}.bicep`).toSorted()).toEqual(closed);
    expect(closed).toHaveLength(4);
    const zones = endpoints.map(({ node }) => /network!\.outputs\.(\w+DnsZoneId)/.exec(node.text)?.[1] ?? 'none');
    expect(new Set(zones).size).toBe(4);
  });

  test('is there before the app asks for its image and its secrets', () => {
    const endpoints = all('main.bicep', 'module').filter(({ of }) => of === 'modules/endpoint.bicep');
    const [, awaited = ''] = /dependsOn: \[([\w, ]+)\]/.exec(app.text) ?? [];
    expect(awaited.split(', ').toSorted()).toEqual(endpoints.map(({ name }) => name).toSorted());
  });
});

describe('the app', () => {
  test('is given settings that the bot has, each once', () => {
    const names = passed.map(({ name }) => name ?? '');
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !settingNames.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is given every setting that it cannot start without', () => {
    const example = text('.env.example');
    const needed = example.slice(example.indexOf('Needed in production'), example.indexOf('May stay as they are'));
    const names = [...needed.matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? '');
    expect(names).toContain('HJULET_SIGNING_KEY');
    const given = passed.map(({ name }) => name ?? '');
    // A certificate may take the secret's place on other machines; in Azure the identity or a secret speaks for the bot.
    const needless = ['CertificateThumbprint', 'CertificatePrivateKey'];
    expect(names.filter((name) => ![...given, ...needless].includes(name))).toEqual([]);
  });

  test('gets its secrets by name, and no secret as plain text', () => {
    const kept = [...objectsWith(app, 'name', 'keyVaultUrl'), ...objectsWith(app, 'name', 'value', 'name')];
    const names = kept.map(({ name }) => name);
    const asked = passed.flatMap(({ secretRef }) => secretRef ?? []);
    expect(asked).not.toEqual([]);
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
    for (const { name, value } of passed) {
      if (/KEY|Password|CONNECTION/.test(name ?? '')) expect(value, name).toBeUndefined();
    }
  });

  test('waits for its own vault secrets under the names that the vault has', () => {
    const kept = all('modules/vault.bicep', 'resource')
      .filter(({ of }) => of.startsWith('Microsoft.KeyVault/vaults/secrets@'))
      .map(({ node }) => objectsWith(node, 'name')[0]?.name);
    const asked = objectsWith(app, 'keyVaultUrl').map(({ keyVaultUrl }) => keyVaultUrl?.split('/').at(-1));
    expect(asked.toSorted()).toEqual(kept.toSorted());
  });

  test('is probed at addresses that answer, on the port that it is told to listen on', async () => {
    const { app: running } = await startHarness();
    const probes = objectsWith(app, 'path', 'port');
    expect(probes.map(({ path }) => path)).toEqual(expect.arrayContaining(['/healthz', '/readyz']));
    for (const { path, port } of probes) {
      expect((await get(`http://127.0.0.1:${running.port}${path}`)).status, path).toBe(200);
      expect(port).toBe('port');
    }
    expect(passed.find(({ name }) => name === 'PORT')?.value).toBe('string(port)');
    expect(objectsWith(app, 'targetPort')[0]?.targetPort).toBe('port');
  });

  test('has two minutes for a slow first start, and is up for work at once after a quick one', () => {
    const [, startup = ''] = /(\{ type: 'Startup'.+\})/.exec(app.text) ?? [];
    const number = (name: string) => Number(RegExp(`${name}: (\\d+)`).exec(startup)?.[1]);
    const tries = number('failureThreshold');
    // Container Apps takes no more than ten, and no first try before a second has gone.
    expect(tries).toBeLessThanOrEqual(10);
    expect(number('initialDelaySeconds')).toBeGreaterThanOrEqual(1);
    expect(number('initialDelaySeconds')).toBeLessThanOrEqual(5);
    expect(number('initialDelaySeconds') + (tries - 1) * number('periodSeconds')).toBeGreaterThanOrEqual(120);
  });

  test('reads own wheels where the file share is mounted, and may not write there', () => {
    expect(objectsWith(settings, 'name', 'value').find(({ name }) => name === 'HJULET_WHEELS')?.value).toBe(
      'wheelsPath',
    );
    expect(objectsWith(app, 'volumeName', 'mountPath')).toEqual([{ volumeName: 'wheels', mountPath: 'wheelsPath' }]);
    expect(objectsWith(main, 'accountName', 'shareName')[0]?.accessMode).toBe('ReadOnly');
  });

  test('always has two instances or more', () => {
    const { node, decorators } = all('main.bicep', 'parameter').find(({ name }) => name === 'minReplicas') ?? {};
    expect(decorators).toContain('minValue');
    expect(node?.text).toMatch(/= [2-9]$/);
    expect(main.text).toMatch(/@minValue\(2\)\n@maxValue\(\d+\)\nparam minReplicas/);
  });

  test('has longer to end than the bot takes to finish what is under way', () => {
    const drain = Number(/drainMs = ([\d_]+)/.exec(text('src/app.ts'))?.[1]?.replace('_', ''));
    const grace = Number(/terminationGracePeriodSeconds: (\d+)/.exec(app.text)?.[1]);
    expect(grace * 1000).toBeGreaterThan(drain);
  });
});
