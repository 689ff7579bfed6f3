import { Temporal } from 'temporal-polyfill';
import { type Cadence, type Occasion, occasionsAfter, type Rule, snoozed } from '../../domain/schedule.ts';
import { channelOf, mayChangeSettings } from '../channel/channels.ts';
import { type Caller, type Refusal, type Rosters, refused } from '../channel/people.ts';
import type { DueState } from '../due/due-ports.ts';
import { cancelDue, dueId, scheduleDue, scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import type { Schedule } from './schedule-ports.ts';

export const cadences = ['quarter', 'halfYear', 'year', 'months', 'date', 'trial'] as const;
export type CadenceName = (typeof cadences)[number];

/** What the form asks for, as far as it was filled in with something of the right kind. */
export interface ScheduleInput {
  cadence?: CadenceName;
  /** Every so many months. */
  every?: number;
  /** A plain date. */
  date?: string;
  /** Wall time such as "09:00". */
  time?: string;
  /** IANA name. */
  zone?: string;
}

export type ScheduleFault = 'missing' | 'every' | 'date' | 'time';

export interface ScheduleForm {
  kind: 'scheduleForm';
  input: ScheduleInput;
  faults: ScheduleFault[];
  /** The first day that can be chosen, a plain date. */
  today: string;
  /** Whether the one-minute trial is offered, which is where the bot is only tried. */
  trial: boolean;
}

export interface ScheduleShown {
  kind: 'schedule';
  schedule: Schedule;
  upcoming: Occasion[];
  /** How the last occasion ended, or stands. */
  last?: { on: string; state: DueState };
}

/** Nobody is reminded at night, and every three years is as seldom as it makes sense. */
export const scheduleBounds = { every: { min: 1, max: 36, usual: 4 }, from: '07:00', to: '18:00', years: 5 } as const;

/** The zones of the Danish realm. */
export const scheduleZones = [
  { id: 'Europe/Copenhagen', name: 'denmark' },
  { id: 'Atlantic/Faroe', name: 'faroes' },
  { id: 'America/Nuuk', name: 'greenland' },
] as const;

const told = 3;

/** The channel's schedule, or a form to make one. */
export async function showSchedule(deps: Deps, caller: Caller): Promise<ScheduleShown | ScheduleForm | Refusal> {
  const found = await deps.store.schedule(caller.channel);
  if (!found || found.record.stopped) return editSchedule(deps, caller);
  const { id, last: on } = found.record;
  const item = on === undefined ? undefined : await deps.store.dueItem(dueId('reassess', id, on));
  const now = shown(deps, found.record);
  return on !== undefined && item ? { ...now, last: { on, state: item.record.state } } : now;
}

/** A form filled in with what is so, or with what most will want. */
export async function editSchedule(deps: Deps, caller: Caller): Promise<ScheduleForm | Refusal> {
  const channel = await channelOf(deps, caller);
  if (!channel) return refused('notHere');
  const found = await deps.store.schedule(caller.channel);
  const input: ScheduleInput = found
    ? inputOf(found.record.rule)
    : { cadence: 'halfYear', time: '09:00', zone: deps.settings.timeZone };
  return form(deps, input, []);
}

/** Sets when the channel scores again, in place of what was set before. */
export async function saveSchedule(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  card: Schedule['card'],
  input: ScheduleInput,
): Promise<ScheduleShown | ScheduleForm | Refusal> {
  const allowed = await mayChangeSettings(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const today = dayOf(deps, deps.settings.timeZone);
  const rule = ruleOf(deps, input, today);
  const faults = rule ? faultsIn(deps, rule, input.cadence === 'trial') : (['missing'] as const);
  if (!rule || faults.length > 0) return form(deps, input, [...faults]);
  for (;;) {
    const before = await deps.store.schedule(caller.channel);
    const same = before && !before.record.stopped && sameRule(before.record.rule, rule);
    if (same && input.cadence !== 'trial') return shown(deps, before.record);
    const schedule = newSchedule(deps, caller, rule, input.cadence === 'trial');
    const after = card ? { ...schedule, card } : schedule;
    // Noted before the schedule is there: what finds another schedule than its own does nothing.
    await scheduleNext(deps, after);
    if (!(await deps.store.saveSchedule(after, before?.version))) continue;
    if (before) await forget(deps, before.record);
    if (card) await scheduleDue(deps, 'card', after, 0);
    return shown(deps, after);
  }
}

/** Ends the schedule; nothing is sent for it from here on. @param day the working day of the reminder that it was stopped from. */
export async function stopSchedule(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  scheduleId: string,
  day?: string,
): Promise<ScheduleShown | Refusal> {
  const allowed = await mayChangeSettings(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const before = await current(deps, caller, scheduleId);
  if (!before) return refused('notHere');
  const after = await change(deps, before, ({ next: _, snoozed: __, ...rest }) => ({ ...rest, stopped: true }));
  await forget(deps, before.record);
  if (after.card) await scheduleDue(deps, 'card', after, 0);
  if (day !== undefined) await scheduleDueAt(deps, 'card', after, deps.now(), day);
  return shown(deps, after);
}

const snoozeDays = 7;

/**
 * Puts a reminder that has come off by a week, or what would be a closed day; pressed again it is the same week.
 * @param day the working day that the reminder was for.
 */
export async function snooze(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  scheduleId: string,
  day: string,
): Promise<{ kind: 'snoozed'; to: Occasion; time: string } | Refusal> {
  if (!(await rosters.has(caller.channel, caller.userId))) return refused('notMember');
  const before = await current(deps, caller, scheduleId);
  if (!before || before.record.stopped) return refused('notHere');
  const { rule } = before.record;
  const after = await change(deps, before, (schedule) =>
    schedule.snoozed?.from === day
      ? schedule
      : { ...schedule, snoozed: { from: day, to: snoozed(dayOf(deps, rule.zone), snoozeDays, rule.time, rule.zone) } },
  );
  if (!after.snoozed) return refused('notHere');
  const { to } = after.snoozed;
  await scheduleDueAt(deps, 'reassess', after, to.at, to.on);
  await scheduleDueAt(deps, 'card', after, deps.now(), day);
  return { kind: 'snoozed', to, time: rule.time };
}

/** Notes the schedule's next time, under its day: one that was put off to the same day is the same reminder. */
export async function scheduleNext(deps: Deps, schedule: Schedule): Promise<void> {
  if (schedule.next) await scheduleDueAt(deps, 'reassess', schedule, schedule.next.at, schedule.next.on);
}

/** Changes a schedule whatever others change meanwhile; one with another id is left alone. */
export async function change(
  deps: Deps,
  { record, version }: Versioned<Schedule>,
  by: (schedule: Schedule) => Schedule,
): Promise<Schedule> {
  for (let kept: Versioned<Schedule> | undefined = { record, version }; kept?.record.id === record.id; ) {
    const after = by(kept.record);
    if (after === kept.record || (await deps.store.saveSchedule(after, kept.version))) return after;
    kept = await deps.store.schedule(record.channel);
  }
  return record;
}

function shown(deps: Deps, schedule: Schedule): ScheduleShown {
  return { kind: 'schedule', schedule, upcoming: upcoming(deps, schedule) };
}

/** The next three times, what was put off included. */
export function upcoming(deps: Deps, { rule, next, snoozed: late, stopped }: Schedule): Occasion[] {
  if (stopped) return [];
  const after = next ? following(rule, next, told - 1) : [];
  const all = [late?.to, next, ...after].filter((each) => each !== undefined);
  const byDay = new Map(all.map((each) => [each.on, each]));
  return [...byDay.values()]
    .filter(({ at }) => at > deps.now())
    .toSorted((a, b) => a.at - b.at)
    .slice(0, told);
}

/** The next occasions after one. A trial is on no day of its rule, which would have it once more on the next working day. */
export function following(rule: Rule, { day, at }: Occasion, count: number): Occasion[] {
  return occasionsAfter(rule, at, count).filter((each) => each.day !== day);
}

function newSchedule(deps: Deps, { channel }: Caller, rule: Rule, trial: boolean): Schedule {
  // A trial comes in a minute, whatever day it is.
  const next = trial
    ? { day: rule.from, on: rule.from, at: deps.now() + trialMs }
    : occasionsAfter(rule, deps.now(), 1)[0];
  return { id: deps.newId(), channel, rule, ...(next && { next }), stopped: false };
}

const trialMs = 60_000;

function inAMinute(deps: Deps): Rule | undefined {
  if (!deps.settings.trial) return undefined;
  const zone = deps.settings.timeZone;
  const then = Temporal.Instant.fromEpochMilliseconds(deps.now() + trialMs).toZonedDateTimeISO(zone);
  const date = then.toPlainDate().toString();
  return {
    cadence: { kind: 'date', date },
    from: date,
    time: then.toPlainTime().toString({ smallestUnit: 'minute' }),
    zone,
  };
}

async function forget(deps: Deps, { id, next, snoozed: late }: Schedule): Promise<void> {
  for (const each of [next, late?.to]) if (each) await cancelDue(deps, dueId('reassess', id, each.on));
}

async function current(deps: Deps, caller: Caller, scheduleId: string): Promise<Versioned<Schedule> | undefined> {
  const found = await deps.store.schedule(caller.channel);
  return found?.record.id === scheduleId ? found : undefined;
}

function form(deps: Deps, input: ScheduleInput, faults: ScheduleFault[]): ScheduleForm {
  const today = dayOf(deps, deps.settings.timeZone);
  return { kind: 'scheduleForm', input, faults, today, trial: deps.settings.trial };
}

function dayOf(deps: Deps, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(deps.now()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

const months = { quarter: 3, halfYear: 6, year: 12 } as const;

function ruleOf(deps: Deps, { cadence, every, date, time, zone }: ScheduleInput, today: string): Rule | undefined {
  if (cadence === 'trial') return inAMinute(deps);
  if (cadence === undefined || time === undefined || zone === undefined) return undefined;
  const by = cadenceOf(cadence, every, date);
  return by && { cadence: by, from: today, time, zone };
}

function cadenceOf(
  name: Exclude<CadenceName, 'trial'>,
  every: number | undefined,
  date: string | undefined,
): Cadence | undefined {
  if (name === 'date') return date === undefined ? undefined : { kind: 'date', date };
  const count = name === 'months' ? every : months[name];
  return count === undefined ? undefined : { kind: 'months', every: count };
}

function inputOf({ cadence, time, zone }: Rule): ScheduleInput {
  if (cadence.kind === 'date') return { cadence: 'date', date: cadence.date, time, zone };
  const name = Object.entries(months).find(([, count]) => count === cadence.every)?.[0];
  return { cadence: (name as CadenceName | undefined) ?? 'months', every: cadence.every, time, zone };
}

function faultsIn(deps: Deps, rule: Rule, trial: boolean): ScheduleFault[] {
  if (trial) return [];
  const { cadence, time } = rule;
  const { every, from, to } = scheduleBounds;
  const faults: ScheduleFault[] = [];
  if (time < from || time > to) faults.push('time');
  if (cadence.kind === 'months' && !(cadence.every >= every.min && cadence.every <= every.max)) faults.push('every');
  if (cadence.kind === 'date' && (cadence.date < rule.from || cadence.date > yearsOn(rule.from))) faults.push('date');
  else if (cadence.kind === 'date' && occasionsAfter(rule, deps.now(), 1).length === 0) faults.push('date');
  return faults;
}

function yearsOn(day: string): string {
  return Temporal.PlainDate.from(day).add({ years: scheduleBounds.years }).toString();
}

function sameRule(a: Rule, b: Rule): boolean {
  return (
    JSON.stringify(a.cadence) === JSON.stringify(b.cadence) &&
    a.from === b.from &&
    a.time === b.time &&
    a.zone === b.zone
  );
}
