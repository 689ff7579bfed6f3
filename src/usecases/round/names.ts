import type { Called } from '../../domain/called.ts';
import type { Member } from '../channel/channel-ports.ts';

/**
 * What people are called by a key of theirs. The names come from Teams now and are kept nowhere.
 * @param members who is there; undefined where Teams does not say.
 */
export function calledBy(
  members: readonly Member[] | undefined,
  keyOf: (userId: string) => string,
): (key: string) => Called {
  if (!members) return () => ({ name: '', nameless: 'unread' });
  const called = new Map(
    members.map(({ userId, name }): [string, Called] => [
      keyOf(userId),
      name === '' ? { name, nameless: 'guest' } : { name },
    ]),
  );
  return (key) => called.get(key) ?? { name: '' };
}
