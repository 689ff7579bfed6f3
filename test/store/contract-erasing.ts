import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/usecases/ports.ts';
import { agreed, answer, channel, closedRound, elsewhere, here, post, round, there } from './records.ts';

/** What is taken away for good, while others may be writing. */
export function erasingContract(store: () => Store): void {
  const fill = async (roundId = 'r1') => {
    await store().saveRound(round({ id: roundId }));
    for (const person of ['p1', 'p2']) {
      for (const themeId of ['a', 'a-b']) await store().saveAnswer(here, answer({ roundId, person, themeId }));
    }
    await store().saveJointScore(here, agreed({ roundId }));
    await store().savePost(here, post({ roundId }));
  };
  const close = async (roundId = 'r1') => {
    await store().saveRound(
      round({ id: roundId, state: 'closing' }),
      there(await store().round(here, roundId)).version,
    );
    const counted = await store().freezeAnswers(here, roundId);
    const closed = closedRound(counted, undefined, { id: roundId });
    await store().saveRound(closed, there(await store().round(here, roundId)).version);
    return closed;
  };
  const people = async (roundId = 'r1') =>
    (await store().answers(here, roundId)).map(({ person, themeId }) => `${person} ${themeId}`).toSorted();

  describe('a person', () => {
    test.each(['open', 'closed'])(
      'finds and takes away their own answers and votes of an %s round, nobody else’s',
      async (state) => {
        await fill();
        await store().saveChoice({ roundId: 'r1', channel: here, startedAt: 1, state: 'open' });
        const vote = { roundId: 'r1', person: 'p1', units: ['a1'], revision: 1, accepted: [] };
        await store().saveVote(here, vote);
        await store().saveVote(here, { ...vote, person: 'p2' });
        if (state === 'closed') await close();
        const ref = { roundId: 'r1', themeIds: ['a', 'a-b', 'unknown'], person: 'p1' };
        const own = await store().ownIn(here, [ref]);
        expect(own.answers.map(({ themeId }) => themeId).toSorted()).toEqual(['a', 'a-b']);
        expect(own.votes).toMatchObject([{ person: 'p1', units: ['a1'] }]);
        expect(await store().removeOwn(here, ref)).toBe(3);
        expect(await store().removeOwn(here, ref)).toBe(0);
        expect(await store().ownIn(here, [ref])).toEqual({ answers: [], votes: [] });
        expect(await people()).toEqual(['p2 a', 'p2 a-b']);
        expect(await store().voted(here, 'r1')).toBe(1);
      },
    );

    test('may ask for as many answers as they have given', async () => {
      await fill();
      const refs = Array.from({ length: 250 }, (_, i) => ({ roundId: `r${i}`, themeIds: ['a'], person: 'p2' }));
      expect((await store().ownIn(here, refs)).answers).toHaveLength(1);
      expect(await store().ownIn(here, [])).toEqual({ answers: [], votes: [] });
    });
  });

  describe('a closed round', () => {
    test('keeps its comments without its answers, and those that are kept already as they are', async () => {
      await fill();
      const closed = await close();
      await store().keepComments(closed, 'a', ['Først', 'Så']);
      await store().keepComments(closed, 'a', []);
      await store().removeAnswers(here, 'r1', 'a');
      await store().removeAnswers(here, 'r1', 'a');
      expect(await store().comments(here, 'r1')).toEqual(new Map([['a', ['Først', 'Så']]]));
      expect(await people()).toEqual(['p1 a-b', 'p2 a-b']);
    });
  });

  describe('a round that is deleted', () => {
    test.each(['open', 'closed'])('leaves only its posts, whether it was open or closed: %s', async (state) => {
      await fill();
      await fill('r2');
      if (state === 'closed') await store().keepComments(await close(), 'a', ['Ord']);
      await store().eraseRound(here, 'r1');
      await store().eraseRound(here, 'r1');
      expect(await store().round(here, 'r1')).toBeUndefined();
      expect(await people()).toEqual([]);
      expect(await store().jointScoresIn(here, 'r1')).toEqual([]);
      expect(await store().comments(here, 'r1')).toEqual(new Map());
      expect(await store().posts(here, 'r1')).toHaveLength(1);
      expect(await store().saveAnswer(here, answer({ person: 'late' }))).toBe('closed');
      expect(await people('r2')).toHaveLength(4);
    });
  });

  describe('a channel', () => {
    test('loses everything but its rounds, its posts and itself, and is removed itself', async () => {
      await store().saveChannel(channel());
      await store().saveChannel(channel({ ...elsewhere }));
      await fill();
      await store().saveRoster(here, { people: ['p1'], readAt: 1 });
      await store().saveFrame(here, {
        content: { coreTask: 'x', destination: '', goals: [], values: [] },
        revision: 1,
      });
      await store().savePlanPost(here, { conversationId: 'c1', activityId: '1' });
      const named = { id: 'n1', people: ['p1'], keptAt: 1, conversationId: 'c1', activityId: '2' };
      expect(await store().saveNamedPost(here, named)).toBe(true);
      expect(await store().saveNamedPost(here, named)).toBe(false);
      await store().eraseAllButRounds(here);
      const [kept] = await store().namedPosts(here);
      expect(kept?.record).toEqual(named);
      expect(await store().removeNamedPost(here, 'n1', kept?.version ?? '')).toBe(true);
      expect(await store().namedPosts(here)).toEqual([]);
      expect(await store().roster(here)).toBeUndefined();
      expect(await store().frame(here)).toBeUndefined();
      expect(await store().planPost(here)).toBeUndefined();
      expect(await people()).toHaveLength(4);
      expect(await store().posts(here, 'r1')).toHaveLength(1);
      expect(await store().channel(here)).toBeDefined();
      await store().removeChannel(here);
      await store().removeChannel(here);
      expect((await store().channelsOf(here.tenantId)).map(({ conversationId }) => conversationId)).toEqual([
        elsewhere.conversationId,
      ]);
    });
  });

  test('a picture is removed, and removing it again does nothing', async () => {
    await store().savePicture('picture-1', here, 'r1');
    await store().removePicture('picture-1');
    await store().removePicture('picture-1');
    expect(await store().picture('picture-1')).toBeUndefined();
  });
}
