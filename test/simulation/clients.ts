import { type Pressed, takeApart } from '../../src/teams/cards/pressed.ts';
import type { Verb } from '../../src/teams/cards/verbs.ts';
import { type Activity, activityOf, readEnvelope, tenantOf } from '../../src/teams/inbound/activity.ts';
import { writtenText } from '../../src/teams/inbound/written-text.ts';
import { read } from '../../src/teams/vocabulary.ts';
import type { Caller } from '../../src/usecases/channel/caller.ts';
import type { SeenChannel } from '../../src/usecases/channel/channels.ts';
import { invoke, message } from '../support/activities.ts';
import { clientBehaviours } from '../support/teams-behaviours.ts';
import type { Dice } from './dice.ts';
import type { Ledger } from './ledger.ts';

/** What people press and write, as one of Teams' clients sends it and the bot reads it. */
export interface Clients {
  press(caller: Caller, verb: Verb, data: Record<string, unknown>): { caller: Caller; pressed: Pressed };
  /** Somebody asks how far the round is. */
  asks(caller: Caller, channel: SeenChannel): SeenChannel;
}

/** How often a client does one of the things that clients are known to do. */
const oddly = 0.4;
const behaviours = Object.entries(clientBehaviours);

export function createClients(odd: Dice, ledger: Ledger): Clients {
  const sent = (activity: ReturnType<typeof message> | ReturnType<typeof invoke>): Activity => {
    const [name, { send }] = odd.chance(oddly) ? odd.one(behaviours) : ['nothing', { send: (as: object) => as }];
    const envelope = readEnvelope(JSON.parse(JSON.stringify(send(activity))));
    const tenantId = envelope && tenantOf(envelope);
    if (tenantId !== activity.conversation.tenantId) ledger.breaks('K5', `${name} is taken for another tenant`);
    if (!envelope || tenantId === undefined) throw new Error(`${name} cannot be read`);
    return activityOf(envelope, tenantId);
  };
  return {
    press(caller, verb, data) {
      const { conversationId, tenantId } = caller.channel;
      const on = { conversationId: `${conversationId};messageid=0`, activityId: '1', tenantId };
      const { channel, userId, press } = sent(invoke(teams, caller.userId, on, verb, { verb, ...data }));
      const pressed = takeApart(press?.data ?? {});
      const plain = takeApart(data);
      for (const part of ['data', 'inputs', 'scores'] as const)
        for (const [key, value] of Object.entries(plain[part])) {
          const came = pressed[part][key];
          // What nobody touched may come as null.
          if (came !== value && came !== null) ledger.breaks('K4', `${verb} came with ${key} as ${came}, not ${value}`);
        }
      return { caller: { ...caller, channel, userId }, pressed };
    },
    asks(caller, { name, teamId = '', tenantId, conversationId }) {
      const plain = message(teams, caller.userId, 'status', { tenantId, conversationId, type: 'channel' });
      const channelData = { tenant: { id: tenantId }, team: { id: teamId }, channel: { id: conversationId, name } };
      const { text, seenChannel } = sent({ ...plain, channelData });
      const said = writtenText(text);
      if (read(said).command !== 'status') ledger.breaks('K7', `"${text}" was read as "${said}"`);
      return seenChannel;
    },
  };
}

const teams = { serviceUrl: 'https://teams.example/' };
