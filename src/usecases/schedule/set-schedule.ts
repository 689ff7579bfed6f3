import type { ChannelKey } from '../../domain/round.ts';
import { type Occasion, occasionsAfter, type Rule, snoozed } from '../../domain/schedule.ts';
import { filledIn } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { isThere, mayChangeSettings, member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { cancelDue, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { today } from '../today.ts';
import type { Versioned } from '../versioned.ts';
import { changeSchedule, lastOf, scheduleNext, upcoming } from './occasions.ts';
import {
  faultsIn,
  form,
  inputOf,
  ruleOf,
  type ScheduleForm,
  type ScheduleInput,
  scheduleBounds,
  trialMs,
} from './schedule-form.ts';
import type { LastOccasion, Schedule } from './schedule-ports.ts';

/** A schedule and the times that it comes to. */
export interface ScheduleShown {
  kind: 'schedule';
  schedule: Schedule;
  upcoming: Occasion[];
  last?: LastOccasion;
}

/** The channel's schedule, or a form to make one. */
export async function showSchedule(context: CallContext): Promise<ScheduleShown | ScheduleForm | Refusal> {
  const { deps, caller } = context;
  const found = await deps.store.schedule(caller.channel);
  if (!found || found.record.stopped) return editSchedule(context);
  if (!(await isThere(context))) return refused('notMember');
  return { ...shown(deps, found.record), ...(await lastOf(deps, found.record)) };
}

/** A form filled in with what is so, or with what most will want. */
export async function editSchedule(context: CallContext): Promise<ScheduleForm | Refusal> {
  const { deps, caller } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const found = await deps.store.schedule(caller.channel);
  return form(deps, shownAtFirst(deps, found?.record), []);
}

function shownAtFirst(deps: Deps, schedule: Schedule | undefined): ScheduleInput {
  if (schedule) return inputOf(schedule.rule);
  return { cadence: 'halfYear', time: scheduleBounds.usual, zone: deps.settings.timeZone };
}

/** Sets when the channel scores again, in place of what was set before. */
export async function saveSchedule(
  context: CallContext,
  card: Schedule['card'],
  given: ScheduleInput,
): Promise<ScheduleShown | ScheduleForm | Refusal> {
  const { deps, caller } = context;
  const allowed = await mayChangeSettings(context);
  if (allowed.kind === 'refused') return allowed;
  const { untouched = [] } = given;
  const now = untouched.length > 0 ? await deps.store.schedule(caller.channel) : undefined;
  const input = filledIn(given, untouched, shownAtFirst(deps, now?.record));
  const rule = ruleOf(deps, input);
  const faults = rule ? faultsIn(deps, rule, input.cadence === 'trial') : (['missing'] as const);
  if (!rule || faults.length > 0) return form(deps, input, [...faults]);
  for (;;) {
    const before = await deps.store.schedule(caller.channel);
    const same = before && !before.record.stopped && sameRule(before.record.rule, rule);
    if (same && input.cadence !== 'trial') {
      if (card) await showOnPost(deps, { channel: caller.channel, id: before.record.id, at: card });
      return shown(deps, before.record);
    }
    const schedule = newSchedule(context, { rule, trial: input.cadence === 'trial' });
    // Changed on a card that one person sees, it is shown where it was.
    const after = { ...schedule, ...shownOn(before?.record, card) };
    // Scheduled before the schedule is there: a reminder that finds another schedule than its own does nothing.
    await scheduleNext(deps, after);
    if (!(await deps.store.saveSchedule(after, before?.version))) continue;
    if (before) await cancelReminders(deps, before.record);
    if (after.card) await scheduleDue(deps, 'schedule', { subject: after });
    return shown(deps, after);
  }
}

/** Has a post be the one that shows a schedule; the one before says so. It shows the schedule as it is already. */
export async function showOnPost(
  deps: Deps,
  { channel, id, at }: { channel: ChannelKey; id: string; at: PostAddress },
): Promise<void> {
  const found = await deps.store.schedule(channel);
  if (found?.record.id !== id || at.activityId === '') return;
  const { conversationId, activityId } = at;
  const after = await changeSchedule(deps, found, (schedule) =>
    schedule.card?.activityId === activityId
      ? schedule
      : { ...schedule, ...shownOn(schedule, { conversationId, activityId }) },
  );
  // Also where nothing was to be changed: whoever did may have stopped before this.
  await scheduleDue(deps, 'schedule', { subject: after });
}

/** Of older cards the newest are told: each costs an update. */
const mostOlder = 20;

/** Where a schedule is shown from now on and was before; on its card of before where none is given. */
function shownOn(before: Schedule | undefined, card: PostAddress | undefined): Pick<Schedule, 'card' | 'older'> {
  const now = card ?? before?.card;
  if (!now) return {};
  const all = [...(before?.older ?? []), ...(before?.card ? [before.card] : [])];
  const older = all.filter(({ activityId }) => activityId !== now.activityId).slice(-mostOlder);
  return { card: now, ...(older.length > 0 && { older }) };
}

/**
 * Ends the schedule; nothing is sent for it from here on.
 * @param day the working day of the reminder that it was stopped from.
 */
export async function stopSchedule(
  context: CallContext,
  scheduleId: string,
  day?: string,
): Promise<ScheduleShown | Refusal> {
  const { deps } = context;
  const allowed = await mayChangeSettings(context);
  if (allowed.kind === 'refused') return allowed;
  const before = await current(context, scheduleId);
  // A button of a schedule that another has taken the place of stops nothing, and shows the one that is.
  if (!before) {
    const other = await deps.store.schedule(context.caller.channel);
    return other ? shown(deps, other.record) : refused('notHere');
  }
  const after = await changeSchedule(deps, before, ({ next: _, snoozed: __, ...rest }) => ({ ...rest, stopped: true }));
  await cancelReminders(deps, before.record);
  if (after.card) await scheduleDue(deps, 'schedule', { subject: after });
  if (day !== undefined) await scheduleDue(deps, 'schedule', { subject: after, occasion: day });
  return shown(deps, after);
}

const snoozeDays = 7;

/**
 * Puts a reminder that has come off by a week, or what would be a closed day; pressed again it is the same week.
 * @param day the working day that the reminder was for.
 */
export async function snooze(
  context: CallContext,
  scheduleId: string,
  day: string,
): Promise<{ kind: 'snoozed'; to: Occasion; time: string } | Refusal> {
  const { deps } = context;
  if (!(await isThere(context))) return refused('notMember');
  const before = await current(context, scheduleId);
  if (!before || before.record.stopped) return refused('notHere');
  const { rule } = before.record;
  const after = await changeSchedule(deps, before, (schedule) =>
    schedule.snoozed?.from === day
      ? schedule
      : { ...schedule, snoozed: { from: day, to: snoozed(today(deps, rule.zone), snoozeDays, rule) } },
  );
  if (!after.snoozed) return refused('notHere');
  const { to } = after.snoozed;
  await scheduleDue(deps, 'reassess', { subject: after, at: to.at, occasion: to.on });
  await scheduleDue(deps, 'schedule', { subject: after, occasion: day });
  return { kind: 'snoozed', to, time: rule.time };
}

function shown(deps: Deps, schedule: Schedule): ScheduleShown {
  return { kind: 'schedule', schedule, upcoming: upcoming(deps, schedule) };
}

function newSchedule(context: CallContext, { rule, trial }: { rule: Rule; trial: boolean }): Schedule {
  const {
    deps,
    caller: { channel },
  } = context;
  // A trial comes in a minute, whatever day it is.
  const next = trial
    ? { day: rule.from, on: rule.from, at: deps.now() + trialMs }
    : occasionsAfter(rule, deps.now(), 1)[0];
  return { id: deps.newId(), channel, rule, ...(next && { next }), stopped: false };
}

function sameRule(a: Rule, b: Rule): boolean {
  return (
    JSON.stringify(a.cadence) === JSON.stringify(b.cadence) &&
    a.from === b.from &&
    a.time === b.time &&
    a.zone === b.zone
  );
}

async function cancelReminders(deps: Deps, schedule: Schedule): Promise<void> {
  for (const each of [schedule.next, schedule.snoozed?.to])
    if (each) await cancelDue(deps, 'reassess', { subject: schedule, occasion: each.on });
}

async function current(context: CallContext, scheduleId: string): Promise<Versioned<Schedule> | undefined> {
  const { deps, caller } = context;
  const found = await deps.store.schedule(caller.channel);
  return found?.record.id === scheduleId ? found : undefined;
}
