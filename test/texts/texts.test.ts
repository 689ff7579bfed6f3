import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { agreementWords } from '../../src/domain/agreement.ts';
import { dialoguePatterns } from '../../src/domain/dialogue.ts';
import { type List, lists, type Pattern, type Priority, patterns, priorities } from '../../src/domain/priorities.ts';
import { halves, privacies, results } from '../../src/domain/results.ts';
import { depths, type Language, languages } from '../../src/domain/wheel.ts';
import { read as understand } from '../../src/teams/vocabulary.ts';
import { reason } from '../../src/texts/results.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
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
      // "I en kanal skriver du @Hjulet foran": no command.
      key === 'help.inChannel'
        ? []
        : [...text.matchAll(/@Hjulet (\p{L}+)/gu)].map(([, word = '']) => ({ language, key, word })),
    );
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter(({ word }) => understand(word).command === undefined)).toEqual([]);
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
    ['result.words', agreementWords],
    ['result.halves', halves],
    ['summary', lists],
    ['prompts', dialoguePatterns],
    ['prompts.unit', ['split', 'low']],
    ['trend.depth', depths],
  ])('that begin with %s have a text for every value', (prefix, values) => {
    for (const value of values) expect(bases('da')).toContain(`${prefix}.${value}`);
  });
});

describe('the reason for a priority', () => {
  type PublishedDetails = Priority['result'];
  const wheel = (language: Language) => {
    const found = wheels.find((each) => each.id === 'sammenhaengshjulet' && each.language === language);
    if (!found) throw new Error(`There is no wheel in ${language}`);
    return found;
  };
  const cardTexts = (language: Language) => ({ texts: texts[language], wheel: wheel(language), smallestGroup: 4 });
  const answers: Record<Pattern, [step: 1 | 2 | 3 | 4, mean: number, word: (typeof agreementWords)[number]]> = {
    lowAgreed: [1, 1.3, 'agreed'],
    lowSplit: [2, 1.9, 'split'],
    middle: [3, 2.6, 'partly'],
    highAgreed: [4, 3.7, 'agreed'],
    highSplit: [3, 3.1, 'split'],
  };
  const rows = languages.flatMap((language) =>
    lists.flatMap((list) =>
      patterns.flatMap((pattern) =>
        (['full', 'half'] as const).flatMap((level) =>
          (['theme', 'focus area'] as const).map((unit) => ({ language, list, pattern, level, unit })),
        ),
      ),
    ),
  );

  it.each(rows)(
    'is told in $language for a $unit on $list that is $pattern, from its $level',
    ({ language, list, pattern, level, unit }) => {
      const [theme] = wheel(language).themes;
      const scored = unit === 'theme' ? theme : theme?.focusAreas[1];
      const [step, mean, word] = answers[pattern];
      const result: PublishedDetails =
        level === 'half'
          ? { level, n: 9, half: step <= 2 ? 'lower' : 'upper' }
          : { level, n: 9, step, mean, median: mean, counts: [0, 0, 0, 9], agreement: 0, word };
      const told = reason(cardTexts(language), list, {
        themeId: theme?.id ?? '',
        unitId: scored?.id ?? '',
        pattern,
        result,
      });
      expect(told).toContain(scored?.name);
      expect(told).toMatch(/\(n\s=\s9\).*\.$/);
      expect(told).toContain(level === 'half' ? (step <= 2 ? '1–2' : '3–4') : texts[language].number(mean));
      expect(told).not.toMatch(/reason\.|\{\{|undefined|\.\.|\s{2}/);
    },
  );

  it.each(languages)('differs in %s for every pattern on the list it belongs to', (language) => {
    const places: [List, Pattern][] = [
      ['shortTerm', 'lowAgreed'],
      ['talkFirst', 'lowSplit'],
      ['longTerm', 'lowSplit'],
      ['longTerm', 'middle'],
      ['longTerm', 'highAgreed'],
      ['strengths', 'highAgreed'],
      ['hearMinority', 'highSplit'],
    ];
    const { id: themeId = '' } = wheel(language).themes[0] ?? {};
    const result: PublishedDetails = {
      level: 'full',
      n: 9,
      step: 2,
      mean: 2,
      median: 2,
      counts: [0, 9, 0, 0],
      agreement: 1,
      word: 'agreed',
    };
    const told = places.map(([list, pattern]) =>
      reason(cardTexts(language), list, { themeId, unitId: themeId, pattern, result }),
    );
    expect(new Set(told).size).toBe(places.length);
  });

  it.each(languages)('names no split in %s where fewer answered than the smallest group', (language) => {
    const split = texts[language].t('result.words.split');
    for (const scores of [
      [1, 3],
      [1, 4],
      [2, 4],
      [1, 1, 4],
      [1, 4, 4],
    ] as const) {
      const told = answersOfOpenRound(language, scores);
      expect(
        told.filter((each) => RegExp(`\\b${split}\\s`).test(each)),
        `${scores}`,
      ).toEqual([]);
    }
  });

  /** Every reason of an open round, where figures are told however few answered. */
  function answersOfOpenRound(language: Language, scores: readonly (1 | 2 | 3 | 4)[]): string[] {
    const given = wheel(language).themes.flatMap(({ id: themeId }) =>
      scores.map((score) => ({ themeId, scores: { [themeId]: score } })),
    );
    const themes = results({ wheel: wheel(language), depth: 'screening' }, given, {
      privacy: 'open',
      smallestGroup: 4,
    });
    const found = priorities(themes, 4);
    return lists.flatMap((list) => found[list].map((each) => reason(cardTexts(language), list, each)));
  }
});
