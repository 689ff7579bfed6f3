import { LRUCache } from 'lru-cache';

/** Pictures that were drawn of late, by name. */
export interface DrawnCache {
  get(name: string): Promise<Uint8Array> | undefined;
  /** Draws it once, however many ask for it meanwhile; again where it failed. */
  draw(name: string, draw: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

/** @param maxBytes of all that is kept; those that were asked for last stay. */
export function createDrawnCache(maxBytes: number): DrawnCache {
  const kept = new LRUCache<string, Uint8Array>({ maxSize: maxBytes, sizeCalculation: ({ byteLength }) => byteLength });
  const underWay = new Map<string, Promise<Uint8Array>>();
  const get = (name: string): Promise<Uint8Array> | undefined => {
    const drawn = kept.get(name);
    return drawn ? Promise.resolve(drawn) : underWay.get(name);
  };
  return {
    get,
    draw(name, draw) {
      const known = get(name);
      if (known) return known;
      const drawing = draw()
        .then((drawn) => {
          kept.set(name, drawn);
          return drawn;
        })
        .finally(() => underWay.delete(name));
      underWay.set(name, drawing);
      return drawing;
    },
  };
}
