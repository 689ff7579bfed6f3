import { z } from 'zod';
import { type Due, dueEnds, dueWorks } from '../../usecases/due/due-ports.ts';
import { channelKey, posted, v, withoutVersion } from './common.ts';

export const dueDocument: z.ZodType<Due> = z
  .object({
    v,
    id: z.string(),
    work: z.enum(dueWorks),
    channel: channelKey,
    subject: z.string(),
    occasion: z.string(),
    dueAt: z.number(),
    visibleAt: z.number(),
    state: z.enum(['waiting', ...dueEnds]),
    attempts: z.int(),
    sending: z.boolean().exactOptional(),
    post: posted.exactOptional(),
  })
  .transform(withoutVersion);
