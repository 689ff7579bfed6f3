import { type FrameContent, frameBounds } from '../../src/domain/frame.ts';
import type { Language } from '../../src/domain/language.ts';
import {
  type ActionContent,
  type Focus,
  type FocusContent,
  type PlanAction,
  planBounds,
  type Status,
} from '../../src/domain/plan.ts';
import type { PlanTexts } from '../../src/teams/plan/plan-parts.ts';
import { prefilledFrame } from '../../src/texts/frame.ts';
import type { Texts } from '../../src/texts/texts.ts';
import type { Item, ShownFocus } from '../../src/usecases/plan/plan-ports.ts';
import { roundId, texts, wheels } from './rounds.ts';

/** Plans and frames of every kind, and what their cards are made with. */

export const longName = 'Anne-Kathrine Bjørnskov-Rosenkrantz Østergaard (Ungeindsatsen)';
/** The destination of a frame with nothing else. */
export const destination = 'Alle med';
/** Signs of three bytes each, as many as fit. */
const signs = (count: number) => '→'.repeat(count);

export function planLook(language: Language): PlanTexts {
  return {
    texts: texts[language],
    wheelOf({ wheelId }) {
      const wheel = wheels.find((each) => each.id === wheelId && each.language === language);
      if (!wheel) throw new Error(`There is no wheel ${wheelId} in ${language}`);
      return wheel;
    },
  };
}

export const prefilled = ({ cardTexts }: { cardTexts: { texts: Texts } }): FrameContent =>
  prefilledFrame(cardTexts.texts);

export const longFrame: FrameContent = {
  coreTask: signs(frameBounds.coreTask),
  destination: signs(frameBounds.destination),
  goals: Array.from({ length: frameBounds.goals }, (_, i) => `${i}${signs(frameBounds.name - 1)}`),
  values: Array.from({ length: frameBounds.values }, (_, i) => `${i}${signs(frameBounds.name - 1)}`),
};

const tracked = { status: 'open', reason: '', turn: 0, createdAt: 0, revision: 1 } as const;

/** A focus on the area whose name is among the longest. */
export function focusOf(content: Partial<FocusContent>, change: Partial<Focus> = {}): Focus {
  return {
    ...tracked,
    id: roundId,
    wheelId: 'sammenhaengshjulet',
    wheelVersion: 1,
    themeId: 'baeredygtigt-samarbejde',
    unitId: 'kapacitetsopbygning-og-loebende-tilpasning',
    roundId,
    from: 1,
    chosenAfter: roundId,
    content: { term: 'short', ...content },
    ...change,
  };
}

const contents = {
  short: { title: 'Ring til to virksomheder', milestone: false, goal: '', value: '', partners: '' },
  whole: {
    title: 'Hold et møde med håndværkerforeningen om praktikpladser',
    date: '2027-03-01',
    milestone: true,
    goal: 'UDSYN',
    value: 'Tillid',
    partners: 'Håndværkerforeningen, 10. klasse og »Ungdomsskolen«',
  },
  long: {
    title: signs(planBounds.title),
    date: '2027-03-01',
    milestone: true,
    goal: signs(frameBounds.name),
    value: signs(frameBounds.name),
    partners: signs(planBounds.partners),
  },
} satisfies Record<string, Omit<ActionContent, 'focusId'>>;

export function actionOf(kind: keyof typeof contents, status: Status = 'open', i = 0): PlanAction {
  const reason = status === 'dropped' ? signs(planBounds.reason) : '';
  return { ...tracked, id: `${i}`.padStart(22, 'a'), content: { focusId: roundId, ...contents[kind] }, status, reason };
}

const done: ShownFocus = {
  focus: focusOf({ date: '2027-01-01' }, { status: 'done' }),
  actions: [actionOf('short', 'done')],
};
const dropped: ShownFocus = {
  focus: focusOf({}, { status: 'dropped', reason: 'Det løste sig selv.' }),
  actions: [actionOf('whole', 'dropped')],
};

export const plans = {
  one: [{ focus: focusOf({}), actions: [] }],
  some: [
    {
      focus: focusOf({ target: 3, date: '2027-06-01', owner: 'p1' }),
      owner: { name: longName },
      now: 2,
      actions: [{ ...actionOf('whole'), owner: { name: longName } }, actionOf('short'), actionOf('short', 'done')],
    },
    {
      focus: focusOf({ term: 'long', target: 4 }, { unitId: 'baeredygtigt-samarbejde' }),
      owner: { name: '' },
      actions: [],
    },
    done,
    dropped,
  ],
  forty: Array.from({ length: 4 }, () => ({
    focus: focusOf({ target: 3, date: '2027-06-01', owner: 'p1' }),
    owner: { name: longName },
    now: 2,
    actions: Array.from({ length: 10 }, (_, i) => actionOf('long', i < 7 ? 'open' : i < 9 ? 'done' : 'dropped', i)),
  })),
  many: Array.from({ length: planBounds.focuses }, () => ({ focus: focusOf({ target: 2 }), actions: [] })),
} satisfies Record<string, ShownFocus[]>;

/** One of each kind of thing in a plan. */
export function itemsOf(): [name: string, item: Item][] {
  const focus = focusOf({ target: 2, date: '2027-03-01' });
  return [
    ['a focus', { kind: 'focus', focus }],
    ['a focus done', { kind: 'focus', focus: focusOf({}, { status: 'done', turn: 1 }) }],
    ['a focus dropped', { kind: 'focus', focus: focusOf({}, { status: 'dropped', reason: signs(planBounds.reason) }) }],
    ['an action', { kind: 'action', focus, action: actionOf('whole') }],
    ['the shortest action', { kind: 'action', focus, action: actionOf('short') }],
    ['the longest action', { kind: 'action', focus, action: actionOf('long') }],
    ['an action done', { kind: 'action', focus, action: actionOf('whole', 'done') }],
    ['an action dropped', { kind: 'action', focus, action: actionOf('long', 'dropped') }],
    [
      'an action of a focus that is done',
      { kind: 'action', focus: focusOf({}, { status: 'done' }), action: actionOf('whole') },
    ],
  ];
}
