import { type Activity, CloudAdapter, TurnContext } from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import { z } from 'zod';
import type { Clock } from '../../usecases/clock.ts';
import type { Log, Meter } from '../../usecases/ports.ts';
import type { HttpReply } from '../outbound/answers.ts';
import type { TokenCheck } from './tokens.ts';

export interface DoorNeeds {
  auth: BotFrameworkAuthentication;
  /** Left out in local mode, which listens on loopback only and where nobody has a token. */
  tokens?: TokenCheck;
  /** Whether Teams may be at this service address. */
  allowed(serviceUrl: string): boolean;
  /** Whether a tenant may use this bot. */
  admits(tenantId: string | undefined): boolean;
  handle(activity: unknown): Promise<HttpReply>;
  /** What a person is told when something broke, with the id that the log has. */
  fault(activity: unknown, id: string): HttpReply;
  newId(): string;
  clock: Clock;
  meter: Pick<Meter, 'turn'>;
  log: Log;
}

/** What must be there before the SDK sees a body: it answers 500 or worse where one of these is missing. */
const shape = z.looseObject({
  type: z.string().min(1),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: z.looseObject({ id: z.string().min(1) }),
  conversation: z.looseObject({ id: z.string().min(1), tenantId: z.string().nullish() }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).nullish() }).nullish(),
});
const named = z.object({ serviceUrl: z.string() });
const action = z.looseObject({ action: z.looseObject({}) });

/** The kinds of activity that may stand in the log; others are whatever a sender wrote. */
const knownKinds = new Set([
  'message',
  'invoke',
  'installationUpdate',
  'conversationUpdate',
  'typing',
  'messageReaction',
]);

/**
 * CloudAdapter with a way in for a request that this door has let through already. Its own way makes two clients for
 * every turn, which takes 200 µs where this takes 6; the bot sends through a client that it keeps.
 */
class Adapter extends CloudAdapter {
  turn(activity: Activity, logic: (context: TurnContext) => Promise<void>) {
    return this.runMiddleware(new TurnContext(this, activity), logic);
  }
}

/** The one way in: nothing is handled before its shape and its sender are known. */
export function createDoor({ auth, tokens, allowed, admits, handle, fault, newId, clock, meter, log }: DoorNeeds) {
  const adapter = new Adapter(auth);

  const refused = (): HttpReply => {
    log.info({ status: 401 }, 'a request was not authenticated');
    return { status: 401, body: { error: 'Not authenticated.' } };
  };

  return async (authorization: string, body: unknown): Promise<HttpReply> => {
    // Before a word about the body: somebody without a right token learns nothing of what a right one is.
    const verdict = tokens ? await tokens.check(authorization, named.safeParse(body).data?.serviceUrl) : 'passed';
    if (verdict === 'unavailable') return { status: 503, body: { error: 'Not ready; try again.' } };
    if (verdict !== 'passed') return refused();
    const parsed = shape.safeParse(body);
    if (!parsed.success) return { status: 400, body: { error: 'This is no activity from Microsoft Teams.' } };
    const activity = parsed.data;
    const tenantId = activity.channelData?.tenant?.id ?? activity.conversation.tenantId ?? undefined;
    if (!allowed(activity.serviceUrl) || !admits(tenantId)) return refused();
    if (activity.name === 'adaptiveCard/action' && !action.safeParse(activity.value).success) {
      return { status: 400, body: { error: 'This is no card action.' } };
    }

    const turn = newId();
    const from = clock.monotonic();
    const kind = knownKinds.has(activity.type) ? activity.type : 'other';
    let answer: HttpReply = { status: 200 };
    // The shape above is all the SDK reads of it.
    await adapter.turn(activity as unknown as Activity, async () => {
      try {
        answer = await handle(activity);
      } catch (error) {
        log.error({ turn, kind }, 'a turn failed', error);
        answer = fault(activity, turn);
      }
    });
    const ms = Math.round(clock.monotonic() - from);
    meter.turn(kind, answer.status, ms);
    log.info({ turn, kind, status: answer.status, ms }, 'turn');
    return answer;
  };
}
