import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settingsFiles, settingsOf } from '../scripts/settings.ts';
import { common, localOnly, neededInProduction, optionalInProduction } from '../src/config/settings.ts';

const written = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const shapes = [neededInProduction, common, optionalInProduction, localOnly];
const settings = settingsOf({ all: shapes });

describe('docs/settings.md and .env.example', () => {
  test.each(Object.entries(settingsFiles()))('%s is what `npm run settings` writes', (path, content) => {
    expect(written(path)).toBe(content);
  });

  test('have every setting once', () => {
    const names = [...new Set(shapes.flatMap((shape) => Object.keys(shape)))].toSorted();
    const listed = (path: string, line: RegExp) => [...written(path).matchAll(line)].map(([, name]) => name).toSorted();
    expect(listed('docs/settings.md', /^### `(\w+)`$/gm)).toEqual(names);
    expect(listed('.env.example', /^(\w+)=/gm)).toEqual(names);
  });

  test('cannot be written while a setting has no description', () => {
    const added = { HJULET_NEW: z.string().optional(), HJULET_OTHER: z.string().optional() };
    expect(() => settingsFiles({ 'May stay as they are': [common, added] })).toThrow(
      /^HJULET_NEW, HJULET_OTHER: describe them in src\/config\/settings\.ts/,
    );
  });
});

describe('a setting', () => {
  test.each(settings)('$name has a description in whole sentences', ({ does }) => {
    expect(does).toMatch(/^[A-Z0-9`].*\.$/);
  });

  test.each(settings.filter(({ name }) => !/password|key$|keys$/i.test(name)))(
    '$name has an example that it takes',
    ({ example, schema }) => {
      expect(schema.safeParse(example)).toMatchObject({ success: true });
    },
  );

  test.each(settings.filter((setting) => setting.default !== ''))('$name takes its own default', (setting) => {
    expect(setting.schema.safeParse(setting.default)).toMatchObject({ success: true });
  });
});
