import { type Cadence, occasionsAfter, type Rule } from '../../domain/schedule.ts';
import type { Untouched } from '../../domain/untouched.ts';
import { dayAt, isWithinYears, timeAt } from '../../domain/wall-time.ts';
import type { Deps } from '../ports.ts';
import { today } from '../today.ts';

/** How often, by the names that the form's choices have. */
export const cadences = ['quarter', 'halfYear', 'year', 'months', 'date', 'trial'] as const;

export type CadenceName = (typeof cadences)[number];

/** What the form asks for, as far as it was filled in with something of the right kind. */
export interface ScheduleInput extends Untouched {
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

/** What is wrong with what was filled in; `missing`: something was not. */
export type ScheduleFault = 'missing' | 'every' | 'date' | 'time';

/** A form to set when a channel scores again. */
export interface ScheduleForm {
  kind: 'scheduleForm';
  input: ScheduleInput;
  faults: ScheduleFault[];
  /** The first day that can be chosen, a plain date. */
  today: string;
  /** Whether the one-minute trial is offered, which is where the bot is only tried. */
  trial: boolean;
}

/** Nobody is reminded at night, and every three years is as seldom as it makes sense. */
export const scheduleBounds = {
  every: { min: 1, max: 36, usual: 4 },
  from: '07:00',
  to: '18:00',
  usual: '09:00',
  years: 5,
} as const;

/** The zones of the Danish realm. */
export const scheduleZones = [
  { id: 'Europe/Copenhagen', name: 'denmark' },
  { id: 'Atlantic/Faroe', name: 'faroes' },
  { id: 'America/Nuuk', name: 'greenland' },
] as const;

/** A form filled in with this. */
export function form(deps: Deps, input: ScheduleInput, faults: ScheduleFault[]): ScheduleForm {
  return { kind: 'scheduleForm', input, faults, today: today(deps), trial: deps.settings.trial };
}

const months = { quarter: 3, halfYear: 6, year: 12 } as const;

/** The rule that was filled in; undefined where something is missing. */
export function ruleOf(deps: Deps, { cadence, every, date, time, zone }: ScheduleInput): Rule | undefined {
  if (cadence === 'trial') return inAMinute(deps);
  if (cadence === undefined || time === undefined || zone === undefined) return undefined;
  const by = cadenceOf(cadence, every, date);
  return by && { cadence: by, from: today(deps), time, zone };
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

/** A trial comes so soon. */
export const trialMs = 60_000;

function inAMinute(deps: Deps): Rule | undefined {
  if (!deps.settings.trial) return undefined;
  const zone = deps.settings.timeZone;
  const then = deps.now() + trialMs;
  const date = dayAt(then, zone);
  return { cadence: { kind: 'date', date }, from: date, time: timeAt(then, zone), zone };
}

/** A form's input that says what a rule says. A trial comes at any hour, also at one that a form does not take. */
export function inputOf({ cadence, time: at, zone }: Rule): ScheduleInput {
  const { from, to, usual } = scheduleBounds;
  const time = at < from || at > to ? usual : at;
  if (cadence.kind === 'date') return { cadence: 'date', date: cadence.date, time, zone };
  const name = Object.entries(months).find(([, count]) => count === cadence.every)?.[0];
  return { cadence: (name as CadenceName | undefined) ?? 'months', every: cadence.every, time, zone };
}

/** What is wrong with a rule that was filled in; nothing where all is right. */
export function faultsIn(deps: Deps, rule: Rule, trial: boolean): ScheduleFault[] {
  if (trial) return [];
  const { cadence, time } = rule;
  const { every, from, to } = scheduleBounds;
  const faults: ScheduleFault[] = [];
  if (time < from || time > to) faults.push('time');
  if (cadence.kind === 'months' && !(cadence.every >= every.min && cadence.every <= every.max)) faults.push('every');
  if (cadence.kind === 'date' && !isWithinYears(cadence.date, rule.from, scheduleBounds.years)) faults.push('date');
  else if (cadence.kind === 'date' && occasionsAfter(rule, deps.now(), 1).length === 0) faults.push('date');
  return faults;
}
