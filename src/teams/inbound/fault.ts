import type { RenderContext } from '../cards/render-context.ts';
import { textReply } from '../cards/reply.ts';
import type { Answers, HttpReply } from '../outbound/answers.ts';
import { activitySchema } from './activity.ts';
/** What a person is told when something broke: that nothing changed, what to do, and the number to quote. */
export function faultAnswer(
  { answers, render: { texts, reads } }: { answers: Answers; render: Pick<RenderContext, 'texts' | 'reads'> },
  activity: unknown,
  id: string,
): HttpReply {
  const parsed = activitySchema.safeParse(activity);
  if (!parsed.success || parsed.data.type !== 'invoke') return { status: 200 };
  const { t } = texts[reads(parsed.data.locale ?? undefined)];
  return answers.toPress(textReply(t('refusal.fault', { id })));
}
