import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Vote } from '../../src/domain/choosing.ts';
import type { ActionContent, FocusContent, PlanAction, Status } from '../../src/domain/plan.ts';
import { newFocus } from '../../src/domain/plan.ts';
import { unitIds } from '../../src/domain/round.ts';
import { type Caller, personInChannel } from '../../src/usecases/channel/caller.ts';
import { createRosters, type Rosters } from '../../src/usecases/channel/rosters.ts';
import { decide } from '../../src/usecases/choosing/deciding.ts';
import { endChoosing } from '../../src/usecases/choosing/end-choosing.ts';
import { startChoosing } from '../../src/usecases/choosing/start-choosing.ts';
import { ownVote, saveVote } from '../../src/usecases/choosing/voting.ts';
import { type ActionForm, editAction, newAction, saveAction } from '../../src/usecases/plan/action-form.ts';
import { editFocus, saveFocus } from '../../src/usecases/plan/focus-form.ts';
import { setStatus, showItem } from '../../src/usecases/plan/items.ts';
import type { Deps } from '../../src/usecases/ports.ts';
import { answer, channel, closedRound, here, there } from '../store/records.ts';
import { random } from '../support/random.ts';
import { type Interleaving, interleaving } from './interleaved.ts';

/** The front door would let the network decide the order; so these go in one room further, where a seed decides it. */

const people = ['mette', 'anders', 'fatima', 'lars', 'signe'];
const callerOf = (userId: string): Caller => ({ channel: here, userId, language: 'da' });

interface Scene extends Interleaving {
  pick(below: number): number;
  rosters: Rosters;
}

/** A channel with a closed round, and what was decided after it. */
async function scene(seed: number, decided: boolean, act: (scene: Scene) => Promise<void>): Promise<'whole'> {
  const pick = random(seed + 1);
  const made = interleaving(pick);
  const { deps } = made;
  const { store } = deps;
  const keys = people.map((person) => personInChannel(deps, here, person));
  const round = closedRound(people.map((person) => answer({ person })));
  await store.saveRoster(here, { people: keys, readAt: 0 });
  await store.saveChannel(channel({ latestRoundId: round.id, facilitators: keys.slice(0, 1) }));
  await store.saveRound(round);
  if (decided) {
    for (const unitId of ['a1', 'a2']) {
      await store.saveFocus(here, newFocus(round, { unitId, term: 'short', focusId: `focus-${unitId}` }, deps.now()));
    }
  }
  await act({ ...made, pick, rosters: createRosters(deps) });
  await made.close();
  return 'whole';
}

/** What somebody was told is kept: content that replaced what they had seen, or a status that followed a turn. */
type Promised =
  | { id: string; seen: number; content: object }
  | { id: string; turn: number; status: Status; reason: string };

interface Kept {
  revision: number;
  turn: number;
  status: Status;
  reason: string;
  content: object;
}

/** One person at work on the plan: adds, changes, marks, and presses again what was pressed before. */
async function atWork({ deps, rosters, pick }: Scene, person: string, promised: Promised[]): Promise<void> {
  const caller = callerOf(person);
  let last: (() => Promise<unknown>) | undefined;
  for (let i = 0; i < 6; i++) {
    const name = `${person} ${i}`;
    const kind = pick(6);
    if (kind === 0) last = await add(deps, rosters, caller, name, promised);
    else if (kind <= 2) last = await change(deps, rosters, caller, name, pick, promised);
    else if (kind === 3)
      last = await changeFocus(deps, rosters, caller, `2028-0${people.indexOf(person) + 1}-1${i}`, pick, promised);
    else if (kind === 4) await mark(deps, rosters, caller, name, pick, promised);
    else await last?.();
  }
}

async function add(deps: Deps, rosters: Rosters, caller: Caller, title: string, promised: Promised[]) {
  const form = await newAction({ deps, rosters, caller }, 'focus-a1');
  if (form.kind === 'refused') throw new Error('no form');
  const ref = { actionId: form.actionId, seen: 0 };
  const send = () => saveAction({ deps, rosters, caller }, ref, { ...form.input, title });
  const outcome = await send();
  expect(outcome).toMatchObject({ kind: 'item', note: 'saved' });
  const { forFocus: focusId = '', owner: _, ...rest } = form.input;
  promised.push({ id: `action:${form.actionId}`, seen: 0, content: { ...rest, focusId, title } });
  return send;
}

async function change(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  title: string,
  pick: (below: number) => number,
  promised: Promised[],
) {
  const all = await deps.store.actions(here);
  const found = all[pick(Math.max(1, all.length))];
  if (!found) return undefined;
  const asked = await editAction({ deps, rosters, caller }, found.id);
  if (asked.kind === 'refused') throw new Error('no form');
  let form: ActionForm = asked;
  for (;;) {
    const { seen, input } = form;
    const { forFocus: focusId = '', owner: _, ...rest } = input;
    const content: ActionContent = { ...rest, focusId, title };
    const send = () => saveAction({ deps, rosters, caller }, { actionId: found.id, seen }, { ...input, title });
    const outcome = await send();
    if (outcome.kind === 'item') {
      promised.push({ id: `action:${found.id}`, seen, content });
      return send;
    }
    // Shown both, and nothing of what was written is lost.
    if (outcome.kind !== 'actionForm' || !outcome.theirs) throw new Error('no conflict');
    expect(outcome.input.title).toBe(title);
    expect(outcome.theirs.content.title).not.toBe(title);
    if (pick(2) === 0) return send;
    form = outcome;
  }
}

async function changeFocus(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  date: string,
  pick: (below: number) => number,
  promised: Promised[],
) {
  const id = pick(2) === 0 ? 'focus-a1' : 'focus-a2';
  const form = await editFocus({ deps, rosters, caller }, id);
  if (form.kind === 'refused') throw new Error('no form');
  const content: FocusContent = { ...form.focus.content, date };
  const { owner: _, ...input } = content;
  const send = () => saveFocus({ deps, rosters, caller }, { focusId: id, seen: form.seen }, input);
  const outcome = await send();
  if (outcome.kind === 'item') promised.push({ id: `focus:${id}`, seen: form.seen, content });
  else expect(outcome).toMatchObject({ kind: 'focusForm', theirs: {}, input: { date } });
  return send;
}

async function mark(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  reason: string,
  pick: (below: number) => number,
  promised: Promised[],
) {
  const all = await deps.store.actions(here);
  const found = all[pick(Math.max(1, all.length))];
  if (!found) return;
  const ref = { kind: 'action', id: found.id } as const;
  const shown = await showItem({ deps, rosters, caller }, ref);
  if (shown.kind === 'refused' || shown.item.kind !== 'action') throw new Error('no action');
  const { turn } = shown.item.action;
  const status = (['open', 'done', 'dropped'] as const)[pick(3)] ?? 'done';
  const outcome = await setStatus(
    { deps, rosters, caller },
    { ...ref, turn },
    {
      status,
      reason: status === 'dropped' ? reason : '',
    },
  );
  if (outcome.kind !== 'item') throw new Error('not marked');
  if (outcome.note === 'saved') {
    promised.push({ id: `action:${found.id}`, turn, status, reason: status === 'dropped' ? reason : '' });
  }
}

/** Every write followed from the one before it by one change, and everything that was promised is among them. */
function checkWrites(written: ReadonlyMap<string, string[]>, promised: readonly Promised[]): void {
  const kept = new Map([...written].map(([id, bodies]) => [id, bodies.map((body): Kept => JSON.parse(body))]));
  for (const [id, states] of kept) {
    if (!/^(action|focus):/.test(id)) continue;
    for (const [i, now] of states.entries()) {
      const before = states[i - 1];
      if (!before) continue;
      const edited = now.revision === before.revision + 1 && now.turn === before.turn && now.status === before.status;
      const turned = now.turn === before.turn + 1 && now.revision === before.revision;
      expect([id, edited || (turned && isDeepStrictEqual(now.content, before.content))]).toEqual([id, true]);
    }
  }
  for (const promise of promised) {
    const states = kept.get(promise.id) ?? [];
    const found = states.some((now, i) => {
      const before = states[i - 1];
      if ('content' in promise) {
        return isDeepStrictEqual(now.content, promise.content) && (before?.revision ?? 0) === promise.seen;
      }
      // A reason is one person's own, so that it tells whose turn it was; "done" may have been another's already.
      const own = promise.status !== 'dropped' || now.turn === promise.turn + 1;
      return own && now.status === promise.status && now.reason === promise.reason;
    });
    expect([promise, found]).toEqual([promise, true]);
  }
}

describe('three hundred interleavings', () => {
  it.each(Array.from({ length: 10 }, (_, part) => part))(
    'of five people at work on one plan lose nothing that anyone was told is kept, part %i of 10',
    async (part) => {
      for (let seed = part * 30; seed < part * 30 + 30; seed++) {
        const outcome = scene(seed, true, async (at) => {
          const promised: Promised[] = [];
          await at.run(people.map((person) => () => atWork(at, person, promised)));
          checkWrites(at.written, promised);
          const actions = await at.deps.store.actions(here);
          const added = [...at.written.keys()].filter((id) => id.startsWith('action:'));
          expect(actions.map(({ id }) => `action:${id}`).toSorted()).toEqual(added.toSorted());
          for (const action of actions) expect(action).toEqual(last(at.written, `action:${action.id}`));
        });
        await expect(outcome, `seed ${seed}`).resolves.toBe('whole');
      }
    },
  );

  it.each(Array.from({ length: 10 }, (_, part) => part))(
    'of five people and the end of a choosing count each one’s last dots that were accepted, part %i of 10',
    async (part) => {
      for (let seed = part * 30; seed < part * 30 + 30; seed++) {
        const outcome = scene(seed, false, async (at) => {
          const accepted = new Map<string, string[]>();
          const { deps, rosters } = at;
          const started = await startChoosing({ deps, rosters, caller: callerOf('mette') }, 'r1');
          expect(started).toMatchObject({ kind: 'choosing', begun: true });
          await at.run([
            ...people.map((person) => () => voting(at, person, accepted)),
            ...Array.from({ length: 2 }, () => async () => {
              for (let wait = at.pick(12); wait > 0; wait--) await deps.store.voted(here, 'r1');
              await endChoosing({ deps, rosters, caller: callerOf('mette') }, 'r1');
            }),
          ]);
          const { record } = there(await deps.store.choice(here, 'r1'));
          const votes = [...accepted.values()];
          const dots = Map.groupBy(votes.flat(), (unitId) => unitId);
          const told = votes.length === 0 || votes.length >= 4;
          expect(record.outcome).toEqual({
            voters: votes.length,
            ...(told && { dots: Object.fromEntries([...dots].map(([unitId, some]) => [unitId, some.length])) }),
          });
        });
        await expect(outcome, `seed ${seed}`).resolves.toBe('whole');
      }
    },
  );

  it('of people who decide at once make one plan', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const outcome = scene(seed, false, async (at) => {
        const { deps, rosters } = at;
        await startChoosing({ deps, rosters, caller: callerOf('mette') }, 'r1');
        await endChoosing({ deps, rosters, caller: callerOf('mette') }, 'r1');
        const wanted = ['a1', 'a2', 'a-b', 'a1'];
        await at.run(
          wanted.map((unitId) => async () => {
            await decide({ deps, rosters, caller: callerOf('mette') }, 'r1', { short: [unitId], long: [] });
          }),
        );
        const { record } = there(await deps.store.choice(here, 'r1'));
        expect(record.state).toBe('settled');
        expect(at.written.get('choice:r1')?.filter((body) => JSON.parse(body).state === 'settled')).toHaveLength(1);
      });
      await expect(outcome, `seed ${seed}`).resolves.toBe('whole');
    }
  });
});

/** One person puts and moves dots, and presses twice at once. */
async function voting({ deps, rosters, pick }: Scene, person: string, accepted: Map<string, string[]>): Promise<void> {
  const caller = callerOf(person);
  const units = unitIds(closedRound([]));
  for (let i = 1 + pick(4); i > 0; i--) {
    const own = await ownVote({ deps, rosters, caller }, 'r1');
    if (own.kind === 'refused') return;
    const wanted = units.filter((_, at) => at === i % units.length || pick(2) === 0);
    const given = { roundId: 'r1', seen: own.revision, units: wanted };
    const press = () => saveVote({ deps, rosters, voting: () => () => undefined, caller }, given);
    for (const outcome of await Promise.all(Array.from({ length: 1 + pick(2) }, press))) {
      if (outcome.kind === 'ownVote') accepted.set(person, outcome.units);
    }
  }
}

function last(written: ReadonlyMap<string, string[]>, id: string): PlanAction | Vote {
  const { v: _, ...record } = JSON.parse(written.get(id)?.at(-1) ?? '{}');
  return record;
}
