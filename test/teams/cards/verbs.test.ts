import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scoreInput, takeApart } from '../../../src/teams/cards/pressed.ts';
import { button, isVerb, type Verb, verbs } from '../../../src/teams/cards/verbs.ts';
import { itemValue, readItem } from '../../../src/teams/plan/plan-verbs.ts';
import { parts } from '../../support/cards.ts';

/** What a button may carry, and what a client must not get through in its place. */
const kinds = {
  id: {
    right: ['A1b2-C3d4_E5f6G7h8I9j0', '----------------------'],
    wrong: ['', 'A1b2-C3d4_E5f6G7h8I9j', 'A1b2-C3d4_E5f6G7h8I9j0k', 'A1b2.C3d4_E5f6G7h8I9j0', 22, null, { $ne: null }],
  },
  theme: {
    right: ['baeredygtigt-samarbejde', 'a', '4', 'x'.repeat(80)],
    wrong: ['', 'x'.repeat(81), 'Tema', 'bæredygtigt', 'et tema', '__proto__', ['a'], null],
  },
  count: { right: [0, 1, 100_000], wrong: [-1, 100_001, 1.5, '1', Number.NaN, true, null] },
  countFromOne: { right: [1, 100_000], wrong: [0, -1, 100_001, 1.5, '1', null] },
  yesNo: { right: [true, false], wrong: ['true', 1, null] },
  day: { right: ['2026-12-10', '2028-02-29'], wrong: ['', '2026-02-30', '2026-1-1', '10.12.2026', 20261210, null] },
  occasion: { right: ['2026-12-09T16:00'], wrong: ['', '2026-12-09', '2026-12-09T16:00Z', 20261209, null] },
  thing: { right: ['focus', 'action'], wrong: ['', 'goal', 'Focus', null] },
  command: { right: ['status', 'guide'], wrong: ['', 'erase', 'eraseMine', 'start', 'Status', null] },
  status: { right: ['open', 'done'], wrong: ['', 'dropped', 'Open', null] },
} satisfies Record<string, { right: unknown[]; wrong: unknown[] }>;
type Kind = keyof typeof kinds;

/** `?` after a kind: a button may go without. */
type Carried = Record<string, Kind | `${Kind}?`>;
const round: Carried = { round: 'id' };
const theme: Carried = { round: 'id', theme: 'theme' };
const item: Carried = { kind: 'thing', id: 'id' };
const invitation: Carried = { round: 'id', invitation: 'id' };
const none: Carried = {};
const carried: Record<Verb, Carried> = {
  setup: none,
  start: { setup: 'id', own: 'yesNo' },
  cancelSetup: none,
  answer: { ...theme, seen: 'count' },
  mine: theme,
  edit: theme,
  refresh: theme,
  askAnswersAs: theme,
  answersAs: theme,
  status: round,
  sendMissing: round,
  sendAgain: round,
  askClose: round,
  close: round,
  overview: none,
  team: round,
  nudge: round,
  askExtend: round,
  extend: { ...round, from: 'occasion?' },
  stopReminders: none,
  allowReminders: none,
  invite: round,
  makeInvitation: round,
  pickInvitation: round,
  closeInvitation: invitation,
  askWithdraw: invitation,
  withdraw: invitation,
  export: round,
  editSchedule: none,
  saveSchedule: { own: 'yesNo' },
  leaveSchedule: none,
  stopSchedule: { schedule: 'id', day: 'day?' },
  snooze: { schedule: 'id', day: 'day' },
  choose: round,
  vote: { round: 'id', seen: 'count' },
  myVote: round,
  editVote: round,
  askEndChoosing: round,
  endChoosing: round,
  goOnChoosing: round,
  askDecision: round,
  decide: round,
  plan: { page: 'count?' },
  showPicked: none,
  finishPicked: none,
  showItem: item,
  askDrop: item,
  drop: { ...item, turn: 'count' },
  setStatus: { ...item, turn: 'count', to: 'status' },
  newFocus: none,
  addFocus: { focus: 'id', round: 'id' },
  editFocus: { focus: 'id' },
  saveFocus: { focus: 'id', seen: 'count' },
  newAction: { focus: 'id?' },
  editAction: { action: 'id' },
  saveAction: { action: 'id', seen: 'count' },
  frame: none,
  useFrame: none,
  editFrame: none,
  saveFrame: { seen: 'count' },
  agree: theme,
  leaveAgree: theme,
  saveAgreed: { ...theme, seen: 'count' },
  undoAgreed: { ...theme, seen: 'countFromOne' },
  trend: round,
  teamTrend: round,
  mineData: { from: 'count' },
  askEraseMine: none,
  eraseMine: none,
  askEraseRound: { round: 'id?' },
  eraseRound: round,
  askEraseChannel: none,
  eraseChannel: none,
  keep: none,
  nameFacilitator: none,
  giveUpRole: none,
  takeRole: none,
  command: { command: 'command' },
};
const all = Object.entries(carried) as [Verb, Carried][];

const kindOf = (kind: string) => kinds[kind.replace('?', '') as Kind];
const full = (fields: Carried) =>
  Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, kindOf(kind).right[0]]));
const passes = (verb: Verb, data: unknown) => verbs[verb].safeParse(data).success;

describe('what a button carries', () => {
  it('is laid down for each verb there is, and for no other', () => {
    expect(Object.keys(carried).sort()).toEqual(Object.keys(verbs).sort());
    expect(all.every(([verb]) => isVerb(verb))).toBe(true);
    expect(['toString', '__proto__', 'Start', '', 7, undefined, ['start']].filter(isVerb)).toEqual([]);
  });

  it.each(all)('%s is read back as it was written', (verb, fields) => {
    const written = button(verb, verbs[verb].parse(full(fields)), 'Tryk');
    expect(written).toEqual({ title: 'Tryk', verb, data: { ...full(fields), verb } });
    const { verb: _, ...data } = written.data;
    expect(verbs[verb].parse(data)).toEqual(full(fields));
    for (const [name, kind] of Object.entries(fields)) {
      for (const right of kindOf(kind).right)
        expect([right, passes(verb, { ...data, [name]: right })]).toEqual([right, true]);
    }
  });

  it.each(all)(
    '%s is refused with a thing less or another in its place, and read without what a client added',
    (verb, fields) => {
      const data = full(fields);
      expect(verbs[verb].parse({ ...data, person: 'en-anden', tabContext: '' })).toEqual(data);
      for (const [name, kind] of Object.entries(fields)) {
        const { [name]: _, ...less } = data;
        expect([name, passes(verb, less)]).toEqual([name, kind.endsWith('?')]);
        for (const wrong of kindOf(kind).wrong)
          expect([wrong, passes(verb, { ...data, [name]: wrong })]).toEqual([wrong, false]);
      }
      for (const nothing of [undefined, null, [], 'data']) expect(passes(verb, nothing)).toBe(false);
    },
  );

  it('is never made wrong', () => {
    expect(() => button('close', { round: '../x' }, 'Luk')).toThrow();
  });

  it('begins a plan with its first page', () => {
    expect(verbs.plan.parse({})).toEqual({ page: 0 });
  });

  it('may look like something and ask only for some inputs', () => {
    expect(button('setup', {}, { title: 'Ny', style: 'positive', inputs: 'auto' })).toEqual({
      title: 'Ny',
      verb: 'setup',
      data: { verb: 'setup' },
      style: 'positive',
      inputs: 'auto',
    });
  });
});

describe('what was picked from the plan', () => {
  const id = kinds.id.right[0] ?? '';
  it('is read as it was written', () => {
    expect(itemValue({ kind: 'action', id, turn: 12 })).toBe(`action.${id}.12`);
    for (const kind of ['focus', 'action'] as const)
      for (const turn of kinds.count.right) expect(readItem(itemValue({ kind, id, turn }))).toEqual({ kind, id, turn });
  });

  it.each([
    '',
    `goal.${id}.0`,
    `focus.${id}`,
    `focus.${id}.`,
    `focus.${id}.-1`,
    `focus.${id}.1.2`,
    `focus.${id}.01`,
    `focus.${id}.1e1`,
    `focus.${id}. 1`,
    `focus.${id}.100001`,
    `focus.${id}x.1`,
    ` focus.${id}.1`,
    ['focus', id, 1],
    7,
    null,
    undefined,
  ])('is nothing where it was not made here: %j', (value) => {
    expect(readItem(value)).toBeUndefined();
  });
});

describe('what comes with a press', () => {
  it('is told from the button’s own by name: every input of every card, the scores by their unit, never the verb', () => {
    const folder = new URL('../../../cards/', import.meta.url);
    const templates = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    const ids = parts(templates)
      .filter(({ type }) => String(type).startsWith('Input.'))
      .map(({ id }) => String(id))
      // Named when the card is made: scores.
      .filter((id) => !id.startsWith('$'));
    expect(ids.length).toBeGreaterThan(30);
    const inputs = Object.fromEntries(ids.map((id) => [id, `in ${id}`]));
    const scores = { 'fagligt-netvaerk': '3', s_: '4' };
    const named = Object.fromEntries(Object.entries(scores).map(([unit, score]) => [scoreInput(unit), score]));
    const data = { round: 'x', theme: 'y', S_stor: '1' };
    expect(takeApart({ verb: 'answer', ...data, ...inputs, ...named })).toEqual({ data, inputs, scores });
    expect(takeApart({})).toEqual({ data: {}, inputs: {}, scores: {} });
  });
});
