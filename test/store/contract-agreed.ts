import { describe, expect, test } from 'vitest';
import type { Round } from '../../src/domain/round.ts';
import type { ChangeSinceLast } from '../../src/domain/trend.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { agreed, answer, closedRound, elsewhere, here, otherTenant, post, round, there } from './records.ts';

/** What is kept beside rounds: what teams agreed on, and the rounds of a channel together. */
export function agreedContract(store: () => Store): void {
  describe('what a team agreed on', () => {
    test('comes back as it was saved, with and without what was before', async () => {
      const whole = agreed({ steps: { a1: 3, a2: 4 }, revision: 2, before: { a1: 1 } });
      const { before: _, ...bare } = agreed({ themeId: 'a-b', steps: {} });
      expect(await store().jointScore(here, 'r1', 'a')).toBeUndefined();
      await store().saveJointScore(here, whole);
      await store().saveJointScore(here, bare);
      expect(there(await store().jointScore(here, 'r1', 'a')).record).toEqual(whole);
      expect(there(await store().jointScore(here, 'r1', 'a-b')).record).toEqual(bare);
    });

    test('is listed with its round, or with all of its channel', async () => {
      const [one, two, later] = [agreed(), agreed({ themeId: 'a-b' }), agreed({ roundId: 'r10' })];
      for (const each of [one, two, later]) await store().saveJointScore(here, each);
      await store().saveJointScore(elsewhere, agreed({ themeId: 'b' }));
      await store().saveJointScore(otherTenant, agreed({ themeId: 'c' }));
      expect(new Set(await store().jointScoresIn(here, 'r1'))).toEqual(new Set([one, two]));
      expect(new Set(await store().jointScoresIn(here))).toEqual(new Set([one, two, later]));
      expect(await store().jointScoresIn(here, 'r')).toEqual([]);
    });

    test('is saved over the version that was read, and not over another', async () => {
      expect(await store().saveJointScore(here, agreed())).toBe(true);
      expect(await store().saveJointScore(here, agreed({ steps: {} }))).toBe(false);
      const { version } = there(await store().jointScore(here, 'r1', 'a'));
      const next = agreed({ steps: { a1: 4 }, revision: 2 });
      expect(await store().saveJointScore(here, next, version)).toBe(true);
      expect(await store().saveJointScore(here, agreed({ revision: 9 }), version)).toBe(false);
      expect(there(await store().jointScore(here, 'r1', 'a')).record).toEqual(next);
    });
  });

  describe('the rounds of a channel', () => {
    test('are listed together, open and closed, and without what belongs to them', async () => {
      const people = ['p1', 'p2', 'p3', 'p4'].map((person) => answer({ person }));
      const first = closedRound(people);
      const trend: ChangeSinceLast = {
        since: 1,
        peopleBefore: 4,
        otherDepth: false,
        reworded: true,
        themes: [
          {
            themeId: 'a',
            change: { kind: 'told', before: 2.5, tenths: -3 },
            units: [{ unitId: 'a1', change: { kind: 'held' } }],
          },
          { themeId: 'a-b', change: { kind: 'none' }, units: [] },
        ],
      };
      const second: Round = { ...first, id: 'r2', summary: { ...there(first.summary), trend } };
      for (const each of [first, second, round({ id: 'r3' })]) await store().saveRound(each);
      await store().saveRound(round({ channel: elsewhere }));
      await store().saveAnswer(here, answer({ roundId: 'r3' }));
      await store().savePost(here, post({ slot: 'prompt:a' }));
      await store().saveJointScore(here, agreed());
      expect(new Set(await store().roundsOf(here))).toEqual(new Set([first, second, round({ id: 'r3' })]));
      expect(await store().roundsOf(otherTenant)).toEqual([]);
    });
  });
}
