import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { declarations, parse } from './bicep.ts';

const root = new URL('../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const main = declarations(parse('main.bicep'));
const named = (kind: string) => main.filter((declared) => declared.kind === kind).map(({ name }) => name);
const read = [...text('infra/main.bicepparam').matchAll(/readEnvironmentVariable\('(\w+)'/g)].map(
  ([, name]) => name ?? '',
);

describe('infra/main.bicepparam', () => {
  const given = [...text('infra/main.bicepparam').matchAll(/^param (\w+) =/gm)].map(([, name]) => name ?? '');

  test('sets parameters that main.bicep has, each once', () => {
    expect(given.filter((name) => !named('parameter').includes(name))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
  });

  test('works in an empty environment: whatever it reads there has a default', () => {
    expect(text('infra/main.bicepparam').match(/readEnvironmentVariable\('\w+'\)/g)).toBeNull();
  });
});

describe('azure.yaml', () => {
  const azure = text('azure.yaml');
  const service = /^services:\n {2}(\w+):/m.exec(azure)?.[1] ?? '';

  test('names a service by the tag of the app and by the image that the parameters read', () => {
    expect(parse('main.bicep').text).toContain(`'azd-service-name': '${service}'`);
    expect(read).toContain(`SERVICE_${service.toUpperCase()}_IMAGE_NAME`);
  });

  test('names the template and the Dockerfile that are there, and azd finds the registry among the outputs', () => {
    const modules = [...azure.matchAll(/module: (\w+)/g)].map(([, module]) => module);
    expect(modules.map((module) => existsSync(new URL(`infra/${module}.bicepparam`, root)))).toEqual([true, true]);
    expect(existsSync(new URL(/path: (\.\/Dockerfile)/.exec(azure)?.[1] ?? 'none', root))).toBe(true);
    expect(named('output')).toContain('AZURE_CONTAINER_REGISTRY_ENDPOINT');
  });
});

describe('the deploy workflow', () => {
  const workflow = text('.github/workflows/deploy.yml');
  const set = [...workflow.matchAll(/^ +(AZURE_\w+|HJULET_\w+|Microsoft\w+|SERVICE_\w+): /gm)].map(
    ([, name]) => name ?? '',
  );

  test('sets everything that the parameters read, and nothing that they do not', () => {
    expect([...new Set(set)].toSorted()).toEqual([...new Set(read)].toSorted());
  });

  test('asks for outputs that main.bicep has', () => {
    const asked = [...workflow.matchAll(/properties\.outputs\.(\w+)\.value/g)].map(([, name]) => name ?? '');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !named('output').includes(name))).toEqual([]);
  });

  test('signs in without a password, and may do no more than read the code', () => {
    expect(workflow).toMatch(/permissions:\n {2}contents: read\n {2}id-token: write\n/);
    expect(workflow).not.toMatch(/creds:|client-secret/);
  });
});

describe('the test workflow', () => {
  test("runs the README's test command and the supply chain check", () => {
    const [, command = 'none'] = /## Test it\n\n```sh\n(.+)\n```/.exec(text('README.md')) ?? [];
    const workflow = text('.github/workflows/ci.yml');
    expect(workflow).toContain(`run: ${command}\n`);
    expect(workflow).toContain('run: npm run supply-chain\n');
  });
});

describe('what the toolkit publishes', () => {
  test('is the package that the project makes', () => {
    const paths = [...text('m365agents.yml').matchAll(/appPackagePath: \.\/(.+)/g)].map(([, path]) => path);
    expect(new Set(paths)).toEqual(new Set(['dist/hjulet.zip']));
    expect(text('scripts/package.ts')).toContain("file('dist/hjulet.zip')");
  });

  test('gets every setting that the package needs', () => {
    const settings = [...text('env/.env.production').matchAll(/^(\w+)=$/gm)].map(([, name]) => name ?? '');
    const needed = [...text('manifest/manifest.json').matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
    const derived = ['HJULET_HOST', 'HJULET_VERSION'];
    expect(settings.toSorted()).toEqual(
      [...new Set([...needed.filter((name) => !derived.includes(name)), 'HJULET_PUBLIC_URL'])].toSorted(),
    );
  });
});
