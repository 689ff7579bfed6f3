import { LRUCache } from 'lru-cache';
import { type Language, languageOf } from './domain/language.ts';
import type { Round } from './domain/round.ts';
import type { Wheel } from './domain/wheel.ts';
import { createDownloads } from './downloads.ts';
import { createKeys, newId, newTurnId } from './keys.ts';
import { createPictureCache } from './pictures/picture-cache.ts';
import type { Renderer } from './renderer.ts';
import { type Database, shardOf, shards } from './store/database.ts';
import { withDeadline, withoutDeadline } from './store/deadline.ts';
import { createStore } from './store/store.ts';
import type { Credentials } from './teams/botframework/auth.ts';
import { createConnector } from './teams/botframework/connector.ts';
import { createTokenCheck, type TokenCheck } from './teams/inbound/tokens.ts';
import { createCoalescer } from './teams/outbound/coalesce.ts';
import type { TeamsClient } from './teams/outbound/teams-client.ts';
import { createTeams } from './teams/teams.ts';
import { prefilledFrame } from './texts/frame.ts';
import { loadTexts } from './texts/texts.ts';
import { startDaily } from './timers/daily.ts';
import { startLoop } from './timers/loop.ts';
import { entriesUpTo } from './usecases/cache-size.ts';
import { createRosters } from './usecases/channel/rosters.ts';
import { atMost, type Clock } from './usecases/clock.ts';
import type { Subject } from './usecases/due/schedule-due.ts';
import type { Deps, Log, Meter } from './usecases/ports.ts';
import { createPresses, type Presses } from './usecases/posts/presses.ts';
import { createCounts } from './usecases/round/counts.ts';
import { createRecounts, type Recounts, recountAfterMs } from './usecases/round/recounts.ts';
import { runDue } from './usecases/run-due.ts';
import { createGuests } from './web/guests/guests.ts';
import { createLinks } from './web/links.ts';
import { createReadiness } from './web/readiness.ts';
import { startServer } from './web/server.ts';
import { createWheels } from './wheels/catalogue.ts';
export interface AppNeeds {
  /** As whom the bot speaks to Teams; left out in local mode, where nobody asks for a token. */
  credentials?: Credentials | undefined;
  appId: string;
  /** Where Microsoft tells of its keys, other than the public place. */
  metadataUrl?: string | undefined;
  /** Who tokens from Teams are issued by, other than in the public cloud. */
  issuer?: string | undefined;
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

type WarmingNeeds = Pick<AppNeeds, 'clock' | 'log'> & { tokens: TokenCheck | undefined; client: TeamsClient };
const nothing = () => undefined;
/** Counts nothing. */
export const silent: Meter = { turn: nothing, answered: nothing, called: nothing, charged: nothing, dueEnded: nothing };
const drainMs = 8_000;
/** What outlasted its answer, such as a reply that waits for Teams, is given up after this. */
const outlastingMs = 1_000;
/** The way to Teams is made ready when whoever waited for the start is answered: to load it takes a tenth of a second. */
const warmAfterMs = 1_000;
/** How long somebody without Teams waits for the database at most. */
const guestMs = 5_000;
/** Puts the rooms together and starts them. */
export async function startApp(needs: AppNeeds): Promise<App> {
  const { db, settings, log, clock, renderer, meter = silent } = needs;
  const { now } = clock;
  const store = createStore(db, { now, retentionMonths: settings.retentionMonths, log });
  const wheels = await createWheels(needs.wheels, store);
  const texts = loadTexts(settings.timeZone);
  const keys = createKeys(needs.keys);
  const links = createLinks({ publicUrl: needs.publicUrl, keys: keys.addresses, now });
  const drawing = { texts, wheels, renderer };
  const pictures = createPictureCache(drawing);

  const client = createConnector(needs);
  const languageIn = languages();
  const reads = (locales: readonly string[]) =>
    needs.playground?.language ?? locales.map(languageIn).find((each) => each !== undefined) ?? settings.language;
  const render = { texts, chatTexts: loadTexts(settings.timeZone, 'chat'), reads, wheels, ...settings, ...links };
  const teams = createTeams({ client, render, refreshes: needs.playground === undefined, clock, meter });
  const deps: Deps = {
    ...keys,
    store,
    messenger: teams.outbox,
    wheels,
    prefilledFrame: (language) => prefilledFrame(texts[language]),
    now,
    newId,
    instance: newId(),
    settings,
    wake: (inMs, dueId) => withoutDeadline(() => timers.wake(inMs, { id: dueId, shard: shardOf(dueId) })),
    drawAhead: (round) => drawAhead(pictures, round, log),
    random: Math.random,
    meter,
    log,
  };
  const tokens = needs.local ? undefined : createTokenCheck(needs);
  const afterwards = startAfterwards(deps, clock);
  const bot = { deps, rosters: createRosters(deps), counts: createCounts(deps), ...afterwards, render };
  const entrance = teams.entrance(bot, { ...needs, tokens, admits: admitting(needs), ...turns });

  const timers = startTimers(deps, needs);
  const ready = createReadiness(() => isReady(tokens, db), clock);
  const downloads = createDownloads({ deps, drawing, pictures, renderer, chatTexts: render.chatTexts });
  const guests = guestDoor({ deps, ...afterwards, texts, links, clock });
  const serving = { onActivity: entrance, ...downloads, ...links, guests, ready };
  const server = await startServer(serving, needs.host, needs.port).catch(
    failedStart(() => timers.stop(0).then(() => db.close())),
  );
  links.listensAt(`http://${needs.host}:${server.port}`);
  const cancelWarming = warmUp({ tokens, client, clock, log });

  const stop = async () => {
    cancelWarming();
    await Promise.all([server.close(drainMs), timers.stop(drainMs)]);
    await Promise.all([afterwards.settled(), atMost(clock, outlastingMs, teams.settled())]);
    await db.close();
  };
  return { port: server.port, sweep: () => timers.wake(), stop };
}

/** Fetches ahead what the first requests need, both ways. @returns what cancels the part that comes later. */
function warmUp({ tokens, client, clock, log }: WarmingNeeds): () => void {
  tokens?.warm().catch((error: unknown) => log.error({}, 'keys could not be fetched at start', error));
  return clock.after(warmAfterMs, () => void client.warm());
}

/** The few locales that clients name are remembered: to take one apart was 3 % of an answer. */
function languages(): typeof languageOf {
  const known = new LRUCache<string, { language: Language | undefined }>({
    ...entriesUpTo(100),
    memoMethod: (locale) => ({ language: languageOf(locale) }),
  });
  return (locale) => known.memo(locale).language;
}

/** What is done when its time comes, and the day's cleaning. */
function startTimers(deps: Deps, { db, clock, log, sweepMs: everyMs = 1_000 }: AppNeeds) {
  const loop = startLoop({ due: deps.store.due, run: (item) => runDue(deps, item), clock, log, shards, everyMs });
  const daily = startDaily(() => sweep(db, deps), clock, log);
  return { wake: loop.wake, stop: (withinMs: number) => Promise.all([loop.stop(withinMs), daily.stop(withinMs)]) };
}

function guestDoor(needs: Parameters<typeof createGuests>[0]): ReturnType<typeof createGuests> {
  const guests = createGuests(needs);
  return (request) => withDeadline(guestMs, () => guests(request));
}

/** What was opened before is closed, or its timers would keep a failed start alive. */
function failedStart(close: () => Promise<void>): (error: unknown) => Promise<never> {
  return async (error) => {
    await close();
    throw error;
  };
}

const turns = {
  newId: newTurnId,
  withDeadline,
};

/** Any tenant may use the bot where no list says which. */
function admitting({ tenants }: Pick<AppNeeds, 'tenants'>): (tenantId: string | undefined) => boolean {
  return (tenantId) => tenants === undefined || (tenantId !== undefined && tenants.includes(tenantId));
}

/** What follows from presses once they are answered. */
function startAfterwards(deps: Deps, clock: Clock): Recounts & Presses {
  const gather = createCoalescer<Subject, void>(recountAfterMs, clock);
  const recounts = createRecounts(deps, (name, round, note) =>
    gather.send(name, round, (newest) => withoutDeadline(() => note(newest))),
  );
  const presses = createPresses(deps, (work) =>
    withoutDeadline(async () => {
      // The press is answered first.
      await new Promise((next) => setImmediate(next));
      await work();
    }),
  );
  return { ...recounts, ...presses, settled: () => Promise.all([recounts.settled(), presses.settled()]) };
}

async function drawAhead(pictures: ReturnType<typeof createPictureCache>, round: Round, log: Log): Promise<void> {
  await pictures.draw(round, 'themes').catch((error: unknown) => log.error({}, 'a picture could not be drawn', error));
}

async function sweep(db: Database, { now, log }: Deps): Promise<void> {
  const count = await db.sweep(now());
  if (count > 0) log.info({ count }, 'what had been kept long enough was removed');
}

async function isReady(tokens: TokenCheck | undefined, db: Database): Promise<boolean> {
  const stored = db.check().then(
    () => true,
    () => false,
  );
  return (tokens ? await tokens.warm() : true) && stored;
}
