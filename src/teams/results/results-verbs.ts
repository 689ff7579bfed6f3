import { z } from 'zod';
import { round } from '../cards/ids.ts';

/** The buttons about what rounds came to. */
export const resultsVerbs = {
  overview: z.object({}),
  team: round,
  /** `round`: the one that the trend ends with. */
  trend: round,
  teamTrend: round,
  export: round,
} as const;
