import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../src/log.ts';
import { installation, invoke, message } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { posted } from '../support/arrivals.ts';
import { canary } from '../support/canaries.ts';
import { button, buttons, inputs, textOf } from '../support/cards.ts';
import { type FakeConnector, type SentCard, type Shown, startConnector } from '../support/connector.ts';
import { get } from '../support/get.ts';
import { post } from '../support/post.ts';
import { startProcess } from '../support/process.ts';
import { allScores } from '../support/rounds.ts';
import { type Quoting, startQuoting } from './quoting.ts';

const tenantId = `${canary}-tenant`;
const conversationId = `19:${canary}@thread.tacv2`;
const people = Array.from({ length: 5 }, (_, at) => ({ id: `29:${canary}-${at}`, name: `${canary} Holm ${at}` }));
const [mette, anders] = people.map(({ id }) => id) as [string, string];

interface Deps {
  port: number;
  connector: FakeConnector;
  quoting: Quoting;
  /** Waits until an assertion holds, in the bot's time; a bot in a process of its own has the real one. */
  holds?(assertion: () => void): Promise<void>;
}

/** Puts the word in all that an activity may tell beside what it must. */
function dressed(activity: Record<string, unknown> & { from: object; conversation: object; channelData: object }) {
  return {
    ...activity,
    id: `${canary}-${activity.id}`,
    from: {
      ...activity.from,
      name: `${canary} Holm`,
      aadObjectId: `${canary}-aad`,
      userPrincipalName: `${canary}@x.dk`,
    },
    recipient: { id: '28:bot', name: canary },
    conversation: { ...activity.conversation, name: `${canary} kanal` },
    channelData: {
      tenant: { id: tenantId },
      team: { id: `19:${canary}-team`, name: `${canary} team`, aadGroupId: canary },
      channel: { id: conversationId, name: `${canary} kanal` },
      settings: { [canary]: canary },
    },
    locale: `da-${canary}`,
    localTimezone: canary,
    [canary]: canary,
  };
}

async function send({ port }: Deps, activity: object): Promise<{ status: number; card?: SentCard; text: string }> {
  const { status, text } = await post(port, activity);
  const { type, value } = (text ? JSON.parse(text) : {}) as { type?: string; value?: unknown };
  const card = type === 'application/vnd.microsoft.card.adaptive' ? { card: value as SentCard } : {};
  return { status, ...card, text: typeof value === 'string' ? value : textOf(value) };
}
const say = (deps: Deps, person: string, text: string) =>
  send(deps, dressed(message(deps.quoting, person, text, { conversationId, tenantId })));
const execute = (deps: Deps, person: string, on: Pick<Shown, 'activityId'>, verb: unknown, data: unknown) => {
  const where = { conversationId, tenantId, activityId: on.activityId };
  return send(deps, dressed(invoke(deps.quoting, person, where, verb, data)));
};
const press = (deps: Deps, person: string, on: Shown, title: string, given: Record<string, unknown> = {}) => {
  const { verb, data } = button(on.cardNow, title);
  return execute(deps, person, on, verb, { ...inputs(on.cardNow), ...data, ...given });
};
async function shown({ connector, holds }: Deps, begins: RegExp, count = 1): Promise<Shown[]> {
  const found = () => connector.shown.filter(({ cardNow: card }) => begins.test(textOf(card)));
  if (!holds) return posted(connector, begins, { count });
  await holds(() => expect(found().length).toBeGreaterThanOrEqual(count));
  return found();
}

/** A whole round, with every word of it the canary where it may be. @returns one of its theme cards. */
async function wholeRound(deps: Deps): Promise<Shown> {
  await send(deps, dressed(installation(deps.quoting, mette, { conversationId, tenantId })));
  await say(deps, mette, canary);
  await say(deps, mette, 'start');
  const [setup] = await shown(deps, /^Ny runde/);
  if (!setup) throw new Error('no set-up card');
  await press(deps, mette, setup, 'Start runden', { wheelId: canary, deadline: canary });
  expect((await press(deps, mette, setup, 'Start runden', { expected: '9' })).text).toContain('Runden er i gang');
  const themes = await shown(deps, /^Tema \d af \d/, 4);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  const early = structuredClone(theme);
  for (const { id } of people) {
    for (const each of themes) {
      const given = { ...allScores(each, '3'), comment: `${canary} synes, at ${canary} er svært` };
      expect((await press(deps, id, each, 'Gem min vurdering', given)).text).toContain('er gemt');
    }
  }
  await press(deps, anders, theme, 'Gem min vurdering', { ...allScores(theme, canary), comment: canary });
  await press(deps, anders, theme, 'Se min vurdering');
  await execute(deps, anders, theme, canary, { [canary]: canary });
  await execute(deps, anders, { activityId: canary }, 'answer', { round: canary, theme: canary, comment: canary });
  await execute(deps, `29:${canary}-fremmed`, theme, 'mine', button(theme.cardNow, 'Se min vurdering').data);
  for (const command of ['status', 'hjælp', 'overblik', `${canary} start`]) await say(deps, anders, command);
  const close = { round: String(button(theme.cardNow, 'Se min vurdering').data.round) };
  expect((await execute(deps, mette, setup, 'close', close)).text).toContain('lukket');
  const [summary] = await shown(deps, /^Overblik/);
  const url = /http:[^"]+\.png/.exec(JSON.stringify(summary?.cardNow))?.[0];
  if (url) await get(url);
  for (const { verb, data } of buttons(summary?.cardNow)) {
    if (summary) await execute(deps, mette, summary, verb, data);
  }
  const gone = {
    ...dressed(message(deps.quoting, mette, '', { conversationId, tenantId })),
    type: 'conversationUpdate',
  };
  await send(deps, { ...gone, membersRemoved: [{ id: people[4]?.id, name: `${canary} Holm` }] });
  return early;
}

/** Everything that can go wrong at Teams, each time with an answer that quotes what was asked. */
async function faultsOfTeams(deps: Deps, theme: Shown): Promise<void> {
  for (const status of [400, 401, 403, 404, 409, 413, 500]) {
    deps.quoting.status = status;
    const failed = deps.quoting.failed;
    await say(deps, anders, 'hjælp');
    await execute(deps, mette, theme, 'setup', {});
    const stranger = `29:${canary}-${status}`;
    const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
    await execute(deps, stranger, theme, verb, { ...data, ...allScores(theme, '3'), comment: canary });
    const elsewhere = { conversationId: `19:${canary}-${status}@thread.tacv2`, tenantId };
    await send(deps, dressed(installation(deps.quoting, mette, elsewhere)));
    await say(deps, anders, 'start');
    expect(deps.quoting.failed).toBeGreaterThan(failed);
  }
  deps.quoting.status = undefined;
}

/** What anybody on the internet can put in a request. */
async function visitors({ port }: Deps): Promise<void> {
  const headers = { 'x-name': canary, authorization: `Basic ${canary}`, 'user-agent': canary, cookie: canary };
  for (const path of [`/${canary}`, `/pictures/${canary}`, `/pictures/${canary}.png?${canary}`, `/healthz?${canary}`])
    await post(port, '', { path, method: 'GET', headers });
  for (const body of [`{"text":"${canary}`, `{"type":"${canary}"}`, canary, JSON.stringify([canary])])
    await post(port, body, { headers });
  await post(port, canary, { headers: { ...headers, 'content-type': canary } });
  await post(port, canary, { headers: { ...headers, 'content-encoding': canary } });
  await post(port, '', { method: 'PUT', path: `/api/messages?${canary}`, headers });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.end(`${canary} / ${canary}\r\n\r\n`);
  socket.resume();
  await once(socket, 'close');
}

async function teams(): Promise<Pick<Deps, 'connector' | 'quoting'>> {
  const connector = await startConnector();
  connector.members = [...people, { id: '28:bot', name: canary }];
  const quoting = await startQuoting(connector);
  onTestFinished(async () => {
    await quoting.close();
    await connector.close();
  });
  return { connector, quoting };
}

const leaked = (lines: readonly string[]) => lines.filter((line) => line.toLowerCase().includes(canary));

describe('what people and Teams tell the bot', () => {
  it('is in no line that it logs, through a whole round and faults that quote it', async () => {
    const harness = await startHarness();
    const deps = { ...(await teams()), port: harness.app.port, holds: harness.holds };
    const theme = await wholeRound(deps);
    await visitors(deps);
    expect(JSON.stringify(deps.connector.shown)).toContain(canary);
    expect(harness.logged.length).toBeGreaterThan(30);
    expect(leaked(harness.logged)).toEqual([]);
    await faultsOfTeams(deps, theme);
    // The harness keeps an error's own text, which the real log leaves out; so these errors do quote what people said.
    expect(leaked(harness.logged)).not.toEqual([]);
    expect(leaked(harness.logged.map((line) => line.replace(/\w*Error: [\s\S]*$/, '')))).toEqual([]);
  });

  it('is in nothing that the real process writes, the SDKs’ own words included, when the store breaks too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-canary-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const bot = await startProcess({ HJULET_DATA: folder, HJULET_LOG_LEVEL: 'debug' });
    onTestFinished(() => bot.end('SIGKILL').then(() => undefined));
    const deps = { ...(await teams()), port: bot.port };
    const theme = await wholeRound(deps);
    await faultsOfTeams(deps, theme);
    await visitors(deps);
    const db = new DatabaseSync(join(folder, 'hjulet.sqlite'), { timeout: 5_000 });
    db.exec('DROP TABLE documents');
    db.close();
    for (const person of [anders, `29:${canary}-ny`]) {
      await say(deps, person, 'start');
      expect((await press(deps, person, theme, 'Se min vurdering')).status).toBe(200);
    }
    expect(await bot.end('SIGTERM')).toBe(0);
    expect(bot.written.join('\n')).toContain('a turn failed');
    expect(bot.written.length).toBeGreaterThan(30);
    expect(leaked(bot.written)).toEqual([]);
  });
});

describe('a field of the log', () => {
  it('that would name a person, a place or a secret is struck out, should it ever be written', () => {
    const written: string[] = [];
    const log = createLog('info', { write: (line) => written.push(line) });
    const personal = [
      'name',
      'userId',
      'aadObjectId',
      'email',
      'from',
      'text',
      'comment',
      'tenantId',
      'conversationId',
    ];
    for (const field of [...personal, 'authorization', 'token']) log.info({ [field]: canary, status: 200 }, 'turn');
    expect(written).toHaveLength(personal.length + 2);
    expect(written.every((line) => line.includes('"status":200'))).toBe(true);
    expect(leaked(written)).toEqual([]);
  });
});

describe('an error’s own words', () => {
  const module = fileURLToPath(new URL('../../src/log.ts', import.meta.url));
  it.each([
    ['a message', `new Error('${canary}')`],
    ['a message of several lines', `new Error('one\\n${canary}\\nthree')`],
    ['a line of the message that looks like a place in the code', `new Error('one\\n    at ${canary} (file:1:1)')`],
    ['a cause', `new Error('x', { cause: new Error('${canary}') })`],
    ['fields of its own', `Object.assign(new Error('x'), { body: '${canary}', request: { url: '${canary}' } })`],
    ['a text thrown as it is', `'${canary}'`],
    ['an object thrown as it is', `({ message: '${canary}', stack: '${canary}' })`],
  ])('are not written: %s', async (_name, thrown) => {
    const program = `import { createLog } from ${JSON.stringify(module)}; createLog('debug').error({}, 'a turn failed', ${thrown});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    const written: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => written.push(String(chunk)));
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(written.join('')).toContain('a turn failed');
    expect(leaked(written)).toEqual([]);
  });
});
