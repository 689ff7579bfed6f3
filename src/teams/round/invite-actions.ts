import type { Refusal } from '../../usecases/channel/caller.ts';
import {
  endInvitation,
  type Invitations,
  invitationOf,
  invitationsOf,
  invite,
  type ShownInvitation,
} from '../../usecases/guests/invitations.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { readChoice, readInvitation } from '../cards/inputs.ts';
import { type Handler, questionReply, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { invitationCard, inviteCard, withdrawQuestion } from './invite-view.ts';

/** What the buttons about links for people without Teams do. A link is shown to the one who presses alone. */
export const inviteActions = {
  invite: async (context, { round }) => inviteReply(context, await invitationsOf(context, round)),
  makeInvitation: async (context, { round, ...shown }, { inputs }) =>
    inviteReply(context, await invite(context, round, { ...readInvitation(inputs), ...shown }), inputs),
  pickInvitation: async (context, { round: roundId }, { inputs }) => {
    const chosen = readChoice(inputs.pickedInvitation);
    if (chosen !== undefined) return inviteReply(context, await invitationOf(context, { roundId, id: chosen }));
    const all = await invitationsOf(context, roundId);
    // Nobody touched the list, which stands at the newest.
    const newest = inputs.pickedInvitation === null && all.kind === 'invitations' && all.invitations.at(-1);
    return inviteReply(context, newest ? await invitationOf(context, { roundId, id: newest.id }) : all);
  },
  closeInvitation: async (context, { round: roundId, invitation: id }) =>
    inviteReply(context, await endInvitation(context, { roundId, id }, 'closed')),
  askWithdraw: async (context, { round: roundId, invitation: id }) => {
    const shown = await invitationOf(context, { roundId, id });
    return shown.kind === 'refused' ? refusal(context, shown) : questionReply(withdrawQuestion(context.texts, shown));
  },
  withdraw: async (context, { round: roundId, invitation: id }) =>
    inviteReply(context, await endInvitation(context, { roundId, id }, 'withdrawn')),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshInvite = {
  invite: 'invite',
  makeInvitation: 'invite',
  pickInvitation: 'invite',
  closeInvitation: 'invite',
  askWithdraw: 'invite',
  withdraw: 'invite',
} as const satisfies Partial<Record<Verb, Verb>>;

async function inviteReply(
  context: BotContext,
  outcome: Invitations | ShownInvitation | Refusal,
  given: Record<string, unknown> = {},
): Promise<Reply> {
  if (outcome.kind === 'refused') return refusal(context, outcome);
  const { texts, render } = context;
  const cardTexts = await textsOf(context, outcome.round);
  switch (outcome.kind) {
    case 'invitations':
      return { kind: 'personal', card: inviteCard(cardTexts, outcome, given), instead: texts.t('invite.needsNewer') };
    case 'invitation': {
      const card = invitationCard(cardTexts, outcome, render.answerUrl(outcome.invitation));
      // It is to be read and copied, so the card below is not edited meanwhile.
      return { kind: 'personal', card, instead: texts.t('invite.needsNewer'), asks: true };
    }
  }
}
