import { z } from 'zod';
import type { Reminded } from '../../usecases/round/reminder-ports.ts';
import { v, withoutVersion } from './common.ts';

export const remindedDocument: z.ZodType<Reminded> = z
  .object({ v, people: z.array(z.string()) })
  .transform(withoutVersion);

/** Whose it is stands in its id alone. */
export const noRemindersDocument = z.object({ v }).transform(withoutVersion);
