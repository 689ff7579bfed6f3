import { describe, expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, buttons, inputs, textOf } from '../support/cards.ts';
import { addAction, choices, key, onCard, planned, units } from '../support/plans.ts';
import {
  anders,
  cardThat,
  fatima,
  lars,
  mette,
  nameOf,
  notHere,
  signe,
  startRound,
  summarised,
} from '../support/rounds.ts';
import { dateIn } from '../support/time.ts';

describe('a plan', () => {
  it('that is not there yet says how it comes to be', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'plan');
    const before = await cardThat(harness, 'Planen');
    expect(textOf(before.cardNow)).toContain('Den begynder med en runde');
    expect(buttons(before.cardNow).map(({ title }) => title)).toEqual(['Start en runde']);
    const from = harness.connector.shown.length;
    await summarised(harness, { [mette]: '2' }, { privacy: 'open' });
    await harness.say(mette, 'plan');
    const after = await cardThat(harness, 'Planen', from);
    expect(buttons(after.cardNow).map(({ title }) => title)).toEqual(['Prioritér sammen', 'Tilføj indsatsområde']);
  });

  it('takes an action with everything that belongs to it, and shows it to everyone', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const form = await harness.press(anders, plan, 'Tilføj handling');
    expect([...choices(form.card, 'forFocus').keys()]).toEqual(['Fælles ansvar og retning', 'Bæredygtigt samarbejde']);
    expect([...choices(form.card, 'goal').keys()]).toEqual(['Ikke valgt', 'UDSYN', 'INDSIGT', 'KOMPETENCER']);
    expect(choices(form.card, 'value').has('Ordentlighed')).toBe(true);
    const item = await addAction(harness, anders, plan, {
      title: 'Inviter **alle** til møde',
      date: dateIn(harness, 30),
      milestone: 'true',
      goal: 'UDSYN',
      value: 'Tillid',
      partners: 'Håndværkerforeningen',
    });
    expect(textOf(item)).toContain('Inviter **alle** til møde');
    await harness.eventually(() => textOf(plan.cardNow).includes('Inviter **alle** til møde'));
    const text = textOf(plan.cardNow);
    for (const words of ['☐ Inviter **alle** til møde\nSenest', 'Milepæl', 'UDSYN', 'Tillid', 'Håndværkerforeningen'])
      expect(text).toContain(words);
    const [action] = await harness.store.actions(key);
    expect(action).toMatchObject({
      status: 'open',
      revision: 1,
      turn: 0,
      content: { milestone: true, date: dateIn(harness, 30) },
    });
  });

  it.each([
    [{ title: '' }, 'Hvad vil I gøre?: Der står ikke noget. Skriv med højst 120 tegn, hvad I vil gøre'],
    [{ title: 'x'.repeat(121) }, 'Hvad vil I gøre?: Der står 121 tegn. Skriv med højst 120 tegn'],
    [{ date: '2020-01-01' }, 'gjort?: »1. januar 2020« kan ikke bruges. Vælg en dag fra i dag'],
    [{ date: '2099-01-01' }, 'højst 5 år frem'],
    [{ partners: 'x'.repeat(201) }, 'Skriv med højst 200 tegn, hvem I vil invitere'],
    [{ forFocus: 'A'.repeat(22) }, 'Vælg, hvad handlingen hører til'],
    [{ forFocus: '__proto__' }, 'Vælg, hvad handlingen hører til'],
  ])('asks again for an action that is not right, with what was filled in: %o', async (given, words) => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const form = await harness.press(anders, plan, 'Tilføj handling');
    const [forFocus] = choices(form.card, 'forFocus').values();
    const filled: Record<string, unknown> = { forFocus, title: 'Ring rundt', partners: 'Skolen', ...given };
    const reply = await onCard(harness, anders, plan, form.card, 'Gem', filled);
    expect(reply.text).toContain(words);
    expect(inputs(reply.card)).toMatchObject(filled.title === '' ? { partners: 'Skolen' } : { title: filled.title });
    expect(await harness.store.actions(key)).toEqual([]);
  });

  it('takes no goal or value that the frame has not', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    await addAction(harness, anders, plan, { title: 'Ring rundt', goal: 'Noget andet', value: 'UDSYN' });
    expect((await harness.store.actions(key))[0]?.content).toMatchObject({ goal: '', value: '' });
  });

  it('tells actions of one title apart in the list to choose from', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const form = await harness.press(anders, plan, 'Tilføj handling');
    const [first, second] = choices(form.card, 'forFocus').values();
    const given = [
      ['Ring rundt', first],
      ['Ring rundt', first],
      ['Ring rundt', second],
      ['Hold et møde', second],
    ];
    for (const [title, forFocus] of given) await addAction(harness, anders, plan, { title, forFocus });
    await harness.eventually(() => textOf(plan.cardNow).includes('Hold et møde'));
    const titles = [...choices(plan.cardNow, 'item').keys()].filter((title) => !title.startsWith('Indsatsområde'));
    expect(titles.toSorted()).toEqual([
      'Hold et møde',
      'Ring rundt (Bæredygtigt samarbejde)',
      'Ring rundt (Fælles ansvar og retning)',
      'Ring rundt (Fælles ansvar og retning) (2)',
    ]);
  });

  it('has somebody responsible, told by name and kept as a code', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const picked = [...choices(plan.cardNow, 'item')].find(([title]) =>
      title.startsWith('Indsatsområde: Fælles ansvar'),
    );
    const item = await harness.press(anders, plan, 'Åbn', { item: picked?.[1] });
    const form = await onCard(harness, anders, plan, item.card, 'Ret');
    // Whoever asks stands first, then everybody by name, and the bot is nobody.
    expect([...choices(form.card, 'owner').keys()]).toEqual([
      'Ingen endnu',
      ...[anders, fatima, lars, mette, signe].map(nameOf),
    ]);
    const outsider = await onCard(harness, anders, plan, form.card, 'Gem', { owner: '29:fremmed' });
    expect(outsider.text).toContain('Vælg en, der er med i kanalen');
    const typed = await onCard(harness, anders, plan, form.card, 'Gem', { owner: nameOf(fatima) });
    expect(typed.text).toContain('Vælg en, der er med i kanalen');
    const given = { owner: fatima, target: '4', date: dateIn(harness, 60) };
    const saved = await onCard(harness, anders, plan, form.card, 'Gem', given);
    expect(saved.text).toContain(nameOf(fatima));
    await harness.eventually(() => textOf(plan.cardNow).includes(nameOf(fatima)));
    expect(textOf(plan.cardNow)).toContain('Trin 2 → 4');
    const stored = JSON.stringify(await harness.store.focuses(key));
    expect(stored).not.toContain(nameOf(fatima));
    expect(stored).not.toContain(fatima);
    // Somebody who leaves has no name any longer, and a form that is sent on keeps them all the same.
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== fatima);
    harness.clock.offset = 11 * 60_000;
    const gone = await harness.execute(anders, plan, 'editFocus', button(item.card, 'Ret').data);
    expect(inputs(gone.card).owner).toBe('keep');
    await onCard(harness, anders, plan, gone.card, 'Gem', { target: '3' });
    expect((await harness.store.focuses(key)).filter(({ content }) => content.owner !== undefined)).toHaveLength(1);
    await harness.say(anders, 'plan');
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow: card }) => textOf(card).includes('Én, der ikke længere er i kanalen')),
    );
  });

  it('lets Teams’ own picker find somebody, also who came a moment ago and who has no id in Entra ID', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const entra = (userId: string) => `5d2b1a0e-7c6f-4f0e-9f4e-${userId.slice(-4).padStart(12, '0')}`;
    const members = harness.connector.members.map((each) =>
      each.id === signe || each.id === '28:bot' ? each : { ...each, objectId: entra(each.id) },
    );
    harness.connector.members = members.filter(({ id }) => id !== fatima);
    harness.clock.offset = 11 * 60_000;
    const picked = [...choices(plan.cardNow, 'item')].find(([title]) =>
      title.startsWith('Indsatsområde: Fælles ansvar'),
    );
    const item = await harness.press(anders, plan, 'Åbn', { item: picked?.[1] });
    const form = await onCard(harness, anders, plan, item.card, 'Ret');
    const picker = form.card?.body.find(({ id }) => id === 'owner');
    expect(picker?.['choices.data']).toEqual({
      type: 'Data.Query',
      dataset: 'graph.microsoft.com/users?scope=currentContext',
    });
    expect([...choices(form.card, 'owner').keys()]).toEqual(['Ingen endnu', nameOf(signe)]);
    const outsider = await onCard(harness, anders, plan, form.card, 'Gem', { owner: entra('29:fremmed') });
    expect(outsider.text).toContain('Vælg en, der er med i kanalen');
    expect(inputs(outsider.card).owner).toBe('none');
    harness.connector.members = members;
    const saved = await onCard(harness, anders, plan, form.card, 'Gem', { owner: entra(fatima) });
    expect(saved.text).toContain(nameOf(fatima));
    expect(JSON.stringify(await harness.store.focuses(key))).not.toContain(entra(fatima));
    const again = await onCard(harness, anders, plan, saved.card, 'Ret');
    expect(inputs(again.card).owner).toBe(entra(fatima));
    const instead = await onCard(harness, anders, plan, again.card, 'Gem', { owner: signe });
    expect(instead.text).toContain(nameOf(signe));
    const emptied = await onCard(harness, anders, plan, again.card, 'Gem', { owner: '' });
    expect(inputs(emptied.card).owner).toBe('none');
  });

  it('tells somebody in their own chat that they see to it, and forgets them when they ask for that', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const picked = [...choices(plan.cardNow, 'item')].find(([title]) =>
      title.startsWith('Indsatsområde: Fælles ansvar'),
    );
    const item = await harness.press(anders, plan, 'Åbn', { item: picked?.[1] });
    const form = await onCard(harness, anders, plan, item.card, 'Ret');
    await onCard(harness, anders, plan, form.card, 'Gem', { owner: fatima, target: '4' });
    const chat = { conversationId: 'a:fatima', type: 'personal' } as const;
    await harness.say(fatima, 'mine data', chat);
    const mine = await harness.eventually(() => shownIn(harness, chat.conversationId, 'Dine data'));
    expect(textOf(mine.cardNow)).toContain('Du står som ansvarlig for noget i planen i');
    await harness.execute(fatima, mine, 'eraseMine', {});
    const contents = (await harness.store.focuses(key)).map(({ content }) => content);
    expect(contents.filter(({ owner }) => owner !== undefined)).toEqual([]);
    expect(contents.some(({ target }) => target === 4)).toBe(true);
  });

  it('has somebody responsible for an action, shown beside it, kept as a code and taken off again', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const asked = await harness.press(anders, plan, 'Tilføj handling');
    expect([...choices(asked.card, 'owner').keys()]).toEqual([
      'Ingen endnu',
      ...[anders, fatima, lars, mette, signe].map(nameOf),
    ]);
    expect(inputs(asked.card).owner).toBe('none');
    const [forFocus] = choices(asked.card, 'forFocus').values();
    const given = { forFocus, title: 'Ring rundt' };
    const outsider = await onCard(harness, anders, plan, asked.card, 'Gem', { ...given, owner: '29:fremmed' });
    expect(outsider.text).toContain('Vælg en, der er med i kanalen');
    expect(await harness.store.actions(key)).toEqual([]);
    const item = await onCard(harness, anders, plan, asked.card, 'Gem', { ...given, owner: fatima });
    expect(item.text).toContain(nameOf(fatima));
    await harness.eventually(() => textOf(plan.cardNow).includes(`☐ Ring rundt\nAnsvarlig: \n${nameOf(fatima)}`));
    const stored = JSON.stringify(await harness.store.actions(key));
    expect(stored).not.toContain(nameOf(fatima));
    expect(stored).not.toContain(fatima);
    // A form changed in something else keeps them, and the choice of nobody takes them off the plan.
    const again = await onCard(harness, mette, plan, item.card, 'Ret');
    expect(inputs(again.card).owner).toBe(fatima);
    const renamed = await onCard(harness, mette, plan, again.card, 'Gem', { title: 'Ring til tre' });
    expect(renamed.text).toContain(nameOf(fatima));
    await harness.eventually(() => textOf(plan.cardNow).includes('☐ Ring til tre'));
    // Whoever sent a form made before is shown whom somebody else has chosen.
    const late = await onCard(harness, lars, plan, again.card, 'Gem', { owner: signe });
    expect(late.text).toContain('En anden har ændret det');
    expect(late.text).toContain(`Ansvarlig: \n${nameOf(fatima)}`);
    expect(inputs(late.card).owner).toBe(signe);
    await onCard(harness, lars, plan, late.card, 'Behold den andens');
    const form = await onCard(harness, mette, plan, renamed.card, 'Ret');
    const nobody = await onCard(harness, mette, plan, form.card, 'Gem', { owner: 'none' });
    expect(nobody.text).not.toContain(nameOf(fatima));
    await harness.eventually(
      () => textOf(plan.cardNow).includes('Ring til tre') && !textOf(plan.cardNow).includes(nameOf(fatima)),
    );
    expect((await harness.store.actions(key))[0]?.content).not.toHaveProperty('owner');
  });

  it('keeps who sees to an action and has left the channel, and takes forms that do not ask for them', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const item = await addAction(harness, anders, plan, { title: 'Ring rundt', owner: fatima });
    const [before] = await harness.store.actions(key);
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== fatima);
    harness.clock.offset = 11 * 60_000;
    const gone = await onCard(harness, anders, plan, item, 'Ret');
    expect(inputs(gone.card).owner).toBe('keep');
    const saved = await onCard(harness, anders, plan, gone.card, 'Gem', { title: 'Ring til tre' });
    expect(saved.text).toContain('Én, der ikke længere er i kanalen');
    expect((await harness.store.actions(key))[0]?.content.owner).toBe(before?.content.owner);
    // A form of version 0.1 knows of nobody; it was filled from the first revision, and takes nobody off.
    const { action } = button(gone.card, 'Gem').data;
    const { forFocus } = inputs(gone.card);
    const old = { action, seen: 1, forFocus, title: 'Skriv rundt', milestone: 'false', goal: '-', value: '-' };
    const late = await harness.execute(anders, plan, 'saveAction', old);
    expect(late.text).toContain('En anden har ændret det');
    expect((await harness.store.actions(key))[0]?.content.owner).toBe(before?.content.owner);
    const first = await harness.press(anders, plan, 'Tilføj handling');
    const data = button(first.card, 'Gem').data;
    const added = await harness.execute(anders, plan, 'saveAction', { ...old, ...data });
    expect(added.text).toContain('Det er gemt');
  });

  it('tells somebody in their own chat that they see to an action, and takes them off the plan on request', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    await addAction(harness, anders, plan, { title: 'Ring rundt', owner: fatima });
    await harness.eventually(() => textOf(plan.cardNow).includes(nameOf(fatima)));
    const chat = { conversationId: 'a:fatima', type: 'personal' } as const;
    await harness.say(fatima, 'mine data', chat);
    const mine = await harness.eventually(() => shownIn(harness, chat.conversationId, 'Dine data'));
    expect(textOf(mine.cardNow)).toContain('Du står som ansvarlig for noget i planen i');
    await harness.execute(fatima, mine, 'eraseMine', {});
    const [action] = await harness.store.actions(key);
    expect(action?.content).toMatchObject({ title: 'Ring rundt' });
    expect(action?.content).not.toHaveProperty('owner');
    await harness.eventually(
      () => textOf(plan.cardNow).includes('Ring rundt') && !textOf(plan.cardNow).includes(nameOf(fatima)),
    );
  });

  it('takes a focus without dots, once however often the card is pressed', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness, { short: units.ansvar });
    const form = await harness.press(anders, plan, 'Tilføj indsatsområde');
    expect([...choices(form.card, 'unit').values()]).toEqual([units.samarbejde, units.overgange, units.medskabere]);
    expect((await onCard(harness, anders, plan, form.card, 'Tilføj')).text).toContain('Vælg, hvad I vil arbejde med');
    const given = { unit: units.medskabere, term: 'long' };
    let edited: unknown;
    for (let i = 0; i < 3; i++) {
      const reply = await onCard(harness, anders, plan, form.card, 'Tilføj', given);
      expect(reply.text).toContain('Ret indsatsområde');
      edited = reply.card;
    }
    expect(await harness.store.focuses(key)).toHaveLength(2);
    await onCard(harness, anders, plan, edited, 'Til planen');
    await harness.eventually(() => textOf(plan.cardNow).includes('Unge som medskabere\nLang sigt'));
  });

  it('of forty actions is shown page by page, each of them once', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const long = (i: number) => `Handling nummer ${i} ${'→'.repeat(100)}`;
    const form = await harness.press(anders, plan, 'Tilføj handling');
    const focuses = [...choices(form.card, 'forFocus').values()];
    for (let i = 0; i < 40; i++) {
      const data = {
        action: `${i}`.padStart(22, 'a'),
        seen: 0,
        forFocus: focuses[i % 2],
        title: long(i),
        partners: '→'.repeat(200),
      };
      expect((await harness.execute(anders, plan, 'saveAction', data)).text).toContain('Det er gemt');
    }
    const seen: string[] = [];
    let page = await harness.execute(anders, plan, 'plan', { page: 0 });
    for (;;) {
      expect(JSON.stringify(page.card).length).toBeLessThan(28_000);
      seen.push(...[...page.text.matchAll(/^☐ Handling nummer (\d+)/gm)].map(([, number = '']) => number));
      if (!buttons(page.card).some(({ title }) => title === 'Vis flere')) break;
      page = await onCard(harness, anders, plan, page.card, 'Vis flere');
    }
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 40 }, (_, i) => `${i}`));
    expect((await onCard(harness, anders, plan, page.card, 'Vis fra begyndelsen')).text).toContain(long(0));
  });

  it('asked for again is followed by the newer post', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const from = harness.connector.shown.length;
    await harness.say(mette, 'plan');
    const newer = await cardThat(harness, 'Planen', from);
    await addAction(harness, anders, plan, { title: 'Ring rundt' });
    await harness.eventually(() => textOf(newer.cardNow).includes('Ring rundt'));
    expect(textOf(plan.cardNow)).not.toContain('Ring rundt');
  });
});

describe('what is in a plan', () => {
  it('is marked as done by anyone, opened again, and dropped with a reason', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    await addAction(harness, mette, plan, { title: 'Ring rundt' });
    await harness.eventually(() => textOf(plan.cardNow).includes('Ring rundt'));
    const item = choices(plan.cardNow, 'item').get('Ring rundt');
    const done = await harness.press(fatima, plan, 'Markér som udført', { item });
    expect(done.text).toContain('Udført');
    await harness.eventually(() => textOf(plan.cardNow).includes('Ring rundt\nUdført'));
    const open = await onCard(harness, fatima, plan, done.card, 'Genåbn');
    const asked = await onCard(harness, fatima, plan, open.card, 'Tag ud');
    expect((await onCard(harness, fatima, plan, asked.card, 'Tag det ud')).text).toContain('Skriv en begrundelse');
    expect((await harness.store.actions(key))[0]?.status).toBe('open');
    const dropped = await onCard(harness, fatima, plan, asked.card, 'Tag det ud', { reason: 'De har lukket.' });
    expect(dropped.text).toContain('De har lukket.');
    expect(await harness.store.actions(key)).toMatchObject([{ status: 'dropped', reason: 'De har lukket.', turn: 3 }]);
    await harness.eventually(() => textOf(plan.cardNow).includes('Begrundelse'));
  });

  it('is not marked as done again by a late retry after it was opened again', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    await addAction(harness, mette, plan, { title: 'Ring rundt' });
    await harness.eventually(() => textOf(plan.cardNow).includes('Ring rundt'));
    const item = choices(plan.cardNow, 'item').get('Ring rundt');
    const done = await harness.press(fatima, plan, 'Markér som udført', { item });
    await onCard(harness, anders, plan, done.card, 'Genåbn');
    expect((await harness.execute(fatima, plan, 'finishPicked', { item })).text).toContain('En anden har ændret det');
    expect((await harness.store.actions(key))[0]?.status).toBe('open');
  });

  it('and is changed by two at once is kept once, and the other sees both and loses nothing', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const item = await addAction(harness, mette, plan, { title: 'Ring rundt', partners: 'Skolen' });
    const [one, two] = await Promise.all([mette, anders].map((person) => onCard(harness, person, plan, item, 'Ret')));
    const first = await onCard(harness, mette, plan, one?.card, 'Gem', { title: 'Ring til tre' });
    expect(first.text).toContain('Det er gemt');
    const second = await onCard(harness, anders, plan, two?.card, 'Gem', { partners: 'Foreningen' });
    expect(second.text).toContain('En anden har ændret det');
    expect(second.text).toContain('Ring til tre');
    expect(inputs(second.card)).toMatchObject({ title: 'Ring rundt', partners: 'Foreningen' });
    expect((await harness.store.actions(key))[0]?.content).toMatchObject({ title: 'Ring til tre', partners: 'Skolen' });
    await onCard(harness, anders, plan, second.card, 'Gem min version', { title: 'Ring til tre' });
    expect((await harness.store.actions(key))[0]?.content).toMatchObject({
      title: 'Ring til tre',
      partners: 'Foreningen',
    });
    // Kept as it is, where that is what one wants.
    const third = await onCard(harness, mette, plan, one?.card, 'Gem', { title: 'Noget tredje' });
    expect((await onCard(harness, mette, plan, third.card, 'Behold den andens')).text).toContain('Foreningen');
  });

  it('stays changed when another marks it as done meanwhile', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const item = await addAction(harness, mette, plan, { title: 'Ring rundt' });
    const form = await onCard(harness, mette, plan, item, 'Ret');
    await onCard(harness, anders, plan, item, 'Markér som udført');
    const saved = await onCard(harness, mette, plan, form.card, 'Gem', { title: 'Ring til tre' });
    expect(saved.text).toContain('Det er gemt');
    expect((await harness.store.actions(key))[0]).toMatchObject({ status: 'done', content: { title: 'Ring til tre' } });
  });

  it('is added by two at once, and both are there; a second press adds nothing', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    const forms = await Promise.all([mette, anders].map((person) => harness.press(person, plan, 'Tilføj handling')));
    const [forFocus] = choices(forms[0]?.card, 'forFocus').values();
    const save = (i: number, title: string) =>
      onCard(harness, i === 0 ? mette : anders, plan, forms[i]?.card, 'Gem', { forFocus, title });
    await Promise.all([save(0, 'Den ene'), save(1, 'Den anden'), save(0, 'Den ene'), save(1, 'Den anden')]);
    expect((await harness.store.actions(key)).map(({ content }) => content.title).sort()).toEqual([
      'Den anden',
      'Den ene',
    ]);
    // The same form sent with other words is not taken for the retry that it looks like.
    const again = await save(0, 'En tredje');
    expect(again.text).toContain('En anden har ændret det');
    expect(inputs(again.card).title).toBe('En tredje');
  });

  it('is found by nobody outside the channel, and not from another channel', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    await addAction(harness, mette, plan, { title: 'Ring rundt' });
    const [action] = await harness.store.actions(key);
    const [focus] = await harness.store.focuses(key);
    if (!action || !focus) throw new Error('nothing is planned');
    const forFocus = focus.id;
    const ref = { kind: 'action', id: action.id };
    const presses: [string, object][] = [
      ['plan', { page: 0 }],
      ['showItem', ref],
      ['setStatus', { ...ref, turn: 0, to: 'done' }],
      ['drop', { ...ref, turn: 0, reason: 'Nej' }],
      ['editAction', { action: action.id }],
      ['saveAction', { action: action.id, seen: 1, forFocus, title: 'Overtaget' }],
      ['editFocus', { focus: focus.id }],
      ['saveFocus', { focus: focus.id, seen: 1, term: 'long' }],
      ['newAction', {}],
      ['newFocus', {}],
      ['editFrame', {}],
      ['saveFrame', { seen: 0, destination: 'Overtaget' }],
    ];
    const elsewhere = { activityId: 'x', conversationId: '19:en-anden@thread.tacv2' };
    await harness.say(mette, 'hej', elsewhere);
    for (const [verb, data] of presses) {
      expect([verb, (await harness.execute('29:fremmed', plan, verb, data)).text.slice(0, notHere.length)]).toEqual([
        verb,
        notHere,
      ]);
    }
    for (const [verb, data] of presses.slice(1, 10)) {
      expect([verb, (await harness.execute(mette, elsewhere, verb, data)).text.slice(0, notHere.length)]).toEqual([
        verb,
        notHere,
      ]);
    }
    const wrong: [string, object][] = [
      ['showItem', { kind: 'focus', id: action.id }],
      ['showItem', { kind: 'round', id: action.id }],
      ['saveAction', { action: 'A'.repeat(22), seen: 3, forFocus, title: 'Findes ikke' }],
    ];
    for (const [verb, data] of wrong) {
      expect([verb, (await harness.execute(mette, plan, verb, data)).text.slice(0, notHere.length)]).toEqual([
        verb,
        notHere,
      ]);
    }
    // What another version may have made is shown as it is now, and nothing else.
    for (const more of [{ to: 'dropped' }, { to: 'done', turn: '0' }]) {
      const shown = await harness.execute(mette, plan, 'setStatus', { ...ref, turn: 0, ...more });
      expect(shown.text).toContain('Ring rundt');
    }
    for (const item of ['', 'x', `action.${action.id}`, `action.${action.id}.x`, `action.${action.id}.0.0`, {}, null]) {
      expect((await harness.execute(mette, plan, 'finishPicked', { item })).text).toContain('Vælg først noget');
    }
    expect(await harness.store.actions(key)).toEqual([action]);
    expect(await harness.store.focuses({ ...key, conversationId: elsewhere.conversationId })).toEqual([]);
    expect(channelId).toBe(key.conversationId);
  });
});

describe('the next summary', () => {
  it('says what was reached: what is done, what is still open, and how far each focus has come', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    for (const title of ['Ring rundt', 'Skriv en aftale', 'Spørg de unge'])
      await addAction(harness, mette, plan, { title });
    const action = (await harness.store.actions(key)).find(({ content }) => content.title === 'Ring rundt');
    await harness.execute(anders, plan, 'setStatus', { kind: 'action', id: action?.id, turn: 0, to: 'done' });
    const { summary } = await summarised(harness, { [mette]: '3' }, { privacy: 'open' });
    const text = textOf(summary.cardNow);
    expect(text).toContain('Så langt er I med planen\n1 af 3 handlinger er udført.');
    expect(text).toContain('Fælles ansvar og retning: \nTrin 2 → 3 · Nu trin 3');
    expect(text).toContain(`Udført: \n${action?.content.title}`);
    expect(text).toMatch(/I gang: \nSkriv en aftale/);
    await harness.say(anders, 'overblik');
    await harness.eventually(
      () => harness.connector.shown.filter(({ cardNow: card }) => textOf(card) === text).length === 2,
    );
  });

  it('counts a single action as one', async () => {
    const harness = await startHarness();
    const { plan } = await planned(harness);
    await addAction(harness, mette, plan, { title: 'Ring rundt' });
    const { summary } = await summarised(harness, { [mette]: '3' }, { privacy: 'open' });
    expect(textOf(summary.cardNow)).toContain('0 af 1 handling er udført.');
  });

  it('says nothing of a plan that there is not', async () => {
    const harness = await startHarness();
    await startRound(harness);
    const { summary } = await summarised(await startHarness(), { [mette]: '3' });
    expect(textOf(summary.cardNow)).not.toContain('planen');
  });
});

function shownIn(harness: Harness, conversationId: string, words: string) {
  return harness.connector.shown.findLast(
    (post) => post.conversationId === conversationId && textOf(post.cardNow).includes(words),
  );
}
