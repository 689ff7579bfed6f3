import { Agent, get } from 'node:http';

/** Asks for /healthz again and again while something goes on. @returns how long each answer took, in milliseconds. */
export async function healthzWhile(port: number, work: () => Promise<unknown>): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const waited: number[] = [];
  await timed(port, '/healthz', agent);
  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  while (!isOver) waited.push((await timed(port, '/healthz', agent)).ms);
  await working;
  agent.destroy();
  return waited;
}

/** Asks for a path once. `ms`: how long its answer took. */
export function timed(port: number, path: string, agent: Agent): Promise<{ status: number; ms: number }> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const asking = get({ host: '127.0.0.1', port, path, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - startedAt }));
    });
    asking.on('error', reject);
  });
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
}
