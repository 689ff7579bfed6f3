import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import type { Due } from '../../src/usecases/due/due-ports.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { type FakeConnector, type Fate, startConnector } from '../support/connector.ts';
import { fastClock, times } from '../support/fast-clock.ts';
import { type RunningBot, startProcess } from '../support/process.ts';
import { programOf } from '../support/programs.ts';
import { random } from '../support/random.ts';

const began = Date.now();
const fast = fastClock(began);
const count = 200;
/** By the fast clock. */
const minute = 60_000;
const spreadMs = 4 * minute;

/** What Teams does, so often of a hundred times; it takes all others. */
const fates: { fate: Fate; often: number }[] = [
  { fate: { kind: 'status', status: 503 }, often: 5 },
  { fate: { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, often: 1 },
  { fate: { kind: 'resetAfter' }, often: 3 },
  { fate: { kind: 'statusAfter', status: 502 }, often: 3 },
];
/** Those that leave it open whether the post is there. */
const ambiguous = new Set<Fate['kind']>(['resetAfter', 'statusAfter']);

/**
 * The promise: no due time has two posts in Teams, and none has one early. Each ends as `sent`, with the post that Teams
 * has, or as `unknown`, with one post or none; `unknown` only where Teams took the post and then failed, or where the
 * process that was sending it was killed, or stopped for longer than its lease, between writing that it sends and
 * writing how it went.
 */
describe('several processes on one file, killed and stopped at any moment', () => {
  it.each([2, 5])('that are %i make each of 200 posts once, none early, and lose none', testOf, 120_000);
});

async function testOf(processes: number): Promise<void> {
  const { connector, store, folder } = await setting();
  const pick = random(processes);
  const items = await noteItems(store, connector, pick);
  const arrived = listen(connector, pick);
  const doubtful = await disturb({ folder, store, processes, pick, arrived });

  let sent = 0;
  for (const { id, dueAt, channel } of items) {
    const due = (await store.dueItem(id))?.record;
    const accepted = connector.shown.filter((shown) => shown.conversationId.startsWith(`${channel.conversationId};`));
    const calls = arrived.filter(({ conversationId }) => conversationId === channel.conversationId);
    const what = JSON.stringify({ due, calls });
    expect(accepted.length, what).toBeLessThanOrEqual(1);
    for (const { at } of calls) expect(at, what).toBeGreaterThanOrEqual(dueAt);
    if (due?.state === 'sent') {
      sent += 1;
      expect(due.post?.activityId, what).toBe(accepted[0]?.activityId);
    } else {
      expect(due?.state, what).toBe('unknown');
      expect(doubtful.has(id) || calls.some(({ fate }) => ambiguous.has(fate.kind)), what).toBe(true);
    }
  }
  expect(sent).toBeGreaterThan(count / 2);
}

async function setting() {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-instances-'));
  const connector = await startConnector();
  const db = openSqlite(join(folder, 'hjulet.sqlite'));
  onTestFinished(async () => {
    await db.close();
    await connector.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, connector, store: createStore(db) };
}

/** A reminder to score again in each of 200 channels, from a minute on. */
async function noteItems(store: Store, { serviceUrl }: FakeConnector, pick: (below: number) => number): Promise<Due[]> {
  const on = '2026-01-05';
  const rule = { cadence: { kind: 'date', date: on }, from: on, time: '09:00', zone: 'Europe/Copenhagen' } as const;
  const begin = fast() + 2 * minute;
  const items = Array.from({ length: count }, (_, i): Due => {
    const channel = { tenantId: `tenant-${i % 7}`, conversationId: `19:instances-${i}@thread.tacv2` };
    const at = begin + pick(spreadMs);
    const times = { dueAt: at, visibleAt: at, attempts: 0 };
    const subject = String(i).padStart(22, 's');
    const what = { work: 'reassess', subject, occasion: on } as const;
    return { id: `reassess:${subject}:${on}`, ...what, channel, ...times, state: 'waiting' };
  });
  for (const due of items) {
    const { channel, subject: id, dueAt: at } = due;
    const kept = { kind: 'channel', name: '', serviceUrl, language: 'da', active: true } as const;
    await store.saveChannel({ ...channel, ...kept, facilitators: [], teamId: '19:team@thread.tacv2', welcomed: true });
    await store.saveSchedule({ id, channel, rule, next: { day: on, on, at }, stopped: false });
    await store.addDue(due);
  }
  return items;
}

interface Call {
  conversationId: string;
  at: number;
  fate: Fate;
}

/** Decides what becomes of each post, and keeps when it came. */
function listen(connector: FakeConnector, pick: (below: number) => number): Call[] {
  const calls: Call[] = [];
  connector.fate = ({ body }) => {
    let left = pick(100);
    const fate = fates.find(({ often }) => {
      left -= often;
      return left < 0;
    })?.fate ?? { kind: 'accept' };
    calls.push({ conversationId: JSON.parse(body).channelData.channel.id, at: fast(), fate });
    return fate;
  };
  return calls;
}

interface Disturbance {
  folder: string;
  store: Store;
  processes: number;
  pick(below: number): number;
  arrived: readonly Call[];
}

/** So many posts come between one disturbance and the next. */
const between = 6;
/** Twice that is longer than a lease, and leaves who waits for the file a good second of the five that it waits. */
const stoppedMs = 0.6 * minute;

/**
 * Runs the processes until nothing waits any longer. With every few posts one of them is killed and started anew, or
 * stopped, half of the times for longer than a lease lasts.
 * @returns the items that a killed or stopped process may have been sending.
 */
async function disturb({ folder, store, processes, pick, arrived }: Disturbance): Promise<Set<string>> {
  const script = await programOf('test/support/fast.ts');
  const start = () => startProcess({ HJULET_DATA: folder, CLOCK_BEGAN: String(began) }, { script });
  const bots = await Promise.all(Array.from({ length: processes }, start));
  onTestFinished(async () => {
    await Promise.all(bots.map((bot) => bot.child.kill('SIGCONT') && bot.end('SIGTERM')));
  });
  const doubtful = new Set<string>();
  const stopped = new Map<RunningBot, Promise<void>>();
  // By a timer of its own: who was stopped while it had the file locked keeps the next one from starting.
  const resume = async (bot: RunningBot, ms: number) => {
    await later(ms / times);
    bot.child.kill('SIGCONT');
    stopped.delete(bot);
  };
  let next = between;
  for (;;) {
    const waiting = await store.due(Number.MAX_SAFE_INTEGER, 2 * count);
    if (waiting.length === 0) break;
    if (arrived.length >= next) {
      next = arrived.length + between;
      const which = pick(processes);
      const bot = bots[which];
      if (!bot || stopped.has(bot)) continue;
      if (pick(2) === 0) {
        await bot.end('SIGKILL');
        await note(store, doubtful);
        bots[which] = await start();
      } else {
        await stop(bot);
        await note(store, doubtful);
        stopped.set(bot, resume(bot, (1 + pick(2)) * stoppedMs));
      }
    }
    await later(5);
  }
  await Promise.all(stopped.values());
  // Whoever sent a post that another gave up as unknown may yet say that it arrived, or that it is to be sent again.
  await Promise.all(bots.map((bot) => bot.end('SIGTERM')));
  const last = await start();
  while ((await store.due(Number.MAX_SAFE_INTEGER, 1)).length > 0) await later(5);
  await last.end('SIGTERM');
  return doubtful;
}

/** Stops a process, and waits until it stands still: the signal alone takes a moment. */
async function stop({ child }: RunningBot): Promise<void> {
  child.kill('SIGSTOP');
  while (
    !execFileSync('ps', ['-o', 'state=', '-p', String(child.pid)])
      .toString()
      .startsWith('T')
  )
    await later(1);
}

/** Notes which items say that they are being sent. */
async function note(store: Store, doubtful: Set<string>): Promise<void> {
  for (const { record } of await store.due(Number.MAX_SAFE_INTEGER, 2 * count))
    if (record.sending) doubtful.add(record.id);
}
