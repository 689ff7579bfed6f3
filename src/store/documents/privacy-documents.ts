import { z } from 'zod';
import type { NamedPost } from '../../usecases/privacy/privacy-ports.ts';
import { posted, v, withoutVersion } from './common.ts';

export const namedPostDocument: z.ZodType<NamedPost> = posted
  .extend({
    v,
    id: z.string(),
    people: z.array(z.string()),
    keptAt: z.number(),
    outdated: z.boolean().exactOptional(),
    isLine: z.boolean().exactOptional(),
  })
  .transform(withoutVersion);
