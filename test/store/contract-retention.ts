import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { guestCode } from '../../src/domain/invitation.ts';
import type { Database } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { agreed, answer, channel, closedRound, due, here, post, round, there, wheel } from './records.ts';

const day = 86_400_000;
const terms = { smallestGroup: 4, retentionMonths: 2 };

/**
 * How long things are kept, where the database does not remove them by itself. Its own clock runs here, so that what is
 * written is written now.
 */
export function retentionContract(name: string, open: () => Promise<Database>): void {
  describe(`on ${name}, with what belongs to a round kept for two months after its closing`, () => {
    let db: Database;
    let store: Store;
    let now: number;
    beforeEach(async () => {
      db = await open();
      now = Date.now();
      store = createStore(db, { now: () => now, retentionMonths: 2 });
      await fill(store, now);
    });
    afterEach(() => db.close());

    const left = async () => ({
      rounds: (await store.roundsOf(here)).map(({ id }) => id),
      answers: [await store.answers(here, 'r1'), await store.answers(here, 'o1')].map(({ length }) => length),
      votes: await store.voted(here, 'r1'),
      choice: (await store.choice(here, 'r1')) !== undefined,
      agreed: (await store.jointScoresIn(here)).length,
      posts: (await store.posts(here, 'o1')).length,
      picture: (await store.picture('picture-1')) !== undefined,
    });
    const all = { rounds: ['o1', 'r1'], answers: [1, 1], votes: 1, choice: true, agreed: 1, posts: 1, picture: true };

    test('a day less leaves everything', async () => {
      expect(await left()).toEqual(all);
      await db.sweep(now + 58 * day);
      expect(await left()).toEqual(all);
    });

    test('a day more removes all of the closed round, and nothing of an open one', async () => {
      expect(await db.sweep(now + 63 * day)).toBeGreaterThan(0);
      expect(await left()).toEqual({
        ...{ rounds: ['o1'], answers: [0, 1], votes: 0, choice: false, agreed: 0, posts: 1, picture: false },
      });
      expect(await db.sweep(now + 63 * day)).toBe(0);
    });

    test('what people were told before they answered goes before what is set later', async () => {
      const later = createStore(db, { now: () => now, retentionMonths: 24 });
      const { record, version } = there(await later.round(here, 'r1'));
      await later.saveRound({ ...record, startedBy: '' }, version);
      await db.sweep(now + 63 * day);
      expect(await later.round(here, 'r1')).toBeUndefined();
    });

    test('comments kept apart go with their round, however late they were', async () => {
      now += 30 * day;
      await store.keepComments(there(await store.round(here, 'r1')).record, 'a', ['Godt']);
      expect(await store.comments(here, 'r1')).toEqual(new Map([['a', ['Godt']]]));
      await db.sweep(now + 33 * day);
      expect(await store.comments(here, 'r1')).toEqual(new Map());
    });

    test('an open round goes with everything of it two months after the last day that it could close', async () => {
      await db.sweep(now + 401 * day + 63 * day);
      expect(await left()).toMatchObject({ rounds: [], answers: [0, 0], posts: 0 });
    });

    it.each([63, 10_000])('what is the channel’s own stays, and so does what waits, %i days on', async (days) => {
      await db.sweep(now + days * day);
      expect(await store.channel(here)).toBeDefined();
      expect(await store.roster(here)).toBeDefined();
      expect(await store.frame(here)).toBeDefined();
      expect(await store.focuses(here)).toHaveLength(1);
      expect(await store.actions(here)).toHaveLength(1);
      expect(await store.planPost(here)).toBeDefined();
      expect(await store.wheel(wheel.id, wheel.version, wheel.language)).toBeDefined();
      expect((await store.due(Number.MAX_SAFE_INTEGER, 10)).map(({ record }) => record.id)).toEqual(['deadline:o1']);
    });

    describe('of a link, its seats and the answers that came by it', () => {
      const id = 'link-of-an-open-round';
      const traces = async () => {
        const found: string[] = [];
        for await (const moved of db.everything()) found.push(...moved.map((each) => JSON.stringify(each)));
        return found.filter((each) => each.includes(id)).length;
      };
      beforeEach(async () => {
        await store.saveInvitation(here, { id, roundId: 'o1', most: 3, plain: false, createdAt: now });
        const person = guestCode(id, 'phone');
        await store.takeSeat(here, { roundId: 'o1', id, most: 3 }, person);
        await store.saveAnswer(here, answer({ roundId: 'o1', person }));
      });

      test('nothing is left once the round was deleted', async () => {
        // The link, the place that it leads to, one seat, one answer.
        expect(await traces()).toBe(4);
        await store.removeInvitationPlace(id);
        await store.eraseRound(here, 'o1');
        expect(await traces()).toBe(0);
      });

      test('no answer is left once the link was withdrawn', async () => {
        await store.removeGuests(here, { roundId: 'o1', id });
        expect(await traces()).toBe(3);
        expect(await store.answers(here, 'o1')).toHaveLength(1);
      });

      test('nothing is left once the time of its round is over', async () => {
        await db.sweep(now + 400 * day);
        expect(await traces()).toBe(4);
        await db.sweep(now + 401 * day + 63 * day);
        expect(await traces()).toBe(0);
      });
    });

    test('due work that ended is forgotten when its round would be', async () => {
      expect(await store.dueItem('publish:r1')).toBeDefined();
      await db.sweep(now + 401 * day + 63 * day);
      expect(await store.dueItem('publish:r1')).toBeUndefined();
    });

    test('that a round was deleted is known for good, and not that it was looked after once more', async () => {
      for (const occasion of ['', 'again']) {
        const item = due({ id: `erase:r1${occasion}`, work: 'erase', occasion });
        await store.addDue(item);
        await store.saveDue({ ...item, state: 'done' }, there(await store.dueItem(item.id)).version);
      }
      await db.sweep(now + 10_000 * day);
      expect(await store.dueItem('erase:r1')).toBeDefined();
      expect(await store.dueItem('erase:r1again')).toBeUndefined();
    });
  });
}

/** A channel with a round that closed and what followed from it, and with one that is open. */
async function fill(store: Store, now: number): Promise<void> {
  await store.keepWheel(wheel);
  await store.saveChannel(channel({ openRoundId: 'o1', latestRoundId: 'r1' }));
  await store.saveRoster(here, { people: ['p1'], readAt: 1 });
  await store.saveRound(round({ terms }));
  await store.saveAnswer(here, answer());
  await store.saveRound(round({ terms, state: 'closing' }), there(await store.round(here, 'r1')).version);
  const counted = await store.freezeAnswers(here, 'r1');
  await store.saveRound(closedRound(counted, now, { terms }), there(await store.round(here, 'r1')).version);
  await store.savePicture('picture-1', here, 'r1');
  await store.saveJointScore(here, agreed());
  await choose(store);
  const ended = due({ id: 'publish:r1', work: 'publish' });
  await store.addDue(ended);
  await store.saveDue({ ...ended, state: 'done' }, there(await store.dueItem('publish:r1')).version);

  await store.saveRound(round({ id: 'o1', terms }));
  await store.saveAnswer(here, answer({ roundId: 'o1' }));
  await store.savePost(here, post({ roundId: 'o1', slot: 'status' }));
  await store.addDue(due({ id: 'deadline:o1', work: 'deadline', subject: 'o1' }));
}

async function choose(store: Store): Promise<void> {
  const choice = { roundId: 'r1', channel: here, startedAt: 1 };
  await store.saveChoice({ ...choice, state: 'open' });
  await store.saveVote(here, { roundId: 'r1', person: 'p1', units: ['a1'], revision: 1, accepted: [] });
  await store.saveChoice({ ...choice, state: 'closing' }, there(await store.choice(here, 'r1')).version);
  await store.freezeVotes(here, 'r1');
  const outcome = { voters: 1, dots: { a1: 1 } };
  await store.saveChoice({ ...choice, state: 'closed', outcome }, there(await store.choice(here, 'r1')).version);
  await store.saveFrame(here, { content: { coreTask: '', destination: '', goals: [], values: [] }, revision: 1 });
  const tracked = { status: 'open', reason: '', turn: 0, createdAt: 1, revision: 1 } as const;
  const round = { wheelId: 'small', wheelVersion: 1, themeId: 'a', unitId: 'a1', roundId: 'r1', chosenAfter: 'r1' };
  await store.saveFocus(here, { ...tracked, ...round, id: 'f1', content: { term: 'short' } });
  const words = { title: 'Ring', milestone: false, goal: '', value: '', partners: '' };
  await store.saveAction(here, { ...tracked, id: 'a1', content: { focusId: 'f1', ...words } });
  await store.savePlanPost(here, { conversationId: 'c1', activityId: '1' });
}
