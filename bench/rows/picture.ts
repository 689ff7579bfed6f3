import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, get, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { steps } from '../../src/domain/scale.ts';
import { unitsOf, type Wheel } from '../../src/domain/wheel.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { channel, type Place, press } from '../activities.ts';
import type { Bench } from '../bench.ts';
import { eventually, openRound, send } from '../rounds.ts';
import { copyOfData, startServer } from '../servers.ts';
import type { Stage } from '../stage.ts';
import { type Line, lineOf, median } from '../table.ts';

const count = 12;
/** Pictures at the start of a process that only warm it up. */
const warmUps = 3;
const people = 12;
const again = 5;

/** A wheel with every focus area, asked for over HTTP: as soon as its summary is in the channel, and again. */
export async function picture(bench: Bench): Promise<Line[]> {
  const { stage, rounds, log } = bench;
  const { data, places, closed } = await answeredRounds(stage);
  const figures = { first: [] as number[], again: [] as number[], restarted: [] as number[], baseline: [] as number[] };
  const product = async () => {
    const running = await startServer(stage, 'product', { data });
    const first: number[] = [];
    const addresses: string[] = [];
    for (const place of places) {
      const address = await close(stage, running.port, place);
      first.push(...(await getAll(running.port, [address])));
      addresses.push(address);
    }
    const repeated: number[] = [];
    for (let i = 0; i < again; i++) repeated.push(...(await getAll(running.port, addresses)));
    await running.end();
    figures.first.push(median(first.slice(warmUps)));
    figures.again.push(median(repeated));
  };
  const restarted = async () => {
    const running = await startServer(stage, 'product', closed);
    figures.restarted.push(median((await getAll(running.port, closed.addresses)).slice(warmUps)));
    await running.end();
  };
  const baseline = async () => {
    const running = await startServer(stage, 'echarts', closed);
    const all = await getAll(
      running.port,
      places.map((_, i) => `/pictures/${i}`),
    );
    await running.end();
    figures.baseline.push(median(all.slice(warmUps)));
  };
  const each = [product, restarted, baseline];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < each.length; i++) await each[(i + round) % each.length]?.();
    log(
      Object.entries(figures)
        .map(([name, all]) => `${name} ${unit(all.at(-1))}`)
        .join(', '),
    );
  }
  return linesOf(figures);
}

function linesOf(figures: Record<'first' | 'again' | 'restarted' | 'baseline', number[]>): Line[] {
  const { first, again: repeated, restarted, baseline } = figures;
  const against = 'ECharts 6.1.0 SVG on the server + the same resvg';
  const drawn = lineOf(
    { what: '', against, goal: { is: 'at most', value: 0.5 } },
    { product: restarted, baseline, unit },
  );
  const note =
    'drawn when the round closes, before the summary is posted. Where it has to be drawn for the request, which is once ' +
    `after a restart, it takes ${drawn.product}, ${drawn.ratio.median.toFixed(2)} of ECharts.`;
  return [
    {
      ...lineOf(
        { what: 'wheel picture, first', against, goal: { is: 'at most', value: 0.5 } },
        { product: first, baseline, unit },
      ),
      note,
    },
    lineOf(
      { what: 'wheel picture, again', against, goal: { is: 'at most', value: 0.02 } },
      { product: repeated, baseline, unit },
    ),
  ];
}

function unit(ms = Number.NaN): string {
  return `${ms.toFixed(1)} ms`;
}

async function getAll(port: number, paths: readonly string[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const taken: number[] = [];
  for (const path of paths) {
    const startedAt = performance.now();
    await getPicture({ host: '127.0.0.1', port, path, agent });
    taken.push(performance.now() - startedAt);
  }
  agent.destroy();
  return taken;
}

function getPicture(where: RequestOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = get(where, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => {
        const right = response.headers['content-type'] === 'image/png' && bytes > 1_000;
        if (right) resolve();
        else reject(new Error(`${where.path} is no picture: ${response.statusCode}`));
      });
    });
    asking.on('error', reject);
  });
}

/** Rounds that are answered and open, and copies of them that are closed with their pictures' addresses. */
async function answeredRounds(stage: Stage) {
  const data = join(stage.folder, 'pictures');
  const setup = { depth: 'deep', expected: 100, closeWhenAll: false } as const;
  mkdirSync(data);
  const places: Place[] = [];
  const opening = await startServer(stage, 'product', { data });
  for (let i = 0; i < count; i++) {
    const where = channel(stage.connector, 1_000 + i);
    places.push(await openRound(stage, { port: opening.port, where, setup }));
  }
  await opening.end(data);
  await answerAll(data, places);
  const closed = { data: copyOfData(stage, 'pictures', data), addresses: [] as string[] };
  const closing = await startServer(stage, 'product', { data });
  for (const place of places) closed.addresses.push(await close(stage, closing.port, place));
  await closing.end(closed.data);
  writeFileSync(join(closed.data, 'pictures.json'), JSON.stringify(await figuresOf(closed.data, places)));
  return { data, places, closed };
}

/** Closes a round. @returns its picture's address as soon as the summary is in the channel. */
async function close(stage: Stage, port: number, place: Place): Promise<string> {
  // What an earlier process of the same round posted has another address.
  const before = new Set(stage.connector.posts.keys());
  await send(stage, port, press(place, 0, { verb: 'close', round: place.roundId }));
  return eventually(() => addressIn(stage, place, before));
}

function addressIn({ connector }: Stage, { conversationId }: Place, before: ReadonlySet<string>): string | undefined {
  for (const [id, post] of connector.posts) {
    if (before.has(id) || !post.conversationId.startsWith(`${conversationId};`)) continue;
    const found = /https:\/\/hjulet\.example(\/pictures\/[^"]+\.png)/.exec(JSON.stringify(post.card))?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

async function answerAll(data: string, places: readonly Place[]): Promise<void> {
  const db = openSqlite(join(data, 'hjulet.sqlite'));
  const store = createStore(db);
  for (const [i, place] of places.entries()) {
    const units = (await store.round(place, place.roundId))?.record.units ?? {};
    for (const [themeId, unitIds] of Object.entries(units)) {
      for (let person = 0; person < people; person++) {
        const score = (unit: number) => steps[(person * 7 + unit * 3 + i) % steps.length] ?? 1;
        const scores = Object.fromEntries(unitIds.map((id, unit) => [id, score(unit)]));
        const answer = { roundId: place.roundId, themeId, person: `person-${person}`, scores, comment: '' };
        await store.saveAnswer(place, { ...answer, savedAt: 1_795_000_000_000, revision: 1, accepted: [] });
      }
    }
  }
  await db.close();
}

/** What each picture shows, from the rounds' published results. */
async function figuresOf(data: string, places: readonly Place[]): Promise<object[]> {
  const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url)));
  const db = openSqlite(join(data, 'hjulet.sqlite'));
  const store = createStore(db);
  const pictures: object[] = [];
  for (const place of places) {
    const round = (await store.round(place, place.roundId))?.record;
    const wheel = wheels.find(({ id, language }) => id === round?.wheelId && language === 'da');
    if (!round?.summary || !wheel) throw new Error('A round was not closed');
    const results = new Map(
      round.summary.themes.flatMap(({ units }) => units.map((unit) => [unit.unitId, unit.result])),
    );
    pictures.push({ title: wheel.name, steps: wheel.steps.map(({ name }) => name), themes: themesOf(wheel, results) });
  }
  await db.close();
  return pictures;
}

function themesOf(wheel: Wheel, results: ReadonlyMap<string, { level: string; mean?: number }>): object[] {
  return wheel.themes.map((theme) => ({
    name: theme.name,
    slices: unitsOf(theme, 'deep').map(({ id, name }) => {
      const value = results.get(id)?.mean ?? 0;
      return { name, value, label: value.toFixed(1).replace('.', ',') };
    }),
  }));
}
