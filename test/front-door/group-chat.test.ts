import { read, utils } from '@e965/xlsx';
import { expect, it } from 'vitest';
import { type Language, languages } from '../../src/domain/language.ts';
import { installation } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { buttons, inputs, parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { csvRows } from '../support/csv.ts';
import { get } from '../support/get.ts';
import { said } from '../support/one-language.ts';
import { allScores, anders, mette } from '../support/rounds.ts';

const group = { conversationId: '19:gruppe@thread.v2', type: 'groupChat' } as const;
/** Words for where one is not, and for what was not filled in. */
const otherPlaces = /kanal|\btråd|\bteamet|channel|thread|guests in the team|\{\{/i;
const rows = languages.flatMap((language) => (['confidential', 'open'] as const).map((privacy) => [language, privacy]));

/** Answers are at their post, so that the next press is on what it brought. */
async function chat(language: Language) {
  const harness = await startHarness({ playground: { language }, trial: true });
  const { connector } = harness;
  const read: string[] = [];
  const press = async (person: string, on: Shown, verb: string, given: Record<string, unknown> = {}) => {
    const found = buttons(on.cardNow).find((each) => each.verb === verb);
    if (!found) throw new Error(`No "${verb}" among ${buttons(on.cardNow).map((each) => each.verb)}`);
    const reply = await harness.execute(person, on, verb, { ...inputs(on.cardNow), ...found.data, ...given });
    expect(reply.status).toBe(200);
    read.push(reply.text, ...said(reply.card));
    return { ...on, cardNow: reply.card ?? on.cardNow };
  };
  /** The newest card with such a button. */
  const shown = (verb: string) =>
    harness.eventually(
      () => connector.shown.findLast(({ cardNow: card }) => buttons(card).some((each) => each.verb === verb)),
      `a card with "${verb}"`,
    );
  const say = async (text: string) => {
    const before = connector.shown.length;
    await harness.say(mette, text, group);
    return harness.eventually(() => connector.shown[before], `an answer to ${text}`);
  };
  const all = () => [...read, ...connector.shown.flatMap(({ cardNow: card }) => said(card))];
  return { harness, connector, press, shown, say, all };
}

it.each(rows as [Language, 'confidential' | 'open'][])(
  'a whole round in a group chat, in %s and %s, speaks of no channel and no thread',
  async (language, privacy) => {
    const { harness, connector, press, shown, say, all } = await chat(language);
    await harness.send(installation(connector, mette, group));
    await shown('setup');
    for (const command of ['hjælp', 'overblik', 'udvikling', 'eksport', 'guide', 'privatliv', 'tovholder', 'ramme'])
      await say(command);
    await press(mette, await say('påmind'), 'saveSchedule');
    const setup = await say('start');
    await press(mette, setup, 'start', { expected: '2', privacy });
    const status = await shown('askClose');
    const { themes } = await themesOf();
    for (const theme of themes) await press(mette, theme, 'answer', allScores(theme, '2'));
    await press(anders, themes[0] ?? status, 'answer');
    await press(mette, themes[0] ?? status, 'mine');
    await press(mette, await say('status'), 'nudge');
    await press(mette, status, 'nudge');
    await press(mette, status, 'askExtend');
    await press(mette, await press(mette, status, 'askClose'), 'close');
    const summary = await shown('choose');
    await press(mette, await shown('agree'), 'agree');
    await press(mette, summary, 'choose');
    const dots = await shown('vote');
    await press(mette, dots, 'vote');
    await press(mette, await press(mette, await press(mette, dots, 'askEndChoosing'), 'endChoosing'), 'askDecision');
    const [unit] = Object.values(
      (await harness.store.round({ tenantId, conversationId: group.conversationId }, roundId()))?.record.units ?? {},
    ).flat();
    await harness.execute(mette, dots, 'decide', { round: roundId(), short: unit, long: '' });
    const plan = await shown('newAction');
    await press(mette, plan, 'newAction');
    for (const command of ['plan', 'tovholder', 'overblik', 'udvikling']) await say(command);
    const files = linksOn(await press(mette, await say('eksport'), 'export'));
    expect(files).toHaveLength(3);
    const documents = await Promise.all(files.map(async (url) => wordsOf(await get(url))));
    const menu = await say('slet');
    await press(mette, await press(mette, menu, 'askEraseRound', { round: roundId() }), 'eraseRound');
    await press(mette, await press(mette, menu, 'askEraseChannel'), 'eraseChannel');
    const words = all();
    expect(words.length).toBeGreaterThan(300);
    expect(words.join('\n')).toMatch(language === 'da' ? /i chatten/ : /in the chat/);
    expect(words.filter((text) => otherPlaces.test(text))).toEqual([]);
    const told = documents.flat();
    expect(told.filter((text) => (language === 'da' ? /i chatten/.test(text) : /in the chat/.test(text)))).not.toEqual(
      [],
    );
    expect(told.filter((text) => otherPlaces.test(text))).toEqual([]);

    function roundId() {
      return String(buttons(summary.cardNow).find(({ verb }) => verb === 'choose')?.data.round);
    }
    async function themesOf() {
      const found = await harness.eventually(() => {
        const some = connector.shown.filter(({ cardNow: card }) => buttons(card).some(({ verb }) => verb === 'answer'));
        return some.length >= 4 && some;
      });
      return { themes: found };
    }
  },
);

it('is called a group chat, and not a channel, to somebody who asks in a chat of their own', async () => {
  const { harness, press, shown, say } = await chat('da');
  await harness.send(installation(harness.connector, mette, group));
  await press(mette, await say('start'), 'start');
  const theme = await shown('answer');
  await press(mette, theme, 'answer', allScores(theme, '2'));
  const before = harness.connector.shown.length;
  await harness.say(mette, 'mine data', { conversationId: 'a:mette', type: 'personal' });
  const { cardNow: card } = await harness.eventually(() => harness.connector.shown[before]);
  expect(textOf(card)).toContain('Du er tovholder i Gruppechat uden navn');
  expect(textOf(card)).not.toContain('Kanal uden navn');
});

/** Where a card's buttons lead to. */
function linksOn({ cardNow: card }: Shown): string[] {
  return parts(card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [String(url)] : []));
}

/** What is read in a report, a spreadsheet or a CSV file. */
function wordsOf({ headers, body }: Awaited<ReturnType<typeof get>>): string[] {
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('text/html'))
    return body
      .toString()
      .replace(/<style[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>/g, '')
      .split(/<[^>]*>/);
  if (type.startsWith('text/csv')) return csvRows(body).flat();
  const { Sheets } = read(body);
  return Object.values(Sheets).flatMap((sheet) =>
    utils.sheet_to_json<string[]>(sheet, { header: 1 }).flat().map(String),
  );
}
