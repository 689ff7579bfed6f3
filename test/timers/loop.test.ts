import { expect, test } from 'vitest';
import { startLoop } from '../../src/timers/loop.ts';
import type { Due } from '../../src/usecases/due/due-ports.ts';
import { start, virtualClock } from '../support/virtual-clock.ts';

const everyMs = 60_000;

test('a shard is looked at at every moment that was asked for, though it is looked at before', async () => {
  const clock = virtualClock();
  const waiting = new Map([140, 400, 900].map((ms) => [`item ${ms}`, start + ms]));
  const done: [string, number][] = [];
  const loop = startLoop({
    async due(now) {
      return [...waiting].filter(([, at]) => at <= now).map(([id]) => ({ record: item(id), version: '1' }));
    },
    async run({ record: { id } }) {
      waiting.delete(id);
      done.push([id, clock.now() - start]);
    },
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    shards: 1,
    everyMs,
  });
  for (const ms of [400, 0, 140, 900]) loop.wake(ms, { id: `item ${ms}`, shard: 0 });
  await clock.pass(everyMs - 1);
  await loop.stop(0);
  expect(done).toEqual([
    ['item 140', 140],
    ['item 400', 400],
    ['item 900', 900],
  ]);
});

const item = (id: string): Due => ({
  id,
  work: 'recount',
  channel: { tenantId: 't', conversationId: 'c' },
  subject: 'r',
  occasion: '',
  dueAt: start,
  visibleAt: start,
  state: 'waiting',
  attempts: 0,
});
