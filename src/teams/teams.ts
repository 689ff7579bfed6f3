import type { Clock } from '../usecases/clock.ts';
import type { Meter } from '../usecases/ports.ts';
import { handle } from './bot.ts';
import type { BotDeps } from './cards/bot-context.ts';
import type { RenderContext } from './cards/render-context.ts';
import { loadCards } from './cards/templates.ts';
import { createDoor, type DoorNeeds } from './inbound/door.ts';
import { faultAnswer } from './inbound/fault.ts';
import { createFloodLimiter } from './inbound/flood-limiter.ts';
import { createCalls } from './outbound/calls.ts';
import { createMessenger, type Outbox } from './outbound/messenger.ts';
import { createRateLimiter } from './outbound/rate-limiter.ts';
import { createResponder, type HttpReply } from './outbound/responder.ts';
import type { TeamsClient } from './outbound/teams-client.ts';

interface TeamsNeeds {
  client: TeamsClient;
  render: RenderContext;
  /** False where the client cannot refresh a card. */
  refreshes: boolean;
  clock: Clock;
  meter: Meter;
}

interface EntranceNeeds extends Omit<DoorNeeds, 'handle' | 'fault' | 'clock' | 'meter'> {
  /** Runs a turn, within the time that a person may wait. */
  withDeadline<T>(work: () => Promise<T>): Promise<T>;
}

export interface Teams {
  outbox: Outbox;
  /** The way in; it is opened once there is a bot to answer. */
  entrance(bot: BotDeps, needs: EntranceNeeds): (authorization: string, body: unknown) => Promise<HttpReply>;
}

/** Puts the ways to and from Teams together. */
export function createTeams({ client, render, refreshes, clock, meter }: TeamsNeeds): Teams {
  const fill = loadCards({ refreshes });
  const calls = createCalls({ rateLimiter: createRateLimiter(clock), clock, random: Math.random, meter });
  const outbox = createMessenger({ client, render, fill, calls, clock });
  return {
    outbox,
    entrance(bot, { withDeadline, ...needs }) {
      const responder = createResponder({ outbox, fill });
      const floodLimiter = createFloodLimiter(clock);
      return createDoor({
        ...needs,
        clock,
        meter,
        handle: (activity) => withDeadline(() => handle({ bot, floodLimiter, outbox, responder }, activity)),
        fault: (activity, id) => faultAnswer({ responder, outbox, render }, activity, id),
      });
    },
  };
}
