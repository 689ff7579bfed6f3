import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/usecases/ports.ts';
import { answer, elsewhere, here, otherTenant, round, there } from './records.ts';

/** Whom a round's reminding is done with, and who wants no reminders. */
export function remindingContract(store: () => Store): void {
  const r1 = { channel: here, id: 'r1' };

  describe('whom a round reminded', () => {
    test('comes back as it was saved, over the version that was read and over no other', async () => {
      await store().saveRound(round());
      expect(await store().reminded(r1)).toBeUndefined();
      expect(await store().saveReminded(r1, { people: ['p1'] })).toBe('saved');
      expect(await store().saveReminded(r1, { people: ['p2'] })).toBe('changed');
      const { record, version } = there(await store().reminded(r1));
      expect(record).toEqual({ people: ['p1'] });
      expect(await store().saveReminded(r1, { people: ['p1', 'p2'] }, version)).toBe('saved');
      expect(await store().saveReminded(r1, { people: [] }, version)).toBe('changed');
      expect(there(await store().reminded(r1)).record).toEqual({ people: ['p1', 'p2'] });
    });

    test('is of that round alone, and can be removed once or twice', async () => {
      const others = [
        { channel: here, id: 'r10' },
        { channel: elsewhere, id: 'r1' },
        { channel: otherTenant, id: 'r1' },
      ];
      for (const each of [r1, ...others]) {
        await store().saveRound(round(each));
        await store().saveReminded(each, { people: ['p1'] });
      }
      await store().removeReminded(r1);
      await store().removeReminded(r1);
      expect(await store().reminded(r1)).toBeUndefined();
      for (const each of others) expect(await store().reminded(each)).toBeDefined();
    });

    test('is written no more once the round is closing', async () => {
      await store().saveRound(round({ state: 'closing', closedBy: 'person' }));
      expect(await store().saveReminded(r1, { people: ['p1'] })).toBe('closed');
      expect(await store().reminded(r1)).toBeUndefined();
    });

    test('goes with the round', async () => {
      await store().saveRound(round());
      await store().saveReminded(r1, { people: ['p1'] });
      await store().eraseRound(here, 'r1');
      expect(await store().reminded(r1)).toBeUndefined();
    });
  });

  describe('that somebody wants no reminders', () => {
    test('is kept of that person in that tenant, said once or twice, until it is taken back', async () => {
      expect(await store().wantsNoReminders(here.tenantId, 'p1')).toBe(false);
      await store().stopReminders(here.tenantId, 'p1');
      await store().stopReminders(here.tenantId, 'p1');
      expect(await store().wantsNoReminders(here.tenantId, 'p1')).toBe(true);
      expect(await store().wantsNoReminders(here.tenantId, 'p2')).toBe(false);
      expect(await store().wantsNoReminders(otherTenant.tenantId, 'p1')).toBe(false);
      expect(await store().channelsOf(here.tenantId)).toEqual([]);
      await store().allowReminders(here.tenantId, 'p1');
      await store().allowReminders(here.tenantId, 'p1');
      expect(await store().wantsNoReminders(here.tenantId, 'p1')).toBe(false);
    });

    test('stays where everything of a channel goes', async () => {
      await store().stopReminders(here.tenantId, 'p1');
      await store().eraseAllButRounds(here);
      expect(await store().wantsNoReminders(here.tenantId, 'p1')).toBe(true);
    });
  });

  describe('which themes each person has answered', () => {
    test('is told of one round, by person', async () => {
      for (const each of [round(), round({ id: 'r10' })]) await store().saveRound(each);
      for (const [person, themeId] of [
        ['p1', 'a'],
        ['p1', 'a-b'],
        ['p2', 'a-b'],
      ] as const)
        await store().saveAnswer(here, answer({ person, themeId }));
      await store().saveAnswer(here, answer({ roundId: 'r10', person: 'p3' }));
      const found = await store().answeredBy(here, 'r1');
      expect(new Map([...found].map(([person, themes]) => [person, themes.toSorted()]))).toEqual(
        new Map([
          ['p1', ['a', 'a-b']],
          ['p2', ['a-b']],
        ]),
      );
      expect(await store().answeredBy(here, 'none')).toEqual(new Map());
    });
  });
}
