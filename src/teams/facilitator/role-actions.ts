import { facilitators, giveUpRole, nameFacilitator, takeRole } from '../../usecases/facilitator/roles.ts';
import type { Room } from '../cards/bot-context.ts';
import { readChoice } from '../cards/inputs.ts';
import { asCard, type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { role } from './role-view.ts';

/** What buttons about who leads the channel do. */
export const roleActions = {
  nameFacilitator: async (room, press, _data, { inputs }) => {
    const person = readChoice(inputs.facilitator);
    if (person === undefined)
      return { kind: 'text', text: room.studio.texts[press.caller.language].t('role.required') };
    return roleReply(room, press, await nameFacilitator(room.world, room.rosters, press.caller, person));
  },
  giveUpRole: async (room, press) => roleReply(room, press, await giveUpRole(room.world, room.rosters, press.caller)),
  takeRole: async (room, press) => roleReply(room, press, await takeRole(room.world, room.rosters, press.caller)),
} satisfies { [V in Verb]?: Handler<V> };

/** Who leads the channel. @param search a part of the name of somebody to be named. */
export async function roleCard(room: Room, press: Press, search: string) {
  const found = await facilitators(room.world, room.rosters, press.caller);
  return asCard(room, press, roleReply(room, press, found, search));
}

function roleReply(room: Room, press: Press, found: Awaited<ReturnType<typeof facilitators>>, search = ''): Reply {
  if (found.kind === 'refused') return refusal(room, press, found);
  return { kind: 'card', card: role(room.studio.texts[press.caller.language], found, search) };
}
