import { silent } from '../../src/app.ts';
import type { Wheel } from '../../src/domain/wheel.ts';
import type { Database } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import { createRosters, type Rosters } from '../../src/usecases/channel/rosters.ts';
import type { Deps, Store } from '../../src/usecases/ports.ts';
import { type Counts, createCounts } from '../../src/usecases/round/counts.ts';
import { type Changing, createRecounts } from '../../src/usecases/round/recounts.ts';
import { runDue } from '../../src/usecases/run-due.ts';
import type { Clients } from './clients.ts';
import type { Dice } from './dice.ts';
import type { Instance, Kernel } from './kernel.ts';
import type { Ledger } from './ledger.ts';
import type { Teams } from './teams.ts';

/** An instance with what it works with. */
export interface Bot extends Instance {
  deps: Deps;
  rosters: Rosters;
  answering: Changing;
  counts: Counts;
  /** When it looks for due work next. */
  lookAt: number;
  /** The items it has in hand. */
  hands: Set<string>;
}

/** What is the same for all instances. */
export interface City {
  kernel: Kernel;
  dice: Dice;
  ledger: Ledger;
  teams: Teams;
  clients: Clients;
  /** The database itself, which never fails. */
  db: Database;
  wheel: Wheel;
}

const everyMs = 1_000;
const atOnce = 4;

/** The database as instances reach it: each call takes its time, may fail, and is written down once it was made. */
function reached({ kernel, ledger, db }: City): Database {
  return {
    read: (...given) => kernel.call(true, () => db.read(...given)),
    list: (...given) => kernel.call(true, () => db.list(...given)),
    ids: (...given) => kernel.call(true, () => db.ids(...given)),
    freeze: (...given) => kernel.call(true, () => db.freeze(...given)),
    sweep: (...given) => db.sweep(...given),
    everything: () => db.everything(),
    put: (...given) => db.put(...given),
    readDue: (...given) => kernel.call(true, () => db.readDue(...given)),
    listDue: (...given) => kernel.call(true, () => db.listDue(...given)),
    write: (place, body, options) =>
      kernel.call(true, async () => {
        const outcome = await db.write(place, body, options);
        if (outcome === 'written') ledger.wrote(kernel.task(), place, body);
        return outcome;
      }),
    remove: (place, version) =>
      kernel.call(true, async () => {
        const removed = await db.remove(place, version);
        if (removed) ledger.removed(kernel.task(), place);
        return removed;
      }),
    writeDue: (row, version) =>
      kernel.call(true, async () => {
        const written = await db.writeDue(row, version);
        if (written !== undefined) ledger.wroteDue(kernel.task(), row);
        return written;
      }),
    check: () => db.check(),
    close: () => db.close(),
  };
}

let bots = 0;

export function startBot(city: City, skewMs: number): Bot {
  const { kernel, dice, teams, wheel, ledger } = city;
  bots += 1;
  const instance: Instance = { name: `bot ${bots}`, alive: true, frozenUntil: 0, skewMs };
  const deps: Deps = {
    store: createStore(reached(city)),
    messenger: teams,
    wheels: { all: () => [wheel], of: async () => wheel },
    prefilledFrame: () => ({ coreTask: '', destination: 'Alle med', goals: [], values: [] }),
    now: () => Math.floor(kernel.now + instance.skewMs),
    newId: () => Array.from({ length: 22 }, () => dice.pick(36).toString(36)).join(''),
    instance: instance.name,
    fingerprintOf: (said) => said,
    keyedId: (scope, userId) => `${scope.length}${scope.slice(-22)}${userId.slice(3)}`.replace(/\W/g, ''),
    settings: { smallestGroup: 4, retentionMonths: 24, timeZone: 'Europe/Copenhagen', language: 'da', trial: false },
    wake: (inMs) => {
      bot.lookAt = Math.min(bot.lookAt, kernel.now + Math.max(0, inMs));
    },
    drawAhead: async () => undefined,
    random: () => dice.between(0, 1),
    meter: silent,
    log: { info: () => undefined, warn: () => undefined, error: (_, __, error) => ledger.met(error) },
  };
  const bot: Bot = Object.assign(instance, {
    deps,
    rosters: createRosters(deps),
    counts: createCounts(deps),
    answering: createRecounts(deps, (_, round, note) => note(round)).answering,
    lookAt: kernel.now + dice.pick(everyMs),
    hands: new Set<string>(),
  });
  return bot;
}

/** Has an instance look for what is due, and begin it. */
export async function beginDue(city: City, raw: Store, bot: Bot): Promise<void> {
  const { kernel, ledger } = city;
  bot.lookAt = kernel.now + everyMs;
  if (!visible(city, bot)) return;
  for (const item of await raw.due(bot.deps.now(), 16)) {
    const { id } = item.record;
    if (bot.hands.size >= atOnce || bot.hands.has(id)) continue;
    bot.hands.add(id);
    kernel
      .run({ name: `does ${id}`, instance: bot, due: id }, () => runDue(bot.deps, item))
      .catch((error: unknown) => ledger.met(error))
      .finally(() => {
        bot.hands.delete(id);
        bot.lookAt = Math.min(bot.lookAt, kernel.now);
      });
  }
}

function visible({ ledger }: City, bot: Bot): boolean {
  return nextVisible(ledger, bot) <= bot.deps.now();
}

/** When, by an instance's clock, the next item is visible that it has not in hand. */
export function nextVisible({ due }: Ledger, { hands }: Bot): number {
  let next = Number.POSITIVE_INFINITY;
  for (const [id, { row }] of due) if (row.waiting && !hands.has(id)) next = Math.min(next, row.visibleAt);
  return next;
}
