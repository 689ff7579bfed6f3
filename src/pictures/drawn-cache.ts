import { LRUCache } from 'lru-cache';

/** Pictures that were drawn of late, by name. */
export interface DrawnCache {
  get(name: string): Uint8Array | undefined;
  /** Draws it once, however many ask for it meanwhile; again where it failed. */
  draw(name: string, draw: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

/** @param maxBytes of all that is kept; those that were asked for last stay. */
export function createDrawnCache(maxBytes: number): DrawnCache {
  const drawn = new LRUCache<string, Uint8Array, () => Promise<Uint8Array>>({
    maxSize: maxBytes,
    sizeCalculation: ({ byteLength }) => byteLength,
    fetchMethod: (_name, _stale, { context: draw }) => draw(),
    // One that is thrown out while it is drawn is still given to those who wait for it.
    ignoreFetchAbort: true,
  });
  return {
    get: (name) => drawn.get(name),
    draw: (name, draw) => drawn.forceFetch(name, { context: draw }),
  };
}
