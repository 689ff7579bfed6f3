import { z } from 'zod';
import type { JointScore } from '../../domain/joint-score.ts';
import { step, v, withoutVersion } from './common.ts';

const steps = z.record(z.string(), step);

export const jointScoreDocument: z.ZodType<JointScore> = z
  .object({
    v,
    roundId: z.string(),
    themeId: z.string(),
    steps,
    revision: z.int(),
    before: steps.exactOptional(),
  })
  .transform(withoutVersion);
