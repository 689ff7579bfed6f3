import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { buttons, inputs, textOf } from '../support/cards.ts';
import { addressOn, allUnits, answerByLink, createPhone, shownAs } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { anders, answerAll, fatima, mette } from '../support/rounds.ts';
import { here, pass } from '../support/time.ts';

const showing = 'Luk, og vis tallene via linket';

/** A round that some answered in Teams and one by link, closed with one of the two buttons. */
async function closedRound(harness: Harness, closing: string, inRound: Record<string, unknown> = {}) {
  const round = await invited(harness, {}, inRound);
  const { address, setup, themes } = round;
  await answerAll(harness, themes, [mette, anders, fatima], '3');
  const phone = await answerByLink(createPhone(address), address, '3');
  await phone.follow('Ret Unge som medskabere');
  await phone.press('Gem og gå videre', { ...allUnits(phone, '3'), comment: 'En hemmelig kommentar' });
  const open = await createPhone(address).open(`${address}/da/2`);
  const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
  await harness.press(mette, { ...setup, cardNow: question }, closing);
  return { ...round, phone, open };
}

describe('what a round came to, on the page of its link', () => {
  it('is offered where somebody answered by one, and not elsewhere', async () => {
    const harness = await startHarness();
    const { setup, address } = await invited(harness);
    const titles = async () =>
      buttons(cardOf(await harness.press(mette, setup, 'Luk runden'))).map(({ title }) => title);
    expect(await titles()).not.toContain(showing);
    await answerByLink(createPhone(address), address, '2');
    expect(await titles()).toContain(showing);
  });

  it('is shown in totals where the facilitator said so, while nothing can be answered any longer', async () => {
    const harness = await startHarness();
    const { phone, open, address } = await closedRound(harness, showing);
    await phone.open(address);
    expect(phone.status).toBe(200);
    expect(phone.text).toContain('4 har svaret, og svarene er lagt sammen.');
    const all = '3,0 · alle 4 vurderinger er trin 3 Gode og holdbar…';
    expect(shownAs(phone, address)).toEqual([
      'Sådan blev resultatet: Sammenhængshjulet',
      '#main .skip Gå til indholdet',
      '/en/start English',
      '#main',
      '# Sådan blev resultatet: Sammenhængshjulet',
      'Runden er lukket, og der kan ikke svares eller ret…',
      '## Kort sagt',
      expect.any(String),
      '## Tema for tema',
      ...['Bæredygtigt samarbejde', 'Sammenhæng i overgange', 'Fælles ansvar og retning'].flatMap((name) => [
        name,
        all,
      ]),
      ...['Unge som medskabere', all],
      '## Hvad sker der nu?',
      'Nu taler kommunen og dens partnere om resultatet o…',
      'Temaer og trin i Sammenhængshjulet er fra Carelink…',
    ]);
    expect(phone.text).not.toMatch(/hemmelig|Mette|Anders|via link/);
    expect(phone.html).not.toContain('<form');
    await open.press('Gem og gå videre', allUnits(open, '1'));
    expect([open.status, open.text]).toEqual([410, expect.stringContaining('Runden er lukket')]);
    await open.follow('Se resultatet');
    expect(open.text).toContain('Sådan blev resultatet');
    for (const page of ['poster', 'paper', '1'])
      expect((await phone.open(`${address}/da/${page}`)).status, page).toBe(410);
  });

  it('is not shown where the facilitator did not', async () => {
    const harness = await startHarness();
    const { phone, address } = await closedRound(harness, 'Luk nu');
    await phone.open(address);
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Spørg den, der gav dig linket')]);
    expect(phone.text).not.toContain('Se resultatet');
  });

  it('says of an open round with few answers no more than of a confidential one, to whoever has the link', async () => {
    const harness = await startHarness({ smallestGroup: 5 });
    const { phone, address } = await closedRound(harness, showing, { privacy: 'open' });
    await phone.open(address);
    expect(phone.text).toContain('Mere end halvdelen');
    expect(phone.text).toContain('Gennemsnit vises kun, hvor mindst 5 har svaret.');
    expect(phone.text).not.toMatch(/3,0|er trin 3|tættest/);
  });

  it('is shown where that was chosen when the link was made, also of a round that closes by itself', async () => {
    const harness = await startHarness();
    const { address, setup, link, id } = await invited(harness, { showsTotals: 'true' });
    expect(textOf(link.cardNow)).toContain('De samlede tal vises på linkets side, når runden er lukket.');
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const silent = addressOn(cardOf(await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link')));
    const told = await answerByLink(createPhone(address), address, '3');
    const untold = await answerByLink(createPhone(silent), silent, '3');
    expect(told.text).toContain('Du kan se de samlede tal her på siden, når runden er lukket.');
    expect(untold.text).toContain('Måske kan du se de samlede tal her på siden');
    const { deadline = '', deadlineTime = '' } = (await harness.store.round(here, id))?.record ?? {};
    await pass(harness, `${deadline} ${deadlineTime}`);
    expect((await harness.store.round(here, id))?.record).toMatchObject({ state: 'closed', closedBy: 'deadline' });
    expect([(await told.open(address)).status, told.text]).toEqual([
      200,
      expect.stringContaining('2 har svaret, og svarene er lagt sammen.'),
    ]);
    expect((await untold.open(silent)).status).toBe(410);
  });

  it('is asked for once more where the form for the link came back', async () => {
    const harness = await startHarness();
    const { setup } = await invited(harness);
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const again = await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', {
      most: '0',
      showsTotals: 'true',
    });
    expect(inputs(cardOf(again))).toMatchObject({ showsTotals: 'true', plain: 'false' });
  });

  it('is not shown by a link that was withdrawn, and is a 404 once the round is deleted', async () => {
    const harness = await startHarness();
    const round = await invited(harness);
    const { address, setup, link, themes, id } = round;
    await answerAll(harness, themes, [mette], '3');
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const other = cardOf(await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link'));
    const kept = /http:\/\/[^"\\ ]+\/answers\/[\w.-]+/.exec(JSON.stringify(other))?.[0] ?? '';
    await answerByLink(createPhone(kept), kept, '3');
    const early = await answerByLink(createPhone(address), address, '3');
    const asked = cardOf(await harness.press(mette, link, 'Træk linket tilbage'));
    await harness.press(mette, { ...link, cardNow: asked }, 'Træk tilbage, og slet svarene');
    const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
    await harness.press(mette, { ...setup, cardNow: question }, showing);
    expect((await createPhone(kept).open(kept)).status).toBe(200);
    const withdrawn = await createPhone(address).open(address);
    expect([withdrawn.status, withdrawn.text]).toEqual([410, expect.stringContaining('Linket er trukket tilbage')]);
    // What came by it was not counted.
    expect(withdrawn.text).not.toContain('talt med');
    await early.press('Ja, slet mit svar');
    expect([early.status, early.text]).toEqual([410, expect.stringContaining('Linket er trukket tilbage')]);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    expect((await createPhone(kept).open(kept)).status).toBe(404);
  });
});
