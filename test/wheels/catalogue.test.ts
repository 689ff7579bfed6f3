import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import type { Wheel } from '../../src/domain/wheel.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { createWheels, readWheels } from '../../src/wheels/catalogue.ts';
import { smallWheel } from '../domain/small-wheel.ts';

const builtIn = fileURLToPath(new URL('../../wheels', import.meta.url));

const en: Wheel = smallWheel({ a: ['a1', 'a2'], b: [] });
const da: Wheel = { ...en, language: 'da', name: 'Lille hjul' };

function temporary(): string {
  const made = mkdtempSync(join(tmpdir(), 'hjulet-wheels-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A folder with these files; what is no text is written as JSON. */
function folder(files: Record<string, unknown>): string {
  const made = temporary();
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(made, name), typeof content === 'string' ? content : JSON.stringify(content));
  return made;
}

/** What is wrong with them, one line a fault, without the folder. */
function faults(own: string): string[] {
  try {
    readWheels(builtIn, own);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replace(`${own}/`, ''));
  }
  return [];
}

function store() {
  const db = openSqlite(join(temporary(), 'hjulet.sqlite'));
  onTestFinished(() => db.close());
  return createStore(db);
}

describe('the wheels that come with the bot', () => {
  const wheels = readWheels(builtIn);
  const of = (id: string, language: string) => wheels.find((each) => each.id === id && each.language === language);

  test('load, each in Danish and English', () => {
    expect(wheels.map(({ id, language }) => `${id} ${language}`).sort()).toEqual([
      'faelles-kultur da',
      'faelles-kultur en',
      'positiv-destination da',
      'positiv-destination en',
      'sammenhaengshjulet da',
      'sammenhaengshjulet en',
    ]);
  });

  test('have the names of the sources, letter for letter', () => {
    const names = (id: string) => of(id, 'da')?.themes.map(({ name }) => name);
    const areas = (id: string) => of(id, 'da')?.themes.map(({ focusAreas }) => focusAreas.map(({ name }) => name));
    expect(names('sammenhaengshjulet')).toEqual([
      'Bæredygtigt samarbejde',
      'Sammenhæng i overgange',
      'Fælles ansvar og retning',
      'Unge som medskabere',
    ]);
    expect(areas('sammenhaengshjulet')).toEqual([
      [
        'Langsigtede relationer med virksomheder',
        'Netværk med civilsamfund',
        'Kapacitetsopbygning og løbende tilpasning',
      ],
      ['Brobygning til erhvervslivet', 'Helhedsorienterede indsatser', 'Støttende netværk'],
      ['Partnerskaber med virksomheder og civilsamfund', 'Faste samarbejdsfora', 'Evaluering og gennemsigtighed'],
      ['Involvering gennem samskabelse', 'Unge som brobyggere', 'Feedback og tilpasning'],
    ]);
    expect(names('positiv-destination')?.map((name) => name.toUpperCase())).toEqual([
      'UDSYN',
      'INDSIGT',
      'KOMPETENCER',
    ]);
    expect(areas('positiv-destination')?.map((each) => each.map((name) => name.toLowerCase()))).toEqual(
      Array(3).fill(['skole', 'vejledning', 'virksomhed', 'støtte']),
    );
    expect(names('faelles-kultur')).toEqual([
      'Den fælles forståelse af kerneopgaven',
      'Relationel koordinering',
      'Psykologisk tryghed',
      'Kollektiv positiv kommunikation',
      'JTI-profiler',
      'Fælles værdigrundlag',
    ]);
    expect(areas('faelles-kultur')).toEqual(Array(6).fill([]));
  });

  test('have the same four steps', () => {
    for (const wheel of wheels.filter(({ language }) => language === 'da'))
      expect(wheel.steps.map(({ name }) => name)).toEqual([
        'Plads til forbedring',
        'Begyndende udvikling',
        'Gode og holdbare løsninger',
        'Bæredygtig udvikling',
      ]);
  });

  test.each([
    ['faelles-kultur', 'da', ['identitet', 'medlemmer af samme organisation', 'refleksion']],
    ['faelles-kultur', 'en', ['identity', 'members of one organisation', 'reflection']],
    ['positiv-destination', 'da', ['livskvalitet', 'aktiv medborger']],
    ['positiv-destination', 'en', ['quality of life', 'active citizen']],
  ])('tell what %s is about in the words of its source (%s)', (id, language, words) => {
    const wheel = of(id, language);
    const said = [wheel?.about, ...(wheel?.themes.map(({ description }) => description) ?? [])].join('\n');
    expect(words.filter((word) => !said.includes(word))).toEqual([]);
  });

  test('ask of the first theme what it is about, not of one cause alone', () => {
    const questions = ['da', 'en'].map((language) => of('sammenhaengshjulet', language)?.themes[0]);
    expect(questions.map((theme) => theme?.question)).toEqual([
      'Hvor langt er I med samarbejder, der holder og vokser, også når projekter slutter?',
      'How far are you with working together in ways that last and grow, even when projects end?',
    ]);
    expect(questions.map((theme) => theme?.plain?.question)).toEqual([
      'Kan du regne med, at hjælpen bliver ved?',
      'Can you count on the help to keep going?',
    ]);
  });

  test('name their source', () => {
    expect(of('sammenhaengshjulet', 'da')?.source).toEqual({
      name: 'Carelink – Analyse og Udvikling',
      url: 'https://www.carelink.dk',
    });
  });

  const plainOf = (wheel: Wheel): string[] =>
    [
      wheel.plain?.about,
      ...wheel.steps.map(({ plain }) => plain),
      ...wheel.themes.flatMap(({ plain, focusAreas }) => [
        plain?.question,
        plain?.description,
        ...focusAreas.map((area) => area.plain),
      ]),
    ].flatMap((words) => (words === undefined ? [''] : words.split(/(?<=[.?!])\s/)));

  test.each(wheels.map((wheel) => ({ wheel, name: `${wheel.name} (${wheel.language})` })))(
    'have plain words: $name in short sentences, without the words of an office',
    ({ wheel }) => {
      const office =
        /indsats|samskab|kompetence|koordin|tværfag|kapacitet|partnerskab|borger|ressource|tilbud|forløb|sektor|KUI|stakeholder|co-creat|capacit|cross-sector|service user/i;
      const sentences = plainOf(wheel);
      expect(sentences).not.toContain('');
      expect(sentences.filter((each) => each.split(/\s+/).length > 21)).toEqual([]);
      expect(sentences.filter((each) => office.test(each))).toEqual([]);
      // They are asked what they meet, and not spoken to as one of a team.
      const asked = wheel.themes.flatMap(({ plain, focusAreas }) => [
        plain?.question ?? '',
        ...focusAreas.map((area) => area.plain ?? ''),
      ]);
      expect(asked.flatMap((words) => words.split(/(?<=[.?!])\s/)).filter((each) => !each.endsWith('?'))).toEqual([]);
      const ours = wheel.language === 'da' ? /\b(?:vi|vores|jer|jeres)\b/i : /\b(?:we|our|us)\b/i;
      expect(sentences.filter((each) => ours.test(each))).toEqual([]);
    },
  );

  test('are offered in their order, before a municipality’s own', async () => {
    const own = folder({ 'da.json': { ...da, name: 'Aaa' }, 'en.json': en });
    const offered = await createWheels(readWheels(builtIn, own), store());
    expect(offered.all('da').map(({ id }) => id)).toEqual([
      'sammenhaengshjulet',
      'positiv-destination',
      'faelles-kultur',
      'small',
    ]);
    expect(new Set(offered.all('en').map(({ language }) => language))).toEqual(new Set(['en']));
  });
});

describe('a folder of one’s own', () => {
  test('adds its wheels', () => {
    const wheels = readWheels(builtIn, folder({ 'da.json': da, 'en.json': en, 'README.md': 'not a wheel' }));
    expect(wheels).toHaveLength(8);
    expect(wheels).toEqual(expect.arrayContaining([da, en]));
  });

  test('overrides a built-in wheel of the same id and language, whatever the file is called', () => {
    const original = JSON.parse(readFileSync(join(builtIn, 'faelles-kultur.da.json'), 'utf8'));
    const wheels = readWheels(builtIn, folder({ 'vores-ord.json': { ...original, about: 'Med vores ord.' } }));
    expect(wheels).toHaveLength(6);
    const found = wheels.filter(({ id, language }) => id === 'faelles-kultur' && language === 'da');
    expect(found.map(({ about }) => about)).toEqual(['Med vores ord.']);
  });

  test('that is empty changes nothing', () => {
    expect(readWheels(builtIn, folder({}))).toEqual(readWheels(builtIn));
  });

  test('that is not there stops the start with its name and the setting', () => {
    expect(() => readWheels(builtIn, '/nowhere/wheels')).toThrow(/\/nowhere\/wheels: .*HJULET_WHEELS/);
  });
});

describe('a file that is wrong stops the start', () => {
  const [themeA, themeB] = da.themes;

  test('with the file, the path in it and the rule', () => {
    const broken = { ...da, themes: [themeA, { ...themeB, question: '', id: 'Tema B' }] };
    expect(faults(folder({ 'da.json': broken, 'en.json': en }))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^da\.json: themes\.1\.question: .+/),
        'da.json: themes.1.id: lower-case letters a–z, digits and single hyphens',
      ]),
    );
  });

  test('when an id is used twice', () => {
    const twice = (wheel: Wheel) => ({ ...wheel, themes: [...wheel.themes, themeB] });
    expect(faults(folder({ 'da.json': twice(da), 'en.json': twice(en) }))).toEqual([
      'da.json: themes.2.id: the id "b" is used twice in this wheel',
      'en.json: themes.2.id: the id "b" is used twice in this wheel',
    ]);
  });

  test('when a name is a link, wherever it stands', () => {
    const name = '[Vores](https://kommune.example)';
    const linked = { ...da, short: name, themes: [themeA, { ...themeB, name }] };
    const rule = 'a name is shown on buttons and in pictures too, so it can hold no link such as [words](address)';
    expect(faults(folder({ 'da.json': linked, 'en.json': en }))).toEqual([
      `da.json: short: ${rule}`,
      `da.json: themes.1.name: ${rule}`,
    ]);
    expect(faults(folder({ 'da.json': { ...da, name: '[Vores] (hjul)' }, 'en.json': en }))).toEqual([]);
  });

  test('when it is not JSON', () => {
    expect(faults(folder({ 'da.json': '{"id": "small",', 'en.json': en }))).toContainEqual(
      expect.stringMatching(/^da\.json: is not JSON/),
    );
  });

  it.each([{ content: [] }, { content: 'null' }, { content: '"hjul"' }])(
    'when it is no wheel at all: $content',
    ({ content }) => {
      expect(faults(folder({ 'x.json': content }))).toEqual([expect.stringMatching(/^x\.json: \(whole file\): .+/)]);
    },
  );

  test('together with the faults of every other file', () => {
    const found = faults(folder({ '1.json': '', '2.json': { ...da, version: 0 }, '3.json': { ...en, id: 'BIG' } }));
    expect(found.map((fault) => fault.split(':')[0])).toEqual(['1.json', '2.json', '3.json']);
  });
});

describe('a wheel in one language', () => {
  test('alone is refused: the other is named', () => {
    expect(faults(folder({ 'da.json': da }))).toEqual([
      'da.json: language: wheel "small" has no file in "en"; every wheel needs one in each language',
    ]);
  });

  const [themeA, themeB] = en.themes;
  it.each([
    { what: 'another version', other: { ...en, version: 2 } },
    { what: 'the themes in another order', other: { ...en, themes: [themeB, themeA] } },
    { what: 'a theme more', other: smallWheel({ a: ['a1', 'a2'], b: [], c: [] }) },
    { what: 'a focus area less', other: smallWheel({ a: ['a1'], b: [] }) },
    { what: 'the focus areas in another order', other: smallWheel({ a: ['a2', 'a1'], b: [] }) },
  ])('with $what than in the other is refused', ({ other }) => {
    expect(faults(folder({ 'da.json': da, 'en.json': other }))).toEqual([
      'da.json: themes: version, themes, focus areas and perspectives must be those of wheel "small" in "en"',
      'en.json: themes: version, themes, focus areas and perspectives must be those of wheel "small" in "da"',
    ]);
  });

  test('that overrides a built-in one must fit the other language’s', () => {
    const original = JSON.parse(readFileSync(join(builtIn, 'faelles-kultur.da.json'), 'utf8'));
    const found = faults(folder({ 'da.json': { ...original, version: original.version + 1 } }));
    expect(found).toContain(
      'da.json: themes: version, themes, focus areas and perspectives must be those of wheel "faelles-kultur" in "en"',
    );
  });
});

describe('a wheel that rounds were started with', () => {
  test('may be read again, unchanged, at every start', async () => {
    const kept = store();
    await createWheels(readWheels(builtIn), kept);
    expect((await createWheels(readWheels(builtIn), kept)).all('da')).toHaveLength(3);
  });

  test('may not be changed without a new version, which the refusal names', async () => {
    const kept = store();
    await createWheels([da, en], kept);
    const changed = { ...en, about: 'Means something else.' };
    await expect(createWheels([da, changed], kept)).rejects.toThrow(/"small" in "en" .* version 1 .* number 2/);
    expect(await kept.wheel('small', 1, 'en')).toEqual(en);
  });

  test('keeps its meaning for them when a new version comes', async () => {
    const kept = store();
    await createWheels([da, en], kept);
    const newer = [da, en].map((wheel) => ({ ...wheel, version: 2, name: `New ${wheel.name}` }));
    const wheels = await createWheels(newer, kept);
    expect(wheels.all('en').map(({ name }) => name)).toEqual(['New Small wheel']);
    expect(await wheels.of({ wheelId: 'small', wheelVersion: 1 }, 'en')).toEqual(en);
    expect(await wheels.of({ wheelId: 'small', wheelVersion: 2 }, 'da')).toEqual(newer[0]);
  });

  test('is there for them when its file is gone', async () => {
    const kept = store();
    await createWheels([da, en], kept);
    const wheels = await createWheels([], kept);
    expect(wheels.all('da')).toEqual([]);
    expect(await wheels.of({ wheelId: 'small', wheelVersion: 1 }, 'da')).toEqual(da);
  });

  test('that nobody ever loaded is told by id, version and language', async () => {
    const wheels = await createWheels([da, en], store());
    await expect(wheels.of({ wheelId: 'small', wheelVersion: 7 }, 'da')).rejects.toThrow(/"small" version 7 in "da"/);
  });
});

test('every file of the built-in folder is a wheel', () => {
  expect(readdirSync(builtIn).filter((file) => !file.endsWith('.json'))).toEqual([]);
});
