import { Temporal } from 'temporal-polyfill';
import type { Channel } from '../../domain/channel.ts';
import {
  type ChannelKey,
  deadlineFaults,
  deadlineOf,
  mayLead,
  type Round,
  type RoundSettings,
  type SettingFault,
} from '../../domain/round.ts';
import { daytime, lateness, nudgeTimes } from '../../domain/schedule.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/people.ts';
import { type Lease, type Outcome, sendOnce } from '../due/lease.ts';
import { refusedBy } from '../due/posts.ts';
import { cancelDue, crashFallbackDelayMs, dueId, scheduleDue, scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { closeRound } from './close.ts';

/** Notes when an open round closes by itself, and when its channel is reminded of it. */
export async function scheduleDeadline(deps: Deps, round: Round): Promise<void> {
  const occasion = occasionOf(round);
  await scheduleDueAt(deps, 'deadline', round, deadlineOf(round), occasion);
  if (!round.nudges) return;
  const { halfway, lastWorkday } = nudgeTimes(round.startedAt, deadlineOf(round), round.zone);
  const now = deps.now();
  if (halfway !== undefined && halfway > now) await scheduleDueAt(deps, 'nudge', round, halfway, `halfway:${occasion}`);
  if (lastWorkday !== undefined && lastWorkday > now) {
    await scheduleDueAt(deps, 'nudge', round, lastWorkday, `lastWorkday:${occasion}`);
  }
}

async function disarmDeadline(deps: Deps, round: Round): Promise<void> {
  const occasion = occasionOf(round);
  await cancelDue(deps, dueId('deadline', round.id, occasion));
  await cancelDue(deps, dueId('nudge', round.id, `halfway:${occasion}`));
  await cancelDue(deps, dueId('nudge', round.id, `lastWorkday:${occasion}`));
}

/** Names a deadline, so that one that was moved does nothing at its old time. */
function occasionOf({ deadline, deadlineTime }: Pick<Round, 'deadline' | 'deadlineTime'>): string {
  return `${deadline}T${deadlineTime}`;
}

/** The deadline has come: the round closes, by daylight where the bot was down at the time itself. */
export async function deadline(deps: Deps, channel: Channel, { due }: Lease): Promise<Outcome> {
  const round = await openNow(deps, channel, due.subject);
  if (!round || due.occasion !== occasionOf(round)) return { state: 'cancelled' };
  const at = daytime(due.dueAt, deps.now(), round.zone);
  if (at > deps.now()) return { visibleAt: at };
  await closeRound(deps, channel, round.id, 'deadline');
  return { state: 'done' };
}

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

export interface DeadlineForm {
  kind: 'deadlineForm';
  round: Round;
  input: DeadlineInput;
  faults: (SettingFault | 'notLater' | 'missing')[];
}
export type DeadlineInput = Partial<Pick<RoundSettings, 'deadline' | 'deadlineTime'>>;

/** A card to give the round more time on. */
export async function askExtend(deps: Deps, caller: Caller, roundId: string): Promise<DeadlineForm | Refusal> {
  const found = await led(deps, caller, roundId);
  if (found.kind === 'refused') return found;
  const { round } = found;
  const input = { deadline: round.deadline, deadlineTime: round.deadlineTime };
  return { kind: 'deadlineForm', round, input, faults: [] };
}

/** Gives the round more time. Asked for twice it is done once, since the second time it says what is so already. */
export async function extend(
  deps: Deps,
  caller: Caller,
  roundId: string,
  input: DeadlineInput,
): Promise<{ kind: 'extended'; round: Round } | DeadlineForm | Refusal> {
  for (;;) {
    const found = await led(deps, caller, roundId);
    if (found.kind === 'refused') return found;
    const { round, version } = found;
    const { deadline, deadlineTime } = input;
    if (deadline === undefined || deadlineTime === undefined)
      return { kind: 'deadlineForm', round, input, faults: ['missing'] };
    const after = { ...round, deadline, deadlineTime };
    if (occasionOf(after) === occasionOf(round)) return { kind: 'extended', round };
    const faults: DeadlineForm['faults'] = deadlineFaults(after, deps.now());
    if (faults.length === 0 && deadlineOf(after) < deadlineOf(round)) faults.push('notLater');
    if (faults.length > 0) return { kind: 'deadlineForm', round, input, faults };
    // Noted first: a crash in between leaves an item that finds another deadline and does nothing.
    await scheduleDeadline(deps, after);
    await scheduleDue(deps, 'recount', round, crashFallbackDelayMs);
    if (!(await deps.store.saveRound(after, version))) continue;
    await disarmDeadline(deps, round);
    // The cards that everyone sees tell the deadline too.
    await scheduleDue(deps, 'recount', round, 0);
    return { kind: 'extended', round: after };
  }
}

/** How many have answered every theme. */
async function completed(deps: Deps, round: Round): Promise<number> {
  const themes = Object.keys(round.units).length;
  const byPerson = Map.groupBy(await deps.store.answers(round.channel, round.id), ({ person }) => person);
  return [...byPerson.values()].filter((answers) => answers.length >= themes).length;
}

async function openNow(deps: Deps, channel: Channel, roundId: string): Promise<Round | undefined> {
  if (channel.openRoundId !== roundId) return undefined;
  const round = (await deps.store.round(channel, roundId))?.record;
  return round?.state === 'open' ? round : undefined;
}

/** An open round that the caller may lead. */
async function led(
  deps: Deps,
  { channel: key, userId }: Caller,
  roundId: string,
): Promise<{ kind: 'led'; round: Round; version: string } | Refusal> {
  const [channel, found] = await Promise.all([channelAt(deps, key), deps.store.round(key, roundId)]);
  if (!channel || found?.record.state !== 'open') return refused('notHere');
  const person = personInChannel(deps, key, userId);
  return mayLead(found.record, person, channel.facilitators)
    ? { kind: 'led', round: found.record, version: found.version }
    : refused('notAllowed');
}

async function channelAt(deps: Deps, key: ChannelKey): Promise<Channel | undefined> {
  return (await deps.store.channel(key))?.record;
}
