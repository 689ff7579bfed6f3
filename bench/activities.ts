import { userId } from './connector.ts';

/** A channel with an open round, and the post that people press on. */
export interface Place {
  tenantId: string;
  /** The channel's conversation id, without a thread. */
  conversationId: string;
  roundId: string;
  themes: string[];
  serviceUrl: string;
}

export type Where = Pick<Place, 'tenantId' | 'conversationId' | 'serviceUrl'>;

/** A channel in a tenant of its own, so that each has Teams' limits to itself. */
export function channel({ serviceUrl }: Pick<Where, 'serviceUrl'>, number: number): Where {
  const tenantId = `6d1f0a52-3c7e-4b8e-9a51-${String(number).padStart(12, '0')}`;
  return { tenantId, conversationId: `19:bench-${number}@thread.tacv2`, serviceUrl };
}

/** What Teams sends with everything, as long as the real thing. */
function common({ tenantId, conversationId, serviceUrl }: Where, person: number, thread: string) {
  return {
    id: 'f:4b8f1c7e-6a1d-4c55-9b3e-6f0f2a7c9d10',
    timestamp: '2026-11-22T09:30:12.345Z',
    localTimestamp: '2026-11-22T10:30:12.345+01:00',
    localTimezone: 'Europe/Copenhagen',
    channelId: 'msteams',
    serviceUrl,
    from: {
      id: userId(person),
      name: `Person ${person}`,
      aadObjectId: `0b9c5c0e-5a8e-4f4f-8f58-${String(person).padStart(12, '0')}`,
    },
    recipient: { id: '28:9c1f7e20-5b64-4f0a-8d3e-2a7b6c5d4e10', name: 'Hjulet' },
    conversation: { isGroup: true, conversationType: 'channel', tenantId, id: `${conversationId};messageid=${thread}` },
    entities: [
      { locale: 'da-DK', country: 'DK', platform: 'Windows', timezone: 'Europe/Copenhagen', type: 'clientInfo' },
    ],
    channelData: {
      channel: { id: conversationId },
      team: { id: `19:team-${tenantId}@thread.tacv2` },
      tenant: { id: tenantId },
      source: { name: 'message' },
      legacy: { replyToId: '1:1Kq3' },
    },
    locale: 'da-DK',
  };
}

export function installation(where: Where, person: number) {
  return { ...common(where, person, '1700000000000'), type: 'installationUpdate', action: 'add' };
}

export function message(where: Where, person: number, text: string) {
  return {
    ...common(where, person, '1700000000000'),
    type: 'message',
    text: `<at>Hjulet</at> ${text}`,
    textFormat: 'plain',
    entities: [
      {
        type: 'mention',
        mentioned: { id: '28:9c1f7e20-5b64-4f0a-8d3e-2a7b6c5d4e10', name: 'Hjulet' },
        text: '<at>Hjulet</at>',
      },
    ],
  };
}

/** What somebody writes in their own chat with the bot. */
export function chatMessage(where: Where, person: number, text: string) {
  const { channelData: _, ...rest } = message(where, person, text);
  const { tenantId, conversationId: id } = where;
  return {
    ...rest,
    text,
    entities: [],
    conversation: { conversationType: 'personal', tenantId, id },
    channelData: { tenant: { id: tenantId } },
  };
}

/** Somebody pressing a button. @param data what the button carries. */
export function press(where: Where, person: number, data: { verb: string; [name: string]: unknown }) {
  return {
    ...common(where, person, '1700000000001'),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: '1700000000001',
    value: {
      action: { type: 'Action.Execute', title: 'Gem min vurdering', verb: data.verb, data },
      trigger: 'manual',
    },
  };
}

/** A person's `nth` answer to a theme, counted from 0. */
export function answer(place: Place, person: number, { theme, nth }: { theme: string; nth: number }) {
  const step = String(1 + ((person + nth) % 4));
  const comment = person % 3 === 0 ? 'Vi mangler et fast sted at mødes på tværs af skole og UU.' : '';
  const data = { verb: 'answer', round: place.roundId, theme, seen: nth, [`s_${theme}`]: step, comment };
  return press(place, person, data);
}
