/** What the use cases need of the world, in their own words. */

/** A record with the version it was read at; a write names the version it replaces. */
export interface Versioned<T> {
  record: T;
  version: string;
}
