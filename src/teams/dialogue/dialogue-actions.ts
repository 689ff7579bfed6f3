import type { Refusal } from '../../usecases/channel/people.ts';
import {
  type AgreedShown,
  type AgreeForm,
  askAgree,
  saveAgreed,
  undoAgreed,
} from '../../usecases/dialogue/dialogue.ts';
import type { Room } from '../cards/bot-context.ts';
import { readSteps } from '../cards/inputs.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { lookFor } from '../outbound/notices.ts';
import { agreedSaved, agreeForm } from './agreed-view.ts';

/** What buttons do about the steps that a team agrees on. */
export const dialogueActions = {
  agree: async (room, press, { round, theme }) =>
    agreedReply(
      room,
      press,
      await askAgree(room.world, room.rosters, press.caller, { roundId: round, themeId: theme }),
    ),
  saveAgreed: async (room, press, { round, theme, seen }, { scores }) => {
    const ref = { roundId: round, themeId: theme };
    const given = { seen, steps: readSteps(scores) };
    return agreedReply(room, press, await saveAgreed(room.world, room.rosters, press.caller, ref, given));
  },
  undoAgreed: async (room, press, { round, theme, seen }) => {
    const ref = { roundId: round, themeId: theme };
    return agreedReply(room, press, await undoAgreed(room.world, room.rosters, press.caller, ref, seen));
  },
} satisfies { [V in Verb]?: Handler<V> };

async function agreedReply(room: Room, press: Press, outcome: AgreedShown | AgreeForm | Refusal): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(room, press, outcome);
  const look = await lookFor(room.studio, outcome.round, press.caller.language);
  return { kind: 'card', card: outcome.kind === 'agreed' ? agreedSaved(look, outcome) : agreeForm(look, outcome) };
}
