import type { AgreedScore } from '../domain/joint-score.ts';
import type { Published } from '../domain/results.ts';
import type { Step } from '../domain/wheel.ts';
import type { CardTexts } from './results.ts';
import type { Texts } from './texts.ts';

export function jointScoreText({ t, number }: Texts, { kind, score }: AgreedScore): string {
  return kind === 'step' ? t('agreed.step', { step: score }) : t('agreed.mean', { mean: number(score) });
}

/** What a team agreed on one unit, empty where nothing. */
export function agreedStep({ texts: { t }, wheel }: CardTexts, step: Step | undefined): string {
  return step === undefined ? '' : t('agreed.named', { step, name: wheel.steps[step - 1]?.name });
}

/** What a team agreed on a theme as a whole, once every unit of it has a step, beside the average; empty until then. */
export function agreedTheme(texts: Texts, result: Published, agreed: AgreedScore | undefined): string {
  if (!agreed) return '';
  const told = jointScoreText(texts, agreed);
  return result.level === 'full' ? texts.t('agreed.beside', { mean: texts.number(result.mean), agreed: told }) : told;
}
