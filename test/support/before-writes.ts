import type { Database, WriteOptions } from '../../src/store/database.ts';
import type { DocumentKey } from '../../src/store/places.ts';

interface Writing {
  db: Database;
  place: DocumentKey;
  body: string;
  options: WriteOptions | undefined;
}

/** A database that does something before each write; what that throws is the write's error. */
export function beforeWrites(before: (writing: Writing) => unknown): (db: Database) => Database {
  return (db) => {
    const write = db.write.bind(db);
    db.write = async (place, body, options) => {
      await before({ db, place, body, options });
      return write(place, body, options);
    };
    return db;
  };
}
