import type { Wheel } from '../domain/wheel.ts';
import type { Store } from '../usecases/ports.ts';
import type { Database } from './database.ts';
import { wheelDocument } from './documents/wheel-documents.ts';
import { places } from './places.ts';
import { document, parse } from './records.ts';

export function wheelStore(db: Database): Pick<Store, 'wheel' | 'keepWheel'> {
  const read = async (id: string, version: number, language: string) => {
    const place = places.wheel(id, version, language);
    const [kept] = await db.read(place.partition, [place.id]);
    return kept && parse(kept, wheelDocument).wheel;
  };
  return {
    wheel: read,
    async keepWheel(wheel: Wheel) {
      const { id, version, language } = wheel;
      // Read first: a start that writes nothing waits for no other instance's lock.
      const kept = await read(id, version, language);
      if (kept) return kept;
      await db.write(places.wheel(id, version, language), document({ wheel }));
      return (await read(id, version, language)) ?? wheel;
    },
  };
}
