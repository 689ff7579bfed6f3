import { describe, expect, it, test } from 'vitest';
import { edited } from '../../src/domain/edits.ts';
import { faultsOfFrame, frameBounds, namesIn } from '../../src/domain/frame.ts';
import {
  arranged,
  dateFits,
  type Focus,
  followUpOccasion,
  newFocus,
  type PlanAction,
  type Status,
  turned,
} from '../../src/domain/plan.ts';
import { answer, closedRound } from '../store/records.ts';

const zone = 'Europe/Copenhagen';
const round = closedRound(['p1', 'p2', 'p3', 'p4'].map((person) => answer({ person })));

function focus(id: string, change: Partial<Focus> = {}): Focus {
  return { ...newFocus(round, { unitId: 'a1', term: 'short', focusId: id }, 0), ...change };
}

function action(id: string, focusId: string, date?: string, status: Status = 'open', createdAt = 0): PlanAction {
  const content = { focusId, title: id, milestone: false, goal: '', value: '', partners: '', ...(date && { date }) };
  return { id, content, revision: 1, status, reason: '', turn: 0, createdAt };
}

describe('an edit', () => {
  const item = { content: { title: 'a', date: '2027-01-01' }, revision: 3 };

  test('of what its form was filled from is kept, as the next revision', () => {
    expect(edited(item, 3, { title: 'b', date: '2027-01-01' })).toEqual({
      kind: 'save',
      item: { content: { title: 'b', date: '2027-01-01' }, revision: 4 },
    });
  });

  it.each([2, 4, 0])('of revision %i, when 3 is there, is a conflict', (seen) => {
    expect(edited(item, seen, { title: 'b', date: '2027-01-01' })).toEqual({ kind: 'conflict' });
  });

  it.each([2, 3, 4])('that says what is there already is nothing new, whatever it was filled from: %i', (seen) => {
    expect(edited(item, seen, { date: '2027-01-01', title: 'a' })).toEqual({ kind: 'unchanged' });
  });
});

describe('a status', () => {
  const open = focus('f');

  test('follows a button that was made for its turn', () => {
    expect(turned(open, 0, { status: 'done' })).toEqual({ kind: 'save', item: { ...open, status: 'done', turn: 1 } });
    const dropped = { ...open, status: 'dropped', reason: 'Lukket', turn: 1 };
    expect(turned(open, 0, { status: 'dropped', reason: 'Lukket' })).toEqual({ kind: 'save', item: dropped });
    expect(turned(focus('f', { status: 'dropped', reason: 'Lukket', turn: 1 }), 1, { status: 'open' })).toMatchObject({
      item: { status: 'open', reason: '', turn: 2 },
    });
  });

  test('that is so already does not change, and one made for another turn is refused', () => {
    expect(turned(focus('f', { status: 'done', turn: 5 }), 0, { status: 'done' })).toEqual({ kind: 'unchanged' });
    expect(turned(focus('f', { turn: 2 }), 0, { status: 'done' })).toEqual({ kind: 'stale' });
    const dropped = focus('f', { status: 'dropped', reason: 'Lukket', turn: 1 });
    expect(turned(dropped, 0, { status: 'dropped', reason: 'En anden grund' })).toEqual({ kind: 'stale' });
  });
});

describe('a focus', () => {
  it('starts from the step that the round told, towards the next', () => {
    const told = (steps: (1 | 2 | 3 | 4)[]) => {
      const people = steps.map((step, i) => answer({ person: `p${i}`, scores: { a1: step, a2: 'dontKnow' } }));
      const { from, content } = newFocus(closedRound(people), { unitId: 'a1', term: 'long', focusId: 'f' }, 0);
      return [from, content.target];
    };
    expect(told([1, 1, 1, 1])).toEqual([1, 2]);
    expect(told([3, 3, 3, 4])).toEqual([3, 4]);
    expect(told([4, 4, 4, 4])).toEqual([4, 4]);
    // Of fewer than the smallest group no step is told.
    expect(told([2, 3])).toEqual([undefined, undefined]);
    expect(told([2])).toEqual([undefined, undefined]);
  });

  it('knows its theme', () => {
    expect(newFocus(round, { unitId: 'a-b', term: 'long', focusId: 'f' }, 0).themeId).toBe('a-b');
    expect(newFocus(round, { unitId: 'a2', term: 'long', focusId: 'f' }, 0).themeId).toBe('a');
  });
});

describe('a plan', () => {
  it('shows what is open first, short term before long, actions by their dates, then what is done and dropped', () => {
    const long = focus('long', { content: { term: 'long' } });
    const focuses = [focus('dropped', { status: 'dropped' }), focus('done', { status: 'done' }), long, focus('short')];
    const actions = [
      action('undated', 'short'),
      action('done', 'short', '2027-01-01', 'done'),
      action('late', 'short', '2027-09-01'),
      action('soon', 'short', '2027-02-01'),
      action('dropped', 'short', '2027-01-01', 'dropped'),
      action('second', 'short', undefined, 'open', 1),
      action('of another', 'long'),
      action('of none', 'gone'),
    ];
    const shown = arranged(focuses, actions);
    expect(shown.map((each) => each.focus.id)).toEqual(['short', 'long', 'done', 'dropped']);
    expect(shown[0]?.actions.map(({ id }) => id)).toEqual(['soon', 'late', 'undated', 'second', 'done', 'dropped']);
  });
});

describe('a date that has passed', () => {
  it.each([
    ['2027-03-02', '2027-03-03', '2027-03-03T08:00Z'], // Tuesday
    ['2027-03-05', '2027-03-08', '2027-03-08T08:00Z'], // Friday
    ['2027-03-06', '2027-03-08', '2027-03-08T08:00Z'], // Saturday
    ['2027-03-24', '2027-03-30', '2027-03-30T07:00Z'], // the Wednesday before Easter; after it summer time
    ['2026-12-23', '2026-12-28', '2026-12-28T08:00Z'],
    ['2027-06-04', '2027-06-07', '2027-06-07T07:00Z'], // Grundlovsdag is a Saturday
  ])('%s is asked about on %s at nine', (date, on, at) => {
    expect(followUpOccasion(date, zone)).toEqual({ on, at: Date.parse(at) });
  });

  it('cannot be chosen, nor one out of sight', () => {
    const today = '2028-02-29';
    expect(dateFits('2028-02-28', today)).toBe(false);
    expect(dateFits(today, today)).toBe(true);
    expect(dateFits('2033-02-28', today)).toBe(true);
    expect(dateFits('2033-03-01', today)).toBe(false);
  });
});

describe('a frame', () => {
  const right = { coreTask: '', destination: 'Alle med', goals: [], values: [] };

  it.each([
    [right, []],
    [{ ...right, destination: '' }, ['destination']],
    [{ ...right, destination: 'x'.repeat(frameBounds.destination + 1) }, ['destination']],
    [{ ...right, coreTask: 'x'.repeat(frameBounds.coreTask + 1) }, ['coreTask']],
    [{ ...right, goals: Array.from({ length: frameBounds.goals + 1 }, (_, i) => `${i}`) }, ['goals']],
    [{ ...right, values: ['x'.repeat(frameBounds.name + 1)] }, ['values']],
  ])('%# has the faults it has', (content, faults) => {
    expect(faultsOfFrame(content)).toEqual(faults);
  });

  it('takes one name from each line, none twice', () => {
    expect(namesIn(' UDSYN \n\nINDSIGT\nUDSYN\n')).toEqual(['UDSYN', 'INDSIGT']);
    expect(namesIn('')).toEqual([]);
  });
});
