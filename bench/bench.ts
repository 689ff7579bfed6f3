import type { Stage } from './stage.ts';

/** What every row is measured with. */
export interface Bench {
  stage: Stage;
  /** How often each figure is taken, each time in processes of their own. */
  rounds: number;
  /** How long a load lasts, after as long a warm-up. */
  seconds: number;
  /** Says what is going on. */
  tell(text: string): void;
}
