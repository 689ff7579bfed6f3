import { z } from 'zod';
import { agreementWords } from '../../domain/agreement.ts';
import type { Change } from '../../domain/change.ts';
import { halfOfUnits, halves, hasAreas, type Published, type ThemeResult } from '../../domain/results.ts';
import type { Summary } from '../../domain/round.ts';
import { middleOfScale, perStep } from '../../domain/scale.ts';
import type { ChangeSinceLast } from '../../domain/trend.ts';
import { step } from './common.ts';

const full = z.object({
  level: z.literal('full'),
  n: z.int(),
  step,
  mean: z.number(),
  median: z.number(),
  counts: z.tuple(perStep(() => z.int())),
  agreement: z.number(),
  word: z.enum(agreementWords),
});

const half = z.object({ level: z.literal('half'), n: z.int(), half: z.enum(halves) });

/** Version 0.1 published the nearest step of a small group. */
const nearestStep = z.object({ level: z.literal('step'), n: z.int(), step }).transform(({ n, step: at }) => ({
  level: 'half' as const,
  n,
  half: at < middleOfScale ? ('lower' as const) : ('upper' as const),
}));

const published: z.ZodType<Published> = z.union([
  z.object({ level: z.literal('none'), n: z.literal(0) }),
  z.object({ level: z.literal('withheld'), n: z.int() }),
  half,
  nearestStep,
  full,
]);

const themeResult: z.ZodType<ThemeResult> = z
  .object({
    themeId: z.string(),
    people: z.int(),
    result: published,
    units: z.array(z.object({ unitId: z.string(), result: published, dontKnow: z.int() })),
    groups: z
      .array(
        z.object({
          groupId: z.string(),
          result: full,
          units: z.array(z.object({ unitId: z.string(), result: full })),
        }),
      )
      .exactOptional(),
  })
  .transform(withHalfOfUnits);

/** Until version 0.2 the half of a theme was where the average of its focus areas lay, in whose halves few need be. */
function withHalfOfUnits(theme: ThemeResult): ThemeResult {
  const { result, units } = theme;
  const half = result.level === 'half' && hasAreas(units) ? halfOfUnits(units.map((unit) => unit.result)) : undefined;
  return half && result.level === 'half' ? { ...theme, result: { ...result, half } } : theme;
}

const told = z.object({ kind: z.literal('told'), before: z.number(), tenths: z.int() });

const change: z.ZodType<Change> = z.discriminatedUnion('kind', [
  told,
  z.object({ kind: z.literal('held') }),
  z.object({ kind: z.literal('none') }),
]);

const trend: z.ZodType<ChangeSinceLast> = z.object({
  since: z.number(),
  peopleBefore: z.int(),
  otherDepth: z.boolean(),
  reworded: z.boolean(),
  themes: z.array(
    z.object({
      themeId: z.string(),
      change,
      units: z.array(z.object({ unitId: z.string(), change })),
      groups: z.array(z.object({ groupId: z.string(), change: told })).exactOptional(),
    }),
  ),
});

/** Earlier versions kept the lists of suggested priorities too; they are worked out from the results now. */
export const summary: z.ZodType<Summary> = z.object({
  closedAt: z.number(),
  people: z.int(),
  byLink: z.int().exactOptional(),
  smallestGroup: z.int(),
  themes: z.array(themeResult),
  trend: trend.exactOptional(),
  pictureId: z.string(),
});
