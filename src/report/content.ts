import type { Language } from '../domain/language.ts';
import type { Focus } from '../domain/plan.ts';
import { inTenths, type Published } from '../domain/results.ts';
import type { Counts } from '../domain/scale.ts';
import type { Wheel } from '../domain/wheel.ts';
import type { CardTexts } from '../texts/results.ts';
import type { Report } from '../usecases/results/report.ts';

/** A report with all that its pages and files need, in one language. */
export interface Content {
  report: Report;
  language: Language;
  cardTexts: CardTexts;
  /** Epoch milliseconds as a plain date where the channel is. */
  day(instant: number): string;
  /** The wheels that the plan's focuses were chosen from. */
  wheelOf(focus: Focus): Wheel;
}

/** One result in parts, with as much detail as a card shows and no more digits. */
export interface Figures {
  /** 1–4 with one decimal; undefined where no average is published. */
  average?: number;
  step: string;
  agreement: string;
  n: number;
  counts?: Counts;
}

export function figuresOf({ texts, wheel, smallestGroup }: CardTexts, result: Published): Figures {
  const { t } = texts;
  const { n } = result;
  switch (result.level) {
    case 'none':
      return { step: t('report.none'), agreement: '', n };
    case 'withheld':
      return { step: t('report.withheld'), agreement: '', n };
    case 'half':
      return { step: t(`report.half.${result.half}`), agreement: '', n };
    case 'full': {
      const { mean, word, counts } = result;
      const tenths = inTenths(mean);
      const step = Math.round(tenths / 10);
      return {
        average: tenths / 10,
        step:
          tenths % 10 === 5
            ? t('report.midway', { step: step - 1, next: step })
            : t('common.stepChoice', { step, name: wheel.steps[step - 1]?.name }),
        // As on the cards: of a handful nothing is said of how far apart the answers lie.
        agreement: n < smallestGroup ? '' : t(`report.spread.${word}`),
        n,
        counts,
      };
    }
  }
}

/** Why some figures are missing, where they are. */
export function missingFigures({ report: { round }, cardTexts }: Content): string[] {
  const { t } = cardTexts.texts;
  const levels = round.summary.themes.flatMap(({ result, units }) => [result, ...units.map((unit) => unit.result)]);
  const has = (level: Published['level']) => levels.some((each) => each.level === level);
  return [
    ...(has('half') ? [t('result.halfWhy', { smallest: round.summary.smallestGroup })] : []),
    ...(has('withheld') ? [t('report.withheldWhy')] : []),
  ];
}
