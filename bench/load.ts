import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, type Place } from './activities.ts';
import { createPool } from './connection.ts';

/** What the load generator is to do, as JSON in the file that its one argument names. */
export interface Job {
  port: number;
  /** The server's process. */
  pid: number;
  tokens: string[];
  places: Place[];
  /** How many people answer in every place. */
  people: number;
  /**
   * `steady`: so many connections are never idle. `paced`: so many answers a second, spread evenly. `bursts`: the people
   * of one place press at once, each on a connection of their own, one place after the other.
   */
  shape: { kind: 'steady'; connections: number } | { kind: 'paced'; perSecond: number } | { kind: 'bursts' };
  /** Not measured. */
  warmUpMs: number;
  /** Measured. */
  ms: number;
  /** The end comes after so many answers in all. */
  most?: number;
  /** How many answers a load before this one gave, so that this one goes on after them. */
  given?: number;
  /** What a right answer holds. */
  expect: string;
}

export interface Measured {
  answers: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /**
   * Microseconds of the processor that the server's main thread took for each answer, which tells more than the rate where
   * others are at work on the machine; NaN where the system does not tell.
   */
  cpu: number;
  /** Answers that were not 200 or did not hold what is expected, and one of them. */
  wrong: number;
  example: string;
}

const burstPauseMs = 40;

async function load(job: Job): Promise<Measured> {
  const pool = createPool(job.port, job.shape.kind === 'steady' ? job.shape.connections : 256);
  const expected = Buffer.from(job.expect);
  const taken: number[] = [];
  const measured = { answers: 0, wrong: 0, example: '' };
  const startedAt = performance.now();
  const from = startedAt + job.warmUpMs;
  const until = from + job.ms;
  const over = () => performance.now() >= until || sent >= (job.most ?? Number.POSITIVE_INFINITY);
  let sent = 0;
  let lastAt = from;
  let busyBefore: number | undefined;

  const one = async (k: number) => {
    sent += 1;
    const request = requestOf(job, k + (job.given ?? 0));
    const began = performance.now();
    if (began >= from) busyBefore ??= busyOf(job.pid);
    const { status, body } = await pool.send(request);
    const ended = performance.now();
    if (status !== 200 || !body.includes(expected)) {
      measured.wrong += 1;
      measured.example = `${status} ${body.toString('utf8', 0, 300)}`;
    }
    if (began < from || ended > until) return;
    measured.answers += 1;
    taken.push(ended - began);
    lastAt = ended;
  };
  await shapes[job.shape.kind](job, one, over);
  const cpu = (busyOf(job.pid) - (busyBefore ?? Number.NaN)) / 1000 / measured.answers;
  pool.close();
  taken.sort((a, b) => a - b);
  const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? Number.NaN;
  return { ...measured, perSecond: (measured.answers / (lastAt - from)) * 1000, p50: at(0.5), p99: at(0.99), cpu };
}

/** How many nanoseconds the main thread of a process has been at work. Source: Linux' Documentation/scheduler/sched-stats.rst. */
function busyOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1').split(' ')[0]);
  } catch {
    return Number.NaN;
  }
}

type Shape = (job: Job, one: (k: number) => Promise<void>, over: () => boolean) => Promise<void>;

const shapes: Record<Job['shape']['kind'], Shape> = {
  async steady({ shape }, one, over) {
    let k = 0;
    const connections = shape.kind === 'steady' ? shape.connections : 0;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (!over()) await one(k++);
      }),
    );
  },
  async paced({ shape }, one, over) {
    const perSecond = shape.kind === 'paced' ? shape.perSecond : 0;
    const startedAt = performance.now();
    const running = new Set<Promise<void>>();
    for (let k = 0; !over(); ) {
      // Whatever the answers take, the next is sent when its time has come.
      const dueBy = ((performance.now() - startedAt) / 1000) * perSecond;
      for (; k < dueBy && !over(); k++) {
        const answering = one(k).finally(() => running.delete(answering));
        running.add(answering);
      }
      await sleep(2);
    }
    await Promise.all(running);
  },
  async bursts({ people, places }, one, over) {
    for (let burst = 0; !over(); burst++) {
      const place = burst % places.length;
      const round = Math.floor(burst / places.length);
      const all = Array.from({ length: people }, (_, person) => one(place + places.length * (person + people * round)));
      await Promise.all(all);
      await sleep(burstPauseMs);
    }
  },
};

/** The k-th answer: one in each place after the other, then the next person, then the next theme, then all anew. */
function bodyOf({ places, people }: Job, k: number): string {
  const place = places[k % places.length];
  const person = Math.floor(k / places.length);
  const theme = Math.floor(person / people);
  const themes = place?.themes ?? [];
  const themeId = themes[theme % themes.length];
  if (!place || themeId === undefined) throw new Error('There is no round to answer in');
  return JSON.stringify(answer(place, person % people, { theme: themeId, nth: Math.floor(theme / themes.length) }));
}

function requestOf(job: Job, k: number): Buffer {
  const body = bodyOf(job, k);
  return Buffer.from(
    `POST /api/messages HTTP/1.1\r\nhost: 127.0.0.1:${job.port}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nauthorization: Bearer ${job.tokens[k % job.tokens.length]}\r\n\r\n${body}`,
  );
}

const file = process.argv[2];
if (file === undefined) throw new Error('Name the file with what is to be done');
process.stdout.write(JSON.stringify(await load(JSON.parse(readFileSync(file, 'utf8')))));
