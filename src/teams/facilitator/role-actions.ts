import type { Refusal } from '../../usecases/channel/caller.ts';
import {
  type Facilitators,
  facilitators,
  giveUpRole,
  nameFacilitator,
  takeRole,
} from '../../usecases/facilitator/facilitators.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readChoice } from '../cards/inputs.ts';
import { type CommandHandler, type Handler, namingReply, type Reply, refusal, textReply } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { choosable } from './choosable.ts';
import { facilitators as facilitatorsView } from './role-view.ts';

/** What buttons about who leads the channel do. */
export const roleActions = {
  nameFacilitator: async (context, _data, { inputs }) => {
    const person = readChoice(inputs.facilitator);
    if (person === undefined) return textReply(context.texts.t('role.required'));
    return roleReply(context, await nameFacilitator(context, person));
  },
  giveUpRole: async (context) => roleReply(context, await giveUpRole(context)),
  takeRole: async (context) => roleReply(context, await takeRole(context)),
} satisfies { [V in Verb]?: Handler<V> };

/** Who leads the channel. @param search a part of the name of somebody to be named. */
export const facilitatorCommand: CommandHandler = async (context, search) =>
  roleReply(context, await facilitators(context), search);

function roleReply(context: BotContext, found: Facilitators | Refusal, search = ''): Reply {
  if (found.kind === 'refused') return refusal(context, found);
  const { some } = choosable(found, search);
  const people = [...found.people, ...some.map(({ person }) => person)];
  return namingReply(context, facilitatorsView(context.texts, found, search), people);
}
