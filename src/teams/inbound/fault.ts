import type { HttpReply } from '../bot.ts';
import type { RenderContext } from '../cards/render-context.ts';
import { activitySchema } from './activity.ts';

/** What a person is told when something broke: that nothing changed, what to do, and the number to quote. */
export function faultAnswer(
  { texts, reads }: Pick<RenderContext, 'texts' | 'reads'>,
  activity: unknown,
  id: string,
): HttpReply {
  const parsed = activitySchema.safeParse(activity);
  if (!parsed.success || parsed.data.type !== 'invoke') return { status: 200 };
  const { t } = texts[reads(parsed.data.locale ?? undefined)];
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: t('refusal.fault', { id }) },
  };
}
