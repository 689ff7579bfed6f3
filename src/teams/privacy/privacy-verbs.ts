import { z } from 'zod';
import { count, id, round } from '../cards/ids.ts';

/** The buttons about a person's own data and about deleting. */
export const privacyVerbs = {
  /** `from`: how many answers were shown before. */
  mineData: z.object({ from: count }),
  askEraseMine: z.object({}),
  eraseMine: z.object({}),
  /** Without a round it is the one that was chosen in the card's input. */
  askEraseRound: z.object({ round: id.optional() }),
  eraseRound: round,
  askEraseChannel: z.object({}),
  eraseChannel: z.object({}),
  /** Nothing is deleted after all. */
  keep: z.object({}),
} as const;
