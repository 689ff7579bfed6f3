import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { perStep } from '../../src/domain/scale.ts';
import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { pictureOf } from '../../src/pictures/picture-cache.ts';
import { renderPng } from '../../src/pictures/png.ts';
import { drawTrend } from '../../src/pictures/trend-chart.ts';
import type { TrendPicture } from '../../src/pictures/trend-model.ts';
import type { AdaptiveCard } from '../../src/teams/cards/templates.ts';
import { closedRound, everyList, settings, texts, wheels } from '../cards/rounds.ts';
import { type Scene, scenesOf, type ViewName, viewNames } from '../cards/scenes.ts';
import { parts } from '../support/cards.ts';
import { launchChromium } from './chromium.ts';
import { openDrawnCards } from './drawn-card.ts';
import { pictureFile } from './looked.ts';

/** The state that a card is shown in, by how the scene's name ends; else the first of a quick, confidential round. */
const states: Partial<Record<ViewName, string>> = {
  status: 'screening, confidential, under way with three who are done',
  inviteCard: 'some links',
  themeResult: 'screening, confidential, baeredygtigt-samarbejde, every list is full',
  summary: 'screening, confidential, every list is full, in the channel',
  dialogue: 'screening, confidential, faelles-ansvar-og-retning, every list is full',
  trend: 'screening, confidential, 3 rounds',
  personalReminder: 'screening, confidential, everything is lacking',
  schedule: 'every 3',
  scheduleForm: 'as it comes, a post of its own',
  reassess: 'screening, confidential, after a round with a plan, every list is full',
  choosing: 'screening, confidential, every list is full',
  ownVote: 'screening, confidential, just saved',
  outcome: 'screening, confidential, everyone chose',
  plan: 'two under the prefilled frame',
  item: 'an action, with somebody',
  dropForm: 'an action',
  focusForm: 'a few people',
  actionForm: 'with the prefilled frame',
  message: 'no result',
  help: 'asked for in the channel',
  mine: 'nothing but a role',
  setup: 'everything filled in, a post of its own',
  eraseMenu: '1 rounds',
  eraseRoundQuestion: 'screening, confidential, 12 people',
  chooseTeam: '2 teams, team',
};
const asFirst = 'sammenhaengshjulet in da, screening, confidential';

function shownOf(view: ViewName): Scene {
  const scenes = scenesOf(view).filter(({ language }) => language === 'da');
  const state = states[view];
  const wheels = scenes.filter(({ name }) => name.includes('sammenhaengshjulet in da'));
  if (state === undefined) return wheels.find(({ name }) => name.includes(asFirst)) ?? firstOf(view, scenes);
  const ends = scenes.filter(({ name }) => name.endsWith(state));
  return wheels.find((scene) => ends.includes(scene)) ?? firstOf(view, ends);
}

function firstOf(view: ViewName, [first]: readonly Scene[]): Scene {
  if (!first) throw new Error(`There is no such scene of ${view}`);
  return first;
}

/** Rounds of scenes have as many people as a round may have; those that are looked at, a few. */
function withFew(json: AdaptiveCard): AdaptiveCard {
  return JSON.parse(JSON.stringify(json).replaceAll('af\u00a01000', 'af\u00a012'));
}

const page = readFileSync(new URL('../../docs/cards.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');

/** A wheel with every kind of result. */
function drawnWheel(): Buffer {
  const setting = settings('da').find(({ name }) => name === asFirst);
  const { summary, ...round } = setting ? closedRound(setting, everyList).round : {};
  if (!setting || !summary) throw new Error('There is a quick, confidential round of Sammenhængshjulet');
  const { wheel } = setting.cardTexts;
  return Buffer.from(
    renderPng(
      drawWheel(pictureOf({ ...setting.round, ...round, summary }, { wheel, texts: texts.da, slices: 'themes' })),
    ),
  );
}

/** Three rounds, each a little higher than the one before. */
function drawnTrend(): Buffer {
  const { t } = texts.da;
  const wheel = wheels.find(({ id, language }) => id === 'sammenhaengshjulet' && language === 'da');
  if (!wheel) throw new Error('There is a Danish Sammenhængshjulet');
  const picture: TrendPicture = {
    title: [wheel.name, t('trend.pictureTitle')].join(' · '),
    rounds: [Date.UTC(2026, 4, 22), Date.UTC(2026, 10, 22), Date.UTC(2027, 4, 22)].map((at) =>
      texts.da.axisDate(at, 'month'),
    ),
    stepNames: perStep((step) => wheel.steps[step - 1]?.name ?? ''),
    themes: wheel.themes.map(({ name }, i) => ({
      name,
      points: [0, 1, 2].map((round) => ({ value: 1.4 + i * 0.5 + round * 0.3, joined: round > 0 })),
    })),
    legend: {
      steps: t('pictureLegend.steps'),
      average: t('pictureLegend.average'),
      half: t('pictureLegend.half'),
      agreed: t('pictureLegend.agreed'),
    },
  };
  return Buffer.from(renderPng(drawTrend(picture)));
}

it('every card is whole in windows of 320, 400 and 1,280 pixels', async () => {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const cards = await openDrawnCards(browser, { scale: 1 });
  const [wheel, trend] = [drawnWheel(), drawnTrend()];
  const past: [ViewName, unknown][] = [];
  for (const view of viewNames) {
    const json = withFew(shownOf(view).json);
    const images = parts(json).filter(({ type }) => type === 'Image');
    const drawn = new Map(images.map(({ url }) => [String(url), view === 'trend' ? trend : wheel]));
    await cards.show(json, 320, drawn);
    const narrow = await cards.past({ buttons: false });
    await cards.showBoth(json, drawn);
    const found = [...narrow, ...(await cards.past())];
    if (found.length > 0) past.push([view, found]);
    const name = view.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    await cards.picture(pictureFile(`cards/${name}.png`));
  }
  // The one of a trial has a choice that nobody has in Teams.
  await cards.show(shownOf('scheduleForm').json, 1280);
  await cards.picture(pictureFile('paamindelse-opsaetning.png'));
  expect(past).toEqual([]);
}, 240_000);

/** What a window of 400 pixels shows of the cards of an open round, in CSS pixels, whatever the wheel and the language. */
const open = [
  { card: 'the set-up', view: 'setup', ends: 'nothing filled in, a post of its own', most: 1_050 },
  { card: 'a theme of a quick round', view: 'theme', ends: 'new', of: 'screening', most: 1_200 },
  { card: 'a theme of a deep round', view: 'theme', ends: 'new', of: 'deep', most: 2_100 },
  { card: 'one’s own answer', view: 'own', ends: 'just saved', most: 750 },
  { card: 'the status', view: 'status', ends: 'under way with three who are done', most: 650 },
  { card: 'the dots', view: 'choosing', ends: 'every list is full', most: 950 },
] as const;

it('the cards of an open round are no higher on a phone than docs/cards.md says', async () => {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const cards = await openDrawnCards(browser, { scale: 1 });
  const tooHigh: [string, number][] = [];
  for (const { card, view, ends, most, ...which } of open) {
    const scenes = scenesOf(view).filter(
      ({ name }) => name.endsWith(ends) && ('of' in which ? name.includes(`, ${which.of},`) : true),
    );
    expect(scenes.length).toBeGreaterThan(1);
    const heights: number[] = [];
    for (const { json } of scenes) heights.push(await cards.show(json, 400));
    const highest = Math.max(...heights);
    if (highest > most || !page.includes(`| ${card} | ${most.toLocaleString('en')} |`)) tooHigh.push([card, highest]);
  }
  expect(tooHigh).toEqual([]);
}, 120_000);
