import type { Clock } from '../../usecases/clock.ts';
import type { Log, Meter } from '../../usecases/ports.ts';
import type { HttpReply } from '../outbound/responder.ts';
import { type Activity, activityOf, readEnvelope, serviceUrlOf, tenantOf } from './activity.ts';
import type { TokenCheck } from './tokens.ts';

export interface DoorNeeds {
  /** Left out in local mode, which listens on loopback only and where nobody has a token. */
  tokens?: TokenCheck | undefined;
  /** Whether Teams may be at this service address. */
  allowed(serviceUrl: string): boolean;
  /** Whether a tenant may use this bot. */
  admits(tenantId: string | undefined): boolean;
  /** @param failedLate what is done where work fails that went on after its answer. */
  handle(activity: Activity, failedLate: (error: unknown) => Promise<unknown>): Promise<HttpReply>;
  /** What a person is told when something broke, with the id that the log has. */
  fault(activity: Activity, id: string): Promise<HttpReply>;
  newId(): string;
  clock: Clock;
  meter: Pick<Meter, 'turn'>;
  log: Log;
}

/** The kinds of activity that may stand in the log; others are whatever a sender wrote. */
const knownKinds = new Set([
  'message',
  'messageUpdate',
  'invoke',
  'installationUpdate',
  'conversationUpdate',
  'typing',
  'messageReaction',
]);

/** The one way in: nothing is handled before its shape and its sender are known. */
export function createDoor({ tokens, allowed, admits, handle, fault, newId, clock, meter, log }: DoorNeeds) {
  const refused = (): HttpReply => {
    log.info({ status: 401 }, 'a request was not authenticated');
    return { status: 401, body: { error: 'Not authenticated.' } };
  };

  const answer = async (activity: Activity): Promise<HttpReply> => {
    const turn = newId();
    const from = clock.monotonic();
    const kind = knownKinds.has(activity.type) ? activity.type : 'other';
    const failed = (error: unknown) => {
      log.error({ turn, kind }, 'a turn failed', error);
      return fault(activity, turn).catch((another: unknown) => {
        log.error({ turn, kind }, 'nobody could be told that a turn failed', another);
        return { status: 200 };
      });
    };
    const reply = await handle(activity, failed).catch(failed);
    const ms = Math.round(clock.monotonic() - from);
    meter.turn(kind, reply.status, ms);
    log.info({ turn, kind, status: reply.status, ms }, 'turn');
    return reply;
  };

  return async (authorization: string, body: unknown): Promise<HttpReply> => {
    // Before a word about the body: somebody without a right token learns nothing of what a right one is.
    const verdict = tokens ? await tokens.check(authorization, serviceUrlOf(body)) : 'passed';
    if (verdict === 'unavailable') return { status: 503, body: { error: 'Not ready; try again.' } };
    if (verdict !== 'passed') return refused();
    const envelope = readEnvelope(body);
    if (!envelope) return { status: 400, body: { error: 'This is no activity from Microsoft Teams.' } };
    const tenantId = tenantOf(envelope);
    if (!allowed(envelope.serviceUrl) || !admits(tenantId)) return refused();
    if (tenantId === undefined) return { status: 400 };
    return answer(activityOf(envelope, tenantId));
  };
}
