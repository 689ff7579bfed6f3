import { LRUCache } from 'lru-cache';
import { type Limit, waitFor } from './limits.ts';

/** Tells a loop from a room full of people. */
export interface Crowd {
  /** Notes one thing that somebody asks for. @returns false where there were too many lately. */
  admit(channel: string, person: string): boolean;
}

/** Twelve themes saved, changed and looked at again in half a minute is more than anyone does by hand. */
const personLimits: readonly Limit[] = [{ count: 60, within: 30_000 }];
/** Sixty people giving four answers each within five seconds are let through; so is twice that. */
const channelLimits: readonly Limit[] = [{ count: 500, within: 5_000 }];
const remembered = 20_000;

export function createCrowd(now: () => number): Crowd {
  const lanes = new LRUCache<string, number[]>({ max: remembered });
  const has = (name: string, limits: readonly Limit[]) => waitFor(lanes.get(name) ?? [], limits, now()) <= 0;
  const note = (name: string, limits: readonly Limit[]) => {
    const most = Math.max(...limits.map(({ count }) => count));
    const sent = lanes.get(name) ?? [];
    if (sent.length >= most) sent.shift();
    sent.push(now());
    lanes.set(name, sent);
  };
  return {
    admit(channel, person) {
      const own = `${channel}|${person}`;
      if (!has(channel, channelLimits) || !has(own, personLimits)) return false;
      note(channel, channelLimits);
      note(own, personLimits);
      return true;
    },
  };
}
