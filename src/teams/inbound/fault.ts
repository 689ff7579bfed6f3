import type { RenderContext } from '../cards/render-context.ts';
import { textReply } from '../cards/reply.ts';
import type { HttpReply, Responder } from '../outbound/responder.ts';
import type { Activity } from './activity.ts';
/** What a person is told when something broke: that nothing changed, what to do, and the number to quote. */
export function faultAnswer(
  { responder, render: { texts, reads } }: { responder: Responder; render: Pick<RenderContext, 'texts' | 'reads'> },
  { type, locales }: Activity,
  id: string,
): HttpReply {
  if (type !== 'invoke') return { status: 200 };
  return responder.toPress(textReply(texts[reads(locales)].t('refusal.fault', { id })));
}
