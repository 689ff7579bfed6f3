import { z } from 'zod';

/** The buttons about who leads the channel. */
export const facilitatorVerbs = {
  nameFacilitator: z.object({}),
  giveUpRole: z.object({}),
  takeRole: z.object({}),
} as const;
