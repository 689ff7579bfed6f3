import { z } from 'zod';
import { type Due, type DueWork, dueEnds, dueWorks } from '../../usecases/due/due-ports.ts';
import { channelKey, posted, v, withoutVersion } from './common.ts';

/** Kinds that version 0.1 stored under other names; what it left waiting is read under those of today. */
const olderWorks = ['agreed', 'card', 'choice', 'forget'] as const;
const presentNames: Record<(typeof olderWorks)[number], DueWork> = {
  agreed: 'jointScore',
  card: 'schedule',
  choice: 'choosing',
  forget: 'anonymise',
};
const work: z.ZodType<DueWork> = z.union([
  z.enum(dueWorks),
  z.enum(olderWorks).transform((name) => presentNames[name]),
]);

export const dueDocument: z.ZodType<Due> = z
  .object({
    v,
    id: z.string(),
    work,
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
