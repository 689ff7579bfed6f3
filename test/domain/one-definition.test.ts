import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultLanguage, languages } from '../../src/domain/language.ts';
import { highestStep, lowestStep, middleOfScale, steps } from '../../src/domain/scale.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { asRead } from '../support/cards.ts';
import { sources } from '../texts/sources.ts';

/**
 * The scale and the languages are each defined once. A step or a language that is added there leads the compiler to all
 * code that must follow, and these tests to the rest.
 */

const root = new URL('../../', import.meta.url);
const files = (folder: string) => readdirSync(new URL(folder, root));
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const texts = loadTexts('Europe/Copenhagen');

/** Where code says this beside the definition, as "file:line". */
const saidIn = (pattern: RegExp, definition: string) =>
  [...sources].flatMap(([file, code]) =>
    file === definition
      ? []
      : code.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
  );

describe('the scale', () => {
  it('is listed in no other place of the code', () => {
    const list = (separator: string) => steps.map((step) => `['"]?${step}['"]?`).join(`\\s*${separator}\\s*`);
    expect(saidIn(RegExp(list(',')), 'src/domain/scale.ts')).toEqual([]);
    expect(saidIn(RegExp(list('\\|')), 'src/domain/scale.ts')).toEqual([]);
  });

  it('is on no card template', () => {
    const named = files('cards/').filter((file) => /"value":\s*"?\d"?/.test(read(`cards/${file}`)));
    expect(named).toEqual([]);
  });

  it('has a name for each step in every wheel', () => {
    for (const wheel of readWheels(fileURLToPath(new URL('wheels', root)))) {
      expect([wheel.id, wheel.language, wheel.steps.length]).toEqual([wheel.id, wheel.language, steps.length]);
    }
  });

  it('is counted rightly where texts say how many steps there are and how far they go', () => {
    const inWords: Record<number, Record<(typeof languages)[number], string>> = {
      3: { da: 'tre', en: 'three' },
      4: { da: 'fire', en: 'four' },
      5: { da: 'fem', en: 'five' },
    };
    for (const language of languages) {
      const { t } = texts[language];
      const count = inWords[steps.length]?.[language];
      for (const title of [t('theme.stepsTitle'), t('report.steps')]) expect(title).toContain(` ${count} `);
      const lower = steps.filter((step) => step < middleOfScale);
      const upper = steps.filter((step) => step > middleOfScale);
      expect(t('result.halves.lower')).toBe(`${lower.at(0)}–${lower.at(-1)}`);
      expect(t('result.halves.upper')).toBe(`${upper.at(0)}–${upper.at(-1)}`);
      expect(t('result.halves.both')).toBe(`${lowestStep}–${highestStep}`);
      const ranges = [...read(`texts/${language}.json`).matchAll(/\b\d–\d\b/g)].map(([range]) => range);
      const known = [t('result.halves.lower'), t('result.halves.upper'), t('result.halves.both')];
      expect(ranges.filter((range) => !known.includes(range))).toEqual([]);
      expect(asRead(t('report.readingAverage'))).toMatch(RegExp(`\\b${lowestStep} (til|to) ${highestStep}\\.`));
    }
  });
});

describe('the languages', () => {
  it('are listed, and told apart, in no other place of the code', () => {
    const either = languages.join('|');
    const listed = RegExp(`['"](${either})['"]\\s*[,|]\\s*['"](${either})['"]`);
    const compared = RegExp(`===\\s*['"](${either})['"]|['"](${either})['"]\\s*===`);
    expect(saidIn(listed, 'src/domain/language.ts')).toEqual([]);
    expect(saidIn(compared, 'src/domain/language.ts')).toEqual([]);
  });

  it('say how people’s words are ordered and compared in one place', () => {
    expect(saidIn(/localeCompare|toLocale(Lower|Upper)Case|Intl\.Collator/, 'src/domain/language.ts')).toEqual([]);
  });

  it('have their texts, and no other has', () => {
    expect(files('texts/').toSorted()).toEqual(languages.map((language) => `${language}.json`).toSorted());
  });

  it('have every wheel that comes with the bot', () => {
    const wheels = readWheels(fileURLToPath(new URL('wheels', root)));
    for (const [id, same] of Map.groupBy(wheels, (wheel) => wheel.id)) {
      expect([id, ...same.map(({ language }) => language).toSorted()]).toEqual([id, ...[...languages].toSorted()]);
    }
  });

  it('are those of the app in Teams', () => {
    const { localizationInfo } = JSON.parse(read('manifest/manifest.json'));
    const others: { languageTag: string }[] = localizationInfo.additionalLanguages;
    expect(localizationInfo.defaultLanguageTag).toBe(defaultLanguage);
    expect([defaultLanguage, ...others.map(({ languageTag }) => languageTag)].toSorted()).toEqual(
      [...languages].toSorted(),
    );
  });
});
