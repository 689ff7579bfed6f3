import type { ThemeJointScore } from '../domain/joint-score.ts';
import type { Published } from '../domain/results.ts';
import type { Step } from '../domain/scale.ts';
import type { CardTexts } from './results.ts';
import type { Texts } from './texts.ts';

export function jointScoreText({ t, number }: Texts, { kind, score }: ThemeJointScore): string {
  return kind === 'step' ? t('agreed.step', { step: score }) : t('agreed.mean', { mean: number(score) });
}

/** The step that a team agreed on for one unit; empty where there is none. */
export function agreedStep({ texts: { t }, wheel }: CardTexts, step: Step | undefined): string {
  return step === undefined ? '' : t('agreed.named', { step, name: wheel.steps[step - 1]?.name });
}

/** The score agreed for a whole theme, beside the average; empty until every unit of it has an agreed step. */
export function agreedTheme(texts: Texts, result: Published, agreed: ThemeJointScore | undefined): string {
  if (!agreed) return '';
  const text = jointScoreText(texts, agreed);
  return result.level === 'full' ? texts.t('agreed.beside', { mean: texts.number(result.mean), agreed: text }) : text;
}
