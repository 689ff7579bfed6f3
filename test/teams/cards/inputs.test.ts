import { describe, expect, it } from 'vitest';
import { readComment } from '../../../src/domain/comment.ts';
import { invitationBounds } from '../../../src/domain/invitation.ts';
import { flag } from '../../../src/teams/cards/fields.ts';
import {
  readable,
  readChoice,
  readDeadline,
  readInvitation,
  readSchedule,
  readScores,
  readSetup,
  readSteps,
  unreadSteps,
} from '../../../src/teams/cards/inputs.ts';

/** A field's right values, each with what is read of it, and wrong ones, which count as not filled in. */
interface Field {
  right: [given: unknown, read: unknown][];
  wrong: unknown[];
}
const asIs = (...values: unknown[]): Field['right'] => values.map((value) => [value, value]);
const notText = [null, 7, true, {}, ['x']];

const number: Field = {
  right: [
    ...asIs(0, 12, -3),
    ['8', 8],
    ['008', 8],
    ['999999', 999_999],
    [' 8', 8],
    ['8 ', 8],
    ['8.0', 8],
    ['8,00', 8],
    ['\u200e8', 8],
    ['\uff18', 8],
  ],
  wrong: [
    '',
    ' ',
    '2.5',
    '8.000',
    '8.05',
    '8.0.0',
    '1e3',
    '1000000000',
    'otte',
    2.5,
    Number.NaN,
    null,
    true,
    ['8'],
    {},
  ],
};
const yesNo: Field = {
  right: [
    ...asIs(true, false),
    ['true', true],
    ['false', false],
    ['True', true],
    ['FALSE', false],
    ['1', true],
    ['0', false],
    [' True ', true],
    [1, true],
    [0, false],
  ],
  wrong: ['', 'yes', 'ja', 2, {}],
};
const day: Field = {
  right: [
    ...asIs('2026-12-10', '2028-02-29'),
    ['2026-12-10T00:00:00', '2026-12-10'],
    [' 2026-12-10 ', '2026-12-10'],
    ['2026-12-10T00:00:00.000Z', '2026-12-10'],
    ['2026-12-10T00:00:00Z', '2026-12-10'],
    ['2026-12-10T00:00Z', '2026-12-10'],
    ['2026-12-10T12:00', '2026-12-10'],
    ['2026-1-2', '2026-01-02'],
    ['2026/12/10', '2026-12-10'],
    ['2026-12-10 00:00:00', '2026-12-10'],
    ['10.12.2026', '2026-12-10'],
    ['1-2-2027', '2027-02-01'],
    ['1. 2. 2027', '2027-02-01'],
    ['\u200e2026-12-10\u200e', '2026-12-10'],
  ],
  wrong: [
    '',
    '2026-02-30',
    '2026-13-01',
    '10/12/2026',
    '10.12-2026',
    '10.12.26',
    '10.12.20265',
    '110.12.2026',
    '12026-12-10',
    '2026-12-10T23:00:00Z',
    '2026-12-10T00:00+01:00',
    '31.11.2026',
    20261210,
    ...notText,
  ],
};
const time: Field = {
  right: [
    ...asIs('00:00', '09:05', '19:59', '20:00', '23:59'),
    ['9:05', '09:05'],
    ['16.00', '16:00'],
    ['16:00:00', '16:00'],
    ['16:00:00.000', '16:00'],
    [' 12:30', '12:30'],
    ['4:00 PM', '16:00'],
    ['4:00\u202fpm', '16:00'],
    ['12:05 a.m.', '00:05'],
    ['12:05 PM', '12:05'],
    ['16', '16:00'],
    ['4 PM', '16:00'],
    ['kl. 16.00', '16:00'],
    ['kl 09', '09:00'],
    ['kl.16', '16:00'],
    ['1:05 AM', '01:05'],
    ['\u200e16:00', '16:00'],
    ['\uff11\uff16\uff1a\uff10\uff10', '16:00'],
    ['4:00 p. m.', '16:00'],
  ],
  wrong: [
    '',
    '24:00',
    '29:00',
    '30:00',
    '12:60',
    '12:300',
    '1',
    '16:00 PM',
    '0:10 AM',
    '4:00 XM',
    'x'.repeat(50),
    ...notText,
  ],
};
const oneOf = (...values: string[]): Field => ({
  right: asIs(...values),
  wrong: ['', 'andet', values[0]?.toUpperCase(), `${values[0]} `, ...notText],
});

const setup: Record<string, Field> = {
  wheelId: {
    right: asIs('sammenhaeng', 'a-1', '7', 'x'.repeat(80)),
    wrong: ['', 'x'.repeat(81), 'Hjul', 'hjul!', '!hjul', 'et hjul', 'hjælp', ...notText],
  },
  depth: oneOf('screening', 'deep'),
  privacy: oneOf('confidential', 'open'),
  expected: number,
  deadline: day,
  deadlineTime: time,
  closeWhenAll: yesNo,
  nudges: yesNo,
  personalReminders: yesNo,
  language: oneOf('da', 'en'),
};
const deadline = { deadline: day, deadlineTime: time };
const schedule: Record<string, Field> = {
  cadence: oneOf('quarter', 'halfYear', 'year', 'months', 'date', 'trial'),
  every: number,
  date: day,
  time,
  zone: {
    right: asIs('Europe/Copenhagen', 'America/Nuuk', 'Atlantic/Faroe', 'UTC', 'europe/copenhagen'),
    wrong: ['', 'Mars/Base', '+01:00', ' Europe/Copenhagen', `Europe/${'x'.repeat(50)}`, '__proto__', ...notText],
  },
};

type Form = [name: string, read: (inputs: Record<string, unknown>) => object, fields: Record<string, Field>];
const forms: Form[] = [
  ['a set-up', readSetup, setup],
  ['a deadline', readDeadline, deadline],
  ['a schedule', readSchedule, schedule],
];

describe.each(forms)('what was filled in on %s', (_, read, fields) => {
  const first = (pick: 0 | 1) =>
    Object.fromEntries(Object.entries(fields).map(([name, { right }]) => [name, right[0]?.[pick]]));

  it('is read field by field', () => {
    expect(read(first(0))).toStrictEqual(first(1));
    for (const [name, { right }] of Object.entries(fields))
      for (const [given, wanted] of right)
        expect(read({ ...first(0), [name]: given })).toStrictEqual({ ...first(1), [name]: wanted });
  });

  it('counts as not filled in where it cannot be read, and takes nothing with it', () => {
    for (const [name, { wrong }] of Object.entries(fields)) {
      const { [name]: __, ...others } = first(1);
      for (const value of wrong) {
        const wanted = value === null ? { ...others, untouched: [name] } : others;
        expect([value, read({ ...first(0), [name]: value })]).toStrictEqual([value, wanted]);
      }
    }
  });

  it('is told to be untouched where it is null', () => {
    const all = Object.keys(fields);
    expect(read(Object.fromEntries(all.map((name) => [name, null])))).toStrictEqual({ untouched: all });
  });

  it('is nothing of what nobody asked for', () => {
    expect(read({ ...first(0), person: 'en-anden', constructor: '1' })).toStrictEqual(first(1));
  });
});

describe('what a set-up card of version 0.1 did not ask for', () => {
  it('is the end of the day, and no reminders', () => {
    expect(readSetup({})).toStrictEqual({
      deadlineTime: '23:59',
      nudges: false,
      personalReminders: false,
    });
  });

  it('is asked for on the other forms', () => {
    expect([readDeadline({}), readSchedule({})]).toStrictEqual([{}, {}]);
  });
});

describe('what was filled in for a link', () => {
  const filled = { most: '8', plain: 'true', showsTotals: 'false' };
  const read = { most: 8, plain: true, showsTotals: false };
  it.each<[unknown, object]>([
    ['virksomheder', { group: 'virksomheder' }],
    ['-', { group: null }],
    ['', {}],
    [undefined, {}],
  ])('is for those who answer as %j', (answersAs, group) => {
    expect(readInvitation({ ...filled, answersAs })).toStrictEqual({ ...read, ...group });
  });

  it('is the usual number where nobody touched that, and nothing where it cannot be read', () => {
    expect(readInvitation({ ...filled, most: null })).toStrictEqual({ ...read, most: invitationBounds.most.usual });
    expect(readInvitation({ most: 'otte', plain: 'ja' })).toStrictEqual({});
  });
});

describe('a box that is ticked or not', () => {
  it('is told as text by clients, and as it is by some', () => {
    expect(readable({ on: flag, off: flag }, { on: 'true', off: false })).toStrictEqual({ on: true, off: false });
  });
});

describe('what was chosen from a list', () => {
  const id = 'A1b2-C3d4_E5f6G7h8I9j0';
  it('is an id', () => {
    expect(readChoice(id)).toBe(id);
  });
  it.each(['', id.slice(1), `${id}x`, `x${id}`, id.replace('-', '.'), ...notText])(
    'is nothing where it is %j',
    (value) => {
      expect(readChoice(value)).toBeUndefined();
    },
  );
});

describe('scores', () => {
  const given = { a: '1', b: '4', c: 'dontKnow', d: '5', e: '', f: 3, g: null, h: 'none', i: '2 ', j: 2.5 };
  it('are read unit by unit', () => {
    expect(readScores(given)).toStrictEqual({ a: 1, b: 4, c: 'dontKnow', f: 3, i: 2 });
  });
  it('that a team agrees on are steps', () => {
    expect(readSteps(given)).toStrictEqual({ a: 1, b: 4, f: 3, i: 2 });
    expect(unreadSteps(given)).toStrictEqual({ c: 'dontKnow', d: '5', j: '2.5' });
    expect(unreadSteps({ a: true, b: {} })).toStrictEqual({ a: 'true' });
  });
});

describe('what people wrote', () => {
  it.each<[string, unknown, string]>([
    ['stays as it is', 'Hvad så? *stjerner* <b>& æøå 👍🏽 — “ord”', 'Hvad så? *stjerner* <b>& æøå 👍🏽 — “ord”'],
    ['keeps its lines, whatever they end with', 'en\r\nto\rtre\nfire\n\nfem', 'en\nto\ntre\nfire\n\nfem'],
    ['loses the space around it and none in it', ' \n\tet  ord \n ', 'et  ord'],
    ['loses controls', 'a\u0000b\u0007c\td\u007fe\u009ff', 'abcdef'],
    ['loses marks that turn it around', 'a\u061cb\u200ec\u200fd\u202ae\u202ef\u2066g\u2069h', 'abcdefgh'],
    ['keeps what joins letters and emoji', 'می\u200cخواهم 👩\u200d👩', 'می\u200cخواهم 👩\u200d👩'],
    ['has half a character marked', 'x\ud800y', 'x\ufffdy'],
    ['is nothing where it is a number', 7, ''],
    ['is nothing where it is a list', ['x'], ''],
    ['is nothing where there is none', undefined, ''],
    ['is nothing where it is null', null, ''],
  ])('%s', (_, written, read) => {
    expect(readComment(written)).toBe(read);
  });
});
