import type { Channel } from '../../domain/channel.ts';
import { isGuest } from '../../domain/invitation.ts';
import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import type { Refusal } from '../channel/caller.ts';
import type { Lease, WorkOutcome } from '../due/lease.ts';
import { dueItemOf, onceMore, scheduleDue } from '../due/schedule-due.ts';
import { whenLate } from '../due/work.ts';
import type { Deps } from '../ports.ts';
import { sendInThread, sendOnce } from '../posts/send.ts';
import { today } from '../today.ts';
import { occasionOf } from './deadline.ts';
import { ledRound } from './lead.ts';
import { openNow } from './rounds.ts';
import { threadFollows } from './thread.ts';

/** Says in the round's thread how many have answered, never who. */
export async function nudge(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const { subject, occasion } = lease.due;
  const round = await openNow(deps, channel, subject);
  const byHand = occasion.startsWith(byHandPrefix);
  if (!round || !(byHand || (round.nudges && occasion.endsWith(occasionOf(round))))) return { state: 'cancelled' };
  const late = whenLate(deps, lease, round.zone);
  if (late) return late;
  const complete = await completed(deps, round);
  if (complete >= round.expected) return { state: 'cancelled' };
  return sendOnce(deps, { channel, lease, follow: threadFollows(deps, round) }, (before) =>
    sendInThread(deps, { channel, thread: round.thread, before }, { card: 'nudge', round, complete }),
  );
}

const byHandPrefix = 'byHand:';

/** Reminds the channel now; once a day, however many press, as far as Teams says so. */
export async function nudgeByHand(
  context: CallContext,
  roundId: string,
): Promise<{ kind: 'nudged' | 'nudgedToday' | 'nobodyMissing' } | Refusal> {
  const { deps } = context;
  const found = await ledRound(context, { roundId, states: ['open'] });
  if (found.kind === 'refused') return found;
  const { round } = found;
  if ((await completed(deps, round)) >= round.expected) return { kind: 'nobodyMissing' };
  const occasion = await unusedToday(deps, round);
  if (occasion === undefined) return { kind: 'nudgedToday' };
  await scheduleDue(deps, 'nudge', { subject: round, occasion });
  return { kind: 'nudged' };
}

/** A reminder of today that has not been sent yet: the first, or one more where the first may never have come. */
async function unusedToday(deps: Deps, round: Round): Promise<string | undefined> {
  const occasion = `${byHandPrefix}${today(deps, round.zone)}`;
  const first = await dueItemOf(deps, 'nudge', { subject: round, occasion });
  if (first?.record.state !== 'unknown') return first ? undefined : occasion;
  const more = `${occasion}:${onceMore}`;
  return (await dueItemOf(deps, 'nudge', { subject: round, occasion: more })) ? undefined : more;
}

/** How many of the channel have answered every theme. */
async function completed(deps: Deps, round: Round): Promise<number> {
  const themes = Object.keys(round.units).length;
  const answers = await deps.store.answers(round.channel, round.id);
  const members = answers.filter(({ person }) => !isGuest(person));
  const byPerson = Map.groupBy(members, ({ person }) => person);
  return [...byPerson.values()].filter((answers) => answers.length >= themes).length;
}
