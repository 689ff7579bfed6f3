import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { invoke, message, people, send } from '../support/activities.ts';
import { posted } from '../support/arrivals.ts';
import { button, inputs, roundOn } from '../support/cards.ts';
import { type Shown, startConnector } from '../support/connector.ts';
import { startWirePeer, wireKey } from '../support/cosmos.ts';
import { get } from '../support/get.ts';
import { type RunningBot, startProcess } from '../support/process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
/** What the image has, some of it from the stage before. */
const copied = [...last.matchAll(/^COPY (?:--from=build \/app\/)?(\S+) (\S+)$/gm)].map(([, from = '', to = '']) => ({
  from,
  to,
}));
const channel = { tenantId: 'tenant', conversationId: '19:image@thread.tacv2' };
const [mette = { id: '', name: '' }, ...colleagues] = people;

let app: string;
beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'hjulet-image-'));
  await bundle(join(root, 'src/main.ts'), join(app, 'dist'));
  for (const { from, to } of copied) {
    if (from !== 'dist')
      cpSync(join(root, from), join(app, to === './' ? basename(from) : to), { recursive: true, dereference: true });
  }
});
afterAll(() => rmSync(app, { recursive: true }));

/** The program of the image, with nothing beside it that the image has not, and no place to write to but its volume. */
async function started(env: Record<string, string> = {}): Promise<RunningBot> {
  const data = mkdtempSync(join(app, 'data-'));
  const script = join(app, 'dist', 'main.js');
  const bot = await startProcess({ HJULET_DATA: data, ...env }, { script, contained: true });
  onTestFinished(async () => {
    await bot.end('SIGTERM');
  });
  return bot;
}

describe('the image', () => {
  test('has its programs in ASCII, which V8 keeps in one byte a character', () => {
    const programs = readdirSync(join(app, 'dist')).filter((name) => name.endsWith('.js'));
    expect(programs).toContain('main.js');
    const others = programs.filter((name) => /[^\0-\x7f]/.test(readFileSync(join(app, 'dist', name), 'utf8')));
    expect(others).toEqual([]);
  });

  test('has all that a round takes, from the set-up to the picture and the report', async () => {
    const connector = await startConnector();
    onTestFinished(() => connector.close());
    connector.members = [...people];
    const bot = await started();
    const press = (person: string, on: Shown, verb: unknown, data: object) =>
      send(bot.port, invoke(connector, person, { ...on, tenantId: channel.tenantId }, verb, data));
    await send(bot.port, message(connector, mette.id, 'start', channel));
    const [setup] = await posted(connector, /Ny runde/);
    const { verb, data } = button(setup.cardNow, 'Start runden');
    const begun = await press(mette.id, setup, verb, { ...inputs(setup.cardNow), ...data, expected: '5' });
    const round = roundOn(begun.body);
    await posted(connector, /Tema 4 af 4/);
    for (const { id } of [mette, ...colleagues]) {
      for (const theme of themes) await press(id, setup, 'answer', { round, theme, seen: 0, [`s_${theme}`]: '2' });
    }
    await press(mette.id, setup, 'close', { round });
    const [summary] = await posted(connector, /Overblik/);
    const [picture] = addresses(summary.cardNow);
    const png = await get(picture ?? '');
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(png.body.length).toBeGreaterThan(10_000);
    await send(bot.port, message(connector, mette.id, 'eksport', channel));
    const [asked] = await posted(connector, /Tag resultatet med/);
    const link = button(asked.cardNow, 'Vis links');
    const { body } = await press(mette.id, asked, link.verb, link.data);
    const types = await Promise.all(addresses(body).map(async (url) => (await get(url)).headers.get('content-type')));
    expect(types).toEqual([
      'text/html; charset=utf-8',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'text/csv; charset=utf-8',
    ]);
  });

  test('has what is loaded only where it is set: Cosmos DB and Application Insights', async () => {
    const peer = await startWirePeer();
    onTestFinished(() => peer.close());
    const bot = await started({
      HJULET_COSMOS_ENDPOINT: peer.endpoint,
      HJULET_COSMOS_KEY: wireKey,
      APPLICATIONINSIGHTS_CONNECTION_STRING:
        'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:9',
    });
    expect((await get(`http://127.0.0.1:${bot.port}/healthz`)).status).toBe(200);
    expect((await get(`http://127.0.0.1:${bot.port}/readyz`)).status).toBe(200);
  });

  test('keeps what Node compiles of the bot', () => {
    const [, script = ''] = /^RUN node (\S+) \|\| /m.exec(last) ?? [];
    const folder = join(app, 'compiled');
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: folder };
    const { status, stderr } = spawnSync(process.execPath, [join(app, script)], { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('MicrosoftAppId')]);
    expect(last).toMatch(/^ENV NODE_COMPILE_CACHE=\S+$/m);
    expect(readdirSync(folder, { recursive: true }).length).toBeGreaterThan(1);
  });

  test('is asked for its health where the bot answers', () => {
    expect(last).toMatch(/HEALTHCHECK .*\/healthz/);
  });

  test('runs as nobody in particular, without what only development needs', () => {
    // A number: a cluster that forbids root cannot tell who a name is.
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(dockerfile).toContain('npm ci --ignore-scripts');
    expect(copied.map(({ from }) => from).toSorted()).toEqual([
      ...['LICENSE', 'cards', 'dist', 'node_modules/@expo-google-fonts', 'node_modules/@resvg', 'package.json'],
      ...['src/report/page.css', 'src/web/guests/page.css', 'src/web/guests/paper.css', 'texts', 'wheels'],
    ]);
  });

  test('is built from what is let through to it', () => {
    const ignore = readFileSync(join(root, '.dockerignore'), 'utf8');
    const sources = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
    const isLetThrough = (from: string) => ignore.includes(`\n!${from.split('/')[0]}\n`);
    expect(sources.filter((from) => !isLetThrough(from))).toEqual([]);
  });
});

const themes = [
  'baeredygtigt-samarbejde',
  'sammenhaeng-i-overgange',
  'faelles-ansvar-og-retning',
  'unge-som-medskabere',
];

/** The bot's own addresses on a card, in order, each once. */
function addresses(card: unknown): string[] {
  return [...new Set(JSON.stringify(card).match(/http:\/\/[^"\\ )]+\/(?:pictures|reports)\/[^"\\ )]+/g))];
}
