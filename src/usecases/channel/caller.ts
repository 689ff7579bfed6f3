import type { Language } from '../../domain/language.ts';
import type { Press, PressOrigin } from '../../domain/retries.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';

/** Who does something, and where; all of it from the verified activity, nothing from a card. */
export interface Caller {
  channel: ChannelKey;
  userId: string;
  /** What this person reads. */
  language: Language;
  /** Which press it is; absent where Teams did not say. */
  press?: PressOrigin;
}

/** How it is remembered what somebody sent. */
export function pressOf({ now, fingerprintOf }: Pick<Deps, 'now' | 'fingerprintOf'>, { press: origin }: Caller): Press {
  return { now, fingerprintOf, origin };
}

/** A no with words for the person; `notHere` is the same for what is unknown, somebody else's or closed. */
export interface Refusal {
  kind: 'refused';
  reason:
    | 'notHere'
    | 'notMember'
    | 'notAllowed'
    | 'notFacilitator'
    | 'setupUsed'
    | 'lastFacilitator'
    | 'roleTaken'
    | 'unreadMembers';
}

export const refused = (reason: Refusal['reason']): Refusal => ({ kind: 'refused', reason });

/** The person within the channel: the same in all its rounds; for the roster and the facilitators. */
export function personInChannel(deps: Deps, { tenantId, conversationId }: ChannelKey, userId: string): string {
  return deps.keyedId(`channel|${tenantId}|${conversationId}`, userId);
}

/** The person within the tenant, for what they said of themselves wherever they are. */
export function personInTenant(deps: Deps, tenantId: string, userId: string): string {
  return deps.keyedId(`tenant|${tenantId}`, userId);
}

/** The person within one round, so that the answers of two rounds cannot be joined. */
export function personInRound(
  deps: Deps,
  { channel: { tenantId, conversationId }, roundId, userId }: { channel: ChannelKey; roundId: string; userId: string },
): string {
  return deps.keyedId(`round|${tenantId}|${conversationId}|${roundId}`, userId);
}
