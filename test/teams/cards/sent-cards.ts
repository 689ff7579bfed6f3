import { channelId, installation } from '../../support/activities.ts';
import type { Harness } from '../../support/app.ts';
import { buttons, inputs, roundOn, textOf } from '../../support/cards.ts';
import type { SentCard, Shown } from '../../support/connector.ts';
import { allScores, anders, fatima, mette } from '../../support/rounds.ts';

/** A button as a client sends it, with what stood in the card's inputs. */
export interface SentButton {
  title: string;
  verb: string;
  data: Record<string, unknown>;
}

/** Stands for the id of the round that a card was about. */
export const roundPlace = '{round}';
const anyRound = /(?<="(?:round|setup)":")[^"]+/g;
const thread = `${channelId};messageid=1700000000001`;

/** Every button of every card that people are sent, by the name of the card. */
export async function sentCards(harness: Harness): Promise<Record<string, SentButton[]>> {
  const cards: Record<string, SentCard | undefined> = {};
  const said = async (text: string, conversationId = thread, type: 'channel' | 'personal' = 'channel') => {
    const before = harness.connector.shown.length;
    await harness.say(mette, text, { conversationId, type });
    const answered = () =>
      harness.connector.shown.slice(before).find((shown) => shown.conversationId === conversationId);
    return (await harness.eventually(answered)).cardNow;
  };

  await harness.send(installation(harness.connector, mette));
  cards.welcome = (await harness.eventually(() => harness.connector.shown[0])).cardNow;
  cards.help = await said('hjælp');
  cards['no-round'] = await said('status');
  cards['no-result'] = await said('overblik');
  const welcome = harness.connector.shown[0];
  if (!welcome) throw new Error('no welcome');
  await harness.press(mette, welcome, 'Start en runde');
  cards.setup = (
    await harness.eventually(() =>
      harness.connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Ny runde')),
    )
  ).cardNow;
  cards['setup-post'] = await said('start');
  const setup = harness.connector.shown.at(-1);
  if (!setup) throw new Error('no set-up card');
  cards['setup-again'] = (await harness.press(mette, setup, 'Start runden', { expected: '0' })).card;
  // The first of the four cards that leaves, the last theme's, may have got lost, so the status card offers to send it again.
  let posted = 0;
  harness.connector.fate = ({ method, path }) => {
    const theme = method === 'POST' && path === '/v3/conversations';
    if (theme) posted += 1;
    return theme && posted === 1 ? { kind: 'status', status: 500 } : { kind: 'accept' };
  };
  cards.status = (await harness.press(mette, setup, 'Start runden', { expected: '9' })).card;
  const themes = await harness.eventually(() => {
    const found = harness.connector.shown.filter(({ cardNow: card }) => /^Tema/.test(textOf(card)));
    return textOf(setup.cardNow).includes('måske ikke frem') && found.toReversed();
  });
  harness.connector.fate = () => ({ kind: 'accept' });
  const round = String(buttons(cards.status).find(({ verb }) => verb === 'status')?.data.round);
  cards['status-missing'] = setup.cardNow;
  cards['open-already'] = await said('start');
  cards['close-question'] = (await harness.press(mette, setup, 'Luk runden')).card;
  await ofOneTheme(harness, themes[0], cards);
  await harness.execute(mette, setup, 'close', { round });
  await harness.eventually(() =>
    harness.connector.shown.some(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
  );
  cards.summary = await said('overblik');
  cards.export = await said('eksport');
  await ofAgreeing(harness, themes[0], cards);
  cards['summary-personal'] = await said('overblik', 'a:mette', 'personal');
  await secondTeam(harness);
  cards['choose-team'] = await said('overblik', 'a:mette', 'personal');
  cards['choose-trend'] = await said('udvikling', 'a:mette', 'personal');
  return Object.fromEntries(
    Object.entries(cards).flatMap(([name, card]) => {
      const sent = buttons(card).map(({ title, verb, data }) => sentWith(card, { title, verb, data }));
      return sent.length > 0 ? [[name, JSON.parse(JSON.stringify(sent).replaceAll(anyRound, roundPlace))]] : [];
    }),
  );
}

/** Only these cards ask for anything, and a client sends what stands in their inputs with the button that saves. */
function sentWith(card: SentCard | undefined, button: SentButton): SentButton {
  if (button.verb === 'start' || button.verb === 'saveAgreed')
    return { ...button, data: { ...inputs(card), ...button.data } };
  if (button.verb !== 'answer' || !card) return button;
  return {
    ...button,
    data: { ...inputs(card), ...allScores({ cardNow: card }, '3'), comment: 'Fra før', ...button.data },
  };
}

async function ofOneTheme(
  harness: Harness,
  theme: Shown | undefined,
  cards: Record<string, SentCard | undefined>,
): Promise<void> {
  if (!theme) throw new Error('no theme card');
  cards.theme = theme.cardNow;
  cards['own-none'] = (await harness.press(fatima, theme, 'Se min vurdering')).card;
  cards['theme-incomplete'] = (await harness.press(anders, theme, 'Gem min vurdering')).card;
  cards.own = (await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'))).card;
  const own = { ...theme, cardNow: cards.own ?? theme.cardNow };
  cards['theme-edit'] = (await harness.press(anders, own, 'Ret min vurdering')).card;
}

/** After closing: a theme's result, and what the team agrees on. */
async function ofAgreeing(
  harness: Harness,
  theme: Shown | undefined,
  cards: Record<string, SentCard | undefined>,
): Promise<void> {
  if (!theme) throw new Error('no theme card');
  await harness.eventually(() => buttons(theme.cardNow)[0]?.verb === 'agree');
  cards['theme-result'] = structuredClone(theme.cardNow);
  cards['agree-form'] = (await harness.press(fatima, theme, 'Fælles vurdering')).card;
  const form = { ...theme, cardNow: cards['agree-form'] ?? theme.cardNow };
  cards.agreed = (await harness.press(fatima, form, 'Gem den fælles vurdering', allScores(form, '3'))).card;
}

async function secondTeam(harness: Harness): Promise<void> {
  const where = { conversationId: '19:et-andet@thread.tacv2' };
  const before = harness.connector.shown.length;
  await harness.say(mette, 'start', where);
  const setup = await harness.eventually(() => harness.connector.shown[before]);
  const round = roundOn((await harness.press(mette, setup, 'Start runden', { expected: '9' })).card);
  await harness.execute(mette, setup, 'close', { round });
  await harness.eventually(() =>
    harness.connector.shown.slice(before).some(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
  );
}
