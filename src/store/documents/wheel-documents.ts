import { z } from 'zod';
import { wheelSchema } from '../../domain/wheel.ts';
import { v } from './common.ts';

export const wheelDocument = z.object({ v, wheel: wheelSchema });
