import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/usecases/ports.ts';
import type { Versioned } from '../../src/usecases/versioned.ts';
import { agreedContract } from './contract-agreed.ts';
import { answerContract } from './contract-answers.ts';
import { dueContract } from './contract-due.ts';
import { erasingContract } from './contract-erasing.ts';
import { guestContract } from './contract-guests.ts';
import { planContract } from './contract-plan.ts';
import { remindingContract } from './contract-reminding.ts';
import { answer, channel, closedRound, elsewhere, here, otherTenant, post, round, there, wheel } from './records.ts';

/** What every database must do for the store. `open` gives an empty one; each test gets its own and closes it. */
export function storeContract(name: string, open: () => Promise<Database>): void {
  describe(`the store on ${name}`, () => {
    let db: Database;
    let store: Store;
    beforeEach(async () => {
      db = await open();
      store = createStore(db);
    });
    afterEach(() => db.close());

    channels(() => store);
    rounds(() => store);
    answerContract(() => store);
    posts(() => store);
    agreedContract(() => store);
    dueContract(() => store);
    planContract(() => store);
    remindingContract(() => store);
    erasingContract(() => store);
    guestContract(() => store);
    theRest(() => store);
    compareAndSet(() => store);
  });
}

function channels(store: () => Store): void {
  describe('a channel', () => {
    test('that was never saved is not there', async () => {
      expect(await store().channel(here)).toBeUndefined();
      expect(await store().channelsOf(here.tenantId)).toEqual([]);
    });

    test('comes back as it was saved, with and without what it may lack', async () => {
      const whole = channel({ openRoundId: 'r2', latestRoundId: 'r1' });
      const { teamId: _, ...bare } = channel({ ...elsewhere, kind: 'group', name: '', facilitators: [] });
      await store().saveChannel(whole);
      await store().saveChannel(bare);
      expect(there(await store().channel(here)).record).toEqual(whole);
      expect(there(await store().channel(elsewhere)).record).toEqual(bare);
    });

    test('is saved over the version that was read, and not over another', async () => {
      expect(await store().saveChannel(channel())).toBe(true);
      const read = there(await store().channel(here));
      expect(await store().saveChannel(channel({ name: 'new' }), read.version)).toBe(true);
      expect(await store().saveChannel(channel({ name: 'late' }), read.version)).toBe(false);
      expect(there(await store().channel(here)).record.name).toBe('new');
    });

    test('that is there already is not made a second time', async () => {
      await store().saveChannel(channel());
      expect(await store().saveChannel(channel({ name: 'second' }))).toBe(false);
      expect(there(await store().channel(here)).record).toEqual(channel());
    });

    test('that is not there is not replaced', async () => {
      expect(await store().saveChannel(channel(), '1')).toBe(false);
      expect(await store().channel(here)).toBeUndefined();
    });

    test('is listed with those of its own tenant only', async () => {
      await store().saveChannel(channel());
      await store().saveChannel(channel(elsewhere));
      await store().saveChannel(channel(otherTenant));
      await store().saveChannel(channel({ ...here, tenantId: 'tenant-10' }));
      const listed = async (tenantId: string) =>
        (await store().channelsOf(tenantId)).map(({ tenantId, conversationId }) => ({ tenantId, conversationId }));
      expect(new Set(await listed('tenant-1'))).toEqual(new Set([elsewhere, here]));
      expect(await listed('tenant-2')).toEqual([otherTenant]);
      expect(await listed('tenant')).toEqual([]);
    });

    test('is listed without the rounds, answers and posts that belong to it', async () => {
      await store().saveChannel(channel());
      await store().saveRound(round());
      await store().saveAnswer(here, answer());
      await store().savePost(here, post());
      await store().saveRoster(here, { people: ['p1'], readAt: 1 });
      expect(await store().channelsOf(here.tenantId)).toEqual([channel()]);
    });
  });
}

function rounds(store: () => Store): void {
  describe('a round', () => {
    test('tells what is scored in it without what it came to', async () => {
      await store().saveRound(round());
      await store().saveRound(closedRound([answer()]), there(await store().round(here, 'r1')).version);
      await store().saveRound(round({ id: 'r2', channel: elsewhere }));
      const { units, startedBy, privacy, personalReminders } = round();
      const keys = { id: 'r1', units, startedBy, privacy, personalReminders, state: 'closed' };
      expect(await store().roundKeysOf(here)).toEqual([keys]);
      expect(await store().roundKeysOf(otherTenant)).toEqual([]);
    });

    test('comes back as it was saved: open, closing, and closed with its summary', async () => {
      const people = ['p1', 'p2', 'p3', 'p4'].map((person) => answer({ person }));
      const states = [
        round(),
        round({ state: 'closing', closedBy: 'everyone' }),
        closedRound([]),
        closedRound(people),
        closedRound([...people.slice(1), answer({ themeId: 'a-b', scores: { 'a-b': 1 } })]),
      ];
      let version: string | undefined;
      for (const state of states) {
        expect(await store().saveRound(state, version)).toBe(true);
        const read = there(await store().round(here, 'r1'));
        expect(read.record).toEqual(state);
        version = read.version;
      }
    });

    test('is found by its own channel only', async () => {
      await store().saveRound(round());
      expect(await store().round(elsewhere, 'r1')).toBeUndefined();
      expect(await store().round(otherTenant, 'r1')).toBeUndefined();
      expect(await store().round(here, 'r')).toBeUndefined();
      expect(await store().round(here, 'r10')).toBeUndefined();
    });

    test('may have the id of a round in another channel', async () => {
      await store().saveRound(round());
      expect(await store().saveRound(round({ channel: elsewhere, expected: 9 }))).toBe(true);
      expect(there(await store().round(here, 'r1')).record.expected).toBe(5);
    });

    test('is not saved over the version of another round', async () => {
      await store().saveRound(round());
      await store().saveRound(round({ id: 'r2' }));
      let another = there(await store().round(here, 'r2')).version;
      for (let expected = 6; expected < 9; expected++) {
        await store().saveRound(round({ id: 'r2', expected }), another);
        another = there(await store().round(here, 'r2')).version;
      }
      expect(await store().saveRound(round({ expected: 9 }), another)).toBe(false);
      expect(there(await store().round(here, 'r1')).record).toEqual(round());
    });

    test('is closed by one of two who close it at once', async () => {
      await store().saveRound(round());
      const { version } = there(await store().round(here, 'r1'));
      const closings = (['person', 'deadline'] as const).map((closedBy) =>
        store().saveRound(round({ state: 'closing', closedBy }), version),
      );
      expect((await Promise.all(closings)).sort()).toEqual([false, true]);
    });
  });
}

function posts(store: () => Store): void {
  describe('a post', () => {
    const only = async () => {
      const [first, ...others] = await store().posts(here, 'r1');
      expect(others).toEqual([]);
      return there(first);
    };

    test('is listed with its own round and channel', async () => {
      const own = [post(), post({ slot: 'theme:a-b' }), post({ slot: 'status' }), post({ slot: 'summary' })];
      for (const each of own) expect(await store().savePost(here, each)).toBe(true);
      await store().savePost(here, post({ roundId: 'r10' }));
      await store().savePost(elsewhere, post({ slot: 'theme:b' }));
      const listed = (await store().posts(here, 'r1')).map(({ record }) => record);
      expect(new Set(listed)).toEqual(new Set(own));
      expect(await store().posts(here, 'r2')).toEqual([]);
    });

    test('is begun by one of two who send it at once', async () => {
      const begun = await Promise.all([store().savePost(here, post()), store().savePost(here, post())]);
      expect(begun.toSorted()).toEqual([false, true]);
    });

    test('that only an open round may have is begun once, and not after the round stopped being open', async () => {
      expect(await store().addPostWhileOpen(here, post())).toBe(false);
      await store().saveRound(round());
      expect(await store().addPostWhileOpen(here, post())).toBe(true);
      expect(await store().addPostWhileOpen(here, post())).toBe(false);
      const { record, version } = there(await store().round(here, 'r1'));
      await store().saveRound({ ...record, state: 'closing' }, version);
      expect(await store().addPostWhileOpen(here, post({ slot: 'status' }))).toBe(false);
      expect((await only()).record).toEqual(post());
    });

    test('is saved over the version that was read, and not over another', async () => {
      await store().savePost(here, post());
      const { version } = await only();
      const sent = post({ state: 'sent', conversationId: '19:here;messageid=7', activityId: '7' });
      expect(await store().savePost(here, sent, version)).toBe(true);
      expect(await store().savePost(here, post({ state: 'unknown' }), version)).toBe(false);
      expect((await only()).record).toEqual(sent);
    });

    test('is removed at the version that was read, once', async () => {
      await store().savePost(here, post());
      await store().savePost(here, post({ slot: 'status' }));
      const read = (await store().posts(here, 'r1')).find(({ record }) => record.slot === 'theme:a');
      const { version } = there(read);
      await store().savePost(here, post({ state: 'unknown' }), version);
      expect(await store().removePost(here, post(), version)).toBe(false);
      expect(await store().posts(here, 'r1')).toHaveLength(2);
      const now = there((await store().posts(here, 'r1')).find(({ record }) => record.slot === 'theme:a'));
      expect(await store().removePost(here, post(), now.version)).toBe(true);
      expect(await store().removePost(here, post(), now.version)).toBe(false);
      expect((await only()).record.slot).toBe('status');
    });

    test('that was removed and begun again is not the one that somebody read before', async () => {
      await store().savePost(here, post({ state: 'unknown' }));
      const { version } = await only();
      await store().removePost(here, post(), version);
      expect(await store().savePost(here, post())).toBe(true);
      expect(await store().removePost(here, post(), version)).toBe(false);
      expect(await store().savePost(here, post({ state: 'unknown' }), version)).toBe(false);
      expect((await only()).record).toEqual(post());
    });
  });
}

function theRest(store: () => Store): void {
  describe('a roster', () => {
    test('is not there before it was read, and is the last one read after', async () => {
      expect(await store().roster(here)).toBeUndefined();
      await store().saveRoster(here, { people: ['p1', 'p2'], readAt: 1 });
      await store().saveRoster(elsewhere, { people: [], readAt: 3 });
      await Promise.all([
        store().saveRoster(here, { people: ['p2'], readAt: 2 }),
        store().saveRoster(here, { people: ['p2'], readAt: 2 }),
      ]);
      expect(await store().roster(here)).toEqual({ people: ['p2'], readAt: 2 });
      expect(await store().roster(elsewhere)).toEqual({ people: [], readAt: 3 });
    });
  });

  describe('a picture', () => {
    test('says which round it shows', async () => {
      expect(await store().picture('picture-1')).toBeUndefined();
      await store().savePicture('picture-1', here, 'r1');
      await store().savePicture('picture-2', elsewhere, 'r2');
      expect(await store().picture('picture-1')).toEqual({ channel: here, roundId: 'r1' });
      expect(await store().picture('picture-2')).toEqual({ channel: elsewhere, roundId: 'r2' });
      expect(await store().picture('picture')).toBeUndefined();
    });

    test('keeps of its channel where it is and nothing else', async () => {
      await store().savePicture('picture-1', channel({ name: 'kanariefugl' }), 'r1');
      expect(JSON.stringify(await store().picture('picture-1'))).not.toContain('kanariefugl');
    });
  });

  describe('a wheel', () => {
    test('is kept for good: the first with its id, version and language stays', async () => {
      expect(await store().wheel('small', 1, 'en')).toBeUndefined();
      expect(await store().keepWheel(wheel)).toEqual(wheel);
      expect(await store().keepWheel(wheel)).toEqual(wheel);
      expect(await store().keepWheel({ ...wheel, name: 'Changed' })).toEqual(wheel);
      expect(await store().wheel('small', 1, 'en')).toEqual(wheel);
    });

    test('is one of its own in every version and language', async () => {
      const all = [wheel, { ...wheel, version: 2 }, { ...wheel, version: 12 }, { ...wheel, language: 'da' as const }];
      for (const each of all) await store().keepWheel(each);
      for (const each of all) expect(await store().wheel(each.id, each.version, each.language)).toEqual(each);
      expect(await store().wheel('small', 2, 'da')).toBeUndefined();
    });
  });
}

/** Against a plain variable: whoever names the version that is there writes, and nobody else does. */
function compareAndSet(store: () => Store): void {
  test('whatever order writers come in, a write counts exactly when it names what is there', async () => {
    const writer = fc.record({ holds: fc.nat(5), create: fc.boolean() });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(writer, { maxLength: 25 }), async (writers) => {
        const id = `r${run++}`;
        let kept: Versioned<number> | undefined;
        const seen: string[] = [];
        for (const [i, { holds, create }] of writers.entries()) {
          const version = create ? undefined : (seen.at(-1 - holds) ?? '1');
          const expected = version === kept?.version;
          expect(await store().saveRound(round({ id, startedAt: i }), version)).toBe(expected);
          const read = await store().round(here, id);
          if (expected) {
            expect(read?.version).not.toBe(kept?.version);
            kept = { record: i, version: there(read).version };
            seen.push(kept.version);
          }
          expect(read?.version).toBe(kept?.version);
          expect(read?.record.startedAt).toBe(kept?.record);
        }
      }),
      { numRuns: 50 },
    );
  });
}
