import type { Editable } from './edits.ts';

/**
 * What a channel steers by (ramme). Source of the names it is prefilled with: the development process of an Ungeindsats
 * and UU, 2022–2023.
 */
export interface FrameContent {
  /** Kerneopgaven, in a few sentences. */
  coreTask: string;
  /** Den positive destination, in one. */
  destination: string;
  /** Names; an action of the plan serves one of them. */
  goals: string[];
  /** As `goals`. */
  values: string[];
}

export type Frame = Editable<FrameContent>;

/** What a frame's form holds; the names are short, since they stand on buttons' lists. */
export const frameBounds = { coreTask: 600, destination: 200, name: 40, goals: 6, values: 10 } as const;

const frameFaults = ['coreTask', 'destination', 'goals', 'values'] as const;
export type FrameFault = (typeof frameFaults)[number];

/** What is wrong with a frame; nothing where all is right. Only the destination cannot be empty. */
export function faultsOfFrame({ coreTask, destination, goals, values }: FrameContent): FrameFault[] {
  const namesFit = (names: readonly string[], most: number) =>
    names.length <= most && names.every((name) => name.length <= frameBounds.name);
  const fits: Record<FrameFault, boolean> = {
    coreTask: coreTask.length <= frameBounds.coreTask,
    destination: destination !== '' && destination.length <= frameBounds.destination,
    goals: namesFit(goals, frameBounds.goals),
    values: namesFit(values, frameBounds.values),
  };
  return frameFaults.filter((part) => !fits[part]);
}

/** Names written one on each line, without empty lines and without one twice. */
export function namesIn(lines: string): string[] {
  const names = lines.split('\n').map((line) => line.trim());
  return [...new Set(names)].filter((name) => name !== '');
}
