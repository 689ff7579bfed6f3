import { describe, expect, it } from 'vitest';
import { agree, type JointScore, themeJointScore, undo } from '../../src/domain/joint-score.ts';

const key = { roundId: 'r', themeId: 't' };
const first: JointScore = { ...key, steps: { u: 2 }, revision: 1, before: {} };
const second: JointScore = { ...key, steps: { u: 3, v: 1 }, revision: 2, before: { u: 2 } };
const undone: JointScore = { ...key, steps: { u: 2 }, revision: 3 };

describe('setting what is agreed', () => {
  it('keeps what was before, for once', () => {
    expect(agree(undefined, key, { seen: 0, steps: { u: 2 } })).toEqual({ kind: 'save', jointScore: first });
    expect(agree(first, key, { seen: 1, steps: { u: 3, v: 1 } })).toEqual({ kind: 'save', jointScore: second });
  });

  it('overwrites nothing that was set since the form was made', () => {
    expect(agree(second, key, { seen: 1, steps: { u: 4 } })).toEqual({ kind: 'conflict', jointScore: second });
    expect(agree(first, key, { seen: 0, steps: { u: 4 } })).toEqual({ kind: 'conflict', jointScore: first });
    expect(agree(first, key, { seen: 9, steps: { u: 4 } })).toEqual({ kind: 'conflict', jointScore: first });
  });

  it('is done once when it comes twice', () => {
    expect(agree(second, key, { seen: 1, steps: { v: 1, u: 3 } })).toEqual({ kind: 'unchanged', jointScore: second });
  });

  it('may take a step away', () => {
    expect(agree(second, key, { seen: 2, steps: { v: 1 } })).toMatchObject({
      kind: 'save',
      jointScore: { steps: { v: 1 } },
    });
  });
});

describe('undoing it', () => {
  it('gives back what was before, and can be done once', () => {
    expect(undo(second, 2)).toEqual({ kind: 'save', jointScore: undone });
    expect(undo(undone, 2)).toEqual({ kind: 'unchanged', jointScore: undone });
    expect(undo(undone, 3)).toEqual({ kind: 'conflict', jointScore: undone });
    expect(undo(first, 1)).toMatchObject({ kind: 'save', jointScore: { steps: {}, revision: 2 } });
  });

  it('takes nothing back that was set since the button was shown', () => {
    expect(undo(second, 1)).toEqual({ kind: 'conflict', jointScore: second });
  });
});

describe('the agreed score of a theme', () => {
  it.each([
    { steps: { a: 3 }, units: ['a'], score: { kind: 'step', score: 3 } },
    { steps: { a: 3, b: 3 }, units: ['a', 'b'], score: { kind: 'step', score: 3 } },
    { steps: { a: 2, b: 4 }, units: ['a', 'b'], score: { kind: 'mean', score: 3 } },
    { steps: { a: 2 }, units: ['a', 'b'], score: undefined },
    { steps: {}, units: [], score: undefined },
  ] as const)('of $steps among $units is $score', ({ steps, units, score }) => {
    expect(themeJointScore(steps, units)).toEqual(score);
  });
});
