import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { get } from '../support/get.ts';
import { startProcess } from '../support/process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const settings = [...text('.env.example').matchAll(/^(\w+)=/gm)].map(([, name = '']) => name);
const dockerfile = text('Dockerfile');
const [, volume = ''] = /^VOLUME (\S+)$/m.exec(dockerfile) ?? [];
const [, guestFolder = ''] = /guestFolder = '([^']+)'/.exec(text('src/web/guests/send.ts')) ?? [];
const routes = [
  ...[...text('src/web/server.ts').matchAll(/(?:get|server\.post)\('(\/[\w/]+)/g)].map(([, path = '']) => path),
  guestFolder,
];
const drainMs = Number(/drainMs = ([\d_]+)/.exec(text('src/app.ts'))?.[1]?.replace('_', ''));

const strings = z.record(z.string(), z.string());
const service = z.looseObject({
  image: z.string(),
  environment: strings,
  volumes: z.array(z.string()),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  healthcheck: z.looseObject({ test: z.array(z.string()), start_period: z.string() }),
});
const compose = z
  .looseObject({
    services: z.object({
      hjulet: service.extend({ env_file: z.string(), tmpfs: z.array(z.string()), stop_grace_period: z.string() }),
      caddy: service.extend({ ports: z.array(z.string()), depends_on: z.record(z.string(), z.unknown()) }),
    }),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(text('deploy/compose/compose.yaml')));
const { hjulet, caddy } = compose.services;

const documents = parseAllDocuments(text('deploy/kubernetes/hjulet.yaml')).map((document) =>
  z
    .looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.object({ name: z.string() }).loose() })
    .parse(document.toJS()),
);
const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.literal('http') }),
  periodSeconds: z.number(),
  failureThreshold: z.number().optional(),
  timeoutSeconds: z.number().optional(),
});
const container = z.looseObject({
  ports: z.tuple([z.object({ name: z.literal('http'), containerPort: z.number() })]),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const pod = z.looseObject({
  terminationGracePeriodSeconds: z.number(),
  enableServiceLinks: z.literal(false),
  automountServiceAccountToken: z.literal(false),
  securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.number(), fsGroup: z.number() }),
  containers: z.tuple([container]),
  volumes: z.array(z.looseObject({ name: z.string() })),
});

function named(kind: string): unknown {
  return documents.find((document) => document.kind === kind);
}

const deployment = z
  .looseObject({
    spec: z.looseObject({
      replicas: z.literal(1),
      strategy: z.object({ type: z.literal('Recreate') }),
      template: z.looseObject({ spec: pod }),
    }),
  })
  .parse(named('Deployment')).spec.template.spec;
const configured = z.looseObject({ data: strings }).parse(named('ConfigMap')).data;

/** The bot with these settings only, and no place to write to but its volume. */
async function startContained(env: Record<string, string>): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'hjulet-contained-'));
  const bot = await startProcess({ ...env, HJULET_DATA: data, PORT: '0' }, { given: [], contained: true });
  onTestFinished(async () => {
    await bot.end('SIGTERM');
    rmSync(data, { recursive: true });
  });
  return bot.port;
}

/** What whoever installs it fills in. */
const filled: Record<string, string> = {
  HJULET_HOST: 'hjulet.example.dk',
  HJULET_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64'),
  MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
  MicrosoftAppTenantId: '66666666-7777-8888-9999-000000000000',
  MicrosoftAppPassword: 'secret',
  HJULET_TENANTS: '66666666-7777-8888-9999-000000000000',
};

describe('compose.yaml', () => {
  const example = [...text('deploy/compose/.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => ({
      name,
      value,
    }),
  );

  test('gives the bot settings that it has, and starts it with them where it may write to its volume only', async () => {
    const own = ['HJULET_HOST', 'HJULET_IMAGE'];
    const given = [...example.map(({ name }) => name), ...Object.keys(hjulet.environment)];
    expect(given.filter((name) => ![...settings, ...own].includes(name))).toEqual([]);
    const env = Object.fromEntries(example.map(({ name, value }) => [name, filled[name] ?? value]));
    const publicUrl = hjulet.environment.HJULET_PUBLIC_URL?.replace(/\$\{HJULET_HOST:[^}]+\}/, env.HJULET_HOST ?? '');
    expect(publicUrl).toBe('https://hjulet.example.dk');
    const port = await startContained({ ...env, ...hjulet.environment, HJULET_PUBLIC_URL: publicUrl ?? '' });
    expect((await get(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  test('keeps the data on a volume, and nothing else of the bot can be written to', () => {
    expect(hjulet.volumes).toEqual([`data:${volume}`]);
    expect(hjulet.tmpfs).toEqual(['/tmp']);
    expect(dockerfile).toContain(`ENV HJULET_DATA=${volume}\n`);
    const volumes = [...hjulet.volumes, ...caddy.volumes].map((each) => each.split(':')[0] ?? '');
    expect(volumes.filter((name) => !name.startsWith('.')).toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  test('asks for the health where the bot answers, and waits for it before anybody is let in', () => {
    expect(hjulet.healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${hjulet.environment.PORT}/healthz`);
    expect(Number.parseInt(hjulet.healthcheck.start_period, 10)).toBeGreaterThanOrEqual(120);
    expect(caddy.depends_on).toEqual({ hjulet: { condition: 'service_healthy' } });
    expect(caddy.environment.HJULET_UPSTREAM).toBe(`hjulet:${hjulet.environment.PORT}`);
  });

  test('has longer to end than the bot takes', () => {
    expect(Number.parseInt(hjulet.stop_grace_period, 10) * 1000).toBeGreaterThan(drainMs);
  });

  test('names the proxy by its digest', () => {
    expect(caddy.image).toMatch(/^public\.ecr\.aws\/docker\/library\/caddy:[\w.-]+@sha256:[\da-f]{64}$/);
  });
});

describe('the proxy', () => {
  test('passes on each address that the bot has, and no other', () => {
    const [, paths = ''] = /^\t@bot path (.+)$/m.exec(text('deploy/compose/Caddyfile')) ?? [];
    const isRoute = (path: string) => routes.some((route) => route.startsWith(path.replace('/*', '/')));
    const passed = paths.split(' ');
    expect(passed.filter((path) => !isRoute(path))).toEqual([]);
    expect(
      routes.filter((route) => !passed.some((path) => route === path || route.startsWith(path.replace('*', '')))),
    ).toEqual([]);
    // Compressed requests are refused by the bot, and addresses open what they name.
    expect(text('deploy/compose/Caddyfile')).not.toMatch(/^\s*(log \w|encode)\b|output/m);
  });
});

describe('the manifest for Kubernetes', () => {
  const [bot] = deployment.containers;

  test('gives the bot settings that it has, and starts it with them where it may write to its volume only', async () => {
    expect(Object.keys(configured).filter((name) => !settings.includes(name))).toEqual([]);
    const secret = [...text('deploy/kubernetes/hjulet.yaml').matchAll(/--from-literal=(\w+)=/g)].map(
      ([, name = '']) => name,
    );
    const env = Object.fromEntries(
      [...Object.keys(configured), ...secret].map((name) => [name, filled[name] ?? configured[name] ?? '']),
    );
    const publicUrl = configured.HJULET_PUBLIC_URL?.replace(/[<>]/g, '') ?? '';
    const port = await startContained({ ...env, HJULET_PUBLIC_URL: publicUrl });
    expect((await get(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  test('runs as the user of the image, who is not root', () => {
    expect(dockerfile).toContain(
      `\nUSER ${deployment.securityContext.runAsUser}:${deployment.securityContext.fsGroup}\n`,
    );
    expect(deployment.securityContext.runAsUser).toBeGreaterThan(0);
  });

  test('probes where the bot answers, and gives a slow start two minutes', () => {
    const { startupProbe, livenessProbe, readinessProbe } = bot;
    const paths = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path);
    expect(paths).toEqual(['/healthz', '/healthz', '/readyz']);
    expect(paths.filter((path) => !routes.includes(path))).toEqual([]);
    expect((startupProbe.failureThreshold ?? 3) * startupProbe.periodSeconds).toBeGreaterThanOrEqual(120);
    expect(String(bot.ports[0].containerPort)).toBe(configured.PORT);
  });

  test('mounts each volume that it has, the data where the bot keeps it', () => {
    const names = (of: { name: string }[]) => of.map(({ name }) => name).toSorted();
    expect(names(bot.volumeMounts)).toEqual(names(deployment.volumes));
    expect(bot.volumeMounts.find(({ name }) => name === 'data')?.mountPath).toBe(configured.HJULET_DATA);
    expect(deployment.terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainMs);
  });

  test('lets the internet reach what the bot has', () => {
    const paths = [...JSON.stringify(named('Ingress')).matchAll(/"path":"([^"]+)"/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => !routes.some((route) => route.startsWith(path.replace(/\/$/, ''))))).toEqual([]);
    // Whether it is alive is asked from within alone.
    expect(routes.filter((route) => !paths.some((path) => route.startsWith(path)))).toEqual(['/healthz']);
  });
});
