import { randomUUID } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../../src/app.ts';
import type { Answer, Score } from '../../src/domain/answer.ts';
import type { Round } from '../../src/domain/round.ts';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import type { Database } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import type { Deps } from '../../src/usecases/ports.ts';
import { saveAnswer } from '../../src/usecases/round/answer.ts';
import { closeRound, finishClosing } from '../../src/usecases/round/close.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { type FaultProxy, startFaultProxy, type WireFate, type WireRequest } from '../support/cosmos-faults.ts';
import { random } from '../support/random.ts';
import { round, there, wheel } from './records.ts';

const seeds = 300;
const parts = 3;
/** Rounds at a time: most of one is waiting. */
const atOnce = 32;
const people = ['p1', 'p2', 'p3'];
const themes = { a: ['a1', 'a2'], 'a-b': ['a-b'] };
const steps: readonly Score[] = [1, 2, 3, 4, 'dontKnow'];

/** One instance of the bot, as far as answers go, with a connection of its own. */
interface Instance {
  deps: Deps;
  proxy: FaultProxy;
  close(): Promise<void>;
}

/** What a person sent and what they were told: saved, refused, or nothing that can be relied on. */
interface Press {
  themeId: string;
  person: string;
  /** Written in the comment, so that the kept answer tells which press it is of. */
  number: number;
  told: 'saved' | 'refused' | 'nothing';
}

describe('with a database that fails in every way it can', () => {
  let peer: WirePeer;
  beforeAll(async () => {
    peer = await startWirePeer();
  });
  afterAll(() => peer.close());

  it.each(Array.from({ length: parts }, (_, part) => part))(
    'no acknowledged answer is lost, and a closed round equals a recount and never changes, part %i of three',
    async (part) => {
      const left = Array.from({ length: seeds / parts }, (_, i) => (part * seeds) / parts + i);
      const failed: string[] = [];
      const worker = async (_: unknown, number: number) => {
        const place = await startPlace(peer, `faults-${part}-${number}`, moments[number % 2] ?? 20);
        for (let seed = left.pop(); seed !== undefined; seed = left.pop()) {
          const name = `seed ${seed}`;
          await oneRound(place, seed).catch((error: unknown) => failed.push(`${name}: ${error}`));
        }
        await place.close();
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      expect(failed).toEqual([]);
    },
    90_000,
  );
});

/** One database, two instances that it fails, and two that it does not: one closes, the other looks at it afterwards. */
interface DocumentKey {
  instances: readonly [Instance, Instance];
  calm: Deps;
  other: Deps;
  close(): Promise<void>;
}

async function startPlace(peer: WirePeer, database: string, momentMs: number): Promise<DocumentKey> {
  const instances = [
    await startInstance(peer, database, momentMs),
    await startInstance(peer, database, momentMs),
  ] as const;
  const calm = await openCosmos({ endpoint: peer.endpoint, database, key: wireKey }, { momentMs });
  const other = await openCosmos({ endpoint: peer.endpoint, database, key: wireKey }, { momentMs });
  return {
    instances,
    calm: worldOn(calm),
    other: worldOn(other),
    async close() {
      await Promise.all([calm.close(), other.close(), ...instances.map((instance) => instance.close())]);
    },
  };
}

async function oneRound({ instances, calm, other }: DocumentKey, seed: number): Promise<void> {
  const pick = random(seed + 1);
  const key = { tenantId: `tenant-${seed}`, conversationId: '19:here@thread.tacv2' };
  await calm.store.saveRound(round({ channel: key, privacy: 'open', units: themes }));
  for (const { proxy } of instances) {
    proxy.revive();
    proxy.fate = (request) => (request.operation === 'other' ? pass : fateFrom(pick, request));
  }

  const presses: Press[] = [];
  const pressing = people.flatMap((person) =>
    Object.keys(themes).map((themeId) => press(instances, key, { themeId, person, pick, presses })),
  );
  const closing = (async () => {
    await later(pick(slowMs / 2));
    if (pick(4) === 0) void later(pick(6 * slowMs)).then(() => instances[0].proxy.die());
    await Promise.allSettled(instances.map(({ deps }) => closeRound(deps, { channel: key, id: 'r1' }, 'person')));
  })();
  await Promise.all([...pressing, closing]);
  const settled = () => Promise.all(instances.map(({ proxy }) => proxy.settled()));
  if (pick(2) === 0) await settled();

  // Whoever is left finishes what was begun, as the due item has it done.
  await closeRound(calm, { channel: key, id: 'r1' }, 'deadline');
  const closed = there(await calm.store.round(key, 'r1')).record;
  const counted = await calm.store.answers(key, 'r1');
  checkAnswers(counted, presses);
  checkSummary(closed, counted);

  // What was still on its way arrives, and nothing changes by it.
  await settled();
  await Promise.allSettled(instances.map(({ deps }) => finishClosing(deps, key, 'r1')));
  await settled();
  expect(there(await other.store.round(key, 'r1')).record).toEqual(closed);
  expect((await other.store.answers(key, 'r1')).toSorted(byKey)).toEqual(counted.toSorted(byKey));
}

const pass: WireFate = { kind: 'pass' };

/** Answers are often slow to arrive, so that they cross the closing, and every sixth request fails in one of the ways there are. */
function fateFrom(pick: (below: number) => number, { body }: WireRequest): WireFate {
  const chance = pick(6);
  if (chance > 1 && /"id":"answer:/.test(body)) return { kind: 'pass', beforeMs: pick(pick(2) === 0 ? 700 : 200) };
  if (chance > 1) return pass;
  if (chance > 0) return { kind: 'pass', beforeMs: pick(slowMs), afterMs: pick(slowMs) };
  const applied = pick(2) === 0;
  const status = [408, 410, 500, 503][pick(4)] ?? 503;
  const fates: WireFate[] = [
    { kind: 'refuse', status: 429 },
    { kind: 'refuse', status: 429, retryAfterMs: 1 + pick(20) },
    { kind: 'refuse', status: 449 },
    { kind: applied ? 'status' : 'refuse', status },
    { kind: 'reset', applied },
    { kind: 'reset', applied: true, lateMs: pick(3 * slowMs) },
    { kind: 'reset', applied: true, lateMs: pick(3 * slowMs) },
    pick(2) === 0 ? { kind: 'hang', applied } : { kind: 'reset', applied },
  ];
  return fates[pick(fates.length)] ?? pass;
}

async function press(
  instances: readonly Instance[],
  key: Round['channel'],
  {
    themeId,
    person,
    pick,
    presses,
  }: Omit<Press, 'number' | 'told'> & { pick: (below: number) => number; presses: Press[] },
): Promise<void> {
  for (let left = pick(3); left > 0; left--) {
    await later(pick(2 * slowMs));
    const number = presses.length;
    const mine: Press = { themeId, person, number, told: 'nothing' };
    presses.push(mine);
    const scores = Object.fromEntries((themes[themeId as 'a'] ?? []).map((unit) => [unit, steps[pick(5)] ?? 1]));
    const input = { seen: number, scores, comment: String(number) };
    const caller = { channel: key, userId: person, language: 'da' as const };
    // Sometimes Teams delivers a press twice, to two instances.
    const deliveries = pick(4) === 0 ? instances : [instances[pick(2)]];
    const told = await Promise.all(
      deliveries.map(async (instance) => {
        if (!instance) return 'nothing';
        const { deps } = instance;
        const outcome = await saveAnswer(
          { deps, rosters: everybody, answering: () => () => undefined, caller },
          { roundId: 'r1', themeId },
          input,
        ).catch(() => undefined);
        if (outcome?.kind === 'saved') return Number(outcome.answer.comment) === number ? 'saved' : 'nothing';
        return outcome?.kind === 'refused' ? 'refused' : 'nothing';
      }),
    );
    mine.told = told.includes('saved') ? 'saved' : told.every((each) => each === 'refused') ? 'refused' : 'nothing';
  }
}

/** V1, V2, V3: one answer a theme and person, of their last acknowledged press or of a later one. */
function checkAnswers(counted: readonly Answer[], presses: readonly Press[]): void {
  expect(new Set(counted.map(nameOf)).size).toBe(counted.length);
  for (const [name, own] of Map.groupBy(presses, nameOf)) {
    const kept = counted.find((answer) => nameOf(answer) === name);
    const acknowledged = own.findLast(({ told }) => told === 'saved');
    if (acknowledged) {
      expect(kept, `the answer of ${name}`).toBeDefined();
      expect(Number(kept?.comment)).toBeGreaterThanOrEqual(acknowledged.number);
    }
    const of = own.find(({ number }) => String(number) === kept?.comment);
    expect(of?.told, `press ${of?.number} of ${name}`).not.toBe('refused');
  }
}

/** V4: worked out anew from the answers that are kept, apart from the program's own counting. */
function checkSummary({ summary }: Round, counted: readonly Answer[]): void {
  expect(summary?.people).toBe(new Set(counted.map(({ person }) => person)).size);
  for (const [themeId, units] of Object.entries(themes)) {
    const answers = counted.filter((answer) => answer.themeId === themeId);
    const told = summary?.themes.find((theme) => theme.themeId === themeId);
    expect(told?.people).toBe(answers.length);
    for (const unitId of units) {
      const unit = told?.units.find((each) => each.unitId === unitId);
      const counts = [1, 2, 3, 4].map((step) => answers.filter(({ scores }) => scores[unitId] === step).length);
      expect(unit?.dontKnow).toBe(answers.filter(({ scores }) => scores[unitId] === 'dontKnow').length);
      expect(unit?.result.n).toBe(counts.reduce((sum, count) => sum + count, 0));
      if (unit?.result.level === 'full') expect(unit.result.counts).toEqual(counts);
    }
  }
}

const nameOf = ({ themeId, person }: Pick<Answer, 'themeId' | 'person'>) => `${themeId} of ${person}`;
const byKey = (a: Answer, b: Answer) => (nameOf(a) < nameOf(b) ? -1 : 1);

const everybody = {
  has: async () => true,
  refresh: async () => [],
  people: async () => [],
  find: async () => undefined,
  remove: async () => undefined,
};

const slowMs = 80;
/** How long an answer may take without a second look: so short that nearly all need one, and so long that most need none. */
const moments = [20, 200];

async function startInstance(peer: WirePeer, database: string, momentMs: number): Promise<Instance> {
  const proxy = await startFaultProxy(peer.endpoint);
  const tuning = { deadlineMs: 5_000, tryMs: 600, momentMs };
  const db = await openCosmos({ endpoint: proxy.endpoint, database, key: wireKey }, tuning);
  return {
    deps: worldOn(db),
    proxy,
    async close() {
      await db.close();
      await proxy.close();
    },
  };
}

function worldOn(db: Database): Deps {
  const nothing = () => undefined;
  const never = async () => {
    throw new Error('nobody is told anything here');
  };
  return {
    store: createStore(db),
    messenger: { post: never, reply: never, update: never, members: never, isMember: never },
    wheels: { all: () => [wheel], of: async () => wheel },
    prefilledFrame: () => ({ coreTask: '', destination: '', goals: [], values: [] }),
    now: () => Date.now(),
    newId: () => randomUUID(),
    fingerprintOf: (said) => said,
    personKey: (_, userId) => userId,
    settings: { smallestGroup: 4, retentionMonths: 12, timeZone: 'Europe/Copenhagen', language: 'da', trial: false },
    wake: nothing,
    drawAhead: async () => undefined,
    random: Math.random,
    meter: silent,
    log: { info: nothing, warn: nothing, error: nothing },
  };
}
