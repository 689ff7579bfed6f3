import { z } from 'zod';
import { type Choice, horizons, type Vote } from '../../domain/choosing.ts';
import { accepted, channelKey, v, withoutVersion } from './common.ts';

export const choiceDocument: z.ZodType<Choice> = z
  .object({
    v,
    roundId: z.string(),
    channel: channelKey,
    state: z.enum(['open', 'closing', 'closed', 'settled']),
    startedAt: z.number(),
    outcome: z.object({ voters: z.int(), dots: z.record(z.string(), z.int()).exactOptional() }).exactOptional(),
    focuses: z.array(z.object({ unitId: z.string(), term: z.enum(horizons), focusId: z.string() })).exactOptional(),
  })
  .transform(withoutVersion);

export const voteDocument: z.ZodType<Vote> = z
  .object({
    v,
    roundId: z.string(),
    person: z.string(),
    units: z.array(z.string()),
    revision: z.int(),
    accepted,
  })
  .transform(withoutVersion);
