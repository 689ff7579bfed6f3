import { expect, it, onTestFinished } from 'vitest';
import { languages } from '../../src/domain/language.ts';
import { personalReminder, remindersStopped } from '../../src/teams/round/personal-reminder-view.ts';
import { type Setting, settings, texts } from '../cards/rounds.ts';
import { fill } from '../cards/scenes.ts';
import { launchChromium } from './chromium.ts';
import { openDrawnCards } from './drawn-card.ts';
import { pictureFile } from './looked.ts';

/** What somebody reads in their own chat fits a phone in one look, in CSS pixels. */
const mostPixels = 420;

function reminder({ cardTexts, round }: Setting) {
  const [, ...lacking] = Object.keys(round.units);
  const at = { conversationId: '19:kanal@thread.tacv2;messageid=1700000000001', activityId: '1700000000001' };
  return fill(personalReminder(cardTexts, { round, themeIds: lacking, where: 'Ungeindsatsen – Sammenhæng', at }));
}

it('a reminder in private fits a phone', async () => {
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const cards = await openDrawnCards(browser);
  const given = languages.flatMap(settings).filter(({ round }) => round.privacy === 'confidential');
  const heights: [name: string, height: number][] = [];
  for (const setting of given) heights.push([setting.name, await cards.show(reminder(setting), 400)]);
  expect(heights.length).toBeGreaterThan(0);
  expect(heights.filter(([, height]) => height > mostPixels)).toEqual([]);
  for (const language of languages)
    expect(await cards.show(fill(remindersStopped(texts[language])), 400)).toBeLessThan(mostPixels / 2);
  const shown = settings('da').find(({ cardTexts }) => cardTexts.wheel.name === 'Sammenhængshjulet');
  if (!shown) throw new Error('There is no Sammenhængshjulet');
  await cards.show(reminder(shown), 400);
  await cards.picture(pictureFile('privat-paamindelse-400.png'));
  await cards.close();
}, 60_000);
