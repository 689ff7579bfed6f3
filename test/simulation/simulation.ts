import { setImmediate as settled } from 'node:timers/promises';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { smallWheel } from '../domain/small-wheel.ts';
import { audit } from './audit.ts';
import { type Bot, beginDue, type City, nextVisible, startBot } from './city.ts';
import { createClients } from './clients.ts';
import { type Dice, dice as diceOf } from './dice.ts';
import { Kernel, type Storm } from './kernel.ts';
import { Ledger } from './ledger.ts';
import * as people from './people.ts';
import { createTeams } from './teams.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const calm: Storm = { dies: 0, freezes: 0, slow: 0, storeFails: 0, sendFails: 0 };
const storms: Storm[] = [
  calm,
  { ...calm, sendFails: 0.2 },
  { ...calm, dies: 0.01, freezes: 0.01 },
  { dies: 0.004, freezes: 0.004, slow: 0.01, storeFails: 0.004, sendFails: 0.1 },
  { dies: 0.02, freezes: 0.02, slow: 0.03, storeFails: 0.02, sendFails: 0.3 },
];

/** How far clocks may be wrong: two instances 90 s apart, an hour, a day. */
const skews = [0, 0, 0, 45 * second, -45 * second, 90 * second, hour, -hour, day];

interface Event {
  at: number;
  name: string;
  /** A deed of people, or something that happens to the instances. */
  deed?: people.Deed;
  happens?(): void;
}

/** What Teams tells of a team, in one tenant. */
const ofTeam: ReadonlySet<string> = new Set(['parks', 'comes back']);

/** Long enough for anything; a simulation that takes more goes round in circles. */
const mostSteps = 60_000;

/** @returns what was broken, as sentences, empty where every promise was kept; and how due items ended, such as "nudge sent". */
export async function simulate(seed: number): Promise<{ broken: string[]; ended: Set<string> }> {
  const simulation = new Simulation(seed);
  try {
    await simulation.run();
    return simulation.outcome;
  } finally {
    await simulation.close();
  }
}

class Simulation {
  readonly #dice: Dice;
  readonly #kernel: Kernel;
  readonly #ledger: Ledger;
  readonly #city: City;
  readonly #memory: people.Memory = { pressed: [], presses: 0 };
  readonly #events: Event[] = [];
  readonly #ends: number;
  /** Whether instances have clocks that are wrong, and are to be there. */
  readonly #skewed: boolean;
  #bots: Bot[] = [];
  #wanted: number;

  constructor(seed: number) {
    const dice = diceOf(seed);
    this.#dice = dice;
    const begin = Date.UTC(2026, 0, 1) + Math.floor(dice.between(0, 3 * 365 * day));
    this.#kernel = new Kernel(dice, begin, dice.one(storms));
    this.#ledger = new Ledger(this.#kernel);
    const teams = createTeams(this.#kernel, { dice, odd: diceOf(seed + 1_000_003) }, this.#ledger);
    const clients = createClients(diceOf(seed + 2_000_003), this.#ledger);
    const db = openSqlite(':memory:');
    const wheel = smallWheel({ a: [], b: [] });
    this.#city = { kernel: this.#kernel, dice, ledger: this.#ledger, teams, clients, db, wheel };
    this.#ends = begin + dice.one([2, 12, 30, 75]) * day;
    this.#skewed = dice.chance(0.3);
    this.#wanted = 1 + dice.pick(3);
    this.#plan(begin);
  }

  get outcome(): { broken: string[]; ended: Set<string> } {
    const { broken, ended } = this.#ledger;
    return { broken, ended };
  }

  async close(): Promise<void> {
    await this.#city.db.close();
  }

  async run(): Promise<void> {
    await this.#begin();
    await this.#until(this.#ends);
    this.#settleDown();
    // Nights, weekends and pauses after refusals are over by then.
    await this.#until(this.#ends + 10 * day);
    if (this.#ledger.broken.length === 0) audit(this.#city, this.#memory, this.#ends);
  }

  /** The channels were met before anything can go wrong. */
  async #begin(): Promise<void> {
    const { storm } = this.#kernel;
    this.#kernel.storm = calm;
    const bot = this.#bot();
    for (const channel of people.channels) this.#do('speaks', people.speaks(channel), bot);
    do await settled();
    while (await this.#kernel.step());
    this.#kernel.storm = storm;
  }

  async #until(end: number): Promise<void> {
    const kernel = this.#kernel;
    const raw = createStore(this.#city.db);
    while (kernel.now < end && this.#ledger.broken.length === 0) {
      // Whatever needs nothing from outside is done before anything else happens.
      await settled();
      this.#happen();
      for (const bot of this.#awake()) if (bot.lookAt <= kernel.now) await beginDue(this.#city, raw, bot);
      if (await kernel.step()) {
        if (kernel.steps > mostSteps) this.#ledger.breaks('R2', 'it goes round in circles');
        continue;
      }
      kernel.now = Math.max(kernel.now + 1, Math.min(this.#next(), end));
    }
  }

  /** When something can happen next, where nothing can now. */
  #next(): number {
    const kernel = this.#kernel;
    const sweeps = this.#bots
      .filter(({ alive }) => alive)
      .map((bot) => Math.max(bot.lookAt, bot.frozenUntil, nextVisible(this.#ledger, bot) - bot.skewMs));
    return Math.min(this.#events[0]?.at ?? Number.POSITIVE_INFINITY, kernel.nextAt(), ...sweeps);
  }

  #happen(): void {
    for (let event = this.#events[0]; event && event.at <= this.#kernel.now; event = this.#events[0]) {
      this.#events.shift();
      event.happens?.();
      if (!event.deed) continue;
      const awake = this.#awake();
      if (awake.length > 0) this.#do(event.name, event.deed, this.#dice.one(awake));
    }
    this.#bots = this.#bots.filter(({ alive }) => alive);
    while (this.#bots.length < this.#wanted) this.#bot();
  }

  #do(name: string, deed: people.Deed, bot: Bot): void {
    this.#kernel
      .run({ name, instance: bot, ...(ofTeam.has(name) && { tenantId: people.tenantId }) }, () =>
        deed(this.#city, bot, this.#memory),
      )
      .catch((error: unknown) => this.#ledger.met(error));
  }

  #bot(): Bot {
    const bot = startBot(this.#city, this.#skewed ? this.#dice.one(skews) : 0);
    this.#bots.push(bot);
    return bot;
  }

  #awake(): Bot[] {
    return this.#bots.filter(({ alive, frozenUntil }) => alive && frozenUntil <= this.#kernel.now);
  }

  /** All instances end, and one that nothing happens to takes over. */
  #settleDown(): void {
    this.#events.length = 0;
    for (const bot of this.#bots) this.#kernel.kill(bot);
    this.#kernel.storm = calm;
    this.#wanted = 1;
    this.#bots = [startBot(this.#city, 0)];
  }

  #plan(begin: number): void {
    const dice = this.#dice;
    const length = this.#ends - begin;
    const some = (most: number, name: string, make: (channel: (typeof people.channels)[number]) => people.Deed) => {
      for (let i = dice.pick(most + 1); i > 0; i--) {
        const at = begin + dice.between(0, length);
        this.#events.push({ at, name, deed: make(dice.one(people.channels)) });
      }
    };
    some(4, 'starts', people.start);
    this.#events.push({
      at: begin + dice.between(0, hour),
      name: 'starts',
      deed: people.start(dice.one(people.channels)),
    });
    some(40, 'answers', people.answer);
    some(2, 'closes', people.close);
    some(3, 'moves the deadline', people.moveDeadline);
    some(3, 'reminds by hand', people.nudge);
    some(3, 'sends what is missing', people.askForMissing);
    some(3, 'sets a schedule', people.setSchedule);
    some(1, 'stops the schedule', people.stop);
    some(4, 'puts off', people.putOff);
    some(2, 'is refused', people.isRefused);
    some(1, 'is deleted', people.isDeleted);
    some(3, 'parks', () => people.parks);
    some(4, 'comes back', () => people.comesBack);
    some(6, 'speaks', people.speaks);
    for (let i = dice.pick(4); i > 0; i--) this.#planDowntime(begin + dice.between(0, length));
    for (let i = this.#skewed ? dice.pick(6) : 0; i > 0; i--) this.#planClock(begin + dice.between(0, length));
    this.#events.sort((a, b) => a.at - b.at);
  }

  #planDowntime(at: number): void {
    const up = this.#wanted;
    const down = () => {
      for (const bot of this.#bots) this.#kernel.kill(bot);
      this.#wanted = 0;
    };
    this.#events.push(
      { at, name: 'goes down', happens: down },
      {
        at: at + this.#dice.one([5 * minute, 6 * hour, 5 * day]),
        name: 'is up again',
        happens: () => {
          this.#wanted = up;
        },
      },
    );
  }

  #planClock(at: number): void {
    const skewMs = this.#dice.one(skews);
    const jump = () => {
      if (this.#bots.length > 0) this.#dice.one(this.#bots).skewMs = skewMs;
    };
    this.#events.push({ at, name: 'has its clock set', happens: jump });
  }
}
