import { z } from 'zod';
import { dueWorks } from '../../usecases/due/due-ports.ts';
import type { Hold } from '../../usecases/posts/hold-ports.ts';
import { channelKey, v, withoutVersion } from './common.ts';

export const holdDocument: z.ZodType<Hold> = z
  .object({
    v,
    channel: channelKey,
    activityId: z.string(),
    holders: z.record(z.string(), z.number()),
    waiting: z.array(z.object({ work: z.enum(dueWorks), subject: z.string(), occasion: z.string() })),
  })
  .transform(withoutVersion);
