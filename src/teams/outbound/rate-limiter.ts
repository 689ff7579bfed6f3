import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Clock } from '../../usecases/clock.ts';
import { type Limit, readLimits, tenantLimits, threadLimits, waitFor } from './limits.ts';

/** What is limited: sends in a thread, or reads of a conversation's members. */
type Kind = 'send' | 'read';

/** Gives every send its turn: in order within a thread, and never faster than Teams takes them. */
export interface RateLimiter {
  /** Resolves when a send in this thread, or a read of this conversation's members, may leave; it then counts. */
  turn(tenantId: string, thread: string, kind?: Kind): Promise<void>;
  /**
   * Teams said "too many". It does not say of what: nothing leaves in this thread for so long, and nothing in the tenant
   * where another thread was told the same.
   */
  pause(tenantId: string, thread: string, wait: { ms: number; kind?: Kind }): void;
}

interface Lane {
  sent: number[];
  last: Promise<void>;
  notBefore: number;
  /** The part of the limits that this instance takes; others may send in the same thread and tenant. */
  share: number;
  /** When Teams last said "too many". */
  refusedAt: number;
}

interface TenantLane extends Lane {
  /** The thread that was told to wait last, and until when. */
  paused?: { name: string; until: number };
}

/** At each "too many" an instance gives way by half, down to this; it takes twice as much again after a quiet while. */
const leastShare = 1 / 8;
const quietMs = 60_000;

/** Gives turns by the limits that Teams has published. */
export function createRateLimiter(clock: Pick<Clock, 'monotonic' | 'sleep'>): RateLimiter {
  const lanes = new LRUCache<string, Lane>(entriesUpTo(10_000));
  const tenants = new LRUCache<string, TenantLane>(entriesUpTo(1_000));
  const fresh = (): Lane => ({
    sent: [],
    last: Promise.resolve(),
    notBefore: 0,
    share: 1,
    refusedAt: Number.NEGATIVE_INFINITY,
  });
  const known = <L extends Lane>(all: LRUCache<string, L>, name: string, made: () => L): L => {
    const lane = all.get(name) ?? made();
    all.set(name, lane);
    return lane;
  };
  // The ids of Teams are its own; those that are made here, such as that of new chats, every tenant has.
  const nameOf = (tenantId: string, thread: string, kind: Kind) => [kind, tenantId, thread].join('|');
  return {
    turn(tenantId, thread, kind = 'send') {
      const own = known(lanes, nameOf(tenantId, thread, kind), fresh);
      const limits = kind === 'send' ? threadLimits : readLimits;
      const shared = known<TenantLane>(tenants, tenantId, fresh);
      own.last = own.last.then(async () => {
        for (;;) {
          const now = clock.monotonic();
          const wait = Math.max(waitIn(own, limits, now), waitIn(shared, tenantLimits, now));
          if (wait <= 0) break;
          await clock.sleep(wait);
        }
        // Noted in both at once: waiting for one after the other would let sends of one thread bunch up behind a pause.
        noteSent(own, limits, clock.monotonic());
        noteSent(shared, tenantLimits, clock.monotonic());
      });
      return own.last;
    },
    pause(tenantId, thread, { ms, kind = 'send' }) {
      const now = clock.monotonic();
      const name = nameOf(tenantId, thread, kind);
      const shared = known<TenantLane>(tenants, tenantId, fresh);
      refuse(known(lanes, name, fresh), now, ms);
      if (shared.paused && shared.paused.name !== name && shared.paused.until > now) refuse(shared, now, ms);
      shared.paused = { name, until: now + ms };
    },
  };
}

function refuse(lane: Lane, now: number, ms: number): void {
  lane.notBefore = Math.max(lane.notBefore, now + ms);
  lane.share = Math.max(leastShare, shareOf(lane, now) / 2);
  lane.refusedAt = now;
}

function shareOf({ share, refusedAt }: Lane, now: number): number {
  return Math.min(1, share * 2 ** Math.floor((now - refusedAt) / quietMs));
}

/** How long a lane waits until one more may leave, milliseconds. */
function waitIn(lane: Lane, limits: readonly Limit[], now: number): number {
  const share = shareOf(lane, now);
  const own = share === 1 ? limits : limits.map(({ count, within }) => ({ count: Math.ceil(count * share), within }));
  return Math.max(waitFor(lane.sent, own, now), lane.notBefore - now);
}

function noteSent(lane: Lane, limits: readonly Limit[], now: number): void {
  const most = Math.max(...limits.map(({ count }) => count));
  lane.sent = [...lane.sent.slice(1 - most), now];
}
