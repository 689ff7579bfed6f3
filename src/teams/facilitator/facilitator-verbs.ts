import { z } from 'zod';

/** The buttons about who leads the channel. */
export const facilitatorVerbs = {
  nameFacilitator: z.strictObject({}),
  giveUpRole: z.strictObject({}),
  takeRole: z.strictObject({}),
} as const;
