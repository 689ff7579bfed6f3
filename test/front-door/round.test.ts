import { describe, expect, it } from 'vitest';
import { channelId, installation, people } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, buttons, inputs, textOf } from '../support/cards.ts';
import { get } from '../support/get.ts';
import { allScores, anders, fatima, lars, mette, notHere, saved, startRound } from '../support/rounds.ts';
import { dateIn, now } from '../support/time.ts';

const key = { tenantId, conversationId: channelId };

describe('a round in a channel', () => {
  it('goes from start to a summary that is there again after a restart', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    const { setup, themes } = await startRound(harness, { expected: '3' });
    expect(themes).toHaveLength(4);
    expect(new Set(themes.map(({ conversationId }) => conversationId)).size).toBe(4);
    for (const [person, value] of [
      [mette, '1'],
      [anders, '2'],
      [fatima, '4'],
    ] as const) {
      for (const theme of themes) {
        const reply = await harness.press(person, theme, 'Gem min vurdering', allScores(theme, value));
        expect(reply.text).toContain(saved);
      }
    }
    const summary = await harness.eventually(() =>
      connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
    expect(summary.conversationId).toContain(channelId);
    expect(textOf(summary.cardNow)).toContain('3 af 3 har svaret');
    await harness.eventually(() => themes.every(({ cardNow: card }) => buttons(card)[0]?.title === 'Fælles vurdering'));
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    await harness.restart();
    await harness.say(anders, 'overblik');
    const again = await harness.eventually(
      () => connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Overblik'))[1],
    );
    expect(textOf(again.cardNow)).toBe(textOf(summary.cardNow));
  });

  it('shows the wheel under an address that opens without a login, and only as it was signed', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '1' });
    for (const theme of themes) await harness.press(mette, theme, 'Gem min vurdering', allScores(theme, '2'));
    const summary = await harness.eventually(() =>
      harness.connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
    // One answer is withheld, and yet there is a picture: of a wheel with nothing on it.
    const url = JSON.stringify(summary.cardNow).match(/http:[^"]+\.png/)?.[0] ?? '';
    const picture = await get(url);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.body.toString('latin1', 1, 4)).toBe('PNG');
    const wrong = url.replace(/.\.png$/, (end) => (end === 'A.png' ? 'B.png' : 'A.png'));
    expect((await get(wrong)).status).toBe(404);
    harness.clock.offset = 500 * 86_400_000;
    expect((await get(url)).status).toBe(404);
  });

  it('counts on the status card how many have answered, touches no card that people fill in, and never shows what', async () => {
    const harness = await startHarness();
    const { setup, themes } = await startRound(harness, { expected: '8' });
    const [first] = themes;
    if (!first) throw new Error('no theme card');
    await harness.press(anders, first, 'Gem min vurdering', { ...allScores(first, '4'), comment: 'Hemmeligt' });
    await harness.press(fatima, first, 'Gem min vurdering', allScores(first, '1'));
    await harness.eventually(() => textOf(setup.cardNow).includes('\n2 af 8\n'));
    expect(themes.map(({ updates }) => updates)).toEqual([0, 0, 0, 0]);
    expect(textOf(first.cardNow)).toContain('viser, hvor mange der har svaret');
    expect(JSON.stringify(harness.connector.shown)).not.toContain('Hemmeligt');
    for (const { cardNow: card } of harness.connector.shown) expect(textOf(card)).not.toMatch(/ i snit|n = \d/);
  });

  it('counts twenty answers with at most one update a second on each card, and the last count is right', async () => {
    const harness = await startHarness();
    harness.connector.members = Array.from({ length: 20 }, (_, i) => ({ id: `29:p${i}`, name: `Person ${i}` }));
    harness.connector.members.push({ id: mette, name: 'Mette Holm' });
    const { setup, themes } = await startRound(harness, { expected: '30' });
    const [first] = themes;
    if (!first) throw new Error('no theme card');
    const updates = setup.updates;
    const began = now(harness);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        harness.press(`29:p${i}`, first, 'Gem min vurdering', allScores(first, String((i % 4) + 1))),
      ),
    );
    await harness.eventually(() => textOf(setup.cardNow).includes('\n20 af 30\n'));
    const seconds = (now(harness) - began) / 1000;
    expect(setup.updates - updates).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  });

  it('gives each person their own view, and "Ret min vurdering" to change it', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    expect((await harness.press(anders, theme, 'Se min vurdering')).text).toContain('Du har ikke svaret');
    const first = await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '2'), comment: 'Før' });
    expect(first.text).toContain('Trin 2 · Begyndende udvikling');
    const own = await harness.press(anders, theme, 'Se min vurdering');
    expect(own.text).toContain('Før');
    expect(own.text).toContain('1 af 5 har svaret');
    expect((await harness.press(fatima, theme, 'Se min vurdering')).text).not.toContain('Før');

    const { verb, data } = button(own.card, 'Ret min vurdering');
    const edit = await harness.execute(anders, theme, verb, data);
    const save = button(edit.card, 'Gem min vurdering');
    expect(JSON.stringify(edit.card)).toContain('"value":"2"');
    const changed = { ...save.data, ...allScores({ cardNow: edit.card ?? theme.cardNow }, 'dontKnow'), comment: '' };
    expect((await harness.execute(anders, theme, save.verb, changed)).text).toContain('Ved ikke');
    const answers = await harness.store.answers(key, String(save.data.round));
    expect(answers).toMatchObject([{ revision: 2, comment: '' }]);
  });

  it('asks for as many answers as there are people in the channel, bots left out', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => harness.connector.shown[0]);
    expect(harness.connector.members).toHaveLength(6);
    expect(inputs(setup.cardNow).expected).toBe('5');
  });

  it('has a client ask for a view of its own for each person, which shows what that person answered', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const { action, userIds } = theme.cardNow.refresh as { action: { verb: string; data: object }; userIds: string[] };
    expect(userIds).toEqual(people.map(({ id }) => id));
    const refreshed = (person: string) => harness.execute(person, theme, action.verb, action.data);
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    expect((await refreshed(anders)).text).toContain('Trin 3 · Gode og holdbare løsninger');
    expect(buttons((await refreshed(fatima)).card).map(({ title }) => title)).toContain('Gem min vurdering');
    expect((await refreshed(fatima)).text).not.toContain('Trin 3 ·');
  });

  it('names nobody for a view of their own in a team larger than one card may name', async () => {
    const harness = await startHarness();
    harness.connector.members = Array.from({ length: 61 }, (_, i) => ({ id: `29:p${i}`, name: `Person ${i}` }));
    harness.connector.members.push({ id: mette, name: 'Mette Holm' });
    const { themes } = await startRound(harness);
    for (const { cardNow: card } of themes)
      expect([card.refresh, textOf(card)]).toEqual([undefined, expect.stringMatching(/^Tema/)]);
  });

  it('changes nothing more when a press comes twice, at once or late with a new id', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const press = (value: string) => harness.press(anders, theme, 'Gem min vurdering', allScores(theme, value));
    await Promise.all([press('2'), press('2'), press('2'), press('2')]);
    expect(await harness.store.answers(key, id)).toMatchObject([{ revision: 1 }]);
    await press('3');
    // It ended before Teams heard of the first, which comes again.
    await harness.restart();
    harness.clock.offset = 30_000;
    expect((await press('2')).text).toContain('Trin 3');
    expect(await harness.store.answers(key, id)).toMatchObject([{ revision: 2 }]);
  });

  it('offers to show or close the open round when somebody starts another', async () => {
    const harness = await startHarness();
    const { id } = await startRound(harness);
    await harness.say(anders, 'start');
    const offer = await harness.eventually(() =>
      harness.connector.shown.find(({ cardNow: card }) => textOf(card).includes('allerede en runde')),
    );
    expect((await harness.press(anders, offer, 'Vis runden')).text).toContain('Runden er i gang');
    const asked = await harness.press(anders, offer, 'Luk runden');
    expect(asked.text).toContain('Det kan kun den, der startede runden, eller en tovholder gøre');
    expect((await harness.store.round(key, id))?.record.state).toBe('open');
  });

  it('starts one round when two people press two set-up cards at once', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    await harness.say(anders, 'start');
    const [one, two] = await harness.eventually(() => {
      const cards = harness.connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Ny runde'));
      return cards.length === 2 && (cards as [(typeof cards)[number], (typeof cards)[number]]);
    });
    await Promise.all([harness.press(mette, one, 'Start runden'), harness.press(anders, two, 'Start runden')]);
    await harness.eventually(
      () => harness.connector.shown.filter(({ cardNow: card }) => /^Tema/.test(textOf(card))).length === 4,
    );
    await harness.say(lars, 'status');
    await harness.eventually(() =>
      harness.connector.shown.some(
        ({ conversationId, cardNow: card }) =>
          conversationId.includes('1700000000001') && textOf(card).startsWith('Runden er i gang'),
      ),
    );
    expect(harness.connector.shown.filter(({ cardNow: card }) => /^Tema/.test(textOf(card)))).toHaveLength(4);
  });

  it('closes after a confirm, by the one who started it, and takes no answer after that', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const before = structuredClone(theme);
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    const question = await harness.press(mette, setup, 'Luk runden');
    expect(question.text).toContain('Bæredygtigt samarbejde: 1 af 8 har svaret');
    const { verb, data } = button(question.card, 'Luk nu');
    const closing = await Promise.all([
      harness.execute(mette, setup, verb, data),
      harness.execute(mette, setup, verb, data),
    ]);
    expect(closing.map(({ text }) => text).join()).toContain('Runden er lukket');
    expect((await harness.press(fatima, before, 'Gem min vurdering', allScores(before, '1'))).text).toContain(notHere);
    const round = (await harness.store.round(key, id))?.record;
    expect(round?.summary).toMatchObject({ people: 1 });
    await harness.eventually(
      () => harness.connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Overblik')).length === 1,
    );
  });

  it('says that it is over, and what counts, to whoever presses on an old card with what is kept, something else or too little', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const before = structuredClone(theme);
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '3'));
    await harness.execute(mette, setup, 'close', { round: id });
    for (const [given, isKept] of [
      [allScores(theme, '3'), true] as const,
      [allScores(theme, '1'), false] as const,
      [{}, false] as const,
    ]) {
      const reply = await harness.press(anders, before, 'Gem min vurdering', given);
      expect([given, reply.text.includes(saved)]).toEqual([given, isKept]);
      expect(reply.text).toContain('Runden er lukket');
      expect(reply.text).toContain('er talt med.');
      expect(reply.text).toContain('Trin 3');
    }
    expect((await harness.press(fatima, before, 'Gem min vurdering', allScores(theme, '3'))).text).toContain(notHere);
  });

  it('shows names and all answers of an open (åben) round once it is closed, and not before', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '2', privacy: 'open' });
    for (const theme of themes) {
      await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '2'), comment: 'Praktik' });
      expect(JSON.stringify(harness.connector.shown)).not.toContain('Praktik');
    }
    for (const theme of themes) await harness.press(fatima, theme, 'Gem min vurdering', allScores(theme, '3'));
    await harness.eventually(() => themes.every(({ cardNow: card }) => textOf(card).includes(String(people[1]?.name))));
    expect(textOf(themes[0]?.cardNow)).toContain('Praktik');
  });

  it('tells of a round that nobody answered without averages, colours or priorities', async () => {
    const harness = await startHarness();
    const { setup } = await startRound(harness);
    const question = await harness.press(mette, setup, 'Luk runden');
    const { verb, data } = button(question.card, 'Luk nu');
    await harness.execute(mette, setup, verb, data);
    const summary = await harness.eventually(() =>
      harness.connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
    expect(textOf(summary.cardNow)).toContain('Ingen svarede i denne runde');
    expect(JSON.stringify(summary.cardNow)).not.toContain('.png');
  });

  it('shows the theme cards again when the tovholder asks, and they count on', async () => {
    const harness = await startHarness();
    const { setup, themes } = await startRound(harness);
    await harness.press(mette, setup, 'Vis temakortene igen');
    const again = await harness.eventually(() => {
      const all = harness.connector.shown.filter(({ cardNow: card }) => /^Tema/.test(textOf(card)));
      return all.length === 8 && all.slice(4);
    });
    const [old] = themes;
    const [fresh] = again;
    if (!old || !fresh) throw new Error('no theme card');
    expect((await harness.press(anders, old, 'Gem min vurdering', allScores(old, '2'))).text).toContain(saved);
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af'));
  });
});

describe('a round in a group chat', () => {
  it('has its cards as messages in the chat, and its summary there too', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    const chat = '19:styregruppe@thread.v2';
    await harness.say(mette, 'start', { conversationId: chat, type: 'groupChat' });
    const setup = await harness.eventually(() => connector.shown[0]);
    await harness.press(mette, setup, 'Start runden', { expected: '1' });
    const themes = await harness.eventually(() => {
      const cards = connector.shown.filter(({ cardNow: card }) => /^Tema/.test(textOf(card)));
      return cards.length === 4 && cards;
    });
    expect(new Set(themes.map(({ conversationId }) => conversationId))).toEqual(new Set([chat]));
    for (const theme of themes) await harness.press(mette, theme, 'Gem min vurdering', allScores(theme, '3'));
    const summary = await harness.eventually(() =>
      connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
    expect(summary.conversationId).toBe(chat);
  });
});

describe('being added', () => {
  it('welcomes a team once, with a Start button that works', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    for (let i = 0; i < 3; i++) await harness.send(installation(connector, mette));
    const welcome = await harness.eventually(() =>
      connector.shown.find(({ cardNow: card }) => textOf(card).includes('jeg er Hjulet')),
    );
    const before = textOf(welcome.cardNow);
    expect((await harness.press(anders, welcome, 'Start en runde')).text).toContain('Kortet kommer her i tråden');
    const setup = await harness.eventually(() =>
      connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Ny runde')),
    );
    const { verb, data } = button(setup.cardNow, 'Start runden');
    const inputs = {
      wheelId: 'faelles-kultur',
      depth: 'screening',
      privacy: 'confidential',
      expected: '5',
      deadline: '2099-01-01',
      closeWhenAll: 'true',
      language: 'en',
    };
    const far = await harness.execute(anders, setup, verb, { ...data, ...inputs });
    expect(far.text).toContain('Vælg en dag inden for 400 dage');
    await harness.execute(anders, setup, verb, { ...data, ...inputs, deadline: dateIn(harness, 5) });
    await harness.eventually(
      () => connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Theme ')).length === 6,
    );
    await harness.eventually(() =>
      connector.shown.some(
        ({ cardNow: card, conversationId }) =>
          textOf(card).startsWith('The round is under way') && conversationId === welcome.conversationId,
      ),
    );
    expect(connector.shown.filter(({ cardNow: card }) => textOf(card).includes('jeg er Hjulet'))).toHaveLength(1);
    expect([welcome.updates, textOf(welcome.cardNow)]).toEqual([0, before]);
  });

  it('sends nothing more after it was removed, and goes on when it is added again', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    const { setup, themes } = await startRound(harness, { expected: '8' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await harness.send({ ...installation(connector, mette), action: 'remove' });
    const updates = setup.updates;
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
    await harness.eventually(async () => true);
    expect(setup.updates).toBe(updates);
    await harness.send(installation(connector, mette));
    await harness.press(fatima, theme, 'Gem min vurdering', allScores(theme, '3'));
    await harness.eventually(() => textOf(setup.cardNow).includes('2 af 8'));
  });
});
