import { languages } from '../../domain/language.ts';
import { privacies } from '../../domain/results.ts';
import { bounds, type PrivacyTerms } from '../../domain/round.ts';
import { depths } from '../../domain/wheel.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Setup } from '../../usecases/round/start.ts';
import { head, privacyNote, settingFault } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/**
 * The set-up card.
 * @param own whether it is a post of its own, which then becomes the status card.
 */
export function setup(
  texts: Texts,
  { setupId, input, faults, wheels, today }: Setup,
  own: boolean,
  terms: PrivacyTerms,
): Card {
  const { t } = texts;
  const labels = {
    screening: t('setup.depthScreening'),
    deep: t('setup.depthDeep'),
    confidential: t('setup.privacyConfidential'),
    open: t('setup.privacyOpen'),
    da: t('setup.languageDa'),
    en: t('setup.languageEn'),
  };
  const choices = (values: readonly (keyof typeof labels)[]) =>
    values.map((value) => ({ title: labels[value], value }));
  const { expected } = bounds;
  return {
    template: 'setup',
    data: {
      ...head(texts, t('setup.title')),
      title: t('setup.title'),
      intro: t('setup.intro'),
      required: t('setup.required'),
      faults: faults.map((fault) => settingFault(texts, fault)),
      wheel: {
        label: t('setup.wheel'),
        value: input.wheelId ?? wheels[0]?.id ?? '',
        choices: wheels.map(({ id, name }) => ({ title: name, value: id })),
      },
      depth: { label: t('setup.depth'), value: input.depth ?? 'screening', choices: choices(depths) },
      privacy: { label: t('setup.privacy'), value: input.privacy ?? 'confidential', choices: choices(privacies) },
      expected: {
        label: t('setup.expected'),
        ...expected,
        value: input.expected ?? '',
        error: t('setup.fault.expected', expected),
      },
      deadline: { label: t('setup.deadline'), min: today, value: input.deadline ?? '' },
      deadlineTime: { label: t('setup.deadlineTime'), value: input.deadlineTime ?? '' },
      nudges: { label: t('setup.nudges'), value: String(input.nudges ?? true) },
      closeWhenAll: { label: t('setup.closeWhenAll'), value: String(input.closeWhenAll ?? true) },
      language: { label: t('setup.language'), value: input.language ?? texts.language, choices: choices(languages) },
      keepTitle: t('common.keep'),
      keep: privacies.map((privacy) => privacyNote(texts, privacy, terms)),
      actions: [button('start', { setup: setupId, own }, t('setup.start'), { style: 'positive', inputs: 'auto' })],
    },
  };
}
