import { LRUCache } from 'lru-cache';
import { isGuest } from '../../domain/invitation.ts';
import { entriesUpTo } from '../cache-size.ts';
import type { Subject } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';

/** As old as the count on the status card may be. */
const remembered = { ...entriesUpTo(1_000), ttl: 2_000, ttlResolution: 0 };

/** How many have answered, for somebody whose answer is being saved: they are told what is known by then, and wait for nothing. */
export interface Counts {
  /**
   * Looks who has answered what in a round, once for all who answer within two seconds.
   * @returns what is to be called once a person's answer to a theme is saved. It tells how many of the channel have
   * answered the theme, them among them; undefined where that is not known by then.
   */
  look(round: Subject): (themeId: string, person: string) => number | undefined;
}

/** The people who have answered each theme. */
interface Look {
  who: Map<string, Set<string>>;
  /** Whether all of them are there, and not only those who were told. */
  isWhole: boolean;
}

/** The counts of one instance. */
export function createCounts({ store, now }: Pick<Deps, 'store' | 'now'>): Counts {
  const looks = new LRUCache<string, Look>({ ...remembered, perf: { now } });
  const ask = ({ channel, id }: Subject, name: string): Look => {
    const look: Look = { who: new Map(), isWhole: false };
    looks.set(name, look);
    store.answeredBy(channel, id).then(
      (given) => {
        for (const [person, themes] of given) for (const theme of themes) add(look, theme, person);
        look.isWhole = true;
      },
      // A count is no reason to tell anybody of a fault, and the next who answers looks again.
      () => looks.delete(name),
    );
    return look;
  };
  return {
    look(round) {
      const name = `${round.channel.tenantId}|${round.channel.conversationId}|${round.id}`;
      const look = looks.get(name) ?? ask(round, name);
      return (themeId, person) => {
        const count = add(look, themeId, person);
        return look.isWhole ? count : undefined;
      };
    },
  };
}

/** Those by link are counted apart. @returns how many they are now. */
function add({ who }: Look, themeId: string, person: string): number {
  const people = who.get(themeId) ?? new Set();
  who.set(themeId, people);
  if (!isGuest(person)) people.add(person);
  return people.size;
}
