import { message } from '../cards/message.ts';
import type { RenderContext } from '../cards/render-context.ts';
import { textReply } from '../cards/reply.ts';
import type { Outbox } from '../outbound/messenger.ts';
import type { HttpReply, Responder } from '../outbound/responder.ts';
import type { Activity } from './activity.ts';
import { isAnswered } from './answered.ts';

export interface FaultNeeds {
  responder: Responder;
  outbox: Pick<Outbox, 'say'>;
  render: Pick<RenderContext, 'texts' | 'reads'>;
}

/** What a person is told when something broke: that nothing changed, what to do, and the number to quote. */
export async function faultAnswer(
  { responder, outbox, render: { texts, reads } }: FaultNeeds,
  activity: Activity,
  id: string,
): Promise<HttpReply> {
  const { kind, locales, thread, seenChannel } = activity;
  if (activity.type === 'invoke') return responder.toPress(textReply(texts[reads(locales)].t('refusal.fault', { id })));
  if (!isAnswered(activity)) return { status: 200 };
  // Which language the channel has may be what could not be read: all can read the installation's.
  const language = reads(kind === 'personal' ? locales : []);
  await outbox.say(
    seenChannel,
    thread,
    message(texts[language], { lines: [texts[language].t('refusal.fault', { id })] }),
  );
  return { status: 200 };
}
