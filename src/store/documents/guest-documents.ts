import { z } from 'zod';
import { type Invitation, invitationEnds } from '../../domain/invitation.ts';
import { channelKey, v, withoutVersion } from './common.ts';

export const invitationDocument: z.ZodType<Invitation> = z
  .object({
    v,
    id: z.string(),
    roundId: z.string(),
    group: z.string().exactOptional(),
    most: z.int(),
    plain: z.boolean(),
    showsTotals: z.boolean().exactOptional(),
    createdAt: z.number(),
    ended: z.enum(invitationEnds).exactOptional(),
  })
  .transform(withoutVersion);

export const invitationPlaceDocument = z
  .object({ v, channel: channelKey, roundId: z.string() })
  .transform(withoutVersion);

export const seatDocument = z.object({ v, code: z.string() }).transform(withoutVersion);
