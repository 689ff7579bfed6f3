/**
 * Options for an LRUCache of so many entries, with room taken as they come. Its own `max` takes all the room at once: a
 * start of the bot took 20 ms for that.
 */
export const entriesUpTo = (entries: number) => ({ maxSize: entries, sizeCalculation: () => 1 });
