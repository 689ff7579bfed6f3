import { z } from 'zod';
import type { ChannelKey } from '../../domain/round.ts';

/** The parts that the documents of several features share. */

export const step = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

export const channelKey: z.ZodType<ChannelKey> = z.object({ tenantId: z.string(), conversationId: z.string() });

export const v = z.literal(1);

export const posted = z.object({ conversationId: z.string(), activityId: z.string() });

export function withoutVersion<T extends { v: 1 }>({ v: _, ...record }: T): Omit<T, 'v'> {
  return record;
}
