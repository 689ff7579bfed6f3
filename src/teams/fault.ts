import type { Language } from '../domain/wheel.ts';
import { languageOf, type Texts } from '../texts/texts.ts';
import { activitySchema } from './activity.ts';
import type { Answer } from './bot.ts';

/** What a person is told when something broke: that nothing changed, what to do, and the number to quote. */
export function faultAnswer(texts: Record<Language, Texts>, activity: unknown, id: string): Answer {
  const parsed = activitySchema.safeParse(activity);
  if (!parsed.success || parsed.data.type !== 'invoke') return { status: 200 };
  const { t } = texts[languageOf(parsed.data.locale ?? undefined)];
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: t('refusal.fault', { id }) },
  };
}
