import { confirmFrame, editFrame, saveFrame, showFrame } from '../../usecases/plan/frame.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { message } from '../cards/message.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { frame, frameForm } from './frame-view.ts';
import { readFrame } from './plan-inputs.ts';

/** What buttons about the channel's frame do. */
export const frameActions = {
  frame: async (context, press) => frameReply(context, press, await showFrame(context.deps, press.caller)),
  useFrame: async (context, press) =>
    frameReply(context, press, await confirmFrame(context.deps, context.rosters, press.caller)),
  editFrame: async (context, press) =>
    frameReply(context, press, await editFrame(context.deps, context.rosters, press.caller)),
  saveFrame: async (context, press, { seen }, { inputs }) =>
    frameReply(
      context,
      press,
      await saveFrame(context.deps, context.rosters, press.caller, { seen, content: readFrame(inputs) }),
    ),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshFrame = {
  frame: 'frame',
  useFrame: 'frame',
  editFrame: 'editFrame',
  saveFrame: 'editFrame',
} as const satisfies Partial<Record<Verb, Verb>>;

function frameReply(context: BotContext, press: Press, shown: Awaited<ReturnType<typeof saveFrame>>): Reply {
  if (shown.kind === 'refused') return refusal(context, press, shown);
  const texts = context.render.texts[press.caller.language];
  return { kind: 'card', card: shown.kind === 'frame' ? frame(texts, shown) : frameForm(texts, shown) };
}

/** The frame for whoever writes the command. */
export async function frameCard(context: BotContext, press: Press): Promise<Card> {
  const reply = frameReply(context, press, await showFrame(context.deps, press.caller));
  return reply.kind === 'text' ? message(context.render.texts[press.caller.language], [reply.text]) : reply.card;
}
