import { describe, expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, buttons, parts, textOf } from '../support/cards.ts';
import { closedRound, newest } from '../support/closed.ts';
import type { SentCard } from '../support/connector.ts';
import { get } from '../support/get.ts';
import { anders, fatima, lars, mette, signe } from '../support/rounds.ts';
import { now } from '../support/time.ts';

const key = { tenantId, conversationId: channelId };
const day = 86_400_000;
const all = (step: string, more: string = step) => ({ [mette]: step, [anders]: step, [fatima]: more, [lars]: more });

function pictureIn(card: SentCard): { url: string; altText: string } {
  const image = parts(card).find(({ type }) => type === 'Image');
  return { url: String(image?.url), altText: String(image?.altText) };
}

/** What one theme's rows on a summary or a trend say. */
function rowsOf(card: SentCard, theme: string): string {
  const lines = textOf(card).split('\n');
  const at = lines.indexOf(theme);
  return lines.slice(at, at + 4).join('\n');
}

/** What a summary says of a theme among all its figures, which come after its row. */
function figuresOf(card: SentCard, theme: string): string {
  const lines = textOf(card).split('\n');
  const at = lines.lastIndexOf(theme);
  return lines.slice(at, at + 4).join('\n');
}

async function ask(harness: Harness, text: string, begins: string): Promise<SentCard> {
  const before = harness.connector.shown.length;
  await harness.say(anders, text);
  return (await newest(harness, begins, before)).cardNow;
}

describe('the summary of a second round', () => {
  it('tells the change of each theme since the first, in words, in the picture and in its text', async () => {
    const harness = await startHarness();
    const first = await closedRound(harness, all('2'));
    expect(textOf(first.summary.cardNow)).not.toMatch(/siden|Siden/);
    const month = new Intl.DateTimeFormat('da-DK', { month: 'long', year: 'numeric', timeZone: 'Europe/Copenhagen' });
    const since = month.format(now(harness));
    harness.clock.offset = 200 * day;
    const answers = {
      [mette]: ['3', '1', '2', '2'],
      [anders]: ['3', '1', '2', '2'],
      [fatima]: ['3', '2', '2', '3'],
      [lars]: ['3', '2', '2', '2'],
    };
    const { summary } = await closedRound(harness, answers);
    expect(figuresOf(summary.cardNow, 'Bæredygtigt samarbejde')).toContain(`Op 1,0 siden ${since}`);
    expect(figuresOf(summary.cardNow, 'Sammenhæng i overgange')).toContain(`Ned 0,5 siden ${since}`);
    expect(figuresOf(summary.cardNow, 'Fælles ansvar og retning')).toContain(`Uændret siden ${since}`);
    expect(textOf(summary.cardNow)).toContain('Bæredygtigt samarbejde\nEn styrke\n3,0\n↑ 1,0\n');
    expect(textOf(summary.cardNow)).toContain(`↑ og ↓ er ændringen siden ${since}.`);
    expect(textOf(summary.cardNow)).toContain('ikke nødvendigvis de samme');
    const { url, altText } = pictureIn(summary.cardNow);
    expect(altText).toContain('Bæredygtigt samarbejde 3,0 (runden før 2,0)');
    expect((await get(url)).headers.get('content-type')).toBe('image/png');
    expect(textOf(await ask(harness, 'overblik', 'Overblik'))).toBe(textOf(summary.cardNow));
  });

  it('says how many answered last time, and holds back what one newcomer alone could have changed', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    harness.clock.offset = 200 * day;
    const { summary } = await closedRound(harness, { ...all('2'), [signe]: ['4', '2', '1', '3'] });
    expect(textOf(summary.cardNow)).toContain('Denne gang har 5 svaret mod 4 sidst');
    expect(textOf(summary.cardNow)).not.toMatch(/(Op|Ned) \d|Uændret/);
    expect(textOf(summary.cardNow)).toContain('Nogle ændringer vises ikke');
    expect(pictureIn(summary.cardNow).altText).not.toContain('sidst');
  });

  it('holds back what one who came in another’s place could have changed, and tells what two could', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    harness.clock.offset = 200 * day;
    const { [lars]: _, ...stayed } = all('2');
    const replaced = await closedRound(harness, { ...stayed, [signe]: ['4', '1', '2', '3'] });
    expect(figuresOf(replaced.summary.cardNow, 'Bæredygtigt samarbejde')).toContain('vises ikke');
    expect(figuresOf(replaced.summary.cardNow, 'Fælles ansvar og retning')).toContain('Uændret siden');
    expect(textOf(replaced.summary.cardNow)).not.toMatch(/(Op|Ned) \d/);
    expect(textOf(await ask(harness, 'udvikling', 'Udvikling'))).not.toMatch(/(Op|Ned) \d/);
    harness.clock.offset = 400 * day;
    const { summary } = await closedRound(harness, { ...stayed, [fatima]: '3', [signe]: '3' });
    expect(figuresOf(summary.cardNow, 'Fælles ansvar og retning')).toContain('Op 0,5 siden');
  });

  it('has no change where too few answered in one of the two', async () => {
    const harness = await startHarness();
    await closedRound(harness, { [mette]: '1', [anders]: '2' });
    harness.clock.offset = 200 * day;
    const { summary } = await closedRound(harness, all('3'));
    expect(textOf(summary.cardNow)).not.toMatch(/(Op|Ned) \d|Uændret|vises ikke/);
    expect(textOf(summary.cardNow)).toContain('var der for få svar i en af runderne');
  });

  it('compares rounds of one wheel, past one of another and one that nobody answered', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    harness.clock.offset = 100 * day;
    const other = await closedRound(harness, all('4'), { wheelId: 'faelles-kultur' });
    expect(textOf(other.summary.cardNow)).not.toContain('Siden sidst');
    harness.clock.offset = 150 * day;
    await closedRound(harness, {});
    harness.clock.offset = 200 * day;
    const { summary } = await closedRound(harness, all('3'));
    expect(textOf(summary.cardNow)).toContain('Op 1,0 siden');
  });

  it('tells two rounds of one day apart by their hours', async () => {
    const harness = await startHarness({ at: '2026-11-25 10:00' });
    await closedRound(harness, all('2'));
    harness.clock.offset = 4 * 3_600_000;
    const { summary } = await closedRound(harness, all('3'));
    expect(textOf(summary.cardNow)).toMatch(/er ændringen siden 25\. november 2026 kl\. 10\.\d\d\./);
    await harness.say(mette, 'udvikling');
    const lines = textOf((await newest(harness, 'Udvikling')).cardNow).split('\n');
    expect(lines.some((line) => /^Den 25\. november 2026 kl\. 10\.\d\d: 2,0/.test(line))).toBe(true);
    expect(lines.some((line) => /^Den 25\. november 2026 kl\. 14\.\d\d: 3,0/.test(line))).toBe(true);
  });

  it('compares themes alone where the depths differ, and says so', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    harness.clock.offset = 200 * day;
    const { summary } = await closedRound(harness, all('2', '4'), { depth: 'deep' });
    expect(figuresOf(summary.cardNow, 'Unge som medskabere')).toContain('Op 1,0 siden');
    expect(textOf(summary.cardNow)).toContain('Derfor er kun temaerne sammenlignet');
    expect(textOf(summary.cardNow).match(/Op 1,0/g)).toHaveLength(4);
  });

  it('keeps what it told when it was posted, whatever comes later', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    harness.clock.offset = 100 * day;
    const second = await closedRound(harness, all('3'));
    const before = structuredClone(second.summary.cardNow);
    const kept = await harness.store.round(key, second.id);
    harness.clock.offset = 200 * day;
    await closedRound(harness, all('4'));
    expect(second.summary.cardNow).toEqual(before);
    expect((await harness.store.round(key, second.id))?.record).toEqual(kept?.record);
  });
});

describe('"udvikling"', () => {
  it('says what is missing where no round is closed, or one', async () => {
    const harness = await startHarness();
    expect(textOf(await ask(harness, 'udvikling', 'Der er ikke noget resultat'))).toContain('@Hjulet start');
    await closedRound(harness, { [mette]: '2' });
    const card = await ask(harness, 'udvikling', 'Udvikling');
    expect(textOf(card)).toContain('I har lukket én runde med dette hjul');
    expect(pictureIn(card).url).toBe('undefined');
  });

  it('shows every round as a line a theme, with its figures and the latest change', async () => {
    const harness = await startHarness();
    for (const step of ['1', '2', '3']) {
      await closedRound(harness, all(step));
      harness.clock.offset += 100 * day;
    }
    const card = await ask(harness, 'udvikling', 'Udvikling');
    expect(textOf(card)).toContain('3 lukkede runder');
    expect(rowsOf(card, 'Unge som medskabere')).toMatch(
      /3,0 · alle 4 vurderinger er trin 3 Gode og holdbare løsninger\nOp 1,0 siden/,
    );
    for (const mean of ['1,0', '2,0', '3,0']) expect(textOf(card)).toContain(`: ${mean} (4 vurderinger)`);
    const { url, altText } = pictureIn(card);
    expect(altText).toContain('Unge som medskabere gik fra 1,0 til 3,0');
    const picture = await get(url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await get(url.replace('/trends/', '/pictures/'))).status).toBe(404);
    expect((await get(url.replace(/.\.png$/, (end) => (end === 'A.png' ? 'B.png' : 'A.png')))).status).toBe(404);
    harness.clock.offset += 500 * day;
    expect((await get(url)).status).toBe(404);
  });

  it('says beside the chart that a theme went from one result to another only where the line between them is drawn', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    harness.clock.offset += 100 * day;
    await closedRound(harness, { ...all('2'), [signe]: '4' });
    const card = await ask(harness, 'udvikling', 'Udvikling');
    expect(rowsOf(card, 'Unge som medskabere')).toContain('vises ikke');
    expect(pictureIn(card).altText).toContain('Unge som medskabere først 2,0, senest 2,4');
    expect(pictureIn(card).altText).not.toContain('gik fra');
  });

  it('is of one wheel, with a button for each other that the channel has used', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'), { wheelId: 'faelles-kultur' });
    await closedRound(harness, all('3'));
    const before = harness.connector.shown.length;
    await harness.say(anders, 'trend');
    const shown = await newest(harness, 'Udvikling', before);
    expect(textOf(shown.cardNow)).toContain('Sammenhængshjulet');
    const other = await harness.press(anders, shown, 'Se Fælles kultur');
    expect(other.text).toContain('Psykologisk tryghed');
    expect(buttons(other.card).map(({ title }) => title)).toEqual(['Se Sammenhængshjulet']);
  });

  it('is shown in a personal chat to those who belong to the team, and to nobody else', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    await closedRound(harness, all('2'));
    const { id } = await closedRound(harness, all('3'));
    const chat = { conversationId: 'a:anders', type: 'personal' } as const;
    await harness.say(anders, 'udvikling', chat);
    const shown = await harness.eventually(() =>
      connector.shown.find(
        ({ conversationId, cardNow: card }) => conversationId === 'a:anders' && textOf(card).startsWith('Udvikling'),
      ),
    );
    expect(textOf(shown.cardNow)).toContain('2 lukkede runder');
    const data = { round: id };
    expect((await harness.execute(anders, shown, 'teamTrend', data)).text).toContain('2 lukkede runder');
    const stranger = { conversationId: 'a:fremmed', activityId: shown.activityId };
    expect((await harness.execute('29:fremmed', stranger, 'teamTrend', data)).text).toContain('Det kan jeg ikke finde');
    expect((await harness.execute(anders, shown, 'trend', data)).text).toContain('Det kan jeg ikke finde');
    await harness.say('29:fremmed', 'udvikling', { ...chat, conversationId: 'a:fremmed' });
    await harness.eventually(() =>
      connector.shown.find(({ cardNow: card }) => textOf(card).includes('Jeg fandt ikke noget resultat')),
    );
  });

  it('lets a person of several teams choose', async () => {
    const harness = await startHarness();
    await closedRound(harness, all('2'));
    const channel = (await harness.store.channel(key))?.record;
    const { id, ...round } = (await harness.store.round(key, channel?.latestRoundId ?? ''))?.record ?? { id: '' };
    if (!channel || !('units' in round)) throw new Error('no round');
    const elsewhere = { tenantId, conversationId: '19:elsewhere@thread.tacv2' };
    await harness.store.saveChannel({ ...channel, ...elsewhere, name: 'Ungdomsskolen' });
    await harness.store.saveRound({ ...round, id, channel: elsewhere });
    const chat = { conversationId: 'a:anders', type: 'personal' } as const;
    await harness.say(anders, 'udvikling', chat);
    const choice = await newest(harness, 'Dine teams');
    const title = buttons(choice.cardNow)
      .map((each) => each.title)
      .find((each) => each.startsWith('Ungdomsskolen'));
    const chosen = await harness.press(anders, choice, title ?? '');
    expect(chosen.text).toMatch(/\nUngdomsskolen\s· 1 lukket runde/);
    expect(button(choice.cardNow, title ?? '').verb).toBe('teamTrend');
  });
});
