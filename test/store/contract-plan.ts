import { describe, expect, test } from 'vitest';
import type { Choice, Vote } from '../../src/domain/choosing.ts';
import type { Focus, PlanAction } from '../../src/domain/plan.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { counted, elsewhere, here, otherTenant, there } from './records.ts';

const choice = (change: Partial<Choice> = {}): Choice => ({
  roundId: 'r1',
  channel: here,
  state: 'open',
  startedAt: 1,
  ...change,
});
const vote = (change: Partial<Vote> = {}): Vote => ({
  roundId: 'r1',
  person: 'p1',
  units: ['a1', 'a2'],
  revision: 1,
  accepted: [{ fingerprint: 'f1', at: 1 }],
  ...change,
});
const tracked = { status: 'open', reason: '', turn: 0, createdAt: 1, revision: 1 } as const;
const focus = (change: Partial<Focus> = {}): Focus => ({
  ...tracked,
  id: 'f1',
  wheelId: 'small',
  wheelVersion: 1,
  themeId: 'a',
  unitId: 'a1',
  roundId: 'r1',
  chosenAfter: 'r1',
  content: { term: 'short' },
  ...change,
});
const action = (change: Partial<PlanAction> = {}): PlanAction => ({
  ...tracked,
  id: 'a1',
  content: { focusId: 'f1', title: 'Ring', milestone: false, goal: '', value: '', partners: '' },
  ...change,
});

/** The part of the contract about what is chosen, planned and steered by. */
export function planContract(store: () => Store): void {
  choices(store);
  votes(store);
  items(store);

  describe('a frame', () => {
    const frame = { content: { coreTask: '', destination: 'Alle', goals: ['UDSYN'], values: [] }, revision: 1 };

    test('is one of each channel, saved over the version that was read', async () => {
      expect(await store().saveFrame(here, frame)).toBe(true);
      expect(await store().saveFrame(here, frame)).toBe(false);
      const { record, version } = there(await store().frame(here));
      expect(record).toEqual(frame);
      expect(await store().saveFrame(here, { ...frame, revision: 2 }, version)).toBe(true);
      expect(await store().saveFrame(here, { ...frame, revision: 3 }, version)).toBe(false);
      expect(await store().frame(elsewhere)).toBeUndefined();
      expect(await store().frame(otherTenant)).toBeUndefined();
    });
  });
}

function choices(store: () => Store): void {
  describe('a choice', () => {
    test('comes back as it was saved: open, counted with and without its dots, and settled', async () => {
      const states = [
        choice(),
        choice({ state: 'closing' }),
        choice({ state: 'closed', outcome: { voters: 2 } }),
        choice({ state: 'closed', outcome: { voters: 5, dots: { a1: 3, 'a-b': 5 } } }),
        choice({
          state: 'settled',
          outcome: { voters: 0, dots: {} },
          focuses: [{ unitId: 'a1', term: 'long', focusId: 'f1' }],
        }),
      ];
      let version: string | undefined;
      for (const state of states) {
        expect(await store().saveChoice(state, version)).toBe(true);
        const read = there(await store().choice(here, 'r1'));
        expect(read.record).toEqual(state);
        version = read.version;
      }
      expect(await store().choice(here, 'r')).toBeUndefined();
      expect(await store().choice(elsewhere, 'r1')).toBeUndefined();
    });

    test('is begun by one of two who begin it at once', async () => {
      expect((await Promise.all([store().saveChoice(choice()), store().saveChoice(choice())])).toSorted()).toEqual([
        false,
        true,
      ]);
    });
  });
}

function votes(store: () => Store): void {
  describe('a vote', () => {
    test('is read with its choice, and counted and listed with those of its own round', async () => {
      expect(await store().choiceAndVote(here, 'r1', 'p1')).toEqual({});
      await store().saveChoice(choice());
      await store().saveChoice(choice({ roundId: 'r10' }));
      await store().saveVote(here, vote());
      await store().saveVote(here, vote({ person: 'p2' }));
      await store().saveVote(here, vote({ roundId: 'r10' }));
      const { choice: read, vote: own } = await store().choiceAndVote(here, 'r1', 'p1');
      expect([read, own?.record]).toEqual([choice(), vote()]);
      expect((await store().votes(here, 'r1')).map(({ record }) => record)).toEqual([vote(), vote({ person: 'p2' })]);
      expect(await store().voted(here, 'r1')).toBe(2);
      expect(await store().voted(elsewhere, 'r1')).toBe(0);
    });

    test('is taken while the choice is open and not after, whether it is the first or moved', async () => {
      expect(await store().saveVote(here, vote())).toBe('closed');
      await store().saveChoice(choice());
      expect(await store().saveVote(here, vote())).toBe('saved');
      expect(await store().saveVote(here, vote())).toBe('changed');
      const { version } = there((await store().choiceAndVote(here, 'r1', 'p1')).vote);
      const open = there(await store().choice(here, 'r1'));
      await store().saveChoice(choice({ state: 'closing' }), open.version);
      expect(await store().saveVote(here, vote({ revision: 2 }), version)).toBe('closed');
      expect(await store().saveVote(here, vote({ person: 'p2' }))).toBe('closed');
      expect((await store().votes(here, 'r1')).map(({ record }) => record)).toEqual([vote()]);
    });

    const go = async (to: Choice['state']) => {
      const { record, version } = there(await store().choice(here, 'r1'));
      expect(await store().saveChoice({ ...record, state: to }, version)).toBe(true);
    };
    const byPerson = (a: Vote, b: Vote) => (a.person < b.person ? -1 : 1);

    test('that was saved counts and no other, in whatever order votes and the end of the choosing meet', async () => {
      await store().saveChoice(choice());
      const pressed = Array.from({ length: 20 }, (_, i) => vote({ person: `p${i}` }));
      const saving = pressed.slice(0, 10).map((each) => store().saveVote(here, each));
      const stopping = go('closing');
      saving.push(...pressed.slice(10).map((each) => store().saveVote(here, each)));
      await stopping;
      const frozen = await store().freezeVotes(here, 'r1');
      await go('closed');
      const outcomes = await Promise.all(saving);
      const accepted = pressed
        .filter((_, i) => outcomes[i] === 'saved')
        .map(counted)
        .toSorted(byPerson);
      expect(frozen.toSorted(byPerson)).toEqual(accepted);
      for (const state of ['closed', 'settled'] as const) {
        if (state === 'settled') await go(state);
        const listed = (await store().votes(here, 'r1')).map(({ record }) => record);
        expect(listed.toSorted(byPerson)).toEqual(accepted);
        expect(await store().voted(here, 'r1')).toBe(accepted.length);
      }
    });

    test('is counted the same by all who end the choosing, read with it afterwards, and can be forgotten', async () => {
      await store().saveChoice(choice());
      for (const person of ['p1', 'p2', 'p3']) await store().saveVote(here, vote({ person }));
      const { version } = there((await store().choiceAndVote(here, 'r1', 'p1')).vote);
      await go('closing');
      const [one, other] = await Promise.all([store().freezeVotes(here, 'r1'), store().freezeVotes(here, 'r1')]);
      expect(one).toHaveLength(3);
      expect(other).toEqual(one);
      await go('closed');
      expect(await store().saveVote(here, vote({ revision: 2 }), version)).toBe('closed');
      expect(there((await store().choiceAndVote(here, 'r1', 'p1')).vote).record).toEqual(counted(vote()));
      for (const { record, version: kept } of await store().votes(here, 'r1'))
        expect(await store().removeVote(here, record, kept)).toBe(true);
      expect(await store().voted(here, 'r1')).toBe(0);
      expect(await store().choiceAndVote(here, 'r1', 'p1')).not.toHaveProperty('vote');
    });

    test('is removed at the version that was read', async () => {
      await store().saveChoice(choice());
      await store().saveVote(here, vote());
      const { version } = there((await store().choiceAndVote(here, 'r1', 'p1')).vote);
      await store().saveVote(here, vote({ revision: 2 }), version);
      expect(await store().removeVote(here, vote(), version)).toBe(false);
      const now = there((await store().choiceAndVote(here, 'r1', 'p1')).vote);
      expect(await store().removeVote(here, vote(), now.version)).toBe(true);
      expect(await store().voted(here, 'r1')).toBe(0);
    });
  });
}

function items(store: () => Store): void {
  describe('what is in a plan', () => {
    const whole = focus({
      from: 2,
      status: 'dropped',
      reason: 'Lukket',
      content: { term: 'long', target: 3, date: '2027-03-01', owner: 'p1' },
    });
    const dated = action({
      status: 'done',
      content: { ...action().content, date: '2027-03-01', milestone: true, owner: 'p1' },
    });

    test('comes back as it was saved, with and without what it may lack, in its own channel only', async () => {
      for (const each of [whole, focus({ id: 'f2' })]) expect(await store().saveFocus(here, each)).toBe(true);
      for (const each of [dated, action({ id: 'a2' })]) expect(await store().saveAction(here, each)).toBe(true);
      expect(await store().focuses(here)).toEqual([whole, focus({ id: 'f2' })]);
      expect(await store().actions(here)).toEqual([dated, action({ id: 'a2' })]);
      expect(there(await store().focus(here, 'f1')).record).toEqual(whole);
      expect(there(await store().action(here, 'a1')).record).toEqual(dated);
      for (const other of [elsewhere, otherTenant]) {
        expect([await store().focuses(other), await store().actions(other)]).toEqual([[], []]);
        expect(await store().focus(other, 'f1')).toBeUndefined();
        expect(await store().action(other, 'a1')).toBeUndefined();
      }
    });

    test('is made once under an id, and saved over the version that was read', async () => {
      await store().saveAction(here, action());
      expect(await store().saveAction(here, dated)).toBe(false);
      const { version } = there(await store().action(here, 'a1'));
      expect(await store().saveAction(here, dated, version)).toBe(true);
      expect(await store().saveAction(here, action(), version)).toBe(false);
      await store().saveFocus(here, focus());
      expect(await store().saveFocus(here, whole)).toBe(false);
      expect(there(await store().action(here, 'a1')).record).toEqual(dated);
    });
  });

  describe('the newest post of a plan', () => {
    test('is the last that was noted, and nothing else of it is kept', async () => {
      expect(await store().planPost(here)).toBeUndefined();
      await store().savePlanPost(here, { conversationId: 'c1', activityId: '1' });
      const more = { conversationId: 'c2', activityId: '2', kind: 'accepted' };
      await store().savePlanPost(here, more);
      expect(await store().planPost(here)).toEqual({ conversationId: 'c2', activityId: '2' });
      expect(await store().planPost(elsewhere)).toBeUndefined();
    });
  });
}
