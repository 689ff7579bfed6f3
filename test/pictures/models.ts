import { readdirSync, readFileSync } from 'node:fs';
import { type Depth, depths, unitsOf, type Wheel, wheelSchema } from '../../src/domain/wheel.ts';
import type { PictureSlice, WheelPicture } from '../../src/pictures/wheel-model.ts';

const folder = new URL('../../wheels/', import.meta.url);

const wheels: Wheel[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => wheelSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));

export const legend: WheelPicture['legend'] = {
  steps: 'Trin',
  now: 'Denne runde',
  last: 'Runden før',
  half: 'Kun trin 1–2 eller 3–4',
  noScore: 'Ingen score',
};

/** Kinds of answers that a round can end with. */
export const answers: Record<string, (name: string, i: number) => PictureSlice> = {
  'no answers': (name) => ({ name }),
  averages: (name, i) => average(name, i),
  'averages and the last round': (name, i) => ({ ...average(name, i), last: 1 + ((i * 11) % 31) / 10 }),
  'few answers': (name, i) => half(name, i),
  'a bit of everything': (name, i) =>
    i % 4 === 3 ? { name } : { ...(i % 3 === 0 ? half(name, i) : average(name, i)), last: 1 + ((i * 11) % 31) / 10 },
};

function average(name: string, i: number): PictureSlice {
  const value = 1 + ((i * 7) % 31) / 10;
  return { name, value, valueText: value.toFixed(1).replace('.', ',') };
}

function half(name: string, i: number): PictureSlice {
  return i % 2 === 0
    ? { name, value: 1.5, valueText: '1–2', half: true }
    : { name, value: 3.5, valueText: '3–4', half: true };
}

/** A picture of themes given as a name with the names of its slices; without slices it is scored as a whole. */
export function pictureOf(
  themes: readonly (readonly [name: string, ...slices: string[]])[],
  answer: (name: string, i: number) => PictureSlice = average,
): WheelPicture {
  let i = 0;
  return {
    stepNames: ['Plads til forbedring', 'Begyndende udvikling', 'Gode og holdbare løsninger', 'Bæredygtig udvikling'],
    themes: themes.map(([name, ...slices]) => ({
      name,
      slices: (slices.length === 0 ? [name] : slices).map((slice) => answer(slice, i++)),
    })),
    legend,
  };
}

function pictureOfWheel(wheel: Wheel, depth: Depth, answer: (name: string, i: number) => PictureSlice): WheelPicture {
  const themes = wheel.themes.map((theme) => {
    const units = unitsOf(theme, depth).map((unit) => unit.name);
    return [theme.name, ...(units.length === 1 && units[0] === theme.name ? [] : units)] as const;
  });
  const [first, second, third, fourth] = wheel.steps;
  return {
    ...pictureOf(themes, answer),
    stepNames: [first.name, second.name, third.name, fourth.name],
  };
}

/** Every built-in wheel at every depth with every kind of answers, by a name that says which. */
export const builtIn: [string, WheelPicture][] = wheels.flatMap((wheel) =>
  depths.flatMap((depth) =>
    Object.entries(answers).map(([kind, answer]): [string, WheelPicture] => [
      `${wheel.id} (${wheel.language}), ${depth}, ${kind}`,
      pictureOfWheel(wheel, depth, answer),
    ]),
  ),
);
