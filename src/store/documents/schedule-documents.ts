import { z } from 'zod';
import type { Occasion } from '../../domain/schedule.ts';
import type { Schedule } from '../../usecases/schedule/schedule-ports.ts';
import { channelKey, posted, v, withoutVersion } from './common.ts';

const occasion: z.ZodType<Occasion> = z.object({ day: z.string(), on: z.string(), at: z.number() });

export const scheduleDocument: z.ZodType<Schedule> = z
  .object({
    v,
    id: z.string(),
    channel: channelKey,
    rule: z.object({
      cadence: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('months'), every: z.int() }),
        z.object({ kind: z.literal('date'), date: z.string() }),
      ]),
      from: z.string(),
      time: z.string(),
      zone: z.string(),
    }),
    next: occasion.exactOptional(),
    snoozed: z.object({ from: z.string(), to: occasion }).exactOptional(),
    stopped: z.boolean(),
    card: posted.exactOptional(),
    older: z.array(posted.extend({ until: z.number().exactOptional() })).exactOptional(),
    last: z.string().exactOptional(),
  })
  .transform(withoutVersion);
