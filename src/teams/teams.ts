import type { Clock } from '../usecases/clock.ts';
import type { Meter } from '../usecases/ports.ts';
import { handle } from './bot.ts';
import type { BotDeps } from './cards/bot-context.ts';
import type { RenderContext } from './cards/render-context.ts';
import { loadCards } from './cards/templates.ts';
import type { Activity } from './inbound/activity.ts';
import { createAnsweredPresses } from './inbound/answered-presses.ts';
import { createDoor, type DoorNeeds } from './inbound/door.ts';
import { faultAnswer } from './inbound/fault.ts';
import { createFloodLimiter } from './inbound/flood-limiter.ts';
import { createPatience } from './inbound/patience.ts';
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
  /** Runs a turn, in which all that is asked of the database takes at most so long. */
  withDeadline<T>(ms: number, work: () => Promise<T>): Promise<T>;
}

export interface Teams {
  outbox: Outbox;
  /** The way in; it is opened once there is a bot to answer. */
  entrance(bot: BotDeps, needs: EntranceNeeds): (authorization: string, body: unknown) => Promise<HttpReply>;
  /** Resolves when all is done that outlasted its answer. */
  settled(): Promise<unknown>;
}

/** How long a person's press may wait for the database, all together: a little less than for its answer. */
const pressMs = 2_800;
/** What is done afterwards where it takes long: a message's answer is a post, and some presses are about a whole tenant. */
const forAllMs = 60_000;
const forAll: ReadonlySet<unknown> = new Set(['mineData', 'eraseMine', 'team', 'teamTrend']);

function mayTakeMs({ type, press }: Activity): number {
  return type === 'message' || forAll.has(press?.verb) ? forAllMs : pressMs;
}

/** Puts the ways to and from Teams together. */
export function createTeams({ client, render, refreshes, clock, meter }: TeamsNeeds): Teams {
  const fill = loadCards({ refreshes });
  const calls = createCalls({ rateLimiter: createRateLimiter(clock), clock, random: Math.random, meter });
  const outbox = createMessenger({ client, render, fill, calls, clock });
  const patience = createPatience(clock);
  return {
    outbox,
    settled: patience.settled,
    entrance(bot, { withDeadline, ...needs }) {
      const responder = createResponder({ outbox, fill });
      const floodLimiter = createFloodLimiter(clock);
      const answered = createAnsweredPresses(clock);
      return createDoor({
        ...needs,
        clock,
        meter,
        handle: (activity, failedLate) =>
          withDeadline(mayTakeMs(activity), () =>
            handle({ bot, floodLimiter, outbox, responder, patience, answered, clock }, activity, failedLate),
          ),
        fault: (activity, id) => faultAnswer({ responder, outbox, render }, activity, id),
      });
    },
  };
}
