import { confirmFrame, editFrame, saveFrame, showFrame } from '../../usecases/plan/frame.ts';
import type { Room } from '../cards/bot-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { message } from '../channel/notes.ts';
import { frame, frameForm } from './frame-view.ts';
import { readFrame } from './plan-inputs.ts';

/** What buttons about the channel's frame do. */
export const frameActions = {
  frame: async (room, press) => frameReply(room, press, await showFrame(room.world, press.caller)),
  useFrame: async (room, press) => frameReply(room, press, await confirmFrame(room.world, room.rosters, press.caller)),
  editFrame: async (room, press) => frameReply(room, press, await editFrame(room.world, room.rosters, press.caller)),
  saveFrame: async (room, press, { seen }, { inputs }) =>
    frameReply(
      room,
      press,
      await saveFrame(room.world, room.rosters, press.caller, { seen, content: readFrame(inputs) }),
    ),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshFrame = {
  frame: 'frame',
  useFrame: 'frame',
  editFrame: 'editFrame',
  saveFrame: 'editFrame',
} as const satisfies Partial<Record<Verb, Verb>>;

function frameReply(room: Room, press: Press, shown: Awaited<ReturnType<typeof saveFrame>>): Reply {
  if (shown.kind === 'refused') return refusal(room, press, shown);
  const texts = room.studio.texts[press.caller.language];
  return { kind: 'card', card: shown.kind === 'frame' ? frame(texts, shown) : frameForm(texts, shown) };
}

/** The frame for whoever writes the command. */
export async function frameCard(room: Room, press: Press): Promise<Card> {
  const reply = frameReply(room, press, await showFrame(room.world, press.caller));
  return reply.kind === 'text' ? message(room.studio.texts[press.caller.language], [reply.text]) : reply.card;
}
