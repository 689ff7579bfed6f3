import { languages } from '../../domain/language.ts';
import { privacies } from '../../domain/results.ts';
import { bounds, type PrivacyTerms } from '../../domain/round.ts';
import { depths, type Wheel } from '../../domain/wheel.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Setup, SetupFault } from '../../usecases/round/start.ts';
import { type AskedField, fieldFaults, wrongChoice } from '../cards/field-faults.ts';
import { head, privacyNote, settingFault } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

interface SetupNeeds {
  /** Whether it is a post of its own, which then becomes the status card. */
  own: boolean;
  terms: PrivacyTerms;
  /** What was filled in before, as it came. */
  given?: Record<string, unknown>;
}

/** The set-up card. */
export function setup(texts: Texts, shown: Setup, { own, terms, given = {} }: SetupNeeds): Card {
  const { t } = texts;
  const { setupId, input, faults, wheels, today } = shown;
  const look = { style: 'positive', inputs: 'auto', again: faults.length > 0 } as const;
  const choices = choicesIn(texts, terms);
  return {
    template: 'setup',
    data: {
      ...head(texts, t('setup.title')),
      title: t('setup.title'),
      intro: t('setup.intro'),
      faults: faults.flatMap((fault) => [
        ruleLine(texts, input, fault),
        ...(fault === 'missing' ? fieldFaults(texts, asked(texts, shown, given)) : []),
      ]),
      wheel: {
        label: t('setup.wheel'),
        value: input.wheelId ?? wheels[0]?.id ?? '',
        choices: wheels.map((wheel) => ({ title: wheelTitle(texts, wheel), value: wheel.id })),
      },
      aboutsTitle: t('setup.abouts'),
      abouts: wheels.map(({ name, about }) => ({ name, about })),
      depth: { label: t('setup.depth'), value: input.depth ?? 'screening', choices: choices(depths) },
      privacy: { label: t('setup.privacy'), value: input.privacy ?? 'confidential', choices: choices(privacies) },
      expected: {
        label: t('setup.expected'),
        ...bounds.expected,
        value: input.expected ?? '',
        error: t('setup.fault.expected', bounds.expected),
      },
      deadline: {
        label: t('setup.deadline'),
        min: today,
        value: input.deadline ?? '',
        error: settingFault(texts, 'deadlinePast'),
      },
      deadlineTime: { label: t('setup.deadlineTime'), value: input.deadlineTime ?? '' },
      nudges: { label: t('setup.nudges'), value: String(input.nudges ?? true) },
      personalReminders: { label: t('setup.personalReminders'), value: String(input.personalReminders ?? true) },
      closeWhenAll: { label: t('setup.closeWhenAll'), value: String(input.closeWhenAll ?? true) },
      language: { label: t('setup.language'), value: input.language ?? texts.language, choices: choices(languages) },
      partners: t('setup.partners'),
      perspectives: perspectivesOf(texts, shown),
      few: isFew(input, terms) ? t('setup.few', { smallest: terms.smallestGroup }) : '',
      moreTitle: t('setup.more'),
      // What may be wrong there is not looked for.
      more: faults.length > 0,
      keepTitle: t('common.keep'),
      keep: privacies.map((privacy) => privacyNote(texts, privacy, terms)),
      actions: [
        button('start', { setup: setupId, own }, { title: t('setup.start'), ...look }),
        button('cancelSetup', {}, t('common.cancel')),
      ],
    },
  };
}

function wheelTitle({ t }: Texts, { name, short, themes }: Pick<Wheel, 'name' | 'short' | 'themes'>): string {
  const shown = { name: [name, ...(short ? [short] : [])].join(': '), count: themes.length };
  const hasAreas = themes.some(({ focusAreas }) => focusAreas.length > 0);
  return hasAreas ? t('setup.wheelChoice', shown) : t('setup.wheelChoicePlain', shown);
}

/** Whether people are asked whom they answer as; nothing where no wheel has groups. */
function perspectivesOf({ t }: Texts, { input, wheels }: Setup) {
  if (!wheels.some(({ perspectives }) => perspectives)) return [];
  const value = String(input.perspectives ?? false);
  return [{ label: t('setup.perspectives'), about: t('setup.perspectivesAbout'), value }];
}

/** What is wrong with the set-up, with the field and what came where it can be read. */
function ruleLine(texts: Texts, { expected, deadline, deadlineTime }: Setup['input'], fault: SetupFault): string {
  const { t } = texts;
  const right = settingFault(texts, fault);
  switch (fault) {
    case 'expected':
      return wrongChoice(texts, { label: t('setup.expected'), given: String(expected ?? ''), right });
    case 'deadlinePast':
    case 'deadlineFar':
      if (deadline === undefined || deadlineTime === undefined) return right;
      return wrongChoice(texts, { label: t('setup.deadline'), given: texts.dateTime(deadline, deadlineTime), right });
    default:
      return right;
  }
}

/** What stands on a choice, by its value. */
function choicesIn({ t }: Texts, { smallestGroup: smallest }: PrivacyTerms) {
  const labels = {
    screening: t('setup.depthScreening'),
    deep: t('setup.depthDeep'),
    confidential: t('setup.privacyConfidential', { smallest }),
    open: t('setup.privacyOpen'),
    da: t('setup.languageDa'),
    en: t('setup.languageEn'),
  };
  return (values: readonly (keyof typeof labels)[]) => values.map((value) => ({ title: labels[value], value }));
}

/** Whether so few are to answer that a confidential round would show nothing. */
function isFew({ privacy, expected }: Setup['input'], { smallestGroup }: PrivacyTerms): boolean {
  return privacy !== 'open' && expected !== undefined && expected < smallestGroup;
}

function asked({ t }: Texts, { input, wheels }: Setup, given: Record<string, unknown>): AskedField[] {
  const field = (name: keyof Setup['input'], label: string, right: AskedField['right']): AskedField => ({
    label,
    right,
    filled: name === 'wheelId' ? wheels.some(({ id }) => id === input.wheelId) : input[name] !== undefined,
    given: given[name],
  });
  return [
    field('wheelId', t('setup.wheel'), 'choice'),
    field('depth', t('setup.depth'), 'choice'),
    field('privacy', t('setup.privacy'), 'choice'),
    field('expected', t('setup.expected'), 'number'),
    field('deadline', t('setup.deadline'), 'day'),
    field('deadlineTime', t('setup.deadlineTime'), 'time'),
    field('closeWhenAll', t('setup.closeWhenAll'), 'choice'),
    field('nudges', t('setup.nudges'), 'choice'),
    field('personalReminders', t('setup.personalReminders'), 'choice'),
    field('language', t('setup.language'), 'choice'),
  ];
}
