import { expect, it, onTestFinished } from 'vitest';
import type { Score } from '../../src/domain/answer.ts';
import { languages } from '../../src/domain/language.ts';
import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { pictureOf } from '../../src/pictures/picture-cache.ts';
import { renderPng } from '../../src/pictures/png.ts';
import { summary } from '../../src/teams/results/summary-view.ts';
import { planLook, plans, prefilled } from '../cards/plans.ts';
import { askingGroups, closedRound, placesIn, type Setting, settings, texts } from '../cards/rounds.ts';
import { fill } from '../cards/scenes.ts';
import { launchChromium } from './chromium.ts';
import { openDrawnCards } from './drawn-card.ts';
import { pictureFile } from './looked.ts';

/** What a window of 400 pixels shows of a summary before anything on it is opened, in CSS pixels. */
const mostPixels = { screening: 1_200, deep: 1_400 };

/** Each summary has addresses of its own, as in Teams; at one address a page shows one picture. */
const urlsOf = ({ name, round }: Setting) => {
  const at = `https://hjulet.example.dk/${encodeURIComponent(`${name} ${round.groups}`)}`;
  return { pictureUrl: `${at}/themes.png`, areasUrl: `${at}/areas.png` };
};
/** Five people who lean one way or the other, are split, or lie in the middle. */
const patterned = [
  [1, 2, 1, 2, 1],
  [3, 3, 4, 3, 3],
  [1, 4, 1, 1, 3],
  [2, 3, 2, 3, 2],
] as const;
const people = 5;
const now = (unit: number, person: number): Score => patterned[unit % 4]?.[person] ?? 'dontKnow';
/** The same, of five people in each of six groups, the first of which lies far from the fifth. */
function byGroup(unit: number, person: number): Score {
  const group = person % 6;
  if (group === 0) return unit === 0 ? 4 : 3;
  return group === 4 ? 1 : now(unit, Math.floor(person / 6));
}
/** The same, of groups that say alike but of one theme, where the first is a little higher and the fifth lower. */
function oneGroupLower(unit: number, person: number): Score {
  const [group, i] = [person % 6, Math.floor(person / 6)];
  if (unit !== 1 || (group !== 0 && group !== 4)) return now(unit, i);
  return group === 0 ? (([4, 4, 4, 3, 3] as const)[i % 5] ?? 4) : 2;
}
const before = (unit: number, person: number): Score => patterned[(unit + 1) % 4]?.[person] ?? 'dontKnow';

it('every summary fits a phone, with the last round, a frame and a plan', async () => {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const cards = await openDrawnCards(browser);
  const asked = languages.flatMap(settings).filter(({ round }) => round.privacy === 'confidential');
  const given = [...asked, ...asked.map(askingGroups)];
  const heights: [name: string, height: number, most: number][] = [];
  for (const setting of given) {
    const { card, pictures } = shownSummary(setting);
    heights.push([setting.name, await cards.show(card, 400, pictures), mostPixels[setting.round.depth]]);
  }
  expect(heights).toHaveLength(24);
  expect(heights.filter(([, height, most]) => height < 500 || height > most)).toEqual([]);
  const pictured = asked.find(({ round }) => round.wheelId === 'sammenhaengshjulet' && round.depth === 'screening');
  if (!pictured) throw new Error('There is no screening of Sammenhængshjulet');
  const { card, pictures } = shownSummary(askingGroups({ ...pictured, name: 'pictured' }), oneGroupLower);
  await cards.show(card, 400, pictures);
  await cards.picture(pictureFile('grupper-400.png'));
}, 120_000);

/** @param score what people of groups say, where the round asks for groups. */
function shownSummary(setting: Setting, score = byGroup) {
  const { cardTexts, round: open } = setting;
  const { round: last } = closedRound(setting, { people, score: before }, undefined, Date.UTC(2026, 4, 22, 14));
  const state = open.groups ? { people: 6 * people, score } : { people, score: now };
  const { round } = closedRound({ ...setting, round: { ...open, expected: state.people + 1 } }, state, last);
  const { summary: closed } = round;
  if (!closed) throw new Error('A closed round has a summary');
  const { wheel } = cardTexts;
  const drawn = (slices: 'themes' | 'units') =>
    renderPng(drawWheel(pictureOf({ ...round, summary: closed }, { wheel, texts: texts[wheel.language], slices })));
  const urls = urlsOf(setting);
  const planContext = { plan: plans.some, frame: prefilled(setting) };
  const needs = { ...urls, canStart: true, planContext, plan: planLook(wheel.language) };
  return {
    card: fill(summary(cardTexts, round, { closed, places: placesIn(round), ...needs })),
    pictures: new Map([
      [urls.pictureUrl, drawn('themes')],
      [urls.areasUrl, drawn('units')],
    ]),
  };
}
