import type { Step } from './scale.ts';

/** Steps by unit id; a unit that nothing is agreed on is absent. */
export type Steps = Partial<Record<string, Step>>;

/** What a team agreed on when it had talked about a theme (fælles vurdering), kept beside what people answered. No person is in it. */
export interface JointScore {
  roundId: string;
  themeId: string;
  steps: Steps;
  /** 1 for the first, one more for each change. */
  revision: number;
  /** What it was before the last change; absent once that change was undone. */
  before?: Steps;
}

/**
 * What becomes of a change.
 * - `unchanged`: it is so already, as when a press comes twice.
 * - `nothing`: no step was chosen, and none was agreed on before.
 * - `conflict`: somebody else changed it since the form was made; nothing is overwritten.
 */
export type Agreeing =
  | { kind: 'save'; jointScore: JointScore }
  | { kind: 'unchanged'; jointScore: JointScore }
  | { kind: 'nothing'; jointScore: JointScore | undefined }
  | { kind: 'conflict'; jointScore: JointScore };

/** @param seen the revision that the form was filled in from, 0 for none. */
export function agree(
  current: JointScore | undefined,
  key: Pick<JointScore, 'roundId' | 'themeId'>,
  { seen, steps }: { seen: number; steps: Steps },
): Agreeing {
  const before = current?.steps ?? {};
  const revision = current?.revision ?? 0;
  if (sameSteps(before, {}) && sameSteps(steps, {})) return { kind: 'nothing', jointScore: current };
  if (current && sameSteps(before, steps)) return { kind: 'unchanged', jointScore: current };
  if (current && seen !== revision) return { kind: 'conflict', jointScore: current };
  return { kind: 'save', jointScore: { ...key, steps, revision: revision + 1, before } };
}

/** Takes the last change back. @param seen the revision that the button was shown with. */
export function undo(current: JointScore, seen: number): Agreeing {
  const { before, ...rest } = current;
  if (before === undefined && current.revision === seen + 1) return { kind: 'unchanged', jointScore: current };
  if (before === undefined || current.revision !== seen) return { kind: 'conflict', jointScore: current };
  return { kind: 'save', jointScore: { ...rest, steps: before, revision: current.revision + 1 } };
}

function sameSteps(a: Steps, b: Steps): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((unit) => a[unit] === b[unit]);
}

/** The joint score of a theme as a whole: the step where it is the same in every unit of it, else their average, 1–4. */
export type ThemeJointScore = { kind: 'step'; score: Step } | { kind: 'mean'; score: number };

/** A theme's joint score, once every unit of it has a step. */
export function themeJointScore(steps: Steps, units: readonly string[]): ThemeJointScore | undefined {
  const agreed = units.flatMap((unit) => steps[unit] ?? []);
  const [first] = agreed;
  if (first === undefined || agreed.length < units.length) return undefined;
  if (agreed.every((step) => step === first)) return { kind: 'step', score: first };
  return { kind: 'mean', score: agreed.reduce<number>((sum, step) => sum + step, 0) / agreed.length };
}
