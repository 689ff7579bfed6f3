import type { Due } from '../../src/usecases/due/due-ports.ts';
import { local } from '../domain/wall-time.ts';
import { channelId } from './activities.ts';
import type { Harness } from './app.ts';
import { tenantId } from './canaries.ts';
import { textOf } from './cards.ts';
import type { Shown } from './connector.ts';

/** The channel that most tests are in. */
export const here = { tenantId, conversationId: channelId };

/** What the bot takes the time to be, epoch milliseconds. */
export const now = ({ clock }: Harness): number => clock.now();

/** A day so many days from now in UTC, "2026-12-01". */
export const dateIn = (harness: Harness, days: number): string =>
  new Date(now(harness) + days * 86_400_000).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** Makes it another time, a wall time in Copenhagen or epoch milliseconds, and has the bot look for what is due. */
export function moveTo(harness: Harness, at: string | number): void {
  harness.clock.setTo(typeof at === 'string' ? local(at) : at);
  harness.app.sweep();
}

/** So long after a claim the work is taken to be still under way. */
const leaseMs = 60_000;

/** Waits until nothing is due and nothing under way. @param aheadMs how far the clock of another instance is ahead. */
export async function quiet(harness: Harness, aheadMs = 0): Promise<void> {
  await harness.eventually(async () => {
    const latest = now(harness) + aheadMs;
    const soon = await harness.store.due(latest + leaseMs, 1_000);
    const busy = soon.some(({ record }) => record.visibleAt <= latest || record.attempts > 0);
    return !busy && harness.clock.sleepers() === 0;
  }, 'nothing due and nothing under way');
}

/** Another instance is there from now on and people reach that one; it takes up what the first left. @param afterMs its lease. */
export async function takeOver(harness: Harness, afterMs = 120_000): Promise<void> {
  harness.app = await harness.join();
  await pass(harness, now(harness) + afterMs);
}

/** `moveTo`, and waits until what was due then is done. */
export async function pass(harness: Harness, at: string | number): Promise<void> {
  moveTo(harness, at);
  await quiet(harness);
}

/** Has the pauses between tries pass, one after the other, until something holds. */
export async function passPauses(harness: Harness, until: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < mostTries && !(await until()); tries++) {
    const soon = await harness.store.due(now(harness) + 3_600_000, 1_000);
    const next = soon.find(({ record: { attempts } }) => attempts > 0);
    if (next && next.record.visibleAt > now(harness)) moveTo(harness, next.record.visibleAt);
    await harness.eventually(async () => {
      // Whatever was under way when it was looked at has come to a pause only now: it is looked at anew, not waited for.
      const after = next && (await harness.store.dueItem(next.record.id));
      const hasMoved = after?.record.state !== 'waiting' || after.version !== next?.version;
      return harness.clock.sleepers() === 0 && (hasMoved || until());
    });
  }
  if (!(await until())) throw new Error(`It does not hold after ${mostTries} tries: ${until}`);
}

const mostTries = 20;

/** The posts whose text begins with or, for an expression, matches this, oldest first. */
export function posts({ connector }: Harness, like: string | RegExp): Shown[] {
  return connector.shown.filter(({ cardNow: card }) =>
    typeof like === 'string' ? textOf(card).startsWith(like) : like.test(textOf(card)),
  );
}

/** The one post like this. @throws Error where there are more or none. */
export function onlyPost(harness: Harness, like: string | RegExp): Shown {
  const [first, ...others] = posts(harness, like);
  if (!first || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} posts are like ${like}`);
  return first;
}

/** How a due item stands. @throws Error where it was never noted. */
export async function dueItem({ store }: Harness, id: string): Promise<Due> {
  const found = await store.dueItem(id);
  if (!found) throw new Error(`No due item ${id}`);
  return found.record;
}
