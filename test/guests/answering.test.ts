import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { buttons, textOf } from '../support/cards.ts';
import { addressOn, allUnits, answerByLink, byLink, createPhone, type Phone } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { anders, answerAll, fatima, mette, notHere, signe, startRound } from '../support/rounds.ts';
import { here, pass } from '../support/time.ts';

const phones = (address: string, count: number): Phone[] => Array.from({ length: count }, () => createPhone(address));

describe('somebody without Teams', () => {
  it('is told who sees what before anything is kept, answers theme by theme, and is told what comes next', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address);
    await phone.open(address);
    expect(phone.status).toBe(200);
    expect(phone.text).toContain('Svarene vises kun samlet.');
    expect(phone.text).toContain('når mindst 4 har svaret');
    expect(phone.cookie).toBe('');
    await phone.follow('Begynd');
    expect(phone.cookie).toMatch(/^hjulet=[\w-]{22}$/);
    for (let theme = 1; theme <= 4; theme++) {
      expect(phone.text).toContain(`Tema ${theme} af 4`);
      await phone.press('Gem og gå videre', {
        ...allUnits(phone, '3'),
        comment: theme === 2 ? 'Vi mangler praktik.' : '',
      });
    }
    expect(phone.text).toContain('Tak for dit svar');
    expect(phone.text).toContain('Hvad sker der nu?');
    const answers = await byLink(harness, id);
    expect(answers).toHaveLength(4);
    expect(new Set(answers.map(({ person }) => person)).size).toBe(1);
    expect(answers.map(({ comment }) => comment).filter(Boolean)).toEqual(['Vi mangler praktik.']);
    expect(JSON.stringify(answers)).not.toContain(phone.cookie.slice('hjulet='.length));
  });

  it('corrects the answer on the same phone, and is one person still', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    await phone.follow('Ret Unge som medskabere');
    expect(phone.html).toMatch(/value="2"[^>]* checked/);
    await phone.press('Gem og gå videre', { ...allUnits(phone, '4'), comment: 'Nu går det bedre hos os.' });
    expect(phone.text).toContain('Dit svar om Unge som medskabere er gemt.');
    expect(phone.text).toContain('4 · Bæredygtig udvikling');
    const answers = await byLink(harness, id);
    expect(answers).toHaveLength(4);
    expect(answers.find(({ themeId }) => themeId === 'unge-som-medskabere')).toMatchObject({ revision: 2 });
  });

  it('gets back what was filled in where something is missing or too long, with the field named', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness, {}, { depth: 'deep' });
    const phone = createPhone(address);
    await phone.open(`${address}/da/1`);
    const [first = ''] = Object.keys(allUnits(phone, '1'));
    await phone.press('Gem og gå videre', { [first]: '3', comment: 'x'.repeat(501) });
    expect(phone.status).toBe(422);
    expect(phone.text).toContain('Dit svar er ikke gemt endnu');
    expect(phone.text).toContain('Netværk med civilsamfund: Vælg et svar.');
    expect(phone.text).toContain('Den må højst fylde 500 tegn.');
    expect(phone.html).toContain(`name="${first}" value="3" checked`);
    expect(phone.html).toContain('x'.repeat(501));
    expect(await byLink(harness, id)).toEqual([]);
  });

  it('may send the same twice, also at once', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = createPhone(address);
    await phone.open(`${address}/da/1`);
    const twin = Object.assign(createPhone(address), { html: phone.html, cookie: phone.cookie });
    await Promise.all([phone, twin].map((each) => each.press('Gem og gå videre', allUnits({ html: phone.html }, '2'))));
    expect([phone.status, twin.status]).toEqual([200, 200]);
    expect(await byLink(harness, id)).toHaveLength(1);
    const seats = await harness.store.seats(here, {
      roundId: id,
      id: (await byLink(harness, id))[0]?.person.split('.')[0] ?? '',
    });
    expect(seats).toHaveLength(1);
  });

  it('hands the screen to the next person, who sees nothing of it and counts as another', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const tablet = await answerByLink(createPhone(address), address, '1');
    const before = tablet.cookie;
    await tablet.press('Næste person');
    expect(tablet.text).toContain('Vi vil gerne høre, hvad du mener');
    expect(tablet.cookie).not.toBe(before);
    await tablet.open(`${address}/da/done`);
    expect(tablet.text).toContain('Du har ikke svaret endnu');
    expect(tablet.text).not.toContain('Næste person');
    await answerByLink(tablet, address, '4');
    expect(new Set((await byLink(harness, id)).map(({ person }) => person)).size).toBe(2);
  });

  it('takes the answer back, until the round closes', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    await phone.press('Ja, slet mit svar');
    expect(phone.text).toContain('Dit svar er slettet.');
    expect(await byLink(harness, id)).toEqual([]);
  });

  it('reads the page in English where the browser does, and the plain words where the link has them', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness, { plain: 'true' });
    const phone = createPhone(address, { headers: { 'accept-language': 'en-GB,en;q=0.8' } });
    await phone.open(address);
    expect(phone.html).toContain('<html lang="en">');
    await phone.follow('Begin');
    expect(phone.text).toContain('Save and go on');
    await phone.follow('Dansk');
    expect(phone.html).toContain('<html lang="da">');
    expect(phone.text).toContain('Kan du regne med, at hjælpen bliver ved?');
  });
});

describe('a link', () => {
  it('is made by a facilitator alone, with a number that can be', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    expect((await harness.press(anders, setup, 'Inviter andre')).text).toContain('tovholder');
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    for (const most of ['0', '201', '2,5', '', 'mange']) {
      const again = await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', { most });
      expect(again.text).toContain('Skriv et helt tal fra 1 til 200.');
    }
    for (const most of ['1', '200']) {
      const made = await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', { most });
      expect(made.text).toContain(`0 af ${most} plads`);
    }
    for (const [verb, data] of [
      ['makeInvitation', { round: id, most: '7' }],
      ['pickInvitation', { round: id, pickedInvitation: (await harness.store.invitations(here, id))[0]?.id }],
    ] as const)
      expect((await harness.execute(anders, setup, verb, data)).text).toContain('tovholder');
    expect(await harness.store.invitations(here, id)).toHaveLength(2);
  });

  it('takes as many people as it was made for, however many come at once, and lets them correct', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness, { most: '3' });
    const all = phones(address, 8);
    await Promise.all(all.map((phone) => answerByLink(phone, address, '2')));
    const done = all.filter(({ text }) => text.includes('Tak for dit svar'));
    expect(done).toHaveLength(3);
    expect(all.filter(({ text }) => text.includes('Linket er fuldt'))).toHaveLength(5);
    expect(new Set((await byLink(harness, id)).map(({ person }) => person)).size).toBe(3);
    const [first] = done;
    await first?.follow('Ret Bæredygtigt samarbejde');
    expect(first?.text).toContain('Gem og gå videre');
  });

  it('is closed, and says so, with the answers it brought kept', async () => {
    const harness = await startHarness();
    const { address, id, link } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    const late = createPhone(address);
    await late.open(`${address}/da/1`);
    const closed = await harness.press(mette, link, 'Luk linket');
    expect(closed.text).toContain('Linket er lukket');
    await late.press('Gem og gå videre', allUnits(late, '1'));
    expect([late.status, late.text]).toEqual([410, expect.stringContaining('Linket er lukket')]);
    await phone.open(address);
    expect(phone.text).toContain('Har du allerede svaret, tæller dit svar med.');
    expect(await byLink(harness, id)).toHaveLength(4);
  });

  it('is made once by those who press twice, and never more than there may be', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness, { expected: '3' });
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const press = (given: Record<string, unknown> = {}) =>
      harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', given);
    const made = await Promise.all([press(), press(), press()]);
    expect(new Set(made.map(({ card }) => addressOn(card))).size).toBe(1);
    const other = addressOn(cardOf(await press({ most: '5' })));
    expect(other).not.toBe(addressOn(made[0]?.card));
    expect(await harness.store.invitations(here, id)).toHaveLength(2);
    const many = await Promise.all(Array.from({ length: 15 }, (_, i) => press({ most: String(i + 10) })));
    expect(await harness.store.invitations(here, id)).toHaveLength(10);
    expect(many.at(-1)?.text).toContain('10');
    // Also then a second press finds what the first one made.
    expect(addressOn(cardOf(await press()))).toBe(addressOn(made[0]?.card));
    await answerByLink(createPhone(other), other, '2');
    expect(await byLink(harness, id)).toHaveLength(4);
  });

  it('is another one of the same form where something else is chosen, or the first has ended', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness, { perspectives: 'true' });
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const made = async (given: Record<string, unknown>) =>
      cardOf(await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', { answersAs: 'unge', ...given }));
    const first = await made({});
    const others = [{ plain: 'true' }, { showsTotals: 'true' }, { answersAs: 'kommunen' }, { answersAs: '-' }];
    const addresses = [addressOn(first)];
    for (const given of others) addresses.push(addressOn(await made(given)));
    expect(new Set(addresses).size).toBe(5);
    expect(addressOn(await made({}))).toBe(addressOn(first));
    await harness.press(mette, { ...setup, cardNow: first }, 'Luk linket');
    expect(addresses).not.toContain(addressOn(await made({})));
    expect(await harness.store.invitations(here, id)).toHaveLength(6);
  });

  it('lets an answer be seen and deleted when it is closed, prints nothing, and says only what is so', async () => {
    const harness = await startHarness();
    const { address, id, link } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    const other = await answerByLink(createPhone(address), address, '3');
    await harness.press(mette, link, 'Luk linket');
    await phone.open(`${address}/da/1`);
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Linket er lukket')]);
    expect(phone.text).toContain('Unge som medskabere: 2 · Begyndende udvikling');
    expect(phone.text).not.toMatch(/Ret (?:Unge|Fælles|Sammenhæng|Bæredygtigt)/);
    await phone.press('Ja, slet mit svar');
    expect(phone.text).toContain('Dit svar er slettet.');
    expect(await byLink(harness, id)).toHaveLength(4);
    await other.open(`${address}/da/done?saved=0`);
    expect(other.text).not.toContain('Dit svar er slettet.');
    const stranger = await createPhone(address).open(address);
    expect(stranger.text).not.toContain('Slet mit svar');
    for (const page of ['poster', 'paper']) expect((await stranger.open(`${address}/da/${page}`)).status).toBe(410);
  });

  it('does not say that an answer is deleted once there is another', async () => {
    const harness = await startHarness();
    const { address } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    await phone.press('Ja, slet mit svar');
    const deleted = `${address}/da/done?saved=0`;
    await phone.open(`${address}/da/1`);
    await phone.press('Gem og gå videre', allUnits(phone, '1'));
    await phone.open(deleted);
    expect(phone.text).not.toContain('Dit svar er slettet.');
  });

  it('is withdrawn with all the answers it brought, and not with those of another', async () => {
    const harness = await startHarness();
    const { address, id, link, setup } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    const other = addressOn(cardOf(await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link')));
    await answerByLink(createPhone(other), other, '3');
    const question = cardOf(await harness.press(mette, link, 'Træk linket tilbage'));
    const gone = await harness.press(mette, { ...link, cardNow: question }, 'Træk tilbage, og slet svarene');
    expect(gone.text).toContain('Linket er trukket tilbage');
    expect(await byLink(harness, id)).toHaveLength(4);
    await phone.open(address);
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Linket er trukket tilbage')]);
    // A press on an old card brings nothing back.
    await harness.press(mette, link, 'Luk linket');
    expect((await harness.press(mette, setup, 'Inviter andre')).text).not.toBe('');
    expect((await phone.open(address)).text).toContain('Linket er trukket tilbage');
  });

  it('ends with its round, and is a 404 once that is deleted', async () => {
    const harness = await startHarness();
    const { address, setup, id } = await invited(harness);
    const phone = await answerByLink(createPhone(address), address, '2');
    const late = createPhone(address);
    await late.open(`${address}/da/1`);
    const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
    await harness.press(mette, { ...setup, cardNow: question }, 'Luk nu');
    await late.press('Gem og gå videre', allUnits(late, '1'));
    expect([late.status, late.text]).toEqual([410, expect.stringContaining('Runden er lukket')]);
    await phone.open(`${address}/da/done`);
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Runden er lukket')]);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await phone.open(address);
    expect([phone.status, phone.text]).toEqual([404, expect.stringContaining('Siden findes ikke')]);
    expect(await harness.store.invitations(here, id)).toEqual([]);
    expect(await harness.store.answers(here, id)).toEqual([]);
  });
});

describe('the round that is answered by link', () => {
  it('counts those by link apart on the status card, and with everybody in its result', async () => {
    const harness = await startHarness();
    const { address, setup, themes, id } = await invited(harness);
    await answerAll(harness, themes, [mette, anders], '2');
    for (const phone of phones(address, 3)) await answerByLink(phone, address, '4');
    // The link is not on Mette's screen any longer, which held the card's edits back.
    await harness.execute(mette, setup, 'status', { round: id });
    await harness.eventually(() =>
      textOf(setup.cardNow).includes('2 af 3 i kanalen og 3 via link har svaret på alle temaer.'),
    );
    expect(textOf(setup.cardNow)).toContain('\n2 af 3, 3 via link\n');
    const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
    expect(textOf(question)).toContain('2 af 3 har svaret, 3 via link');
    await harness.press(mette, { ...setup, cardNow: question }, 'Luk nu');
    const round = (await harness.store.round(here, id))?.record;
    expect(round?.summary).toMatchObject({ people: 5, byLink: 3 });
    expect(round?.summary?.themes.map(({ people }) => people)).toEqual([5, 5, 5, 5]);
    expect((await harness.execute(mette, setup, 'status', { round: id })).text).toContain('5 har svaret');
  });

  it('does not close by itself while a link is open, and does once the last one is closed', async () => {
    const harness = await startHarness();
    const { link, themes, id } = await invited(harness, {}, { closeWhenAll: 'true' });
    const state = async () => (await harness.store.round(here, id))?.record.state;
    await answerAll(harness, themes, [mette, anders, fatima], '3');
    await harness.eventually(() => textOf(link.cardNow) !== '');
    await pass(harness, harness.clock.now() + 180_000);
    expect(await state()).toBe('open');
    await harness.press(mette, link, 'Luk linket');
    await harness.eventually(async () => (await state()) === 'closed');
  });

  it('names nobody by link in an open round', async () => {
    const harness = await startHarness();
    const { address, setup, themes } = await invited(harness, {}, { privacy: 'open' });
    const phone = createPhone(address);
    await phone.open(address);
    expect(phone.text).toContain('Ved dit svar står der »via link«.');
    const paper = await createPhone(address).open(`${address}/da/paper`);
    expect(paper.text).toContain('kan de, der har inviteret dig, se hvert svar og hver kommentar');
    expect(paper.text).toContain('Alt slettes 12 måneder efter rundens lukning.');
    await answerAll(harness, themes, [mette], '2');
    await answerByLink(phone, address, '3');
    const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
    await harness.press(mette, { ...setup, cardNow: question }, 'Luk nu');
    const [theme] = themes;
    await harness.eventually(() => theme && JSON.stringify(theme.cardNow).includes('via link'));
  });

  it('is closed to whoever guesses: members of elsewhere learn nothing of its links', async () => {
    const harness = await startHarness();
    const { id, link, setup } = await invited(harness);
    const close = buttons(link.cardNow).find(({ verb }) => verb === 'closeInvitation');
    const elsewhere = { ...setup, conversationId: '19:other@thread.tacv2;messageid=1' };
    expect((await harness.execute(signe, elsewhere, 'closeInvitation', close?.data)).text).toContain(notHere);
    expect(
      (await harness.execute(mette, setup, 'closeInvitation', { round: id, invitation: 'A'.repeat(22) })).text,
    ).toContain(notHere);
  });
});
