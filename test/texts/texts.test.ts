import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { agreementWords } from '../../src/domain/agreement.ts';
import { type Language, languages } from '../../src/domain/language.ts';
import { lists } from '../../src/domain/priorities.ts';
import { halves, type Privacy, privacies, results } from '../../src/domain/results.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Step, steps } from '../../src/domain/scale.ts';
import { type Depth, depths, unitsOf } from '../../src/domain/wheel.ts';
import { read as understand } from '../../src/teams/vocabulary.ts';
import { suggestions } from '../../src/texts/suggestions.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { distributions } from '../domain/distributions.ts';
import { literals, sources } from './sources.ts';

type Tree = { [key: string]: string | Tree };

const read = (language: Language): Map<string, string> => {
  const file = new URL(`../../texts/${language}.json`, import.meta.url);
  const flat = (tree: Tree, path: string): [string, string][] =>
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
    );
  return new Map(flat(JSON.parse(readFileSync(file, 'utf8')), ''));
};
const files = { da: read('da'), en: read('en') };
const texts = loadTexts('Europe/Copenhagen');
const wheels = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url)));

const plural = /_(zero|one|two|few|many|other)$/;
const base = (key: string): string => key.replace(plural, '');
const bases = (language: Language): string[] => [...new Set([...files[language].keys()].map(base))].sort();
const variables = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();
const all = languages.flatMap((language) => [...files[language]].map(([key, text]) => ({ language, key, text })));
/** Keys and texts that something is wrong with, told by language and key. */
const those = (wrong: (each: (typeof all)[number]) => boolean): string[] =>
  all.filter(wrong).map(({ language, key, text }) => `${language} ${key}: ${text}`);

describe('the texts', () => {
  it('have the same keys in Danish and English', () => {
    expect(bases('en')).toEqual(bases('da'));
  });

  it.each(languages)('have each plural that %s needs, and no other but for zero', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of new Set([...files[language].keys()].filter((each) => plural.test(each)).map(base))) {
      const given = [...files[language].keys()].filter((each) => each !== key && base(each) === key);
      expect(
        given
          .map((each) => each.slice(key.length + 1))
          .filter((each) => each !== 'zero')
          .sort(),
        key,
      ).toEqual(needed.toSorted());
    }
  });

  it('take the same variables in Danish and English', () => {
    const taken = (language: Language) =>
      bases(language).map((key) => {
        const used = [...files[language]].filter(([each]) => base(each) === key).flatMap(([, text]) => variables(text));
        return `${key} ${[...new Set(used)].sort()}`;
      });
    expect(taken('en')).toEqual(taken('da'));
  });

  it('are never empty, and have no gap before, in or after', () => {
    expect(those(({ text }) => text === '' || /^\s|\s$|\s{2}|\s[,.?!]/.test(text))).toEqual([]);
  });

  it('end with the same mark in Danish and English', () => {
    const mark = (text: string | undefined) => /[.?!:]?$/.exec(text ?? '')?.[0];
    expect(those(({ key, text }) => mark(files.da.get(key) ?? text) !== mark(files.en.get(key) ?? text))).toEqual([]);
  });

  it('have no Danish letters or quotes in English, but for the names of wheels', () => {
    const names = wheels.map(({ name }) => name);
    const bare = (text: string) => names.reduce((left, name) => left.replaceAll(name, ''), text);
    expect(those(({ language, text }) => language === 'en' && /[æøå»«]/i.test(bare(text)))).toEqual([]);
  });

  it.each([
    ['setup.intro', 'setup.start'],
    ['own.savedPublic', 'theme.mine'],
    ['prompts.hint', 'agreed.set'],
    ['agreed.hint', 'agreed.set'],
  ])('call a button by its title where %s says to press %s', (key, title) => {
    for (const language of languages) expect(files[language].get(key)).toContain(files[language].get(title) ?? '?');
  });

  it('tell people to write only what the bot understands', () => {
    const told = all.flatMap(({ language, key, text }) =>
      // "Her skriver du @Hjulet foran": no command.
      key === 'help.inChannel'
        ? []
        : [...text.matchAll(/@Hjulet (\p{L}+)/gu)].map(([, word = '']) => ({ language, key, word })),
    );
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter(({ word }) => understand(word).command === undefined)).toEqual([]);
  });

  it('make commands stand out, and buttons that somebody is told to press', () => {
    expect(those(({ text }) => /(?<!\*\*)@Hjulet|(tryk på|press) (?!\*\*)\p{Lu}/iu.test(text))).toEqual([]);
  });

  it('have each button that the guide says to press', () => {
    const guide = readFileSync(new URL('../../docs/guide.md', import.meta.url), 'utf8');
    const told = [...guide.matchAll(/(?:[Tt]ryk(?:ker|ke)? på|så på|på|eller) \*\*([^*]+)\*\*/g)].map(
      ([, title = '']) => title,
    );
    expect(told.length).toBeGreaterThan(15);
    const titles = new Set([...files.da.values()].map((text) => text.replace('{{place}}', 'kanalen')));
    expect(told.filter((title) => !titles.has(title))).toEqual([]);
  });

  it.each(languages)('come out whole in %s when every variable is given', (language) => {
    const given = Object.fromEntries(all.flatMap(({ text }) => variables(text)).map((name) => [name, 'x']));
    for (const key of bases(language)) {
      // The keys are the files' own here, so that TypeScript cannot know them.
      const text = String(texts[language].t(key as 'common.dontKnow', { ...given, count: 2 }));
      expect(text).not.toBe(key);
      expect(text).not.toMatch(/\{\{|\}\}|undefined/);
    }
  });
});

describe('the keys in the code', () => {
  const used = literals.filter(({ before }) => /\bt\($/.test(before));
  const matches = (text: string, key: string): boolean => {
    const [first = '', ...rest] = text.split('{}');
    const last = rest.at(-1) ?? '';
    return rest.length === 0 ? text === key : key.startsWith(first) && key.endsWith(last);
  };

  it('are all in the texts', () => {
    const missing = used.filter(({ text }) => !bases('da').some((key) => matches(text, key)));
    expect(missing.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([]);
  });

  it('are all that the texts have', () => {
    expect(bases('da').filter((key) => !used.some(({ text }) => matches(text, key)))).toEqual([]);
  });

  it('are written out where they are used, so that a search finds them', () => {
    const computed = [...sources].flatMap(([file, code]) =>
      [...code.matchAll(/\bt\((?!\s*['"`]).*/g)].map(([call]) => `${file}: ${call}`),
    );
    expect(computed).toEqual([]);
    expect(used.length).toBeGreaterThan(100);
  });

  it.each([
    ['common.depth', depths],
    ['common.privacy', privacies],
    ['privacyNote', privacies],
    ['result.spread', agreementWords],
    ['result.spreadWithin', agreementWords],
    ['report.spread', agreementWords],
    ['result.halves', halves],
    ['result.halfWithin', halves],
    ['report.half', halves],
    ['prompts.within', halves],
    ['summary', lists],
    ['trend.depth', depths],
  ])('that begin with %s have a text for every value', (prefix, values) => {
    for (const value of values) expect(bases('da')).toContain(`${prefix}.${value}`);
  });
});

describe('the reason for a priority', () => {
  const wheel = (language: Language) => {
    const found = wheels.find((each) => each.id === 'sammenhaengshjulet' && each.language === language);
    if (!found) throw new Error(`There is no wheel in ${language}`);
    return found;
  };

  /** Every reason of a round in which everybody scored everything alike. */
  function reasonsOf(language: Language, depth: Depth, privacy: Privacy, counts: Counts) {
    const scores = counts.flatMap((count, i) => Array<Step>(count).fill(steps[i] ?? 1));
    const given = wheel(language).themes.flatMap((theme) =>
      scores.map((score) => ({
        themeId: theme.id,
        scores: Object.fromEntries(unitsOf(theme, depth).map(({ id }) => [id, score])),
      })),
    );
    const themes = results({ wheel: wheel(language), depth }, given, { privacy, smallestGroup: 4 });
    const cardTexts = { texts: texts[language], wheel: wheel(language), smallestGroup: 4 };
    return suggestions(cardTexts, { themes, smallestGroup: 4 }).flatMap(({ list, items }) =>
      items.map(({ themeId, unitId, reason: { text }, result }) => {
        const theme = wheel(language).themes.find(({ id }) => id === themeId);
        const name = theme?.focusAreas.find(({ id }) => id === unitId)?.name ?? theme?.name ?? '?';
        return { list, text, name, result };
      }),
    );
  }

  const every = [2, 3, 4, 5, 6].flatMap(distributions);
  const rows = languages.flatMap((language) =>
    privacies.flatMap((privacy) => depths.map((depth) => ({ language, privacy, depth }))),
  );

  it.each(rows)('is one or two sentences with a name and a number in $language, $privacy, $depth', (row) => {
    const { language, privacy, depth } = row;
    for (const counts of every) {
      const reasons = reasonsOf(language, depth, privacy, counts);
      expect(reasons.length).toBeGreaterThan(0);
      for (const { text, name, result } of reasons) {
        expect(text).toContain(name);
        expect(text).toMatch(/\d.*\.$/);
        expect(text).not.toMatch(/reason\.|\{\{|undefined|\.\.|\s{2}/);
        const same = result.level === 'full' && result.counts.filter((count) => count > 0).length === 1;
        if (result.level === 'full' && !same) expect(text).toContain(texts[language].number(result.mean));
      }
    }
  });

  it.each(languages)('differs in %s for every list, and for what is offered where nothing is low', (language) => {
    const told = (
      [
        [4, 2, 0, 0],
        [4, 0, 0, 3],
        [3, 0, 0, 3],
        [0, 3, 3, 0],
        [0, 0, 4, 2],
        [3, 0, 0, 4],
      ] as Counts[]
    ).map((counts) =>
      reasonsOf(language, 'screening', 'confidential', counts).map(({ text }) => text.replace(/\d/g, '')),
    );
    // Four themes that are alike and high: one of them is what there is to raise.
    expect(new Set(told.map(([first]) => first)).size).toBe(told.length);
    expect(new Set(told[4]).size).toBeGreaterThan(1);
  });

  it.each(languages)('names no split in %s where fewer answered than the smallest group', (language) => {
    const spread = agreementWords.map((word) => texts[language].t(`result.spread.${word}`));
    for (const counts of [1, 2, 3].flatMap(distributions))
      for (const privacy of privacies)
        for (const { text } of reasonsOf(language, 'screening', privacy, counts))
          expect(spread.filter((words) => text.includes(words))).toEqual([]);
  });
});

describe('names in a sentence', () => {
  it('are told apart where one of them has the word of its own that lists end with', () => {
    const { da, en } = texts;
    expect(da.list(['Kommunen', 'Unge'])).toBe('Kommunen og Unge');
    expect(da.list(['Skole og uddannelse', 'Unge'])).toBe('Skole og uddannelse samt Unge');
    expect(da.list(['Kommunen', 'Skole og uddannelse', 'Unge'])).toBe('Kommunen, Skole og uddannelse samt Unge');
    expect(da.list(['Skole og uddannelse'])).toBe('Skole og uddannelse');
    expect(da.list([])).toBe('');
    expect(en.list(['School and education', 'Young people'])).toBe('School and education, and Young people');
    expect(en.list(['Andy', 'Skole og uddannelse'])).toBe('Andy and Skole og uddannelse');
  });
});
