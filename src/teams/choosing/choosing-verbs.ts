import { z } from 'zod';
import { count, id, round } from '../cards/ids.ts';

/** The buttons about choosing what to work on after a round. */
export const choosingVerbs = {
  choose: round,
  /** `seen`: the revision of the person's dots that the card was filled from, 0 for none. */
  vote: z.object({ round: id, seen: count }),
  myVote: round,
  editVote: round,
  askEndChoosing: round,
  endChoosing: round,
  goOnChoosing: round,
  askDecision: round,
  decide: round,
} as const;
