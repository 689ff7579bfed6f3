import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import type { Language } from '../../src/domain/language.ts';
import { createLog } from '../../src/log.ts';
import type { Renderer } from '../../src/renderer.ts';
import type { Database } from '../../src/store/database.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import type { Credentials } from '../../src/teams/botframework/auth.ts';
import { serviceUrls } from '../../src/teams/inbound/service-urls.ts';
import type { Clock } from '../../src/usecases/clock.ts';
import type { Log, Meter, Store } from '../../src/usecases/ports.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { local } from '../domain/wall-time.ts';
import { invoke, message, type On, people, send, type Where } from './activities.ts';
import { expectNothingPersonal } from './canaries.ts';
import { asRead, button, inputs, textOf } from './cards.ts';
import { type FakeConnector, type SentCard, type Shown, shownText, startConnector } from './connector.ts';
import { renderOnce } from './renderer.ts';
import { createTimeline, type TestClock, testClock } from './timeline.ts';

/** Where a file is in memory on Linux: waiting for the disk took a third of a test's time, and no test here cuts the power. */
const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** Nothing may hang on it; `HJULET_TEST_START` sets another. */
const usualStart = process.env.HJULET_TEST_START ?? '2026-11-25 10:00';

export interface Harness {
  app: App;
  connector: FakeConnector;
  store: Store;
  /** What the bot told its log, with the errors' own words, which the log leaves out. */
  logged: string[];
  /** The clock that the bot goes by. */
  clock: TestClock;
  send(activity: object): Promise<{ status: number; body: unknown }>;
  say(userId: string, text: string, where?: Partial<Where>): Promise<void>;
  press(userId: string, on: Shown, title: string, given?: Record<string, unknown>): Promise<Reply>;
  /** A press with data of the test's own choosing. */
  execute(userId: string, on: On, verb: unknown, data: unknown): Promise<Reply>;
  /** Waits until it holds, in the bot's time; its posts come after its answer. @param wanted in words, for the message. */
  eventually<T>(what: () => T | undefined | false | Promise<T | undefined | false>, wanted?: string): Promise<T>;
  /** Waits until an assertion holds. @throws what it threw the last time. */
  holds(assertion: () => void | Promise<void>): Promise<void>;
  /** Stops the bot for good. */
  stop(): Promise<void>;
  /** Stops the bot and starts it again. @param at the wall time in Copenhagen when it starts, where time passes meanwhile. */
  restart(at?: string): Promise<void>;
  /** Another instance on the same data. It ends with the test. */
  join(options?: InstanceOptions): Promise<App>;
}

interface InstanceOptions {
  /** By so much its clock is ahead of the others', in milliseconds. */
  aheadMs?: number;
  wrap?(db: Database): Database;
}

/** What a press was answered with. */
interface Reply {
  status: number;
  /** The text of a message, or all the words of a card. */
  text: string;
  card?: SentCard;
}

const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url)));

export interface HarnessOptions {
  smallestGroup?: number;
  /** The wall time in Copenhagen that it begins at, such as "2026-11-25 10:00", or epoch milliseconds; any where it is left out. */
  at?: string | number;
  /** As where the bot is only tried. */
  trial?: boolean;
  /** As in local mode, in this language. */
  playground?: { language: Language };
  /** How long a call to the Connector may take. */
  callMs?: number;
  /** Where it counts what it does; nowhere where it is left out. */
  meter?: Meter;
  wrap?(db: Database): Database;
  /** Opens the database, once more for each instance; a file of SQLite's where it is left out. */
  database?(given: { clock: Clock; serviceUrl: string }): Promise<Database>;
  /** Draws and writes; what is drawn is kept for other tests where it is left out. */
  renderer?: Renderer;
  /** What is in Teams from before; nothing where it is left out. */
  shown?: readonly Shown[];
  /** How often it looks for due work by itself, as in `AppNeeds`. */
  sweepMs?: number;
  /** Tokens are checked as in production, for this app and with the keys told of here; nobody needs one where it is left out. */
  tokens?: { appId: string; metadataUrl: string; issuer?: string };
  /** As whom the bot speaks; it has no token of its own where they are left out. */
  credentials?: Credentials;
  /** Tenants that may use the bot; any where it is left out. */
  tenants?: readonly string[];
  /** Where people reach it, as its links say; where it listens if left out. */
  publicUrl?: string;
  /** Hosts where Teams may be as in production, beside the Connector of the test; any on this machine where it is left out. */
  hosts?: readonly string[];
}

/** The whole bot on a real port with a real database, and a Connector that records. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const folder = mkdtempSync(join(inMemory, 'hjulet-'));
  const connector = await startConnector();
  connector.members = [...people, { id: '28:bot', name: 'Hjulet' }];
  connector.shown.push(...(options.shown ?? []));
  const logged: string[] = [];
  const time = createTimeline(momentOf(options.at ?? usualStart));
  const written: string[] = [];
  const said = new Set<string>();
  const product = createLog('debug', { write: (line) => written.push(line) });
  const write = (level: keyof Log) => (fields: Parameters<Log['info']>[0], message: string, error?: unknown) => {
    product[level](fields, message, error);
    logged.push(JSON.stringify(fields) + message + (error instanceof Error ? error.stack : ''));
  };
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  const open = async ({ wrap }: InstanceOptions) => {
    const db = options.database
      ? await options.database({ clock: time.clock(), serviceUrl: connector.serviceUrl })
      : openSqlite(join(folder, 'hjulet.sqlite'), { clock: time.clock(), log });
    return wrap ? wrap(db) : db;
  };
  const allowed = serviceUrls(options.hosts);
  const start = async (db: Database, { aheadMs = 0 }: InstanceOptions = {}) => {
    const own = time.clock(aheadMs);
    return startApp({
      credentials: options.credentials,
      appId: options.tokens?.appId ?? '',
      local: options.tokens === undefined,
      metadataUrl: options.tokens?.metadataUrl,
      issuer: options.tokens?.issuer,
      tenants: options.tenants,
      allowed: (url) => allowed(url) || (options.hosts !== undefined && url === connector.serviceUrl),
      db,
      wheels,
      keys: [Buffer.alloc(32, 7)],
      host: '127.0.0.1',
      port: 0,
      settings: {
        smallestGroup: options.smallestGroup ?? 4,
        retentionMonths: 12,
        timeZone: 'Europe/Copenhagen',
        language: options.playground?.language ?? 'da',
        trial: options.trial ?? false,
      },
      log,
      renderer: options.renderer ?? renderOnce,
      clock: own,
      ...(options.playground && { playground: options.playground }),
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      ...(options.callMs !== undefined && { callMs: options.callMs }),
      ...(options.meter && { meter: options.meter }),
      ...(options.sweepMs !== undefined && { sweepMs: options.sweepMs }),
    });
  };
  const running = new Set<App>();
  const run = async (instance: InstanceOptions): Promise<App> => {
    const app = await start(await open(instance), instance);
    const release = time.serve(app.port);
    const { stop } = app;
    app.stop = () => {
      running.delete(app);
      return time.during(stop()).finally(release);
    };
    running.add(app);
    return app;
  };
  const app = await run(options);
  // The tests look by a way of their own, whatever becomes of the bot's.
  const db = await open({});
  const harness: Harness = {
    app,
    connector,
    store: createStore(db, { now: time.now }),
    logged,
    clock: testClock(time),
    send: (activity) => send(harness.app.port, activity),
    async say(userId, text, where = {}) {
      remember(said, text);
      const { status } = await harness.send(message(connector, userId, text, where));
      if (status !== 200) throw new Error(`The bot answered a message with ${status}`);
    },
    async press(userId, on, title, given = {}) {
      const { verb, data } = button(on.cardNow, title);
      return harness.execute(userId, on, verb, { ...inputs(on.cardNow), ...data, ...given });
    },
    async execute(userId, on, verb, data) {
      if (typeof data === 'object' && data !== null && 'comment' in data) remember(said, data.comment);
      const { status, body } = await harness.send(invoke(connector, userId, on, verb, data));
      return replyOf(status, body);
    },
    eventually: (what, wanted = String(what).replaceAll(/\s+/g, ' ')) =>
      time.until(wanted, what, () => `${shownText(connector)}\n${logged.join('\n')}`),
    async holds(assertion) {
      let thrown: unknown;
      const held = () =>
        Promise.resolve()
          .then(assertion)
          .then(
            () => true,
            (error: unknown) => {
              thrown = error;
              return false;
            },
          );
      await harness.eventually(held, 'an assertion to hold').catch((error: unknown) => {
        throw thrown ?? error;
      });
    },
    stop: () => harness.app.stop(),
    async restart(at) {
      await harness.stop();
      if (at !== undefined) time.setTo(momentOf(at));
      harness.app = await run(options);
    },
    join: (instance = {}) => run(instance),
  };
  onTestFinished(async () => {
    await Promise.all([...running].map((each) => each.stop()));
    await db.close();
    await connector.close();
    rmSync(folder, { recursive: true, force: true });
    expectNothingPersonal(written, said);
  });
  return harness;
}

/** What somebody said, where it is long enough not to be in a line of the log by chance. */
function remember(said: Set<string>, words: unknown): void {
  if (typeof words === 'string' && words.trim().length >= 9) said.add(words.trim());
}

const momentOf = (at: string | number) => (typeof at === 'string' ? local(at) : at);

function replyOf(status: number, body: unknown): Reply {
  const { type, value } = (body ?? {}) as { type?: string; value?: unknown };
  if (type === 'application/vnd.microsoft.card.adaptive')
    return { status, text: textOf(value), card: value as SentCard };
  return { status, text: typeof value === 'string' ? asRead(value) : '' };
}
