import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Answer, applyDraft, type Draft, parseScore } from '../../src/domain/answer.ts';

const key = { roundId: 'r1', themeId: 'a', person: 'p1' };
const minute = 60_000;
/** Past this nobody's client sends an old press again. */
const retryWindow = 2 * minute;
const noon = Date.UTC(2026, 11, 1, 12);
const fingerprintOf = (said: string) => createHmac('sha256', 'key').update(said).digest('base64url');

const low: Omit<Draft, 'seen'> = { scores: { a1: 1, a2: 'dontKnow' }, comment: '' };
const high: Omit<Draft, 'seen'> = { scores: { a1: 4, a2: 3 }, comment: 'Det går fint' };

const press = (current: Answer | undefined, draft: Draft, at: number) =>
  applyDraft(current, { ...key, ...draft }, { now: () => at, fingerprintOf });

/** Presses one after the other, and what is kept after them. */
function pressed(...presses: { draft: Draft; at: number }[]): Answer {
  let current: Answer | undefined;
  for (const { draft, at } of presses) current = press(current, draft, at).answer;
  if (!current) throw new Error('no press');
  return current;
}

describe('an answer', () => {
  test('given first is kept as revision 1', () => {
    const saving = press(undefined, { ...low, seen: 0 }, noon);
    expect(saving).toMatchObject({ kind: 'save', answer: { ...key, ...low, savedAt: noon, revision: 1 } });
  });

  test('that changes a score or the comment replaces the one before, as the next revision', () => {
    const first = pressed({ draft: { ...low, seen: 0 }, at: noon });
    const score = press(first, { seen: 1, scores: { a1: 2, a2: 'dontKnow' }, comment: '' }, noon + minute);
    expect(score).toMatchObject({ kind: 'save', answer: { scores: { a1: 2, a2: 'dontKnow' }, revision: 2 } });
    const comment = press(first, { ...low, seen: 1, comment: 'Ny' }, noon + minute);
    expect(comment).toMatchObject({
      kind: 'save',
      answer: { ...key, ...low, comment: 'Ny', savedAt: noon + minute, revision: 2 },
    });
  });

  test('that is changed keeps whom the person answers as', () => {
    const answersAs = { group: 'unge', at: noon };
    const first = { ...pressed({ draft: { ...low, seen: 0 }, at: noon }), answersAs };
    expect(press(first, { ...high, seen: 1 }, noon + minute).answer).toMatchObject({ ...high, answersAs });
    expect(press(first, { ...low, seen: 1 }, noon + minute)).toEqual({ kind: 'unchanged', answer: first });
  });

  test('that says what is kept already changes nothing, whenever it comes and whatever it saw', () => {
    const first = pressed({ draft: { ...low, seen: 0 }, at: noon });
    for (const seen of [0, 1])
      for (const at of [noon, noon + 15_000, noon + retryWindow, noon + 24 * 60 * minute]) {
        const saving = press(first, { ...low, seen }, at);
        expect(saving).toEqual({ kind: 'unchanged', answer: first });
      }
  });

  test('with the same scores in another order is the same answer', () => {
    const first = pressed({ draft: { seen: 0, scores: { a1: 1, a2: 2 }, comment: '' }, at: noon });
    expect(press(first, { seen: 0, scores: { a2: 2, a1: 1 }, comment: '' }, noon + 1).kind).toBe('unchanged');
  });

  test('does not change the one it replaces', () => {
    const first = pressed({ draft: { ...low, seen: 0 }, at: noon });
    const before = structuredClone(first);
    press(first, { ...high, seen: 1 }, noon + minute);
    expect(first).toEqual(before);
  });

  test('keeps no comment that was taken back, not in what it remembers either', () => {
    const answer = pressed(
      { draft: { ...low, seen: 0, comment: 'kanariefugl' }, at: noon },
      { draft: { ...low, seen: 1, comment: '' }, at: noon + minute },
    );
    expect(JSON.stringify(answer)).not.toContain('kanariefugl');
  });
});

describe('a press that Teams sends again', () => {
  const both = [
    { draft: { ...low, seen: 0 }, at: noon },
    { draft: { ...high, seen: 1 }, at: noon + 10_000 },
  ];

  it.each([15_000, 30_000, retryWindow - 1])('%i ms after it, behind a newer answer, changes nothing', (late) => {
    const current = pressed(...both);
    expect(press(current, { ...low, seen: 0 }, noon + late)).toEqual({ kind: 'unchanged', answer: current });
  });

  test('changes nothing when both presses came from the shared card, which knows of no answer', () => {
    const current = pressed(
      { draft: { ...low, seen: 0 }, at: noon },
      { draft: { ...high, seen: 0 }, at: noon + 10_000 },
    );
    expect(press(current, { ...low, seen: 0 }, noon + 20_000)).toEqual({ kind: 'unchanged', answer: current });
  });

  test('counts as a press of its own once two minutes have passed', () => {
    const saving = press(pressed(...both), { ...low, seen: 0 }, noon + retryWindow);
    expect(saving).toMatchObject({ kind: 'save', answer: { ...low, revision: 3 } });
  });

  test('a deliberate return to an older answer, from the card that showed the newer, is a change', () => {
    const returned = press(pressed(...both), { ...low, seen: 2 }, noon + 20_000);
    expect(returned).toMatchObject({ kind: 'save', answer: { ...low, revision: 3 } });
    // What Teams sends again of all three, in whatever order, leaves the return as it is.
    for (const draft of [
      { ...low, seen: 0 },
      { ...high, seen: 1 },
      { ...low, seen: 2 },
    ])
      expect(press(returned.answer, draft, noon + 40_000)).toEqual({ kind: 'unchanged', answer: returned.answer });
  });

  test('is known although the clock was set back in between', () => {
    const current = pressed(...both);
    expect(press(current, { ...low, seen: 0 }, noon - 60 * minute).kind).toBe('unchanged');
  });

  test('the newest accepted answer is the one kept, whatever old presses come again within the window', () => {
    const change = fc.record({ a1: fc.constantFrom<1 | 2 | 3 | 4>(1, 2, 3, 4), again: fc.option(fc.nat(7)) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const accepted: Draft[] = [];
        let current: Answer | undefined;
        let now = noon;
        for (const { a1, again } of changes) {
          now += 1_000;
          const draft: Draft = { seen: current?.revision ?? 0, scores: { a1 }, comment: '' };
          const saving = press(current, draft, now);
          if (saving.kind === 'save') accepted.push(draft);
          current = saving.answer;
          const retried = accepted[(again ?? 0) % accepted.length];
          if (again !== null && retried) expect(press(current, retried, now + 500).kind).toBe('unchanged');
          expect(current.scores).toEqual({ a1 });
        }
        expect(current?.revision).toBe(accepted.length);
      }),
    );
  });
});

describe('a press whose id Teams tells', () => {
  const answered = new Set(['heard']);
  const from = (id: string) => ({ id, wasAnswered: (each: string) => answered.has(each) });
  const pressedBy = (current: Answer | undefined, id: string, scores: Draft['scores'], at: number) =>
    applyDraft(current, { ...key, seen: 0, scores, comment: '' }, { now: () => at, fingerprintOf, origin: from(id) });
  const twice = (first: string) => {
    const low = pressedBy(undefined, first, { a1: 2 }, noon).answer;
    return pressedBy(low, 'second', { a1: 3 }, noon + 1_000).answer;
  };

  test('is the same press under the same id, however it was answered', () => {
    for (const first of ['heard', 'lost'])
      for (const late of [2_000, 30_000, retryWindow - 1])
        expect(pressedBy(twice(first), first, { a1: 2 }, noon + late).kind).toBe('unchanged');
  });

  test.each([
    ['heard', 2_000, 'save'],
    ['heard', 30_000, 'save'],
    ['lost', 9_999, 'save'],
    ['lost', 10_000, 'unchanged'],
    ['lost', 30_000, 'unchanged'],
    ['lost', retryWindow, 'save'],
    ['lost', -60_000, 'unchanged'],
    ['heard', -60_000, 'save'],
  ] as const)('and another id, after one that was %s, %i ms later: %s', (first, late, kind) => {
    expect(pressedBy(twice(first), 'third', { a1: 2 }, noon + late).kind).toBe(kind);
  });

  test('is remembered with it', () => {
    expect(twice('heard').accepted.map((each) => each.press)).toEqual(['heard', 'second']);
  });

  test('counts as sent again where what was accepted has none', () => {
    const low = press(undefined, { ...key, seen: 0, scores: { a1: 2 }, comment: '' }, noon).answer;
    const high = pressedBy(low, 'second', { a1: 3 }, noon + 1_000).answer;
    expect(pressedBy(high, 'third', { a1: 2 }, noon + 2_000).kind).toBe('unchanged');
  });
});

describe('what is remembered of earlier presses', () => {
  const many = (times: number, apart: number) =>
    pressed(
      ...Array.from({ length: times }, (_, i) => ({
        draft: { seen: i, scores: { a1: 1 as const }, comment: `nr. ${i}` },
        at: noon + i * apart,
      })),
    );

  test('is at most eight, so that an answer does not grow', () => {
    expect(many(8, 1).accepted).toHaveLength(8);
    const fifty = many(50, 1);
    expect(fifty.accepted).toHaveLength(8);
    expect(fifty.accepted.at(-1)?.at).toBe(noon + 49);
    expect(fifty.revision).toBe(50);
  });

  test('is no older than two minutes', () => {
    const slow = many(5, minute);
    expect(slow.accepted.map(({ at }) => at)).toEqual([noon + 3 * minute, noon + 4 * minute]);
  });
});

describe('a score', () => {
  it.each(['1', '2', '3', '4'])('is read from the text %j that a choice sends', (value) => {
    expect(parseScore(value)).toBe(Number(value));
  });

  test('is read from "dontKnow"', () => {
    expect(parseScore('dontKnow')).toBe('dontKnow');
  });

  it.each(
    [
      0,
      1,
      3,
      5,
      2.5,
      -1,
      Number.NaN,
      '0',
      '5',
      '2.5',
      '3 ',
      ' 3',
      '1e0',
      '01',
      '+1',
      '-1',
      '1,2',
      '٣',
      '３',
      '',
      'dontknow',
      true,
      [3],
      ['3'],
      {},
      { toString: () => '3' },
      null,
      undefined,
      '__proto__',
      'constructor',
    ].map((value) => ({ value })),
  )('is not read from $value', ({ value }) => {
    expect(parseScore(value)).toBeUndefined();
  });

  test('is never read from anything else', () => {
    const scores = new Set<unknown>(['1', '2', '3', '4', 'dontKnow']);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(parseScore(value) !== undefined).toBe(scores.has(value));
      }),
    );
  });
});
