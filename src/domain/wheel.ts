import { z } from 'zod';
import { languages } from './language.ts';
import { perStep, type Step } from './scale.ts';

/**
 * A wheel is data: one JSON file for each wheel and language, checked by this schema when the bot starts.
 * Source of the built-in names: Sammenhængshjulet by Carelink – Analyse og Udvikling (www.carelink.dk).
 */

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters a–z, digits and single hyphens')
  .refine((id) => !(id in {}), 'a word that JavaScript keeps for itself; choose another');
const name = z.string().trim().min(1).max(80);
const sentence = z.string().trim().min(1).max(400);

/** Words for young people beside the description, see `plainly`. */
const step = z.strictObject({ name, description: sentence, plain: sentence.exactOptional() });
const focusArea = z.strictObject({ id: slug, name, description: sentence, plain: sentence.exactOptional() });
const strengthening = z.strictObject({ name, text: sentence });

/** A group that people answer as. */
const perspective = z.strictObject({ id: slug, name });

const theme = z.strictObject({
  id: slug,
  name,
  question: sentence,
  description: sentence,
  plain: z.strictObject({ question: sentence, description: sentence }).exactOptional(),
  /** Empty where the theme is scored as a whole. */
  focusAreas: z.array(focusArea).max(6),
  strengthen: z.array(strengthening).min(1).max(4),
  /**
   * What to ask those who scored the theme low or in the middle, and those who scored it high; a wheel can do without.
   */
  dialogue: z.strictObject({ low: sentence, high: sentence }).exactOptional(),
});

export const wheelSchema = z
  .strictObject({
    id: slug,
    version: z.int().min(1),
    language: z.enum(languages),
    name,
    /** What it is about in a few words, beside its name in a list. */
    short: name.exactOptional(),
    about: sentence,
    plain: z.strictObject({ about: sentence }).exactOptional(),
    source: z.strictObject({ name, url: z.url().optional() }),
    /** Who made which of its words, where the source alone does not say it. */
    credit: sentence.exactOptional(),
    steps: z.tuple(perStep(() => step)),
    themes: z.array(theme).min(2).max(8),
    /** Whom a round may ask people to answer as; a wheel can do without. */
    perspectives: z.array(perspective).min(2).max(8).exactOptional(),
  })
  .superRefine((wheel, context) => {
    if (wheel.themes.flatMap(({ focusAreas }) => focusAreas).length > 16)
      context.addIssue({
        code: 'custom',
        path: ['themes'],
        message: 'at most 16 focus areas in all: more do not fit on one card',
      });
    for (const [p, { id }] of (wheel.perspectives ?? []).entries())
      if (wheel.perspectives?.findIndex((each) => each.id === id) !== p)
        context.addIssue({
          code: 'custom',
          path: ['perspectives', p, 'id'],
          message: `the id "${id}" is used twice in this wheel`,
        });
    for (const path of partsWithout(wheel)) {
      context.addIssue({
        code: 'custom',
        path,
        message: 'is missing, though other parts of the wheel have plain words: all of its parts have them or none',
      });
    }
    const seen = new Set<string>();
    for (const [t, { id, focusAreas }] of wheel.themes.entries()) {
      for (const [path, each] of [
        [['themes', t, 'id'], id] as const,
        ...focusAreas.map((area, f) => [['themes', t, 'focusAreas', f, 'id'], area.id] as const),
      ]) {
        if (seen.has(each)) {
          context.addIssue({
            code: 'custom',
            path: [...path],
            message: `the id "${each}" is used twice in this wheel`,
          });
        }
        seen.add(each);
      }
    }
  });

/** Where plain words are missing in a wheel that has some. */
function partsWithout({ plain, steps, themes }: Wheel): PropertyKey[][] {
  const parts: [path: PropertyKey[], words: unknown][] = [
    [['plain'], plain],
    ...steps.map(({ plain: words }, s): [PropertyKey[], unknown] => [['steps', s, 'plain'], words]),
    ...themes.flatMap((theme, t): [PropertyKey[], unknown][] => [
      [['themes', t, 'plain'], theme.plain],
      ...theme.focusAreas.map((area, f): [PropertyKey[], unknown] => [
        ['themes', t, 'focusAreas', f, 'plain'],
        area.plain,
      ]),
    ]),
  ];
  const without = parts.filter(([, words]) => words === undefined);
  return without.length === parts.length ? [] : without.map(([path]) => path);
}

/** The wheel in its plain words, for young people who answer by link; as it is where it has none. */
export function plainly(wheel: Wheel): Wheel {
  const [first, second, third, fourth] = wheel.steps;
  return {
    ...wheel,
    ...wheel.plain,
    steps: [plainlyDescribed(first), plainlyDescribed(second), plainlyDescribed(third), plainlyDescribed(fourth)],
    themes: wheel.themes.map((theme) => ({
      ...theme,
      ...theme.plain,
      focusAreas: theme.focusAreas.map(plainlyDescribed),
    })),
  };
}

function plainlyDescribed<T extends { description: string; plain?: string }>(part: T): T {
  return { ...part, description: part.plain ?? part.description };
}

export type Wheel = z.infer<typeof wheelSchema>;
export type Theme = Wheel['themes'][number];

/** How deep a round goes: one score a theme, or one a focus area. */
export const depths = ['screening', 'deep'] as const;
export type Depth = (typeof depths)[number];

/** What is scored: a theme in a screening, otherwise a focus area. `id` is unique in the wheel. */
export interface Unit {
  id: string;
  name: string;
  description: string;
}

/** The units of one theme, in the wheel's order. A theme without focus areas is scored as a whole at any depth. */
export function unitsOf(theme: Theme, depth: Depth): Unit[] {
  return depth === 'screening' || theme.focusAreas.length === 0 ? [theme] : theme.focusAreas;
}

/** What a wheel calls a step of the scale; empty where it has no name for it. */
/** Whether a round of the wheel can go deeper than its themes. */
export function hasFocusAreas({ themes }: Pick<Wheel, 'themes'>): boolean {
  return themes.some(({ focusAreas }) => focusAreas.length > 0);
}

/** What a step means. */
export function stepText(wheel: Wheel, step: Step): string {
  return wheel.steps[step - 1]?.description ?? '';
}

export function stepName(wheel: Wheel, step: Step): string {
  return wheel.steps[step - 1]?.name ?? '';
}
