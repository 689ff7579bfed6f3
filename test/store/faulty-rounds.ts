import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer, Score } from '../../src/domain/answer.ts';
import type { Round } from '../../src/domain/round.ts';
import type { Clock } from '../../src/usecases/clock.ts';
import { saveAnswer } from '../../src/usecases/round/answer.ts';
import { closeRound, finishClosing } from '../../src/usecases/round/close.ts';
import { startWirePeer, type WirePeer } from '../support/cosmos.ts';
import type { WireFate, WireRequest } from '../support/cosmos-faults.ts';
import { random } from '../support/random.ts';
import { type TurningClock, turningClock } from '../support/turning-clock.ts';
import { type Instance, type Place, startPlace } from './faulty-place.ts';
import { round, there } from './records.ts';

const seeds = 300;
const parts = 3;
/** Rounds at a time: most of one is waiting. */
const atOnce = 32;
/** A part takes 20 s of a core, which a machine with six busy processes stretches beyond the usual limit for what hangs. */
const limitMs = 240_000;
/** How long an answer may take without a second look: so short that nearly all need one, and so long that most need none. */
const moments = [20, 200];
const slowMs = 80;
const people = ['p1', 'p2', 'p3'];
const themes = { a: ['a1', 'a2'], 'a-b': ['a-b'] };
const steps: readonly Score[] = [1, 2, 3, 4, 'dontKnow'];

/** What a person sent and what they were told: saved, refused, or nothing that can be relied on. */
interface Press {
  themeId: string;
  person: string;
  /** Written in the comment, so that the kept answer tells which press it is of. */
  number: number;
  told: 'saved' | 'refused' | 'nothing';
}

/**
 * Rounds with a database that fails in every way it can, a part of all: each part is a file, so that they run side by side.
 * @param part from 1 on.
 */
export function faultyRounds(part: 1 | 2 | 3): void {
  let peer: WirePeer;
  let clock: TurningClock;
  beforeAll(async () => {
    clock = turningClock();
    peer = await startWirePeer();
  });
  afterAll(async () => {
    clock.stop();
    await peer.close();
  });

  it(
    `loses no acknowledged answer, and a closed round equals a recount and never changes, part ${part} of ${parts}`,
    async () => {
      const count = seeds / parts;
      const left = Array.from({ length: count }, (_, i) => (part - 1) * count + i);
      const failed: string[] = [];
      const worker = async (_: unknown, number: number) => {
        const place = await startPlace({ peer, clock }, `faults-${part}-${number}`, moments[number % 2] ?? 20);
        for (let seed = left.pop(); seed !== undefined; seed = left.pop()) {
          const name = `seed ${seed}`;
          await oneRound(place, seed).catch((error: unknown) => failed.push(`${name}: ${error}`));
        }
        await place.close();
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      expect(failed).toEqual([]);
    },
    limitMs,
  );
}

async function oneRound({ instances, calm, other, clock }: Place, seed: number): Promise<void> {
  const pick = random(seed + 1);
  const key = { tenantId: `tenant-${seed}`, conversationId: '19:here@thread.tacv2' };
  await calm.store.saveRound(round({ channel: key, privacy: 'open', units: themes }));
  for (const { proxy } of instances) {
    proxy.revive();
    proxy.fate = (request) => (request.operation === 'other' ? pass : fateFrom(pick, request));
  }

  const presses: Press[] = [];
  const pressing = people.flatMap((person) =>
    Object.keys(themes).map((themeId) => press(instances, key, { themeId, person, pick, presses, clock })),
  );
  const closing = (async () => {
    await clock.sleep(pick(slowMs / 2));
    if (pick(4) === 0) void clock.sleep(pick(6 * slowMs)).then(() => instances[0].proxy.die());
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
    clock,
  }: Omit<Press, 'number' | 'told'> & { pick: (below: number) => number; presses: Press[]; clock: Clock },
): Promise<void> {
  for (let left = pick(3); left > 0; left--) {
    await clock.sleep(pick(2 * slowMs));
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
          {
            deps,
            rosters: everybody,
            answering: () => () => undefined,
            counts: { look: () => () => undefined },
            caller,
          },
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
  belongs: async () => true,
  forgetNames: () => undefined,
  forget: async () => undefined,
  remove: async () => undefined,
};
