import { type CellObject, read, utils, type WorkBook } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Round } from '../../src/domain/round.ts';
import { trendHistoryOf } from '../../src/domain/trend.ts';
import { csvOf } from '../../src/report/csv.ts';
import { harmless } from '../../src/report/formulas.ts';
import type { Table } from '../../src/report/tables.ts';
import { xlsxOf } from '../../src/report/xlsx.ts';
import type { Report } from '../../src/usecases/results/report.ts';
import { apart, askingGroups, closedRound, everyList, type Setting, type State, states } from '../cards/rounds.ts';
import { csvRows } from '../support/csv.ts';
import { documentOf, everyPart, reportOn, sammenhaeng, settingIn } from './reports.ts';

/** The files as programs read them that this project did not write. */

const workbook = async (report: Report, setting: Setting): Promise<WorkBook> => {
  const { language } = setting.cardTexts.wheel;
  return read((await documentOf(report, setting, { language, format: 'xlsx' })).body, { cellFormula: true });
};
const csv = async (report: Report, setting: Setting): Promise<Buffer> => {
  const { language } = setting.cardTexts.wheel;
  return (await documentOf(report, setting, { language, format: 'csv' })).body;
};
const cellsOf = ({ Sheets }: WorkBook): CellObject[] =>
  Object.values(Sheets).flatMap((sheet) =>
    Object.entries(sheet).flatMap(([place, cell]) => (place.startsWith('!') ? [] : [cell as CellObject])),
  );
const rowsOf = ({ Sheets }: WorkBook, name: string): unknown[][] => {
  const sheet = Sheets[name];
  if (!sheet) throw new Error(`No sheet ${name}`);
  return utils.sheet_to_json(sheet, { header: 1, defval: null });
};

const deep = sammenhaeng();
const commented: State = { ...everyList, comment: 'Det går fremad.' };

describe('the spreadsheet', () => {
  it('has a sheet for each kind of thing, and none that is empty', async () => {
    expect((await workbook(reportOn(deep, commented, everyPart(deep)), deep)).SheetNames).toEqual([
      'Overblik',
      'Temaer',
      'Fokusområder',
      'Forslag',
      'Kommentarer',
      'Udvikling',
      'Jeres ramme',
      'Planen',
    ]);
    const screening = sammenhaeng('screening');
    expect((await workbook(reportOn(screening, everyList), screening)).SheetNames).toEqual([
      'Overblik',
      'Temaer',
      'Forslag',
    ]);
    const open = settingIn('en', 'sammenhaengshjulet', 'deep', 'open');
    expect((await workbook(reportOn(open, commented), open)).SheetNames).toEqual([
      'Overview',
      'Themes',
      'Focus areas',
      'Suggestions',
      'Comments',
      'Answers',
    ]);
  });

  it('has numbers as numbers, dates as dates, and text as text', async () => {
    const book = await workbook(reportOn(deep, commented, everyPart(deep)), deep);
    const [head, first] = rowsOf(book, 'Fokusområder');
    expect(head).toEqual([
      ...['Tema', 'Fokusområde', 'Gennemsnit', 'Tættest på trin', 'Svarene ligger', 'n'],
      ...['Trin 1', 'Trin 2', 'Trin 3', 'Trin 4', 'Ved ikke', 'Fælles vurdering'],
    ]);
    expect(first).toEqual([
      ...['Bæredygtigt samarbejde', 'Langsigtede relationer med virksomheder', 1.4],
      ...['1 · Plads til forbedring', 'tæt', 8, 5, 3, 0, 0, 1, 1],
    ]);
    const [, dated] = rowsOf(book, 'Udvikling');
    // Days since 1899-12-30, as Excel counts them.
    expect(dated?.[0]).toBe((Date.UTC(2025, 11, 4) - Date.UTC(1899, 11, 30)) / 86_400_000);
    expect(cellsOf(book).filter(({ t }) => !['s', 'n'].includes(t))).toEqual([]);
  });

  it('has one row for each action of the plan, and one for a focus that has none', async () => {
    const rows = rowsOf(await workbook(reportOn(deep, commented, everyPart(deep)), deep), 'Planen');
    const [focus, other] = ['Langsigtede relationer med virksomheder', 'Brobygning til erhvervslivet'];
    const way = 'Trin 1 → 2 · Nu trin 2';
    expect(rows.slice(1).map((row) => [row[0], row[2], row[5], row[6], row[8], row[13]])).toEqual([
      [focus, way, null, 'Besøge to virksomheder, der kan tage en praktikant', 'Udført', null],
      [focus, way, null, "'=1+1", 'I gang', null],
      [focus, way, null, 'Holde en messe', 'Taget ud', 'Skolen holder en selv.'],
      [other, 'Fra trin 1', 'Det løste sig selv.', null, null, null],
    ]);
  });

  it('says who answered what where the round is open, and nowhere else', async () => {
    const open = sammenhaeng('deep', 'open');
    const rows = rowsOf(await workbook(reportOn(open, commented), open), 'Svar');
    expect(rows[1]).toEqual(['Person 1', 'Bæredygtigt samarbejde', 'Langsigtede relationer med virksomheder', 1]);
    expect(rows).toHaveLength(1 + 9 * 12);
    const closed = await workbook(reportOn(deep, commented), deep);
    expect(JSON.stringify(cellsOf(closed))).not.toContain('Person');
  });
});

describe('the CSV file', () => {
  it('opens by a double click in a Danish Excel: a byte order mark, semicolons, decimal commas, lines that end as in Windows', async () => {
    const file = await csv(reportOn(deep, commented), deep);
    const text = file.toString();
    expect(text.charCodeAt(0)).toBe(0xfeff);
    expect(text.split('\r\n')).toHaveLength(1 + 12 + 1);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const [head, first] = csvRows(file);
    expect(head).toEqual([
      ...['Lukket', 'Hjul', 'Tema', 'Fokusområde', 'Gennemsnit', 'Tættest på trin', 'Svarene ligger', 'n'],
      ...['Trin 1', 'Trin 2', 'Trin 3', 'Trin 4', 'Ved ikke'],
    ]);
    expect(first).toEqual([
      ...['2026-12-10', 'Sammenhængshjulet', 'Bæredygtigt samarbejde', 'Langsigtede relationer med virksomheder'],
      ...['1,4', '1 · Plads til forbedring', 'tæt', '8', '5', '3', '0', '0', '1'],
    ]);
  });

  it('has the same figures as the spreadsheet, in both languages', async () => {
    for (const setting of [deep, settingIn('en', 'faelles-kultur', 'screening', 'confidential')]) {
      const report = reportOn(setting, commented);
      const book = await workbook(report, setting);
      const sheet = book.SheetNames[setting === deep ? 2 : 1] ?? '';
      const [, ...lines] = csvRows(await csv(report, setting));
      const [, ...rows] = rowsOf(book, sheet);
      expect(lines.map((line) => line.slice(2))).toEqual(
        rows.map((row) => row.map((cell) => (cell === null ? '' : typeof cell === 'number' ? decimal(cell) : cell))),
      );
    }
    function decimal(cell: number): unknown {
      return expect.stringMatching(RegExp(`^${String(cell).replace('.', ',')}(,0)?$`));
    }
  });
});

describe('a cell that a spreadsheet could take for a formula', () => {
  const dangerous = [
    '=1+1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example";"klik")',
    '+45 12 34 56 78',
    '-2+3',
    '- vi mangler tid',
    '@SUM(1;1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '\tx',
    '\rx',
    ' =1+1',
    '\u00a0=1+1',
    '\u200b=1+1',
    '\ufeff=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '−1',
    '﹦1+1',
    '﹢1',
    '﹣1',
    '﹫x',
    '\u034f=1+1',
    '\ufe0f=1+1',
    '\u3164=1+1',
    '\u2800=1+1',
    '"=1+1',
    ';=1+1',
    'x";=1+1;"',
    'x\r\n=1+1',
  ];
  const signsOfFormats = [
    '_x',
    '_X',
    '0',
    '003D',
    '005F',
    '_',
    '=',
    '"',
    "'",
    ';',
    '\n',
    '\r',
    '\0',
    '\ud800',
    '<',
    '&',
  ];
  const written = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.array(fc.constantFrom(...signsOfFormats), { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
  );
  /** A line of a spreadsheet's cell ends in one way. */
  const inCell = (text: string) => harmless(text).replace(/\r+\n/g, '\n');
  const tableOf = (rows: string[][]): Table => ({
    title: 'Ark',
    columns: (rows[0] ?? []).map((_, i) => ({ title: `Kolonne ${i}`, kind: 'text' })),
    rows,
  });
  /** The cells of the spreadsheet as a reader has them; it fails where one is a formula. */
  const readBack = async (rows: string[][]): Promise<unknown[][]> => {
    const book = read(await xlsxOf([tableOf(rows)]), { cellFormula: true });
    expect(cellsOf(book).filter(({ f, t }) => f !== undefined || t !== 's')).toEqual([]);
    return rowsOf(book, 'Ark').slice(1);
  };
  /** What stands first once a reader has taken away what it may. */
  const first = (cell: string) => cell.replace(/^[\s\p{Cc}\p{Cf}\p{DI}\u2800]+/u, '')[0] ?? '';
  const signs = /[=+\-@＝＋－＠﹦﹢﹣﹫−]/;

  it.each(dangerous)('is harmless in both files, and whole: %j', async (text) => {
    const table: Table = {
      title: 'Ark',
      columns: [
        { title: text, kind: 'text' },
        { title: 'n', kind: 'count' },
      ],
      rows: [[text, 1]],
    };
    const lines = csvRows(csvOf(table));
    expect(lines.map((line) => line.length)).toEqual([2, 2]);
    const books = [
      read(await xlsxOf([table]), { cellFormula: true }),
      read(csvOf(table), { FS: ';', cellFormula: true }),
    ];
    const cells = books.flatMap(cellsOf);
    expect(cells.filter(({ f, t }) => f !== undefined || !['s', 'n'].includes(t))).toEqual([]);
    for (const cell of [...lines.flat(), ...cells.filter(({ t }) => t === 's').map(({ v }) => String(v))]) {
      expect(first(cell)).not.toMatch(signs);
      expect(cell).not.toMatch(/^[\t\r\n]/);
    }
    expect(lines[1]?.[0]?.replace(/^'/, '')).toBe(text);
  });

  it.each(['', 'Vi mangler tid', 'a=b', '5 - 2', "'=1+1", '· punkt', '«=»', 'ærligt', '1+1'])(
    'is not what %j is, so it stays as it is',
    (text) => {
      expect(harmless(text)).toBe(text);
    },
  );

  it('keeps negative and positive numbers numbers', () => {
    const table: Table = {
      title: 'Ark',
      columns: [{ title: 'tal', kind: 'average' }],
      rows: [[-0.3], [2], [undefined]],
    };
    expect(csvOf(table).toString()).toBe('\ufefftal\r\n-0,3\r\n2,0\r\n\r\n');
  });

  it.each([
    '_x003D_HYPERLINK("http://evil.example","x")',
    '_x003d_1+1',
    '_X003D_1+1',
    '_x005F_x003D_1',
    '_x0041_x003D_',
    '_x0041\u0000',
    '_x00',
    'snake_x0041_case',
    'constructor',
    '__proto__',
    'a\r\nb',
    '\u0007\u0085\ufffd\uffff\u{1ffff}\ud800',
  ])('is not made by what the spreadsheet’s format has codes for: %j', async (text) => {
    expect(await readBack([[text]])).toEqual([[inCell(text)]]);
  });

  it('is nowhere, whatever people write: each cell of both files is read back as the text it was', async () => {
    const rowsOfTwo = fc.array(fc.array(written, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rowsOfTwo, async (rows) => {
        expect(await readBack(rows)).toEqual(rows.map((row) => row.map(inCell)));
        const [, ...lines] = csvRows(csvOf(tableOf(rows)));
        expect(lines).toEqual(rows.map((row) => row.map((text) => harmless(text).toWellFormed())));
      }),
      { seed: 20_261_122, numRuns: 60 },
    );
  });

  it.each(Object.keys(states))('is nowhere in the files of a round where %s, whatever people wrote', async (name) => {
    const open = sammenhaeng('deep', 'open');
    for (const [setting, comment] of [
      [deep, '=1+1'],
      [open, '_x003D_1+1'],
    ] as const) {
      const report = reportOn(
        setting,
        { ...(states[name] as State), people: Math.min(states[name]?.people ?? 0, 9), comment },
        everyPart(setting),
      );
      const cells = cellsOf(await workbook(report, setting));
      expect(cells.filter(({ f }) => f !== undefined)).toEqual([]);
      expect(cells.filter(({ t, v }) => t === 's' && signs.test(first(String(v))))).toEqual([]);
    }
  });
});

describe('the figures of the groups in a CSV file', () => {
  const grouped = askingGroups(deep);

  it('stand in columns after the others, for each group of which anything is shown', async () => {
    const [head = [], first = []] = csvRows(await csv(reportOn(grouped, apart), grouped));
    const [plainHead = []] = csvRows(await csv(reportOn(deep, apart), deep));
    expect(head.slice(0, plainHead.length)).toEqual(plainHead);
    expect(head.slice(plainHead.length, plainHead.length + 2)).toEqual(['Kommunen: Gennemsnit', 'Kommunen: n']);
    expect(first[plainHead.length]).toMatch(/^\d,\d$/);
    expect(first[plainHead.length + 1]).toBe('6');
  });

  it('are none where a group is too small, nor where nobody was asked', async () => {
    for (const setting of [grouped, deep]) {
      const [head = []] = csvRows(await csv(reportOn(setting, everyList), setting));
      expect(head.join()).not.toContain('Kommunen');
    }
  });
});

describe('the figures of the groups in the sheet of all rounds', () => {
  const grouped = askingGroups(deep);
  const { round } = closedRound(grouped, apart);
  const historyOf = (earlier: Round) => {
    const closedAt = (earlier.summary?.closedAt ?? 0) - 90 * 86_400_000;
    const summary = earlier.summary && { ...earlier.summary, closedAt };
    return {
      history: trendHistoryOf([{ ...earlier, id: 'before', ...(summary && { summary }) }, round], () => undefined),
    };
  };

  it('stand beside the others where both rounds show the group', async () => {
    const book = await workbook(reportOn(grouped, apart, historyOf(round)), grouped);
    const [head = [], first = []] = rowsOf(book, 'Udvikling');
    const at = head.indexOf('Kommunen: Gennemsnit');
    expect(at).toBeGreaterThan(0);
    expect(first.slice(at, at + 2)).toEqual([expect.any(Number), 6]);
  });

  it('are none beside an older round that asked nobody', async () => {
    const older = closedRound(deep, apart).round;
    const book = await workbook(reportOn(grouped, apart, historyOf(older)), grouped);
    expect(String(rowsOf(book, 'Udvikling')[0])).not.toContain('Kommunen');
  });
});
