import { z } from 'zod';
import { horizons } from '../../domain/choosing.ts';
import type { Frame } from '../../domain/frame.ts';
import { type Focus, type PlanAction, statuses } from '../../domain/plan.ts';
import type { PlanPost } from '../../usecases/plan/plan-ports.ts';
import { posted, step, v, withoutVersion } from './common.ts';

const tracked = {
  v,
  id: z.string(),
  status: z.enum(statuses),
  reason: z.string(),
  turn: z.int(),
  createdAt: z.number(),
  revision: z.int(),
};

export const focusDocument: z.ZodType<Focus> = z
  .object({
    ...tracked,
    wheelId: z.string(),
    wheelVersion: z.int(),
    themeId: z.string(),
    unitId: z.string(),
    roundId: z.string(),
    chosenAfter: z.string(),
    from: step.exactOptional(),
    content: z.object({
      term: z.enum(horizons),
      target: step.exactOptional(),
      date: z.string().exactOptional(),
      owner: z.string().exactOptional(),
    }),
  })
  .transform(withoutVersion);

export const actionDocument: z.ZodType<PlanAction> = z
  .object({
    ...tracked,
    content: z.object({
      focusId: z.string(),
      title: z.string(),
      date: z.string().exactOptional(),
      milestone: z.boolean(),
      goal: z.string(),
      value: z.string(),
      partners: z.string(),
      owner: z.string().exactOptional(),
    }),
  })
  .transform(withoutVersion);

export const planPostDocument: z.ZodType<PlanPost> = posted
  .extend({ v, named: z.array(z.string()).exactOptional() })
  .transform(withoutVersion);

export const frameDocument: z.ZodType<Frame> = z
  .object({
    v,
    content: z.object({
      coreTask: z.string(),
      destination: z.string(),
      goals: z.array(z.string()),
      values: z.array(z.string()),
    }),
    revision: z.int(),
  })
  .transform(withoutVersion);
