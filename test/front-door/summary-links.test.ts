import { expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { linksOn, parts, textOf } from '../support/cards.ts';
import { newest } from '../support/closed.ts';
import { key } from '../support/plans.ts';
import { anders, answerAll, cardThat, mette, pressTwo, startRound } from '../support/rounds.ts';

const own = { type: 'personal', conversationId: 'a:mette' } as const;
const group = { type: 'groupChat', conversationId: '19:gruppe@thread.v2' } as const;
const hint = 'Vælg et temas navn for at gå til samtalen om det.';

const names = ['Bæredygtigt samarbejde', 'Sammenhæng i overgange', 'Fælles ansvar og retning', 'Unge som medskabere'];

async function summaryOf(harness: Harness, where: Parameters<typeof startRound>[2] = {}) {
  const { themes } = await startRound(harness, { expected: '2' }, where);
  await answerAll(harness, themes, [mette, anders]);
  return { themes, summary: await cardThat(harness, 'Overblik') };
}

it('a summary leads to each theme’s thread, in the channel and from one’s own chat', async () => {
  const harness = await startHarness();
  const { themes, summary } = await summaryOf(harness);
  const threads = themes.map(({ conversationId, activityId }) => {
    const [channel = '', thread] = conversationId.split(';messageid=');
    expect(thread).toBe(activityId);
    return `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${activityId}?tenantId=${tenantId}&parentMessageId=${activityId}`;
  });
  const expected = Object.fromEntries(names.map((title, i) => [title, threads[i]]));
  expect(linksOn(summary.cardNow)).toEqual(expected);
  expect(textOf(summary.cardNow).split('\n')).toContain(hint);
  const before = harness.connector.shown.length;
  await harness.say(mette, 'overblik', own);
  expect(linksOn((await newest(harness, 'Overblik', before)).cardNow)).toEqual(expected);
});

it('a summary in one’s own chat says first which channel it is of, and one in the channel does not', async () => {
  const harness = await startHarness();
  const { summary } = await summaryOf(harness);
  await rename(harness);
  const whose = /\nUngeindsatsen – Sammenhæng\s· 2 af 2 har svaret/;
  expect(textOf(summary.cardNow)).not.toMatch(/Ungeindsatsen/);
  const before = harness.connector.shown.length;
  await harness.say(mette, 'overblik', own);
  const shown = await newest(harness, 'Overblik', before);
  expect(textOf(shown.cardNow)).toMatch(whose);
  const round = (await harness.store.channel(key))?.record.latestRoundId;
  expect((await harness.execute(mette, shown, 'team', { round })).text).toMatch(whose);
  await harness.say(mette, 'overblik');
  expect(textOf((await newest(harness, 'Overblik', before + 1)).cardNow)).not.toMatch(/Ungeindsatsen/);
});

async function rename(harness: Harness) {
  const found = await harness.store.channel(key);
  if (!found) throw new Error('no channel');
  const names = { teamName: 'Ungeindsatsen', name: 'Sammenhæng' };
  await harness.store.saveChannel({ ...found.record, ...names }, found.version);
}

it('a summary’s suggestions begin with inviting partners, and open on the card', async () => {
  const { summary } = await summaryOf(await startHarness());
  const opened = parts(summary.cardNow).find(({ id }) => id === 'suggestions');
  expect(opened?.isVisible).toBe(false);
  expect(textOf(opened)).toMatch(/^Inviter jeres samarbejdspartnere til dialog om resultatet/);
});

it('in a group chat it leads to each theme’s message', async () => {
  const harness = await startHarness();
  const { themes, summary } = await summaryOf(harness, group);
  const context = encodeURIComponent('{"contextType":"chat"}');
  const messages = themes.map(
    ({ activityId }) =>
      `https://teams.microsoft.com/l/message/19%3Agruppe%40thread.v2/${activityId}?tenantId=${tenantId}&context=${context}`,
  );
  expect(linksOn(summary.cardNow)).toEqual(Object.fromEntries(names.map((title, i) => [title, messages[i]])));
});

it('a theme whose card Teams refused has no link, and nothing is said of links where there is none', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ method, body }) =>
    method === 'POST' && /Tema\s[1-3]\saf/.test(body) ? { kind: 'status', status: 400 } : { kind: 'accept' };
  const { setup, themes } = await startRound(harness, { expected: '1' }, { themeCount: 1 });
  await answerAll(harness, themes, [mette]);
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  const summary = await cardThat(harness, 'Overblik');
  expect(Object.keys(linksOn(summary.cardNow))).toEqual(names.slice(3));
  expect(textOf(summary.cardNow).split('\n')).toContain(hint);
});

it('a round without any known card says nothing of links', async () => {
  const harness = await startHarness();
  harness.connector.fate = ({ method, body }) =>
    method === 'POST' && /Tema\s\d\saf/.test(body) ? { kind: 'statusAfter', status: 502 } : { kind: 'accept' };
  const { setup, themes } = await startRound(harness, { expected: '1' });
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  const summary = await cardThat(harness, 'Overblik');
  expect(themes).toHaveLength(4);
  expect(linksOn(summary.cardNow)).toEqual({});
  expect(textOf(summary.cardNow)).not.toContain(hint);
});
