import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { steps } from '../../src/domain/scale.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { type Place, press } from '../activities.ts';
import type { Bench } from '../bench.ts';
import { eventually, send } from '../rounds.ts';
import { copyOfData, startServer } from '../servers.ts';
import { type Line, lineOf, median } from '../table.ts';

const large = 1_000;
const small = 10;
/** Rounds of each size; the first of each only warm up. */
const sizes = Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? large : small));
const warmUps = 3;

/** What a person waits for who closes a round, for each answer in it. */
export async function closing(bench: Bench): Promise<Line[]> {
  const { stage, rounds, log } = bench;
  const data = copyOfData(stage, 'closing');
  await fill(data, stage.places);
  const perAnswer: Record<number, number[]> = { [large]: [], [small]: [] };
  for (let round = 0; round < rounds; round++) {
    const taken = await closeAll(bench, data);
    for (const people of [large, small]) {
      const all = taken.filter((each) => each.people === people).slice(warmUps);
      const micros = median(all.map(({ ms, answers }) => (ms / answers) * 1000));
      log(`closing a round of ${people}: ${micros.toFixed(1)} µs for each answer`);
      perAnswer[people]?.push(micros);
    }
  }
  const figures = {
    product: perAnswer[large] ?? [],
    baseline: perAnswer[small] ?? [],
    unit: (value: number) => `${value.toFixed(1)} µs an answer`,
  };
  return [
    lineOf(
      {
        what: `closing a round of ${large} people`,
        against: `one of ${small} people`,
        goal: { is: 'at most', value: 1.2 },
      },
      figures,
    ),
  ];
}

/** Gives the rounds their answers, as they are kept. */
async function fill(data: string, places: readonly Place[]): Promise<void> {
  const db = openSqlite(join(data, 'hjulet.sqlite'));
  const store = createStore(db);
  for (const [i, people] of sizes.entries()) {
    const place = places[i];
    if (!place) throw new Error('There are too few rounds');
    for (let person = 0; person < people; person++) {
      await Promise.all(place.themes.map((themeId) => store.saveAnswer(place, stored(place, themeId, person))));
    }
  }
  await db.close();
}

function stored({ roundId }: Place, themeId: string, person: number) {
  const score = steps[person % steps.length] ?? 1;
  return {
    roundId,
    themeId,
    person: `person-${person}`,
    scores: { [themeId]: score },
    comment: person % 3 === 0 ? 'Vi mangler et fast sted at mødes på tværs af skole og UU.' : '',
    savedAt: 1_795_000_000_000,
    revision: 1,
    accepted: [{ fingerprint: 'x'.repeat(22), at: 1_795_000_000_000 }],
  };
}

async function closeAll({ stage }: Bench, data: string): Promise<{ people: number; answers: number; ms: number }[]> {
  const running = await startServer(stage, 'product', { data });
  const taken: { people: number; answers: number; ms: number }[] = [];
  for (const [i, people] of sizes.entries()) {
    const place = stage.places[i];
    if (!place) throw new Error('There are too few rounds');
    const before = stage.connector.posts.size;
    const startedAt = performance.now();
    const reply = await send(stage, running.port, press(place, 0, { verb: 'close', round: place.roundId }));
    taken.push({ people, answers: people * place.themes.length, ms: performance.now() - startedAt });
    if (!reply.includes('lukket')) throw new Error(`The round was not closed: ${reply.slice(0, 300)}`);
    // The summary and the results follow by themselves; they are not to be in the way of the next.
    await eventually(() => (stage.connector.posts.size > before ? true : undefined));
    await sleep(200);
  }
  await running.end();
  return taken;
}
