import type { Refusal } from '../../usecases/channel/caller.ts';
import {
  confirmFrame,
  editFrame,
  type FrameForm,
  type FrameShown,
  saveFrame,
  showFrame,
} from '../../usecases/plan/frame.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { untouchedIn } from '../cards/inputs.ts';
import { type CommandHandler, cardReply, type Handler, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { frame, frameForm } from './frame-view.ts';
import { readFrame } from './plan-inputs.ts';

/** What buttons about the channel's frame do. */
export const frameActions = {
  frame: showFrameReply,
  useFrame: async (context) => frameReply(context, await confirmFrame(context)),
  editFrame: async (context) => frameReply(context, await editFrame(context)),
  saveFrame: async (context, { seen }, { inputs }) =>
    frameReply(context, await saveFrame(context, { seen, content: readFrame(inputs), untouched: untouchedIn(inputs) })),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshFrame = {
  frame: 'frame',
  useFrame: 'frame',
  editFrame: 'editFrame',
  saveFrame: 'editFrame',
} as const satisfies Partial<Record<Verb, Verb>>;

function frameReply(context: BotContext, shown: FrameShown | FrameForm | Refusal): Reply {
  if (shown.kind === 'refused') return refusal(context, shown);
  return cardReply(shown.kind === 'frame' ? frame(context.texts, shown) : frameForm(context.texts, shown));
}

async function showFrameReply(context: BotContext): Promise<Reply> {
  return frameReply(context, await showFrame(context));
}

/** What the channel steers by. */
export const frameCommand: CommandHandler = showFrameReply;
