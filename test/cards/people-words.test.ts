import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { bounds } from '../../src/domain/round.ts';
import type { Card } from '../../src/teams/cards.ts';
import { readComment } from '../../src/teams/inputs.ts';
import { button } from '../../src/teams/verbs.ts';
import { message } from '../../src/teams/views/notes.ts';
import { themeResult } from '../../src/teams/views/result.ts';
import { incompleteTheme, own, theme } from '../../src/teams/views/theme.ts';
import { parts } from '../support/cards.ts';
import canaryTexts from './canaries.json' with { type: 'json' };
import { closedRound, settings, texts } from './rounds.ts';
import { fill } from './scenes.ts';

/** What people write, each with a word that is nowhere else, so that it is found wherever it lands. */
const canaries = Object.entries<string>({ ...canaryTexts, 'half a sign': 'KANARIE \ud83d og \ude00' });

const setting = settings('da').find(({ round: { depth, privacy } }) => depth === 'deep' && privacy === 'open');
if (!setting) throw new Error('There is a deep, open round');
const { look, round } = setting;
const [themeId = ''] = Object.keys(round.units);
const units = round.units[themeId] ?? [];
const scores: Answer['scores'] = Object.fromEntries(units.map((unit) => [unit, 3]));
const { round: over } = closedRound(setting, { people: 8, score: () => 3 });

/** Every card that shows what somebody wrote, made with it. */
const cards: Record<string, (words: string) => Card> = {
  'the card to change an answer': (comment) => theme(look, round, themeId, 1, ['29:me'], { scores, comment, seen: 1 }),
  'a card sent back for what is missing': (comment) => {
    const input = { seen: 0, scores: {}, comment };
    return incompleteTheme(look, { kind: 'incomplete', round, themeId, input, missing: units, commentTooLong: false });
  },
  'a person’s own answer': (comment) => {
    const answer: Answer = {
      roundId: round.id,
      themeId,
      person: 'p',
      scores,
      comment,
      savedAt: 0,
      revision: 1,
      accepted: [],
    };
    return own(look, round, themeId, { answer, justSaved: false, answered: 1, userIds: ['29:me'] });
  },
  'a theme’s result with comments': (comment) => themeResult(look, over, themeId, [comment, 'ok', comment], []),
  'a theme’s result with names': (comment) =>
    themeResult(
      look,
      over,
      themeId,
      [],
      [
        { name: 'Mette', scores, comment },
        { name: 'Anders', scores, comment: '' },
      ],
    ),
  'a theme’s result with such a name': (name) =>
    themeResult(
      look,
      over,
      themeId,
      [],
      [
        { name, scores, comment: 'ok' },
        { name: 'Anders', scores, comment: '' },
      ],
    ),
};

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

const plain = /^(TextRun\.text|Input\.\w+\.value)$/;

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
      incompleteTheme(look, { kind: 'incomplete', round, themeId, input, missing: [], commentTooLong: true }),
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
    const { t } = texts.da;
    const title = t('overview.team', { name, date: '10. december 2026' });
    expect(title).toBe(`${name} · 10. december 2026`);
    const card = fill(
      message(texts.da, [t('overview.choose')], t('overview.teams'), [button('team', { round: round.id }, title)]),
    );
    expect(places(card, name)).toEqual(['Action.Execute.title', 'Action.Submit.title']);
  });
});
