import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { readComment } from '../../src/domain/comment.ts';
import type { FrameContent } from '../../src/domain/frame.ts';
import type { ActionContent, PlanAction } from '../../src/domain/plan.ts';
import { bounds } from '../../src/domain/round.ts';
import { fieldFaults } from '../../src/teams/cards/field-faults.ts';
import type { Card } from '../../src/teams/cards/templates.ts';
import { outcome } from '../../src/teams/choosing/choosing-view.ts';
import { backAgain, facilitators, role } from '../../src/teams/facilitator/role-view.ts';
import { followUp } from '../../src/teams/plan/follow-up-view.ts';
import { frame, frameForm } from '../../src/teams/plan/frame-view.ts';
import { actionForm, focusForm } from '../../src/teams/plan/plan-forms.ts';
import { dropForm, item, plan } from '../../src/teams/plan/plan-view.ts';
import { mine } from '../../src/teams/privacy/mine-view.ts';
import { summary } from '../../src/teams/results/summary-view.ts';
import { chooseTeam } from '../../src/teams/results/teams-view.ts';
import { trend } from '../../src/teams/results/trend-view.ts';
import { personalReminder } from '../../src/teams/round/personal-reminder-view.ts';
import { themeResult } from '../../src/teams/round/theme-result-view.ts';
import { incompleteTheme, own, theme } from '../../src/teams/round/theme-view.ts';
import type { Facilitators } from '../../src/usecases/facilitator/facilitators.ts';
import type { ActionForm } from '../../src/usecases/plan/action-form.ts';
import type { FrameForm } from '../../src/usecases/plan/frame.ts';
import { channel } from '../store/records.ts';
import { parts } from '../support/cards.ts';
import canaryTexts from './canaries.json' with { type: 'json' };
import { actionOf, focusOf, planLook } from './plans.ts';
import { closedRound, settings, texts } from './rounds.ts';
import { fill, summaryCard } from './scenes.ts';

/** What people write, each with a word that is nowhere else, so that it is found wherever it lands. */
const canaries = Object.entries<string>({ ...canaryTexts, 'half a sign': 'KANARIE \ud83d og \ude00' });

const setting = settings('da').find(({ round: { depth, privacy } }) => depth === 'deep' && privacy === 'open');
if (!setting) throw new Error('There is a deep, open round');
const { cardTexts, round } = setting;
const [themeId = ''] = Object.keys(round.units);
const units = round.units[themeId] ?? [];
const scores: Answer['scores'] = Object.fromEntries(units.map((unit) => [unit, 3]));
const { round: over } = closedRound(setting, { people: 8, score: () => 3 });

const answered: Answer = {
  roundId: round.id,
  themeId,
  person: 'p',
  scores,
  comment: 'ok',
  savedAt: 0,
  revision: 1,
  accepted: [],
};

const vote = { roundId: round.id, person: 'p', units, revision: 1, accepted: [] };
const nothingElse = { dots: [], dotted: 0, started: 0, known: 0, noReminders: false };

/** Every card that shows what somebody wrote, made with it. */
const cards: Record<string, (words: string) => Card> = {
  'the card to change an answer': (comment) =>
    theme(cardTexts, round, { themeId, answered: 1, userIds: ['29:me'], filled: { scores, comment, seen: 1 } }),
  'a card sent back for what is missing': (comment) => {
    const input = { seen: 0, scores: {}, comment };
    return incompleteTheme(cardTexts, {
      kind: 'incomplete',
      round,
      themeId,
      input,
      missing: units,
      commentTooLong: false,
    });
  },
  'a person’s own answer': (comment) => {
    const answer: Answer = { ...answered, comment };
    return own(cardTexts, round, { themeId, answer, answered: 1, userIds: ['29:me'] });
  },
  'a person’s own data with such a comment': (comment) => {
    const answer: Answer = { ...answered, comment };
    return mine(
      texts.da,
      {
        kind: 'myData',
        total: 1,
        answers: [{ channel: channel(), round, answer }],
        facilitates: [],
        owns: [],
        ...nothingElse,
      },
      { from: 0, textsFor: () => cardTexts },
    );
  },
  'a person’s own data in such a team': (name) =>
    mine(
      texts.da,
      {
        kind: 'myData',
        total: 1,
        answers: [{ channel: channel({ name }), round, answer: answered }],
        facilitates: [channel({ name })],
        owns: [channel({ name })],
        dots: [{ channel: channel({ name }), round, vote }],
        dotted: 12,
        started: 1,
        known: 1,
        noReminders: true,
      },
      { from: 0, textsFor: () => cardTexts },
    ),
  'a result that is shown in a person’s own chat': (name) => {
    const { summary: closed } = over;
    if (!closed) throw new Error('A closed round has a summary');
    const urls = { pictureUrl: 'https://hjulet.example.dk/a.png', areasUrl: 'https://hjulet.example.dk/b.png' };
    const needs = { ...urls, canStart: false, planContext: {}, plan: planLook('da') };
    return summary(cardTexts, over, { closed, ...needs, channel: channel({ name }) });
  },
  'a course that is shown in a person’s own chat': (name) =>
    trend(cardTexts, { rounds: [], themes: [], older: 0 }, { pictureUrl: '', others: [], channel: channel({ name }) }),
  'what a person has yet to answer': (where) => personalReminder(cardTexts, { round, themeIds: [themeId], where }),
  'who leads the channel from now on': (name) => role(texts.da, { card: 'role', language: 'da', taken: true, name }),
  'who leads a channel that the bot has come back to': (name) =>
    backAgain(texts.da, { kind: 'facilitators', names: [name], gone: 0, free: false, candidates: [] }),
  'who leads the channel': (name) =>
    facilitators(texts.da, { kind: 'facilitators', names: [name], gone: 0, free: false, candidates: [] }),
  'a theme’s result with comments': (comment) =>
    themeResult(cardTexts, over, { themeId, comments: [comment, 'ok', comment] }),
  'a theme’s result with names': (comment) =>
    themeResult(cardTexts, over, {
      themeId,
      names: [
        { name: 'Mette', scores, comment },
        { name: 'Anders', scores, comment: '' },
      ],
    }),
  'a theme’s result with such a name': (name) =>
    themeResult(cardTexts, over, {
      themeId,
      names: [
        { name, scores, comment: 'ok' },
        { name: 'Anders', scores, comment: '' },
      ],
    }),
  ...planCards(),
};

/** The cards of a plan and a frame, each with the words in one place where people write. */
function planCards(): Record<string, (words: string) => Card> {
  const plans = planLook('da');
  const focus = focusOf({ owner: 'p1', target: 2 });
  const blank = actionOf('short');
  const written = (content: Partial<ActionContent>, reason = ''): PlanAction => ({
    ...blank,
    content: { ...blank.content, ...content },
    reason,
  });
  const frameOf = (words: string): FrameContent => ({
    coreTask: words,
    destination: words,
    goals: [words],
    values: [words],
  });
  const planOf = (action: PlanAction, owner: string, frame?: FrameContent) =>
    plan(plans, {
      focuses: [{ focus, owner: { name: owner }, actions: [action] }],
      roundId: round.id,
      ...(frame && { frame }),
    });
  const form = (input: Partial<ActionForm['input']>, theirs?: PlanAction): Card => {
    const { focusId: forFocus, ...content } = blank.content;
    return actionForm(plans, {
      kind: 'actionForm',
      actionId: round.id,
      seen: 1,
      input: { ...content, forFocus, ...input },
      faults: [],
      focuses: [focus],
      frame: frameOf('Tillid'),
      people: [],
      picker: false,
      ownerGone: false,
      today: '2026-12-10',
      ...(theirs && { theirs }),
    });
  };
  const frameCard = { kind: 'frameForm', seen: 1, faults: [] } satisfies Partial<FrameForm>;
  return {
    'the plan with such an action': (title) => planOf(written({ title }), 'Mette'),
    'the plan with such a goal': (goal) => planOf(written({ goal }), 'Mette'),
    'the plan with such partners': (partners) => planOf(written({ partners }), 'Mette'),
    'the plan with such a reason': (reason) => planOf(written({}, reason), 'Mette'),
    'the plan with such an owner': (name) => planOf(blank, name),
    'the plan under such a frame': (words) => planOf(blank, 'Mette', frameOf(words)),
    'an action': (title) => item(plans, { kind: 'item', item: { kind: 'action', focus, action: written({ title }) } }),
    'the question why it is dropped': (words) =>
      dropForm(plans, {
        kind: 'dropForm',
        item: { kind: 'action', focus, action: written({ title: words }) },
        reason: words,
        // The line about a fault says how long it is.
        fault: false,
      }),
    'the question how it went': (title) => followUp(plans, [{ kind: 'action', focus, action: written({ title }) }]),
    'the form of an action': (words) => form({ title: words, partners: words }),
    'the form of an action with such a goal': (goal) => form({ goal }),
    'the form of an action that somebody else has changed': (title) => form({}, written({ title })),
    'the form of a focus with such people': (name) =>
      focusForm(plans, {
        kind: 'focusForm',
        focus,
        seen: 1,
        input: { term: 'short' },
        faults: [],
        people: [{ userId: '29:mette', name }],
        picker: false,
        ownerGone: false,
        today: '2026-12-10',
      }),
    'the frame': (words) => frame(cardTexts.texts, { kind: 'frame', content: frameOf(words), revision: 1 }),
    'the form of the frame': (words) => frameForm(cardTexts.texts, { ...frameCard, content: frameOf(words) }),
    'the form of the frame that somebody else has changed': (words) =>
      frameForm(cardTexts.texts, { ...frameCard, content: frameOf('Tillid'), theirs: frameOf(words) }),
    'the summary under such a frame': (words) =>
      summaryCard({ cardTexts, round, name: '' }, { round: over, answers: [] }, true, { frame: frameOf(words) }),
    'the summary beside such a plan': (title) =>
      summaryCard({ cardTexts, round, name: '' }, { round: over, answers: [] }, true, {
        plan: [{ focus, actions: [written({ title })] }],
      }),
    'the outcome with such a name': (name) => {
      const choice = { roundId: round.id, channel: round.channel, state: 'closed', startedAt: 0 } as const;
      const [unitId = ''] = units;
      return outcome(cardTexts, over, {
        choice: { ...choice, outcome: { voters: 1, dots: { [unitId]: 1 } } },
        names: { [unitId]: [{ name }] },
      });
    },
  };
}

/** Where on a card some words stand, as "TextRun.text". */
function places(card: unknown, words: string): string[] {
  const inside = (value: unknown): boolean => {
    if (typeof value === 'string') return value.includes(words);
    if (typeof value !== 'object' || value === null || 'type' in value) return false;
    return Object.values(value).some(inside);
  };
  // An element inside another tells for itself.
  return parts(card).flatMap((part) =>
    Object.entries(part).flatMap(([key, value]) => (inside(value) ? [`${part.type}.${key}`] : [])),
  );
}

/** Marks that mean something to a template, a text, a card, JSON or a replacement. */
const marks = ['$', '{', '}', '{{', '}}', '$root', '$data', '$t(', ')', '"', '\\', "'", '`', '\n', '<at>', '**', ']('];

/** The choices of a list that folds out, or is searched, are shown as plain text; a button's data is not shown. */
const plain = /^(TextRun\.text|Input\.\w+\.value|Input\.ChoiceSet\.choices|Action\.(Execute|Submit)\.data)$/;

describe.each(Object.entries(cards))('on %s', (_, cardOf) => {
  it.each(canaries)('%s stands only where nothing is read into it, as it was written', (_name, canary) => {
    const words = readComment(canary);
    const card = fill(cardOf(words));
    const found = places(card, 'KANARIE');
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((place) => !plain.test(place))).toEqual([]);
    expect(places(card, words)).toEqual(found);
  });

  it('whatever is written changes that text and nothing else', () => {
    const expected = JSON.stringify(fill(cardOf('PLADS')));
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(...marks),
      fc.constantFrom(...canaries.map(([, canary]) => canary)),
    );
    const written = fc.array(piece, { maxLength: 8 }).map((pieces) => readComment(pieces.join('')).slice(0, 400));
    fc.assert(
      fc.property(written, (words) => {
        fc.pre(words !== '');
        const inJson = JSON.stringify(words).slice(1, -1);
        expect(JSON.stringify(fill(cardOf(words)))).toBe(expected.replaceAll('PLADS', () => inJson));
      }),
    );
  });
});

describe('a comment', () => {
  it.each([
    ['ten thousand letters', 'æ'.repeat(10_000)],
    ['ten thousand smileys', '🙂'.repeat(5_000)],
    ['a letter and ten thousand smileys', `a${'🙂'.repeat(5_000)}`],
  ])('of %s comes back cut to what the field holds, with no sign cut in half', (_, long) => {
    const input = { seen: 0, scores, comment: readComment(long) };
    const card = fill(
      incompleteTheme(cardTexts, { kind: 'incomplete', round, themeId, input, missing: [], commentTooLong: true }),
    );
    const field = parts(card).find(({ type }) => type === 'Input.Text');
    const kept = String(field?.value);
    expect(long.startsWith(kept)).toBe(true);
    expect(kept.length).toBeGreaterThan(bounds.comment - 2);
    expect(kept.length).toBeLessThanOrEqual(bounds.comment);
    expect(kept.isWellFormed()).toBe(true);
  });

  it.each(canaries)('with %s is kept without marks that turn text around or cannot be seen', (_, canary) => {
    expect(readComment(canary)).not.toMatch(/\p{Bidi_Control}|(?!\n)\p{Cc}/u);
    expect(readComment(canary).isWellFormed()).toBe(true);
  });
});

describe('a team’s name', () => {
  it.each(canaries)('with %s stands on its button and nowhere else, as it is written', (_, name) => {
    const shown = name.slice(0, 26);
    const at = { channel: channel({ teamName: '', name: shown }), round };
    const card = fill(chooseTeam(texts.da, [at], 'team'));
    expect(places(card, shown)).toEqual(['Action.Execute.title', 'Action.Submit.title']);
  });

  it('that is longer than a button on a phone keeps its beginning and its end', () => {
    const at = { channel: channel({ teamName: 'Ungeindsatsen i Fjordby', name: 'Virksomhedskontakten' }), round };
    const [shown] = chooseTeam(texts.da, [at, at], 'team').data.actions as { title: string }[];
    expect(shown?.title).toBe('Ungeindsatsen…dskontakten');
  });
});

describe('what was written in a field where it cannot be used', () => {
  it.each(canaries)('is said back as it was written: %s', (_, canary) => {
    const asked = { label: 'Svarfrist', filled: false, given: canary, right: 'day' } as const;
    const [line = ''] = fieldFaults(texts.da, [asked]);
    expect(line.replaceAll(/\\([\\`*_[\]])/g, '$1')).toContain(canary.trim().slice(0, 40));
    expect(line).not.toMatch(/(?<!\\)[*_`[\]]/);
  });
});

describe('a name that nobody has', () => {
  it.each(canaries)('is said back as it was looked for: %s', (_, canary) => {
    const candidates = [{ person: 'mette', name: 'Mette' }];
    const told: Omit<Facilitators, 'people'> = { kind: 'facilitators', names: [], gone: 0, free: false, candidates };
    const { notes } = facilitators(texts.da, told, canary).data;
    const [line = ''] = Array.isArray(notes) ? notes.map(String) : [];
    expect(line.replaceAll(/\\([\\`*_[\]])/g, '$1')).toContain(`Jeg fandt ingen, der hedder ${canary.slice(0, 40)}.`);
    expect(line).not.toMatch(/(?<!\\)[*_`[\]]/);
  });
});
