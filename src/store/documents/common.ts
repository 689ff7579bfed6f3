import { z } from 'zod';
import type { ChannelKey } from '../../domain/round.ts';
import { steps } from '../../domain/scale.ts';

/** The parts that the documents of several features share. */

export const step = z.literal(steps);

export const channelKey: z.ZodType<ChannelKey> = z.object({ tenantId: z.string(), conversationId: z.string() });

export const v = z.literal(1);

export const posted = z.object({ conversationId: z.string(), activityId: z.string() });

/** What was accepted lately, as late retries of it are known by. */
export const accepted = z.array(
  z.object({ fingerprint: z.string(), at: z.number(), press: z.string().exactOptional() }),
);
export function withoutVersion<T extends { v: 1 }>({ v: _, ...record }: T): Omit<T, 'v'> {
  return record;
}
