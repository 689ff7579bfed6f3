import type { Bench } from '../bench.ts';
import { type Server, startServer } from '../servers.ts';
import { peopleInEach } from '../stage.ts';
import { type Line, lineOf, median } from '../table.ts';

const answersGiven = 10_000;
const name = 'botbuilder 4.23.3 CloudAdapter echo';

/** From the start of the process to its first right answer, and how much memory it holds after 10,000. */
export async function start({ stage, rounds, log }: Bench): Promise<Line[]> {
  const ready: Record<string, number[]> = { product: [], 'cloud-adapter': [] };
  const fresh: number[] = [];
  const memory: Record<string, number[]> = { product: [], 'cloud-adapter': [] };
  for (let round = 0; round < rounds; round++) {
    const order: Server[] = ['product', 'cloud-adapter'];
    for (const server of round % 2 === 0 ? order : order.toReversed()) {
      const running = await startServer(stage, server);
      await running.load({
        places: stage.places,
        people: peopleInEach,
        shape: { kind: 'steady', connections: 32 },
        warmUpMs: 0,
        ms: 300_000,
        most: answersGiven,
        expect: '',
      });
      ready[server]?.push(running.readyMs);
      memory[server]?.push(running.memory());
      log(`${server}: ready after ${running.readyMs.toFixed(0)} ms, ${megabytes(running.memory())}`);
      await running.end();
    }
    const anew = await startServer(stage, 'product', { fresh: true });
    fresh.push(anew.readyMs);
    await anew.end();
  }
  const goal = { is: 'at most', value: 1.25 } as const;
  const both = (figures: Record<string, number[]>, unit: (value: number) => string) => ({
    product: figures.product ?? [],
    baseline: figures['cloud-adapter'] ?? [],
    unit,
  });
  return [
    {
      ...lineOf({ what: 'start to ready', against: name, goal }, both(ready, milliseconds)),
      note: `with what Node compiled before, as the image has it; without, ${milliseconds(median(fresh))}.`,
    },
    lineOf({ what: 'memory after 10,000 answers', against: name, goal }, both(memory, megabytes)),
  ];
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
