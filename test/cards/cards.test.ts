import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bounds } from '../../src/domain/round.ts';
import { type Wheel, wheelSchema } from '../../src/domain/wheel.ts';
import type { Card } from '../../src/teams/cards/templates.ts';
import { choosing } from '../../src/teams/choosing/choosing-view.ts';
import { theme } from '../../src/teams/round/theme-view.ts';
import { asRead, parts, textOf } from '../support/cards.ts';
import { agreeForms, comparedSummaries, promptCards, trendCards } from './dialogue-scenes.ts';
import { longFrame, plans, prefilled } from './plans.ts';
import { closedRound, everyList, type Setting, settingOf, settings, texts, wheels } from './rounds.ts';
import { rules } from './rules.ts';
import { fill, resultCard, type Scene, scenesOf, summaryCard, templates, userIds, viewNames } from './scenes.ts';

const scenes = new Map(viewNames.map((view) => [view, scenesOf(view)]));

/** What is wrong with some cards, told with the card; the first of many. */
function faults(of: readonly Scene[], rule: (scene: Scene) => string[]): string[] {
  return of.flatMap((scene) => rule(scene).map((fault) => `${scene.name}: ${fault.slice(0, 200)}`)).slice(0, 10);
}

describe.each(viewNames)('every card that %s makes', (view) => {
  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(faults(scenes.get(view) ?? [], rule)).toEqual([]);
  });
});

describe('the table of cards', () => {
  it('has every view', () => {
    const folder = new URL('../../src/teams/', import.meta.url);
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== 'outbound/responder.ts')
      .map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const made = code.flatMap((each) => [...each.matchAll(/export function (\w+)\(.*?\n?\): ([\w[\]]+)/gs)]);
    expect(
      made
        .filter(([, , type]) => type === 'Card')
        .map(([, name]) => name)
        .sort(),
    ).toEqual([...viewNames].sort());
  });

  it('has every template', () => {
    const used = new Set([...scenes.values()].flat().map(({ card }) => card.template));
    expect([...used].sort()).toEqual([...templates].sort());
  });
});

describe('before a round is closed', () => {
  const open = ['theme', 'incompleteTheme', 'own', 'status', 'closeQuestion', 'openAlready'] as const;

  it.each(open)('no card of %s tells an average, an agreement or who chose what', (view) => {
    const shown = (scenes.get(view) ?? []).filter(({ name }) => !name.endsWith('closed'));
    const told = faults(shown, ({ json, language }) => {
      const { agreed, partly, split } = texts[language].t('result.spread', { returnObjects: true });
      const figures = RegExp(`\\d[.,]\\d|n\\s=|\\d (valgte|chose)|\\d (vurdering|score)|${agreed}|${partly}|${split}`);
      return (
        textOf(json)
          .split('\n')
          // The time of the deadline looks like an average.
          .filter((line) => figures.test(line.replace(/kl\. \d\d?\.\d\d/, '')))
      );
    });
    expect(told).toEqual([]);
  });

  it('a person finds their own scores and nobody else’s on the card of their own answer', () => {
    const steps = /^(Trin|Step) \d · |^(Ved ikke|Don't know)$/;
    const wrong = faults(scenes.get('own') ?? [], ({ card, json }) => {
      const own = card.data.scores as { score: string }[];
      const told = textOf(json)
        .split('\n')
        .filter((line) => steps.test(line));
      return JSON.stringify(told) === JSON.stringify(own.map(({ score }) => asRead(score))) ? [] : told;
    });
    expect(wrong).toEqual([]);
  });

  it('the card that everybody shares is filled in with nothing', () => {
    const shared = (scenes.get('theme') ?? []).filter(({ name }) => !name.endsWith('being changed'));
    const filled = faults(shared, ({ json }) =>
      parts(json).flatMap(({ type, id, value }) =>
        String(type).startsWith('Input.') && value !== '' ? [String(id)] : [],
      ),
    );
    expect(filled).toEqual([]);
  });

  it('at most sixty people are named for a view of their own', () => {
    const shared = scenes.get('theme')?.find(({ name }) => name.endsWith('shared by sixty'));
    const many = { ...shared?.card, refresh: { ...shared?.card.refresh, userIds: [...userIds, '29:one-more'] } };
    expect(fill(many as Card).refresh).toHaveProperty('userIds.length', 60);
  });
});

describe('where everybody chose "ved ikke"', () => {
  it.each(['summary', 'themeResult'] as const)('no card of %s says that nobody answered', (view) => {
    const shown = (scenes.get(view) ?? []).filter(({ name }) => name.includes('everybody chose ved ikke'));
    expect(shown.length).toBeGreaterThan(0);
    expect(faults(shown, ({ json }) => textOf(json).match(/(Ingen|Nobody) (har svaret|has answered).*/) ?? [])).toEqual(
      [],
    );
  });
});

describe('when there is more than a card can hold', () => {
  const floodLimiter = { people: bounds.expected.max, score: () => 3 as const, comment: 'Vi mangler tid.' };

  it.each([
    ['open', 'people it does not name'],
    ['confidential', 'comments it does not show'],
  ])('the theme of an %s round says how many %s', (privacy) => {
    const untold = settings('da').flatMap((setting) => {
      if (setting.round.privacy !== privacy) return [];
      const [themeId = ''] = Object.keys(setting.round.units);
      const card = fill(resultCard(setting, themeId, closedRound(setting, floodLimiter)));
      const left = floodLimiter.people - parts(card).filter(({ type }) => type === 'RichTextBlock').length;
      return left === 0 || textOf(card).includes(`${left}`) ? [] : [`${setting.name}: ${left} left out`];
    });
    expect(untold).toEqual([]);
  });
});

describe('the ways to strengthen a focus area', () => {
  const deep = wheels.filter(({ themes }) => themes.some(({ focusAreas }) => focusAreas.length > 0));
  const cases = deep.flatMap((wheel) =>
    wheel.themes.map((found) => ({ wheel, found, name: found.name, of: wheel.name })),
  );

  it.each(cases)('are those of the whole theme $name of $of, unless it has one for each area', ({ wheel, found }) => {
    const setting = settingOf(wheel, 'deep', 'open');
    const before = wheel.themes.slice(0, wheel.themes.indexOf(found)).flatMap(({ focusAreas }) => focusAreas).length;
    const offered = found.focusAreas.map((_, area) => {
      const low = before + area;
      const { data } = summaryCard(
        setting,
        closedRound(setting, { people: 6, score: (unit) => (unit === low ? 1 : 4) }),
      );
      const [{ items } = { items: [] }] = data.lists as { items: { ways: { name: string }[] }[] }[];
      return items[0]?.ways.map(({ name }) => name);
    });
    const own = found.strengthen.map(({ name }) => [name]);
    if (own.length === offered.length) expect(offered).toEqual(own);
    else for (const ways of offered) expect(ways).toEqual(offered[0]);
  });
});

describe.each(['da', 'en'] as const)('a summary in %s', (language) => {
  it('has room for the frame and the whole plan beside every change and everything agreed', () => {
    const { t } = texts[language];
    const planContext = { frame: prefilled({ cardTexts: { texts: texts[language] } }), plan: plans.some };
    for (const setting of settings(language)) {
      for (const [name, card] of comparedSummaries(setting, planContext)) {
        const shown = textOf(fill(card));
        expect(shown, name).toContain(planContext.frame.destination);
        expect(shown, name).toContain(planContext.frame.values.at(-1));
        expect(shown, name).toContain(t('reached.title'));
        expect(card.data.reached, name).toEqual([expect.objectContaining({ lines: [expect.any(String)] })]);
      }
    }
  });
});

describe('a theme’s row on the summary', () => {
  const alike = settings('da').map((setting) => ({ setting, name: setting.name }));

  it.each(alike)('says what the theme is a case of, also where its list is full: $name', ({ setting }) => {
    for (const score of [1, 3] as const) {
      const { data } = summaryCard(setting, closedRound(setting, { people: 8, score: () => score }));
      const rows = data.themes as { name: string; lines: string[] }[];
      const said = score === 1 ? 'Begynd her' : 'En styrke';
      const raised = 'På lang sigt';
      const without = rows.filter(
        ({ lines }) => !lines.some((line) => [said, raised].includes(line.split(':')[0] ?? '')),
      );
      expect(without).toEqual([]);
    }
  });
});

describe('the largest wheels that a municipality can load', () => {
  const largest = [8, 7, 6, 5, 4, 3, 2].flatMap((themes) => largestWheel(themes));
  const sizes = (make: (setting: Setting) => Card) =>
    largest.flatMap((wheel) =>
      (['screening', 'deep'] as const).map((depth) => {
        const bytes = Buffer.byteLength(JSON.stringify(fill(make(settingOf(wheel, depth, 'open')))));
        return { themes: wheel.themes.length, areas: wheel.themes[0]?.focusAreas.length, depth, bytes };
      }),
    );
  const tooLarge = (make: (setting: Setting) => Card) => sizes(make).filter(({ bytes }) => bytes > 28_000);

  it('are there for every number of themes', () => {
    expect(largest.map(({ themes }) => themes.length)).toEqual([8, 7, 6, 5, 4, 3, 2]);
  });

  it('have a summary that takes at most 28,000 bytes', () => {
    expect(tooLarge((setting) => summaryCard(setting, closedRound(setting, everyList)))).toEqual([]);
  });

  it('have a summary that takes at most 28,000 bytes under the longest frame and beside the longest plan', () => {
    const planContext = { frame: longFrame, plan: plans.forty };
    expect(tooLarge((setting) => summaryCard(setting, closedRound(setting, everyList), true, planContext))).toEqual([]);
  });

  it('have a card to put dots on that takes at most 28,000 bytes', () => {
    const card = (setting: Setting) => choosing(setting.cardTexts, closedRound(setting, everyList).round);
    expect(tooLarge(card)).toEqual([]);
  });

  it('have results of themes that take at most 28,000 bytes', () => {
    expect(tooLarge((setting) => resultCard(setting, 'theme-0', closedRound(setting, everyList)))).toEqual([]);
  });

  it('have summaries with changes and agreed steps that take at most 28,000 bytes', () => {
    expect(largestOf(comparedSummaries)).toBeLessThanOrEqual(28_000);
  });

  it('have trends of twelve rounds that take at most 28,000 bytes', () => {
    expect(largestOf(trendCards)).toBeLessThanOrEqual(28_000);
  });

  it('have cards for what is agreed, and for what to talk about, that take at most 28,000 bytes', () => {
    expect(largestOf((setting) => [...agreeForms(setting), ...promptCards(setting)])).toBeLessThanOrEqual(28_000);
  });

  function largestOf(cards: (setting: Setting) => [name: string, card: Card][]): number {
    const settings = largest.flatMap((wheel) =>
      (['screening', 'deep'] as const).map((depth) => settingOf(wheel, depth, 'confidential')),
    );
    return Math.max(...settings.flatMap(cards).map(([, card]) => Buffer.byteLength(JSON.stringify(fill(card)))));
  }

  it('have theme cards that take at most 28,000 bytes', () => {
    expect(
      tooLarge(({ cardTexts, round }) => theme(cardTexts, round, { themeId: 'theme-0', answered: 1000, userIds })),
    ).toEqual([]);
  });
});

/** A wheel of so many themes with every name and sentence as long, and as many focus areas, as the schema allows. */
function largestWheel(themes: number): Wheel[] {
  const text = (length: number) =>
    'Unge møder en fast kontakt. '
      .repeat(20)
      .slice(0, length - 1)
      .padEnd(length, 'x');
  const [name, sentence] = [text(80), text(400)];
  const step = { name, description: sentence };
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const accepted = [6, 5, 4, 3, 2, 1, 0].flatMap((areas) => {
    const parsed = wheelSchema.safeParse({
      id: 'largest',
      version: 1,
      language: 'da',
      name,
      about: sentence,
      source: { name },
      steps: [step, step, step, step],
      themes: numbers(themes).map((t) => ({
        id: `theme-${t}`,
        name,
        question: sentence,
        description: sentence,
        focusAreas: numbers(areas).map((f) => ({ id: `area-${t}-${f}`, name, description: sentence })),
        strengthen: numbers(4).map(() => ({ name, text: sentence })),
      })),
    });
    return parsed.success ? [parsed.data] : [];
  });
  return accepted.slice(0, 1);
}
