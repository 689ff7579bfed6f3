import type { Database } from '../../src/store/database.ts';

/** A call of the database: its name, what it is about, and what it writes. */
interface Call {
  name: keyof Database;
  id: string;
  body: string;
}

/** An instance that stops at one of its calls of the database, as by SIGSTOP, and goes on later as though nothing had been. */
export interface Frozen {
  wrap(db: Database): Database;
  /** Stops it at the first call that is like this, which is made once it goes on, or was made and is answered only then. */
  freezeAt(isLike: (call: Call) => boolean, madeOnce?: 'goesOn' | 'stops'): void;
  isFrozen(): boolean;
  /** Has it go on. */
  thaw(): void;
}

export function frozen(): Frozen {
  let isLike: ((call: Call) => boolean) | undefined;
  let madeOnce: 'goesOn' | 'stops' = 'goesOn';
  let isFrozen = false;
  let goingOn = Promise.resolve();
  let thaw = () => {};
  const reached = async <T>(call: Call, make: () => Promise<T>): Promise<T> => {
    let made: Promise<T> | undefined;
    if (isLike?.(call)) {
      if (madeOnce === 'stops') made = make();
      isLike = undefined;
      const { promise, resolve } = Promise.withResolvers<void>();
      goingOn = promise;
      isFrozen = true;
      thaw = () => {
        isFrozen = false;
        resolve();
      };
    }
    await goingOn;
    return made ?? make();
  };
  return {
    wrap: (db) => ({
      read: (partition, ids) => reached({ name: 'read', id: ids.join(), body: '' }, () => db.read(partition, ids)),
      list: (prefix, guard) => reached({ name: 'list', id: prefix.id, body: '' }, () => db.list(prefix, guard)),
      ids: (prefix, guard) => reached({ name: 'ids', id: prefix.id, body: '' }, () => db.ids(prefix, guard)),
      write: (place, body, options) =>
        reached({ name: 'write', id: place.id, body }, () => db.write(place, body, options)),
      remove: (place, version) => reached({ name: 'remove', id: place.id, body: '' }, () => db.remove(place, version)),
      freeze: (prefix, freezing) =>
        reached({ name: 'freeze', id: prefix.id, body: '' }, () => db.freeze(prefix, freezing)),
      readDue: (id) => reached({ name: 'readDue', id, body: '' }, () => db.readDue(id)),
      writeDue: (due, version) =>
        reached({ name: 'writeDue', id: due.id, body: due.body }, () => db.writeDue(due, version)),
      listDue: (shard, now, limit) =>
        reached({ name: 'listDue', id: '', body: '' }, () => db.listDue(shard, now, limit)),
      // Housekeeping and moving are no part of any work.
      sweep: (now) => db.sweep(now),
      everything: () => db.everything(),
      put: (moved) => db.put(moved),
      check: () => db.check(),
      close: () => db.close(),
    }),
    freezeAt(like, once = 'goesOn') {
      isLike = like;
      madeOnce = once;
    },
    isFrozen: () => isFrozen,
    thaw: () => thaw(),
  };
}
