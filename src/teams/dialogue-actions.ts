import type { Refusal } from '../usecases/channel/people.ts';
import { type AgreedShown, type AgreeForm, askAgree, saveAgreed, undoAgreed } from '../usecases/dialogue/dialogue.ts';
import { readSteps } from './inputs.ts';
import { lookFor } from './notices.ts';
import { type Handler, type Press, type Reply, refusal } from './reply.ts';
import type { Room } from './room.ts';
import type { Verb } from './verbs.ts';
import { agreedSaved, agreeForm } from './views/agreed.ts';

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
