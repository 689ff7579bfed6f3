import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { wheelSchema } from '../../src/domain/wheel.ts';
import { messageWith, pressAs } from './others.ts';
import type { Playground } from './playground.ts';
import type { TeamsWindow } from './window.ts';

/** What everybody says of one focus area, Mette first: steps 1–4, 0 for "Ved ikke". */
interface Asked {
  id: string;
  name: string;
  steps: readonly number[];
}
export interface AskedTheme {
  name: string;
  comment?: string;
  units: readonly Asked[];
}

export const wheel = wheelSchema.parse(
  JSON.parse(readFileSync(new URL('../../wheels/sammenhaengshjulet.da.json', import.meta.url), 'utf8')),
);
/** What one may choose of a theme in a screening, "Ved ikke" first. */
export const explained = [
  'Ved ikke',
  ...wheel.steps.map(({ name, description }, i) => `${i + 1} · ${name}: ${description}`),
];
const choices = [
  'Ved ikke',
  '1 · Plads til forbedring',
  '2 · Begyndende udvikling',
  '3 · Gode og holdbare løsninger',
  '4 · Bæredygtig udvikling',
];

/** Mette answers a whole round in the window, theme by theme, and the others over HTTP. */
export async function score(
  window: TeamsWindow,
  playground: Playground,
  others: readonly string[],
  themes: readonly AskedTheme[],
): Promise<void> {
  for (const { name, comment = '', units } of themes) {
    // The Playground shows a person's own view until the count on the shared card changes, as it cannot refresh.
    await window.undisturbed(async () => {
      const given = Object.fromEntries(
        units.map((unit) => [`Hvor langt er I med ${unit.name}?`, choices[unit.steps[0] ?? 0] ?? '']),
      );
      const theme = await window.card(name, 'Gem min vurdering');
      await theme.send('Gem min vurdering', { ...given, 'Kommentar (valgfri)': comment });
    });
    for (const [i, person] of others.entries()) {
      const steps = units.map(({ id, steps }) => [`s_${id}`, String(steps[i + 1] || 'dontKnow')]);
      const card = messageWith(playground, name, 'Gem min vurdering');
      const answer = await pressAs(playground, person, card, 'Gem min vurdering', Object.fromEntries(steps));
      expect(JSON.stringify(answer)).toContain('Din vurdering er gemt');
    }
  }
}
