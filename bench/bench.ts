import type { Stage } from './stage.ts';

/** What every row is measured with. */
export interface Bench {
  stage: Stage;
  /** How often each figure is measured, each time in new processes. */
  rounds: number;
  /** How long a load lasts, after as long a warm-up. */
  seconds: number;
  /** Prints progress. */
  log(text: string): void;
}
