import type { Bench } from '../bench.ts';
import { type Running, startServer } from '../servers.ts';
import { peopleInEach } from '../stage.ts';
import { bounded, type Line, lineOf, median } from '../table.ts';

const fewAnswers = 10_000;
const manyAnswers = 100_000;
const baseline = 'agents-hosting';
const name = '@microsoft/agents-hosting 1.8.1 echo';
/** V8 takes half of a container's memory for its heap, the young part included. Source: Heap::HeapSizeFromPhysicalMemory in V8's heap.cc. */
const smallContainer = { bytes: 256e6, flags: ['--max-heap-size=128'] };

type Figures = Record<'product' | typeof baseline, number[]>;
const none = (): Figures => ({ product: [], [baseline]: [] });

/** From the start of the process to its first right answer, and how much memory it holds after a load. */
export async function start(bench: Bench): Promise<Line[]> {
  const [ready, few, many] = [none(), none(), none()];
  const fresh: number[] = [];
  const small: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    const order = ['product', baseline] as const;
    for (const server of round % 2 === 0 ? order : order.toReversed()) {
      const running = await startServer(bench.stage, server);
      ready[server].push(running.readyMs);
      few[server].push(await memoryAfter(bench, running, { most: fewAnswers }));
      // The load that takes a minute is measured once.
      if (round === 0)
        many[server].push(await memoryAfter(bench, running, { most: manyAnswers - fewAnswers, given: fewAnswers }));
      await running.end();
      bench.log(
        `${server}: ready after ${milliseconds(running.readyMs)}, ${few[server].concat(many[server]).map(megabytes)}`,
      );
    }
    fresh.push(await once(bench, { fresh: true }, async ({ readyMs }) => readyMs));
    small.push(
      await once(bench, { flags: smallContainer.flags }, (running) =>
        memoryAfter(bench, running, { most: fewAnswers }),
      ),
    );
  }
  return [
    {
      ...line('start to ready', 1.1, { ...ready, unit: milliseconds }),
      note: `with what Node compiled before, as the image has it; without, ${milliseconds(median(fresh))}.`,
    },
    line('memory after 10,000 answers', 1, { ...few, unit: megabytes }),
    line('memory after 100,000 answers', 1.25, { ...many, unit: megabytes }),
    bounded('memory after 10,000 answers with the heap that V8 takes in a container of 256 MB', small, {
      limit: smallContainer.bytes,
      unit: megabytes,
    }),
  ];
}

function line(
  what: string,
  most: number,
  { product, unit, ...other }: Figures & { unit(value: number): string },
): Line {
  const goal = { is: 'at most', value: most } as const;
  return lineOf({ what, against: name, goal }, { product, baseline: other[baseline], unit });
}

async function once(
  { stage }: Bench,
  starting: Parameters<typeof startServer>[2],
  measure: (running: Running) => Promise<number>,
): Promise<number> {
  const running = await startServer(stage, 'product', starting);
  const figure = await measure(running);
  await running.end();
  return figure;
}

async function memoryAfter(
  { stage }: Bench,
  running: Running,
  answers: { most: number; given?: number },
): Promise<number> {
  await running.load({
    places: stage.places,
    people: peopleInEach,
    shape: { kind: 'steady', connections: 32 },
    warmUpMs: 0,
    ms: 300_000,
    expect: '',
    ...answers,
  });
  return running.memory();
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
