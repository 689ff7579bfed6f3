import { describe, expect, it, test } from 'vitest';
import { steps } from '../../src/domain/scale.ts';
import { plainly, stepName, unitsOf, wheelSchema } from '../../src/domain/wheel.ts';
import { smallWheel } from './small-wheel.ts';

const issues = (wheel: unknown) =>
  wheelSchema.safeParse(wheel).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const wheel = smallWheel({ a: ['a1', 'a2'], b: [] });
const [themeA, themeB] = wheel.themes;
const withTheme = (change: object) => ({ ...wheel, themes: [{ ...themeA, ...change }, themeB] });

describe('a wheel', () => {
  test('that follows the rules is taken as it is', () => {
    expect(wheelSchema.parse(wheel)).toEqual(wheel);
  });

  test('may not use an id twice: two themes', () => {
    expect(issues({ ...wheel, themes: [themeA, themeB, themeB] })).toEqual([
      'themes.2.id: the id "b" is used twice in this wheel',
    ]);
  });

  test('may not use an id twice: two areas of one theme', () => {
    expect(issues(smallWheel({ a: ['a1', 'a2', 'a1'], b: [] }))).toEqual([
      'themes.0.focusAreas.2.id: the id "a1" is used twice in this wheel',
    ]);
  });

  test('may not use an id twice: areas of two themes, or an area and a theme', () => {
    expect(issues(smallWheel({ a: ['x'], b: ['x'], c: ['a'] }))).toEqual([
      'themes.1.focusAreas.0.id: the id "x" is used twice in this wheel',
      'themes.2.focusAreas.0.id: the id "a" is used twice in this wheel',
    ]);
  });

  it.each([
    { what: 'three steps', wheel: { ...wheel, steps: wheel.steps.slice(1) }, path: 'steps' },
    { what: 'five steps', wheel: { ...wheel, steps: [...wheel.steps, wheel.steps[0]] }, path: 'steps' },
    { what: 'one theme', wheel: { ...wheel, themes: [themeA] }, path: 'themes' },
    {
      what: 'nine themes',
      wheel: smallWheel({ a: [], b: [], c: [], d: [], e: [], f: [], g: [], h: [], i: [] }),
      path: 'themes',
    },
    {
      what: 'seven areas in a theme',
      wheel: smallWheel({ a: ['1', '2', '3', '4', '5', '6', '7'], b: [] }),
      path: 'themes.0.focusAreas',
    },
    { what: 'no way to strengthen', wheel: withTheme({ strengthen: [] }), path: 'themes.0.strengthen' },
    { what: 'an empty question', wheel: withTheme({ question: '  ' }), path: 'themes.0.question' },
    { what: 'a name of 81 characters', wheel: withTheme({ name: 'x'.repeat(81) }), path: 'themes.0.name' },
    { what: 'no name', wheel: withTheme({ name: undefined }), path: 'themes.0.name' },
    { what: 'an id with Danish letters', wheel: withTheme({ id: 'bæredygtigt' }), path: 'themes.0.id' },
    { what: 'an id with a colon', wheel: withTheme({ id: 'a:b' }), path: 'themes.0.id' },
    { what: 'an id that every object answers to', wheel: withTheme({ id: 'constructor' }), path: 'themes.0.id' },
    { what: 'one group', wheel: { ...wheel, perspectives: [{ id: 'a', name: 'A' }] }, path: 'perspectives' },
    {
      what: 'nine groups',
      wheel: { ...wheel, perspectives: Array.from({ length: 9 }, (_, i) => ({ id: `${i}`, name: 'A' })) },
      path: 'perspectives',
    },
    {
      what: 'two groups of one id',
      wheel: { ...wheel, perspectives: ['x', 'y', 'x'].map((id) => ({ id, name: 'A' })) },
      path: 'perspectives.2.id',
    },
    { what: 'version 0', wheel: { ...wheel, version: 0 }, path: 'version' },
    { what: 'version "1"', wheel: { ...wheel, version: '1' }, path: 'version' },
    { what: 'Swedish', wheel: { ...wheel, language: 'sv' }, path: 'language' },
    {
      what: 'a source without an address that is one',
      wheel: { ...wheel, source: { name: 'x', url: 'carelink' } },
      path: 'source.url',
    },
    { what: 'a word that the schema does not know', wheel: withTheme({ qestion: 'A slip' }), path: 'themes.0' },
  ])('with $what is refused, with the path $path', ({ wheel, path }) => {
    expect(wheelSchema.safeParse(wheel).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  test('tells all its faults at once', () => {
    expect(issues({ ...withTheme({ name: '' }), version: 0 })).toHaveLength(2);
  });
});

describe('the plain words of a wheel', () => {
  const plain = {
    ...wheel,
    plain: { about: 'About, plainly.' },
    steps: wheel.steps.map((step, i) => ({ ...step, plain: `Step ${i}, plainly.` })),
    themes: wheel.themes.map((theme) => ({
      ...theme,
      plain: { question: `${theme.id}?`, description: `${theme.id}, plainly.` },
      focusAreas: theme.focusAreas.map((area) => ({ ...area, plain: `${area.id}, plainly.` })),
    })),
  };

  test('stand in place of the others, and names stay', () => {
    const shown = plainly(wheelSchema.parse(plain));
    expect(shown.about).toBe('About, plainly.');
    expect(shown.steps.map(({ name, description }) => [name, description])).toEqual(
      wheel.steps.map(({ name }, i) => [name, `Step ${i}, plainly.`]),
    );
    expect(shown.themes.map(({ id, name, question, description }) => [id, name, question, description])).toEqual(
      wheel.themes.map(({ id, name }) => [id, name, `${id}?`, `${id}, plainly.`]),
    );
    expect(shown.themes[0]?.focusAreas.map(({ description }) => description)).toEqual(['a1, plainly.', 'a2, plainly.']);
  });

  test('are not needed: without them a wheel is shown as it is', () => {
    expect(plainly(wheel)).toEqual(wheel);
  });

  test('are in all parts or in none: a part without them is named', () => {
    const [first, ...others] = plain.themes;
    const { plain: _, ...bare } = first ?? { plain: undefined };
    expect(issues({ ...plain, themes: [bare, ...others] }).map((issue) => issue.split(':')[0])).toEqual([
      'themes.0.plain',
    ]);
    const { plain: about, ...without } = plain;
    expect(issues(without).map((issue) => issue.split(':')[0])).toEqual(['plain']);
    expect(issues({ ...wheel, plain: about })).toHaveLength(4 + 2 + 2);
  });
});

describe('the units of a theme', () => {
  const theme = (index: number) => {
    const found = wheel.themes[index];
    if (!found) throw new Error('no theme');
    return found;
  };

  test('are its focus areas in depth, in their order', () => {
    expect(unitsOf(theme(0), 'deep').map(({ id }) => id)).toEqual(['a1', 'a2']);
  });

  test('are the theme itself in a screening, and where it has no focus areas', () => {
    expect(unitsOf(theme(0), 'screening')).toEqual([theme(0)]);
    expect(unitsOf(theme(1), 'deep')).toEqual([theme(1)]);
  });
});

test('a step has its name', () => {
  expect(steps.map((step) => stepName(wheel, step))).toEqual(['One', 'Two', 'Three', 'Four']);
});
