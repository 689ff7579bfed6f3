import type { Language } from '../../domain/wheel.ts';
import { type TrendShown, teamTrend, trend } from '../../usecases/results/trend.ts';
import { type Handler, refusal } from '../cards/reply.ts';
import type { Card } from '../cards/templates.ts';
import type { Verb } from '../cards/verbs.ts';
import { lookFor, type Studio } from '../outbound/notices.ts';
import { trend as trendView } from './trend-view.ts';

/** What buttons do about how rounds went over time. */
export const trendActions = {
  trend: async (room, press, { round }) => {
    const found = await trend(room.world, press.caller, round);
    if (found.kind === 'refused') return refusal(room, press, found);
    return { kind: 'card', card: await trendCard(room.studio, found, press.caller.language) };
  },
  teamTrend: async (room, press, { round }) => {
    const { channel, userId, language } = press.caller;
    const found = await teamTrend(room.world, channel.tenantId, userId, round);
    if (found.kind === 'refused') return refusal(room, press, found);
    return { kind: 'card', card: await trendCard(room.studio, found, language) };
  },
} satisfies { [V in Verb]?: Handler<V> };

export async function trendCard(studio: Studio, shown: TrendShown, language: Language): Promise<Card> {
  const look = await lookFor(studio, shown.round, language);
  const others = await Promise.all(
    shown.others.map(async (other) => ({ round: other.id, wheel: (await studio.wheels.of(other, language)).name })),
  );
  return trendView(look, shown.course, { pictureUrl: studio.trendUrl(shown), others });
}
