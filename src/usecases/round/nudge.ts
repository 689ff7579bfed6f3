import { Temporal } from 'temporal-polyfill';
import type { Channel } from '../../domain/channel.ts';
import type { Round } from '../../domain/round.ts';
import { lateness } from '../../domain/schedule.ts';
import type { Caller, Refusal } from '../channel/caller.ts';
import { type Lease, type Outcome, sendOnce } from '../due/lease.ts';
import { refusedBy } from '../due/posts.ts';
import { dueId, scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { occasionOf } from './deadline.ts';
import { led } from './lead.ts';
import { openNow } from './rounds.ts';

/** Tells the round's thread how many have answered, never who. */
export async function nudge(deps: Deps, channel: Channel, lease: Lease): Promise<Outcome> {
  const { due } = lease;
  const round = await openNow(deps, channel, due.subject);
  const byHand = due.occasion.startsWith(byHandPrefix);
  if (!round || !(byHand || (round.nudges && due.occasion.endsWith(occasionOf(round))))) return { state: 'cancelled' };
  const late = lateness(due.dueAt, deps.now(), round.zone);
  if (late === 'tooLate') return { state: 'skippedLate' };
  if (late !== 'now') return { visibleAt: late.at };
  const complete = await completed(deps, round);
  if (complete >= round.expected) return { state: 'cancelled' };
  const sent = await sendOnce(lease, () =>
    deps.messenger.reply(channel, round.thread, { card: 'nudge', round, complete }),
  );
  if (sent.refused !== undefined) await refusedBy(deps, channel, sent.refused);
  return sent;
}

const byHandPrefix = 'byHand:';

/** Reminds the channel now; once a day, however many press. */
export async function nudgeByHand(
  deps: Deps,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'nudged' | 'nudgedToday' | 'nobodyMissing' } | Refusal> {
  const found = await led(deps, caller, roundId);
  if (found.kind === 'refused') return found;
  const { round } = found;
  if ((await completed(deps, round)) >= round.expected) return { kind: 'nobodyMissing' };
  const today = Temporal.Instant.fromEpochMilliseconds(deps.now()).toZonedDateTimeISO(round.zone).toPlainDate();
  const occasion = `${byHandPrefix}${today}`;
  const before = await deps.store.dueItem(dueId('nudge', round.id, occasion));
  if (before) return { kind: 'nudgedToday' };
  await scheduleDueAt(deps, 'nudge', round, deps.now(), occasion);
  return { kind: 'nudged' };
}

/** How many have answered every theme. */
async function completed(deps: Deps, round: Round): Promise<number> {
  const themes = Object.keys(round.units).length;
  const byPerson = Map.groupBy(await deps.store.answers(round.channel, round.id), ({ person }) => person);
  return [...byPerson.values()].filter((answers) => answers.length >= themes).length;
}
