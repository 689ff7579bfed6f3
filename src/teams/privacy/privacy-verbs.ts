import { z } from 'zod';
import { count, id, round } from '../cards/ids.ts';

/** The buttons about a person's own data and about deleting. */
export const privacyVerbs = {
  /** `from`: how many answers were shown before. */
  mineData: z.strictObject({ from: count }),
  askEraseMine: z.strictObject({}),
  eraseMine: z.strictObject({}),
  /** Without a round it is the one that was chosen in the card's input. */
  askEraseRound: z.strictObject({ round: id.optional() }),
  eraseRound: round,
  askEraseChannel: z.strictObject({}),
  eraseChannel: z.strictObject({}),
  /** Nothing is deleted after all. */
  keep: z.strictObject({}),
} as const;
