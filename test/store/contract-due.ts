import { describe, expect, it, test } from 'vitest';
import type { Store } from '../../src/usecases/ports.ts';
import { due, elsewhere, otherTenant, there } from './records.ts';

/** The part of the contract about what must happen at a time: never early, by one of many, and noted again at will. */
export function dueContract(store: () => Store): void {
  describe('a due item', () => {
    const ids = async (now: number, limit = 10) => (await store().due(now, limit)).map(({ record }) => record.id);
    const first = async (now: number) => there((await store().due(now, 1))[0]);

    test('comes back as it was noted', async () => {
      const noted = due({ work: 'publish', dueAt: 900, visibleAt: 1_000, attempts: 3 });
      await store().addDue(noted);
      expect((await first(1_000)).record).toEqual(noted);
    });

    test('is seen from its time on, and never before', async () => {
      await store().addDue(due({ visibleAt: 1_000 }));
      expect(await ids(999)).toEqual([]);
      expect(await ids(1_000)).toEqual(['recount:r1']);
      expect(await ids(Number.MAX_SAFE_INTEGER)).toEqual(['recount:r1']);
    });

    test('comes oldest first, at a tie by id, and no more than asked for', async () => {
      const noted = [
        { id: 'd', visibleAt: 30 },
        { id: 'c', visibleAt: 10 },
        { id: 'b', visibleAt: 20 },
        { id: 'a', visibleAt: 20 },
        { id: 'later', visibleAt: 1_000 },
      ];
      for (const each of noted) await store().addDue(due(each));
      expect(await ids(100)).toEqual(['c', 'a', 'b', 'd']);
      expect(await ids(100, 2)).toEqual(['c', 'a']);
      expect(await ids(100, 0)).toEqual([]);
    });

    test('is claimed by one of two who see it', async () => {
      await store().addDue(due());
      const [one, two] = [await first(1_000), await first(1_000)];
      const lease = { ...one.record, visibleAt: 61_000, attempts: 1 };
      const claims = await Promise.all([store().saveDue(lease, one.version), store().saveDue(lease, two.version)]);
      expect(claims.filter((version) => version !== undefined)).toHaveLength(1);
      expect(await ids(60_999)).toEqual([]);
    });

    test('is seen by another once its holder’s lease has run out', async () => {
      await store().addDue(due());
      const { record, version } = await first(1_000);
      const claim = await store().saveDue({ ...record, visibleAt: 61_000, attempts: 1 }, version);
      const again = await first(61_000);
      expect(again.record.attempts).toBe(1);
      expect(await store().saveDue({ ...again.record, visibleAt: 121_000, attempts: 2 }, again.version)).toBeDefined();
      // The first holder wakes up too late.
      expect(await store().saveDue({ ...record, state: 'done' }, there(claim))).toBeUndefined();
    });

    test('is saved under the version that its claim gave, as often as needed', async () => {
      await store().addDue(due());
      let { record, version } = await first(1_000);
      for (let attempts = 1; attempts <= 3; attempts++) {
        record = { ...record, attempts };
        version = there(await store().saveDue(record, version));
      }
      expect(await first(1_000)).toEqual({ record, version });
    });

    it.each(['done', 'cancelled'] as const)('that is %s is not seen again', async (state) => {
      await store().addDue(due());
      const { record, version } = await first(1_000);
      await store().saveDue({ ...record, state }, version);
      expect(await ids(Number.MAX_SAFE_INTEGER)).toEqual([]);
    });

    test('that was never noted cannot be claimed', async () => {
      expect(await store().saveDue(due(), '1')).toBeUndefined();
      expect(await ids(1_000)).toEqual([]);
    });

    it.each(['done', 'cancelled'] as const)('that is %s waits again when it is noted again', async (state) => {
      await store().addDue(due());
      const { record, version } = await first(1_000);
      await store().saveDue({ ...record, state }, version);
      await store().addDue(due({ dueAt: 2_000, visibleAt: 2_000 }));
      expect(await ids(1_999)).toEqual([]);
      expect((await first(2_000)).record).toEqual(due({ dueAt: 2_000, visibleAt: 2_000 }));
    });

    test('noted again while somebody works on it waits once more, whatever that one says at the end', async () => {
      await store().addDue(due());
      const { record, version } = await first(1_000);
      const claim = there(await store().saveDue({ ...record, visibleAt: 61_000, attempts: 1 }, version));
      await store().addDue(due({ visibleAt: 1_400 }));
      expect(await store().saveDue({ ...record, state: 'done' }, claim)).toBeUndefined();
      expect(await ids(1_400)).toEqual(['recount:r1']);
    });

    test('noted again for an earlier time is seen at that time', async () => {
      await store().addDue(due({ visibleAt: 6_000 }));
      await store().addDue(due({ visibleAt: 1_000 }));
      expect(await ids(1_000)).toEqual(['recount:r1']);
    });

    test('noted again and again is not put off: the first time it was to be seen still holds', async () => {
      for (let now = 1_000; now <= 3_000; now += 300) await store().addDue(due({ dueAt: now, visibleAt: now + 400 }));
      expect(await ids(1_400)).toEqual(['recount:r1']);
    });

    it.each([
      ['another channel', elsewhere],
      ['another tenant', otherTenant],
    ])('keeps its channel and its time, whatever is noted under its id for %s', async (_, channel) => {
      await store().addDue(due({ visibleAt: 1_000 }));
      await store().addDue(due({ channel, dueAt: 10, visibleAt: 10 }));
      expect(await ids(999)).toEqual([]);
      const { record, version } = await first(1_000);
      expect(record).toEqual(due({ visibleAt: 1_000 }));
      await store().saveDue({ ...record, state: 'done' }, version);
      await store().addDue(due({ channel, dueAt: 10, visibleAt: 10 }));
      expect(await ids(Number.MAX_SAFE_INTEGER)).toEqual([]);
    });

    test('noted by many at once is one item', async () => {
      await Promise.all(Array.from({ length: 20 }, () => store().addDue(due())));
      expect(await ids(1_000)).toEqual(['recount:r1']);
    });
  });
}
