import { LRUCache } from 'lru-cache';
import { entriesUpTo } from '../../usecases/cache-size.ts';
import type { Clock } from '../../usecases/clock.ts';
import type { Limit } from '../outbound/limits.ts';

/** Tells a loop from a room full of people. */
export interface FloodLimiter {
  /** Notes one thing that somebody asks for. @returns false where there were too many lately. */
  admit(channel: string, person: string): boolean;
  /** The same for what reads everything of a tenant. */
  admitForAll(person: string): boolean;
  /** Whether it is to be said in a channel that there were too many; once in a while. */
  isToBeTold(channel: string): boolean;
}

/** Twelve themes saved, changed and looked at again in half a minute is more than anyone does by hand. */
const personLimit: Limit = { count: 60, within: 30_000 };
/** Sixty people giving four answers each within five seconds are let through; so is twice that. */
const channelLimit: Limit = { count: 500, within: 5_000 };
/** Leafing through a great many answers, and not more. */
const forAllLimit: Limit = { count: 12, within: 60_000 };
/** Once in the time after which somebody is admitted again. */
const toldLimit: Limit = { count: 1, within: personLimit.within };
const remembered = 20_000;

export function createFloodLimiter({ monotonic }: Pick<Clock, 'monotonic'>): FloodLimiter {
  const lanes = new LRUCache<string, number[]>(entriesUpTo(remembered));
  /** @returns what notes one thing more; undefined where there were too many. */
  const room = (name: string, { count, within }: Limit): (() => void) | undefined => {
    const known = lanes.get(name);
    const sent = known ?? [];
    const now = monotonic();
    const oldest = sent[sent.length - count];
    if (oldest !== undefined && oldest + within > now) return undefined;
    return () => {
      if (sent.length >= count) sent.shift();
      sent.push(now);
      if (!known) lanes.set(name, sent);
    };
  };
  const take = (name: string, limit: Limit): boolean => {
    const note = room(name, limit);
    note?.();
    return note !== undefined;
  };
  return {
    admitForAll: (person) => take(`all|${person}`, forAllLimit),
    isToBeTold: (channel) => take(`told|${channel}`, toldLimit),
    admit(channel, person) {
      const noteAll = room(channel, channelLimit);
      const noteOwn = noteAll && room(`${channel}|${person}`, personLimit);
      if (!noteOwn) return false;
      noteAll();
      noteOwn();
      return true;
    },
  };
}
