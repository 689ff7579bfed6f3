import type { Occasion } from '../../domain/schedule.ts';
import type { Texts } from '../../texts/texts.ts';
import {
  type CadenceName,
  cadences,
  type ScheduleFault,
  type ScheduleForm,
  scheduleBounds,
  scheduleZones,
} from '../../usecases/schedule/schedule-form.ts';
import type { ScheduleShown } from '../../usecases/schedule/set-schedule.ts';
import { type AskedField, fieldFaults, wrongChoice } from '../cards/field-faults.ts';
import { message } from '../cards/message.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

interface FormNeeds {
  /** Whether the card is a post of its own, which then shows the schedule. */
  own: boolean;
  /** What was filled in before, as it came. */
  given?: Record<string, unknown>;
}

/** When the channel wants to score again. */
export function scheduleForm(texts: Texts, form: ScheduleForm, { own, given = {} }: FormNeeds): Card {
  const { t } = texts;
  const { input, faults, today, trial } = form;
  const { every, from, to } = scheduleBounds;
  const offered = cadences.filter((name) => trial || name !== 'trial');
  return {
    template: 'schedule-form',
    data: {
      ...head(texts, t('schedule.formTitle')),
      title: t('schedule.formTitle'),
      intro: t('schedule.formIntro'),
      faults: faults.flatMap((fault) => [
        ...(fault === 'missing'
          ? [faultText(texts, fault), ...fieldFaults(texts, asked(texts, form, given))]
          : [wrongField(texts, form.input, fault)]),
      ]),
      cadence: {
        label: t('schedule.cadence'),
        value: input.cadence ?? 'halfYear',
        choices: offered.map((name) => ({ title: cadenceName(texts, name), value: name })),
      },
      every: {
        label: t('schedule.every'),
        ...every,
        value: input.every ?? every.usual,
        error: t('schedule.fault.every', every),
      },
      date: {
        label: t('schedule.on'),
        placeholder: t('schedule.choose'),
        min: today,
        value: input.date ?? '',
        error: faultText(texts, 'date'),
      },
      time: { label: t('schedule.time'), min: from, max: to, value: input.time ?? '', error: faultText(texts, 'time') },
      zone: {
        label: t('schedule.zone'),
        value: input.zone ?? scheduleZones[0].id,
        choices: zoneChoices(texts, input.zone),
      },
      note: t('schedule.note'),
      actions: [
        button(
          'saveSchedule',
          { own },
          { title: t('schedule.save'), style: 'positive', inputs: 'auto', again: faults.length > 0 },
        ),
        button('leaveSchedule', {}, t('common.cancel')),
      ],
    },
  };
}

function asked({ t }: Texts, { input }: ScheduleForm, given: Record<string, unknown>): AskedField[] {
  const field = (name: keyof ScheduleForm['input'], label: string, right: AskedField['right']): AskedField => ({
    label,
    right,
    filled: input[name] !== undefined,
    given: given[name],
  });
  return [
    field('cadence', t('schedule.cadence'), 'choice'),
    ...(input.cadence === 'months' ? [field('every', t('schedule.every'), 'number')] : []),
    ...(input.cadence === 'date' ? [field('date', t('schedule.on'), 'day')] : []),
    field('time', t('schedule.time'), 'time'),
    field('zone', t('schedule.zone'), 'choice'),
  ];
}

/** The zones of the realm; another one that is in use comes first, by its own name. */
function zoneChoices({ t }: Texts, used: string | undefined): { title: string; value: string }[] {
  const known = scheduleZones.map(({ id, name }) => ({ title: t(`schedule.zones.${name}`), value: id }));
  return used === undefined || known.some(({ value }) => value === used)
    ? known
    : [{ title: used, value: used }, ...known];
}

function cadenceName({ t }: Texts, name: CadenceName): string {
  return t(`schedule.${name}`);
}

function faultText({ t, time }: Texts, fault: ScheduleFault): string {
  const { every, from, to, years } = scheduleBounds;
  const hours = { from: time(from), to: time(to) };
  return t(`schedule.fault.${fault}`, { ...every, ...hours, years });
}

function wrongField(texts: Texts, input: ScheduleForm['input'], fault: Exclude<ScheduleFault, 'missing'>): string {
  const { t, date, time } = texts;
  const right = faultText(texts, fault);
  switch (fault) {
    case 'every':
      return wrongChoice(texts, { label: t('schedule.every'), given: String(input.every ?? ''), right });
    case 'date':
      return wrongChoice(texts, { label: t('schedule.on'), given: input.date ? date(input.date) : '', right });
    case 'time':
      return wrongChoice(texts, { label: t('schedule.time'), given: input.time ? time(input.time) : '', right });
  }
}

/** What is said where the form was left and there is no schedule. */
export function noSchedule(texts: Texts): Card {
  const { t } = texts;
  return message(texts, {
    title: t('schedule.title'),
    lines: [t('schedule.none')],
    actions: [button('editSchedule', {}, t('schedule.setUp'))],
  });
}

/** What stands on a post that showed the schedule before another did. */
export function scheduleElsewhere(texts: Texts): Card {
  const { t } = texts;
  return message(texts, {
    title: t('schedule.title'),
    lines: [t('schedule.elsewhere')],
    actions: [button('leaveSchedule', {}, t('schedule.see'))],
  });
}

/** The schedule in words, and the next times it comes to. */
export function schedule(texts: Texts, { schedule: { id, rule, stopped }, upcoming, last }: ScheduleShown): Card {
  const { t } = texts;
  if (stopped) {
    return message(texts, {
      title: t('schedule.stoppedTitle'),
      lines: [t('schedule.stopped')],
      actions: [button('editSchedule', {}, t('schedule.edit'))],
    });
  }
  const { cadence, time } = rule;
  const words = cadence.kind === 'date' ? t('schedule.once') : everyMonths(texts, cadence.every);
  const times = upcoming.map((each) => occasionText(texts, each, time));
  const next = times.length > 0 ? [t('schedule.next'), ...times] : [t('schedule.none')];
  return message(texts, {
    title: t('schedule.title'),
    lines: [words, ...next, t('schedule.note'), ...lastLines(texts, last)],
    actions: [
      button('editSchedule', {}, t('schedule.edit')),
      ...(times.length > 0 ? [button('stopSchedule', { schedule: id }, t('schedule.stop'))] : []),
    ],
  });
}

/** The next time as a sentence for the status, and what became of the last where people could wonder. */
export function scheduleLines(texts: Texts, { schedule: { rule }, upcoming, last }: ScheduleShown): string[] {
  const [next] = upcoming;
  return [
    ...(next ? [texts.t('status.nextReminder', { date: occasionText(texts, next, rule.time) })] : []),
    ...lastLines(texts, last),
  ];
}

function lastLines({ t, date }: Texts, last: ScheduleShown['last']): string[] {
  return [
    ...(last?.state === 'skippedLate' ? [t('status.skipped', { date: date(last.on) })] : []),
    ...(last?.state === 'unknown' ? [t('status.unsure', { date: date(last.on) })] : []),
  ];
}

function everyMonths({ t }: Texts, every: number): string {
  const named = { 3: 'quarter', 6: 'halfYear', 12: 'year' } as const;
  const name = every === 3 || every === 6 || every === 12 ? named[every] : undefined;
  return name ? t(`schedule.${name}`) : t('schedule.everyMonth', { count: every });
}

export function occasionText({ dayTime }: Texts, { on }: Occasion, time: string): string {
  return dayTime(on, time);
}
