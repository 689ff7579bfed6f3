import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/domain/language.ts';
import { blankFiller } from '../../src/texts/blanks.ts';

type Tree = { [key: string]: string | Tree };

const i18n = createInstance({
  lng: 'da',
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: Object.fromEntries(
    languages.map((language) => [
      language,
      { translation: JSON.parse(readFileSync(new URL(`../../texts/${language}.json`, import.meta.url), 'utf8')) },
    ]),
  ),
});
i18n.init();

const keysOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  );
const odd = ['Åse $& $1 {{name}} $t(common.keep) <b>"&', 0, 1, 2, 1.5, 100_000, ''];

describe.each(languages)('each text in %s', (language) => {
  const fill = blankFiller((key) => i18n.getResource(language, 'translation', key), language);
  const t = i18n.getFixedT(language);
  const keys = keysOf(i18n.getResourceBundle(language, 'translation'));

  it('has its blanks filled as i18next fills them, whatever fills them', () => {
    const names = new Set(
      keys.flatMap((key) => [...t(key as 'place.chat.name').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '')),
    );
    expect(keys.length).toBeGreaterThan(500);
    for (const value of odd) {
      const values = {
        ...Object.fromEntries([...names].map((name) => [name, value])),
        count: typeof value === 'number' ? value : 3,
      };
      for (const key of keys.map((each) => each.replace(/_(zero|one|other)$/, '')))
        expect(fill(key, values), key).toBe(t(key as 'place.chat.name', values));
    }
  });

  it('is left to i18next where a value is missing or is neither text nor number', () => {
    expect(fill('common.stepChoice', { step: 1 })).toBeUndefined();
    expect(fill('common.stepChoice', { step: 1, name: ['a'] })).toBeUndefined();
    expect(fill('common.depth', {})).toBeUndefined();
    expect(fill('no.such.text', {})).toBeUndefined();
  });
});
