import { facilitators, giveUpRole, nameFacilitator, takeRole } from '../../usecases/facilitator/facilitators.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readChoice } from '../cards/inputs.ts';
import { asCard, type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { role } from './role-view.ts';

/** What buttons about who leads the channel do. */
export const roleActions = {
  nameFacilitator: async (context, press, _data, { inputs }) => {
    const person = readChoice(inputs.facilitator);
    if (person === undefined)
      return { kind: 'text', text: context.render.texts[press.caller.language].t('role.required') };
    return roleReply(context, press, await nameFacilitator(context.deps, context.rosters, press.caller, person));
  },
  giveUpRole: async (context, press) =>
    roleReply(context, press, await giveUpRole(context.deps, context.rosters, press.caller)),
  takeRole: async (context, press) =>
    roleReply(context, press, await takeRole(context.deps, context.rosters, press.caller)),
} satisfies { [V in Verb]?: Handler<V> };

/** Who leads the channel. @param search a part of the name of somebody to be named. */
export async function roleCard(context: BotContext, press: Press, search: string) {
  const found = await facilitators(context.deps, context.rosters, press.caller);
  return asCard(context, press, roleReply(context, press, found, search));
}

function roleReply(
  context: BotContext,
  press: Press,
  found: Awaited<ReturnType<typeof facilitators>>,
  search = '',
): Reply {
  if (found.kind === 'refused') return refusal(context, press, found);
  return { kind: 'card', card: role(context.render.texts[press.caller.language], found, search) };
}
