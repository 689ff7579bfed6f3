import { beforeEach, describe, expect, it, test } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import type { Round } from '../../src/domain/round.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { answer, closedRound, counted, elsewhere, here, otherTenant, round, there } from './records.ts';

/** The part of the contract about answers: none is lost, none is counted twice, and a closed round takes none. */
export function answerContract(store: () => Store): void {
  describe('an answer', () => {
    beforeEach(async () => {
      await store().saveRound(round());
    });
    const kept = async (change: Partial<Answer> = {}) => {
      const { roundId, themeId, person } = answer(change);
      return (await store().roundAndAnswer(here, { roundId, themeId, person })).answer;
    };

    test('comes back as it was saved, together with its round', async () => {
      expect(await store().saveAnswer(here, answer())).toBe('saved');
      const found = await store().roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' });
      expect(found.round).toEqual(round());
      expect(there(found.answer).record).toEqual(answer());
    });

    test('comes back with whom the person answers as, as the results do with the groups', async () => {
      for (const group of ['a', null]) {
        const person = `as ${group}`;
        const given = answer({ person, answersAs: { group, at: 1_600 } });
        await store().saveAnswer(here, given);
        expect(there(await kept({ person })).record).toEqual(given);
      }
      const answers = ['p1', 'p2', 'p3', 'p4', 'q1', 'q2', 'q3', 'q4'].map((person) =>
        answer({ person, scores: { a1: 1, a2: 2 }, answersAs: { group: person[0] ?? null, at: 1_600 } }),
      );
      const asked = { id: 'r2', groups: ['p', 'q'] };
      const closed = closedRound(answers, undefined, asked);
      expect(closed.summary?.themes[0]?.groups).toHaveLength(2);
      await store().saveRound(closed);
      expect((await store().round(here, 'r2'))?.record).toEqual(closed);
    });

    /** As the use case closes: no more answers, then what there is fixed, then the summary. */
    const close = async (to: Round) => {
      const { version } = there(await store().round(here, 'r1'));
      await store().saveRound({ ...to, state: 'closing' }, version);
      if (to.state === 'closing') return;
      await store().freezeAnswers(here, 'r1');
      await store().saveRound(to, there(await store().round(here, 'r1')).version);
    };
    const finish = async () => {
      await store().saveRound(closedRound([]), there(await store().round(here, 'r1')).version);
    };

    it.each([
      'Æblegrød på en ø – "citat", \'apostrof\', 50 % af _alle_; DROP TABLE documents; --',
      '👩‍👩‍👧 \u{10ffff} \u202e',
      'a\u0000b\nc\td',
      '\ud800 half a character',
    ])('keeps its comment letter for letter: %j', async (comment) => {
      await store().saveAnswer(here, answer({ comment }));
      expect(there(await kept()).record.comment).toBe(comment);
      expect((await store().answers(here, 'r1'))[0]?.comment).toBe(comment);
    });

    test('that nobody gave is not there, and neither is a round that nobody started', async () => {
      expect(await store().roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' })).toEqual({
        round: round(),
      });
      expect(await store().roundAndAnswer(here, { roundId: 'r2', themeId: 'a', person: 'p1' })).toEqual({});
      expect(await store().roundAndAnswer(elsewhere, { roundId: 'r1', themeId: 'a', person: 'p1' })).toEqual({});
      expect(await store().answers(here, 'r1')).toEqual([]);
    });

    test('is replaced over the version that was read, and not over another', async () => {
      await store().saveAnswer(here, answer());
      const { version } = there(await kept());
      expect(await store().saveAnswer(here, answer({ revision: 2 }), version)).toBe('saved');
      expect(await store().saveAnswer(here, answer({ revision: 3 }), version)).toBe('changed');
      expect(there(await kept()).record.revision).toBe(2);
      expect(await store().answers(here, 'r1')).toHaveLength(1);
    });

    test('that is not there is not replaced', async () => {
      expect(await store().saveAnswer(here, answer(), '1')).toBe('changed');
      expect(await kept()).toBeUndefined();
    });

    test('given twice at once by one person is kept once', async () => {
      const presses = [1, 2, 3, 4].map((revision) => store().saveAnswer(here, answer({ revision })));
      const outcomes = await Promise.all(presses);
      expect(outcomes.toSorted()).toEqual(['changed', 'changed', 'changed', 'saved']);
      expect(there(await kept()).record.revision).toBe(outcomes.indexOf('saved') + 1);
    });

    test('never stands in the way of another person, however many answer at once', async () => {
      const everybody = Array.from({ length: 60 }, (_, i) => answer({ person: `p${i}`, comment: `nr. ${i}` }));
      const first = await Promise.all(everybody.map((each) => store().saveAnswer(here, each)));
      expect(new Set(first)).toEqual(new Set(['saved']));
      const read = await Promise.all(everybody.map((each) => kept(each)));
      const second = await Promise.all(
        everybody.map((each, i) => store().saveAnswer(here, { ...each, revision: 2 }, there(read[i]).version)),
      );
      expect(new Set(second)).toEqual(new Set(['saved']));
      const all = await store().answers(here, 'r1');
      expect(all.toSorted(byPerson)).toEqual(everybody.map((each) => ({ ...each, revision: 2 })).sort(byPerson));
    });

    describe.each([
      { state: 'closing', saved: round({ state: 'closing', closedBy: 'person' }), stays: answer() },
      { state: 'closed', saved: closedRound([answer()]), stays: counted(answer()) },
    ])('to a round that is $state', ({ saved, stays }) => {
      beforeEach(async () => {
        await store().saveAnswer(here, answer());
        await close(saved);
      });

      test('is refused as closed, first or changed, with the right version or a wrong one, and nothing changes', async () => {
        const { version } = there(await kept());
        expect(await store().saveAnswer(here, answer({ person: 'p2' }))).toBe('closed');
        expect(await store().saveAnswer(here, answer({ revision: 2 }), version)).toBe('closed');
        expect(await store().saveAnswer(here, answer({ revision: 2 }))).toBe('closed');
        expect(await store().saveAnswer(here, answer({ revision: 2 }), '99')).toBe('closed');
        expect(await store().answers(here, 'r1')).toEqual([stays]);
        expect(there(await kept()).version).toBe(version);
      });
    });

    test('to a round that is not in this channel is refused as closed', async () => {
      expect(await store().saveAnswer(here, answer({ roundId: 'r2' }))).toBe('closed');
      expect(await store().saveAnswer(elsewhere, answer())).toBe('closed');
      expect(await store().saveAnswer(otherTenant, answer())).toBe('closed');
      expect(await store().answers(elsewhere, 'r1')).toEqual([]);
    });

    test('is guarded by its own round and no other', async () => {
      await store().saveRound(round({ id: 'r2', state: 'closing', closedBy: 'person' }));
      expect(await store().saveAnswer(here, answer())).toBe('saved');
      expect(await store().saveAnswer(here, answer({ roundId: 'r2' }))).toBe('closed');
    });

    test('at the moment of closing is either counted or refused, never both or neither', async () => {
      const { version } = there(await store().round(here, 'r1'));
      const pressed = Array.from({ length: 20 }, (_, i) => answer({ person: `p${i}` }));
      const saving = pressed.slice(0, 10).map((each) => store().saveAnswer(here, each));
      const stopping = store().saveRound(round({ state: 'closing', closedBy: 'person' }), version);
      saving.push(...pressed.slice(10).map((each) => store().saveAnswer(here, each)));
      expect(await stopping).toBe(true);
      const frozen = await store().freezeAnswers(here, 'r1');
      await finish();
      const outcomes = await Promise.all(saving);
      const accepted = pressed.filter((_, i) => outcomes[i] === 'saved').map(counted);
      expect(new Set(outcomes)).toEqual(new Set(accepted.length === 20 ? ['saved'] : ['saved', 'closed']));
      expect(frozen.toSorted(byPerson)).toEqual(accepted.toSorted(byPerson));
      expect((await store().answers(here, 'r1')).toSorted(byPerson)).toEqual(accepted.toSorted(byPerson));
    });

    test('that came before the closing is counted the same by all who close, however often they ask', async () => {
      const everybody = Array.from({ length: 30 }, (_, i) => answer({ person: `p${i}`, comment: `nr. ${i}` }));
      await Promise.all(everybody.map((each) => store().saveAnswer(here, each)));
      await close(round({ state: 'closing', closedBy: 'person' }));
      const twice = await Promise.all([store().freezeAnswers(here, 'r1'), store().freezeAnswers(here, 'r1')]);
      await finish();
      const after = await store().freezeAnswers(here, 'r1');
      for (const frozen of [...twice, after, await store().answers(here, 'r1')])
        expect(frozen.toSorted(byPerson)).toEqual(everybody.map(counted).toSorted(byPerson));
      expect(await store().answered(here, 'r1', ['a'])).toEqual({ a: 30 });
      expect(there(await kept({ person: 'p7' })).record.comment).toBe('nr. 7');
    });

    test('is not changed by a late write that names the version from before the closing', async () => {
      await store().saveAnswer(here, answer());
      const { version } = there(await kept());
      await close(closedRound([answer()]));
      expect(await store().saveAnswer(here, answer({ revision: 2 }), version)).toBe('closed');
      expect(await store().answers(here, 'r1')).toEqual([counted(answer())]);
    });

    test('is listed and counted with its own round and theme, whatever the others are called', async () => {
      const roundIds = ['r1', 'r10', 'r', 'R1', 'r_', 'r%'];
      const all = roundIds.flatMap((roundId) =>
        ['a', 'a-b', 'b'].flatMap((themeId) => ['p1', 'p10'].map((person) => answer({ roundId, themeId, person }))),
      );
      for (const id of roundIds.slice(1)) await store().saveRound(round({ id }));
      for (const each of all) expect(await store().saveAnswer(here, each)).toBe('saved');

      for (const roundId of roundIds) {
        const listed = await store().answers(here, roundId);
        expect(new Set(listed)).toEqual(new Set(all.filter((each) => each.roundId === roundId)));
        const answered = await store().answered(here, roundId, ['a', 'a-b', 'b', 'c']);
        expect(answered).toEqual({ a: 2, 'a-b': 2, b: 2, c: 0 });
        expect(await store().progress(here, roundId, ['a', 'b'])).toEqual({ answered: { a: 2, b: 2 }, complete: 2 });
        expect(await store().progress(here, roundId, ['a', 'c'])).toEqual({ answered: { a: 2, c: 0 }, complete: 0 });
      }
      expect(await store().answered(here, 'r1', [])).toEqual({});
      expect(await store().answered(elsewhere, 'r1', ['a'])).toEqual({ a: 0 });
    });

    test('of one round is not listed with another whose id begins the same', async () => {
      await store().saveRound(round({ id: 'r10' }));
      await store().saveAnswer(here, answer({ roundId: 'r10' }));
      expect(await store().answers(here, 'r1')).toEqual([]);
      expect(await store().answered(here, 'r1', ['a'])).toEqual({ a: 0 });
    });

    test('of one theme is not counted with another whose id begins the same', async () => {
      await store().saveAnswer(here, answer({ themeId: 'a-b', scores: { 'a-b': 2 } }));
      expect(await store().answered(here, 'r1', ['a', 'a-b'])).toEqual({ a: 0, 'a-b': 1 });
    });
  });
}

const byPerson = (a: Answer, b: Answer) => (a.person < b.person ? -1 : 1);
