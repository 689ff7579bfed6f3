import { createHash, createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Language } from './domain/language.ts';
import { languageOf } from './domain/language.ts';
import type { Round } from './domain/round.ts';
import type { Wheel } from './domain/wheel.ts';
import { fontFamily, fontFiles } from './pictures/font.ts';
import { createPictureCache, drawRound } from './pictures/picture-cache.ts';
import { createTrendCache, drawHistory } from './pictures/trend-cache.ts';
import type { Renderer } from './renderer.ts';
import { createReports } from './report/reports.ts';
import { type Database, shardOf, shards } from './store/database.ts';
import { withDeadline, withoutDeadline } from './store/deadline.ts';
import { createStore } from './store/store.ts';
import { handle } from './teams/bot.ts';
import type { Credentials } from './teams/botframework/auth.ts';
import { createConnector } from './teams/botframework/connector.ts';
import { loadCards } from './teams/cards/templates.ts';
import { createDoor } from './teams/inbound/door.ts';
import { faultAnswer } from './teams/inbound/fault.ts';
import { createFloodLimiter } from './teams/inbound/flood-limiter.ts';
import { createTokenCheck } from './teams/inbound/tokens.ts';
import { createCalls } from './teams/outbound/calls.ts';
import { createCoalescer } from './teams/outbound/coalesce.ts';
import { createMessenger } from './teams/outbound/messenger.ts';
import { createRateLimiter } from './teams/outbound/rate-limiter.ts';
import { createResponder } from './teams/outbound/responder.ts';
import { prefilledFrame } from './texts/frame.ts';
import { loadTexts } from './texts/texts.ts';
import { startDaily } from './timers/daily.ts';
import { startLoop } from './timers/loop.ts';
import { createRosters } from './usecases/channel/rosters.ts';
import type { Clock } from './usecases/clock.ts';
import type { Deps, Log, Meter } from './usecases/ports.ts';
import { picturedRound } from './usecases/results/overview.ts';
import { reportOf } from './usecases/results/report.ts';
import { picturedTrend, type TrendShown } from './usecases/results/trend.ts';
import { createRecounts, recountAfterMs } from './usecases/round/recounts.ts';
import { runDue } from './usecases/run-due.ts';
import { createAddresses } from './web/addresses.ts';
import { createReadiness } from './web/readiness.ts';
import { type RunningServer, startServer } from './web/server.ts';
import { createWheels } from './wheels/catalogue.ts';

export interface AppNeeds {
  /** As whom the bot speaks to Teams; left out in local mode, where nobody asks for a token. */
  credentials?: Credentials | undefined;
  /** How long a request for a token may take, in milliseconds; ten seconds where it is left out. */
  tokenMs?: number | undefined;
  appId: string;
  /** Where Microsoft tells of its keys, other than the public place. */
  metadataUrl?: string | undefined;
  /** Tenants that may use the bot; any where the list is left out. */
  tenants?: readonly string[] | undefined;
  /** In local mode nobody has a token. */
  local: boolean;
  /** Whether Teams may be at this service address. */
  allowed(serviceUrl: string): boolean;
  db: Database;
  /** How often each shard of due items is looked at, in milliseconds; a second where it is left out. */
  sweepMs?: number;
  /** How long a call to Teams may take, in milliseconds; ten seconds where it is left out. */
  callMs?: number;
  wheels: readonly Wheel[];
  /** Secrets of 32 bytes or more, the one in use first. The first signs addresses, all of them open; the last makes people's keys. */
  keys: readonly [Buffer, ...Buffer[]];
  /** Where the internet reaches this server; the listening address where it is left out. */
  publicUrl?: string;
  host: string;
  port: number;
  settings: Deps['settings'];
  /** Set where the client is the Playground, which always says that people read English. */
  playground?: { language: Language };
  log: Log;
  clock: Clock;
  /** Draws and writes apart from everything else. */
  renderer: Renderer;
  /** Counts what the bot does; nothing is counted where it is left out. */
  meter?: Meter;
}

export interface App {
  port: number;
  /** Looks for due work now, as after a change of the clock. */
  sweep(): void;
  /** Lets what is under way finish, at most ten seconds, and closes everything in reverse. */
  stop(): Promise<void>;
}

const nothing = () => undefined;
/** Counts nothing. */
export const silent: Meter = { turn: nothing, answered: nothing, called: nothing, charged: nothing, dueEnded: nothing };
const drainMs = 8_000;
/** How long a person's press may wait for the database, all together. */
const pressDeadlineMs = 3_000;
/** As long as a round is kept, and a month more. */
const pictureDays = 400;

/** Puts the rooms together and starts them. */
export async function startApp(needs: AppNeeds): Promise<App> {
  const { appId, allowed, db, settings, log, clock, meter = silent } = needs;
  const { now } = clock;
  const store = createStore(db, { now, retentionMonths: settings.retentionMonths, log });
  const wheels = await createWheels(needs.wheels, store);
  const texts = loadTexts(settings.timeZone);
  const fill = loadCards({ refreshes: needs.playground === undefined });
  const secret = (key: Buffer, purpose: string) => createHmac('sha256', key).update(purpose).digest();

  // The address is known once the server listens, and no card is made before that.
  let publicUrl = needs.publicUrl ?? '';
  const addressKeys = needs.keys.map((key) => secret(key, 'addresses'));
  const addresses = () => createAddresses(publicUrl, addressKeys);
  const render = {
    texts,
    reads: (locale: string | undefined) => needs.playground?.language ?? languageOf(locale),
    wheels,
    smallestGroup: settings.smallestGroup,
    retentionMonths: settings.retentionMonths,
    pictureUrl: ({ pictureId, closedAt }: { pictureId: string; closedAt: number }) =>
      addresses().picture(pictureId, closedAt + pictureDays * 86_400_000),
    trendUrl: ({ round: { summary }, history }: TrendShown) =>
      summary === undefined
        ? ''
        : addresses().trend(summary.pictureId, digest(history), summary.closedAt + pictureDays * 86_400_000),
    reportUrl: (pictureId: string, expiresAt: number) => addresses().report(pictureId, expiresAt),
  };
  const client = createConnector({
    credentials: needs.credentials,
    allowed,
    clock,
    log,
    callMs: needs.callMs,
    tokenMs: needs.tokenMs,
  });
  const outbox = createMessenger({
    client,
    render,
    fill,
    calls: createCalls({ rateLimiter: createRateLimiter(clock), clock, random: Math.random, meter }),
    clock,
  });

  const personKey = createPersonKeys(secret(needs.keys.at(-1) ?? needs.keys[0], 'people'));
  const newId = () => randomBytes(16).toString('base64url');
  const drawing = { texts, wheels, renderer: needs.renderer };
  const pictures = createPictureCache(drawing);
  const deps: Deps = {
    store,
    messenger: outbox,
    wheels,
    prefilledFrame: (language) => prefilledFrame(texts[language]),
    now,
    newId,
    personKey,
    fingerprintOf: createFingerprints(secret(needs.keys[0], 'submissions')),
    settings,
    wake: (inMs, dueId) => withoutDeadline(() => loop.wake(inMs, shardOf(dueId))),
    drawAhead: (round) =>
      pictures.draw(round).then(
        () => undefined,
        (error: unknown) => log.error({}, 'a picture could not be drawn', error),
      ),
    random: Math.random,
    meter,
    log,
  };
  const gather = createCoalescer<Round, void>(recountAfterMs, clock);
  const recounts = createRecounts(deps, (name, round, note) =>
    gather(name, round, (newest) => withoutDeadline(() => note(newest))),
  );
  const bot = {
    deps,
    rosters: createRosters(deps),
    answering: recounts.answering,
    voting: recounts.voting,
    render,
  };
  const loop = startLoop({
    due: store.due,
    run: (item) => runDue(deps, item),
    clock,
    log,
    shards,
    everyMs: needs.sweepMs ?? 1_000,
  });
  const daily = startDaily(
    async () => {
      const count = await db.sweep(now());
      if (count > 0) log.info({ count }, 'what had been kept long enough was removed');
    },
    clock,
    log,
  );
  const floodLimiter = createFloodLimiter(clock);
  const tokens = needs.local ? undefined : createTokenCheck({ appId, metadataUrl: needs.metadataUrl, clock, log });
  const responder = createResponder({ outbox, fill });
  const door = createDoor({
    ...(tokens && { tokens }),
    admits: (tenantId) => needs.tenants === undefined || (tenantId !== undefined && needs.tenants.includes(tenantId)),
    allowed,
    handle: (activity) =>
      withDeadline(pressDeadlineMs, () => handle({ bot, floodLimiter, outbox, responder }, activity)),
    fault: (activity, id) => faultAnswer({ responder, render }, activity, id),
    newId: turnId,
    clock,
    meter,
    log,
  });
  const drawTrend = createTrendCache(drawing);
  const report = createReports({
    read: (round) => reportOf(deps, round),
    texts,
    wheels,
    draw: (round, language) => drawRound(drawing, round, language),
    drawHistory: (round, history, language) => drawHistory(drawing, { round, history }, language),
    workbook: needs.renderer.workbook,
    fonts: Object.entries(fontFiles).map(([weight, file]) => ({ family: fontFamily, weight: Number(weight), file })),
    timeZone: settings.timeZone,
    now,
  });
  const server: RunningServer = await startServer(
    {
      onActivity: door,
      picture: async (id) => {
        // A picture's own document is the first that goes when its round is deleted.
        const kept = pictures.kept(id);
        if (kept) return (await store.picture(id)) && kept;
        const round = await picturedRound(deps, id);
        return round && pictures.draw(round);
      },
      readPicture: (name) => addresses().readPicture(name, now()),
      trend: async (id) => {
        const shown = await picturedTrend(deps, id);
        return shown && drawTrend(shown);
      },
      readTrend: (name) => addresses().readTrend(name, now()),
      // The round is read each time, so that nothing made of it outlives it.
      report: async (id, file) => {
        const round = await picturedRound(deps, id);
        return round && report(round, file);
      },
      readReport: (name) => addresses().readReport(name, now()),
      ready: createReadiness(async () => {
        const [keys, stored] = await Promise.all([
          tokens ? tokens.warm() : true,
          db.check().then(
            () => true,
            () => false,
          ),
        ]);
        return keys && stored;
      }, clock),
    },
    needs.host,
    needs.port,
  ).catch(async (error: unknown) => {
    // What was opened before is closed, or its timers would keep a failed start alive.
    await Promise.all([loop.stop(0), daily.stop(0)]);
    await db.close();
    throw error;
  });
  tokens?.warm().catch((error: unknown) => log.error({}, 'keys could not be fetched at start', error));
  void client.warm();
  publicUrl ||= `http://${needs.host}:${server.port}`;

  return {
    port: server.port,
    sweep: () => loop.wake(),
    async stop() {
      await Promise.all([server.close(drainMs), loop.stop(drainMs), daily.stop(drainMs)]);
      await recounts.settled();
      await db.close();
    },
  };
}

/** Eight characters that differ when the value does. */
function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8);
}

/**
 * People's codes. The secret is a key object and the codes of late are kept: made of bytes anew each time, the two codes
 * of an answer took 100 of its microseconds.
 */
function createPersonKeys(bytes: Buffer): Deps['personKey'] {
  const key = createSecretKey(bytes);
  const codes = new LRUCache<string, string>({
    max: 10_000,
    memoMethod: (name) => createHmac('sha256', key).update(name).digest().subarray(0, 16).toString('base64url'),
  });
  return (scope, userId) => codes.memo(`${scope}\n${userId}`);
}

function createFingerprints(bytes: Buffer): Deps['fingerprintOf'] {
  const key = createSecretKey(bytes);
  return (said) => createHmac('sha256', key).update(said).digest().subarray(0, 16).toString('base64url');
}

/** From a pool: asking the system for each turn's id took 15 of an answer's microseconds, and nothing hangs on it. */
function turnId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
}
