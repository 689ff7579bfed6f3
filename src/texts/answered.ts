import type { Texts } from './texts.ts';

/** How many have answered, of those who were expected; a number alone where more have. */
export function answeredText({ t }: Texts, { answered, expected }: { answered: number; expected: number }): string {
  if (answered > expected) return t('status.answeredAll', { count: answered });
  return t('common.answeredOf', { answered, expected });
}

/** The same of those who have answered every theme, in a sentence. */
export function completeText({ t }: Texts, { complete, expected }: { complete: number; expected: number }): string {
  return complete > expected ? t('nudge.countAll', { complete }) : t('nudge.count', { complete, expected });
}
