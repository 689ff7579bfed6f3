import { describe, expect, it } from 'vitest';
import { channelId, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, buttons, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import {
  allScores,
  anders,
  fatima,
  forgetShown,
  isOver,
  lars,
  mette,
  nameOf,
  saved,
  signe,
  startRound,
} from '../support/rounds.ts';

const key = { tenantId, conversationId: channelId };
const own = (person: string) => ({ conversationId: `a:${person.slice(3)}`, type: 'personal' }) as const;
const day = 86_400_000;

/** What the bot answers somebody in their own chat. */
async function ask(harness: Harness, person: string, text: string): Promise<Shown> {
  const before = harness.connector.shown.length;
  await harness.say(person, text, own(person));
  return harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ conversationId }) => conversationId === own(person).conversationId),
  );
}

/** Somebody asks to have their data deleted, and confirms it. */
async function eraseOwn(harness: Harness, person: string) {
  const question = await ask(harness, person, 'slet mine data');
  expect(textOf(question.cardNow)).toContain('Slet dine data?');
  return { question, reply: await harness.press(person, question, 'Slet mine data') };
}

async function everyoneAnswers(harness: Harness, themes: Shown[], people: readonly string[], comment = '') {
  for (const [i, person] of people.entries())
    for (const theme of themes) {
      const given = {
        ...allScores(theme, String((i % 4) + 1)),
        comment: comment && `${comment} ${person.split('-')[1]}`,
      };
      expect((await harness.press(person, theme, 'Gem min vurdering', given)).text).toContain(saved);
    }
}

async function close(harness: Harness, on: Shown, id: string) {
  await harness.execute(mette, on, 'close', { round: id });
  return harness.eventually(() =>
    harness.connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
  );
}

describe('mine data', () => {
  it('shows a person their own answers from all channels, the newest first, and nobody else’s', async () => {
    const harness = await startHarness();
    const first = await startRound(harness);
    const second = await startRound(harness, { depth: 'deep' }, { conversationId: '19:andet@thread.tacv2' });
    const [theme] = first.themes;
    const [other] = second.themes;
    if (!theme || !other) throw new Error('no theme card');
    await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '2'), comment: 'Fra Anders' });
    await harness.press(fatima, theme, 'Gem min vurdering', { ...allScores(theme, '4'), comment: 'Fra Fatima' });
    harness.clock.offset = day;
    await harness.press(anders, other, 'Gem min vurdering', allScores(other, 'dontKnow'));

    const { cardNow: card } = await ask(harness, anders, 'Mine data, tak');
    const text = textOf(card);
    expect(text.indexOf('Langsigtede relationer med virksomheder: Ved ikke')).toBeGreaterThan(0);
    expect(text.indexOf('Trin 2 · Begyndende udvikling')).toBeGreaterThan(text.indexOf(': Ved ikke'));
    expect(text).toContain('Fra Anders');
    expect(text).toContain('Bæredygtigt samarbejde');
    expect(text).toContain('Sammenhængshjulet ·');
    expect(text).not.toContain('Fatima');
    expect(textOf((await ask(harness, signe, 'my data')).cardNow)).toContain('Jeg har ingen svar');
  });

  it('finds answers in a channel that the person has left', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    await everyoneAnswers(harness, themes.slice(0, 1), [anders], 'Husk mig');
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== anders);
    expect(textOf((await ask(harness, anders, 'mine data')).cardNow)).toContain('Husk mig anders');
  });

  it('comes in as many cards as it takes', async () => {
    const harness = await startHarness();
    for (let i = 0; i < 2; i++) {
      const { themes } = await startRound(harness, {}, { conversationId: `19:kanal-${i}@thread.tacv2` });
      for (const theme of themes) {
        const given = { ...allScores(theme, '3'), comment: `Nr ${i} ${'→'.repeat(490)}` };
        await harness.press(anders, theme, 'Gem min vurdering', given);
      }
    }
    let page = await ask(harness, anders, 'mine data');
    const seen: string[] = [];
    let pages = 0;
    for (;;) {
      pages += 1;
      expect(Buffer.byteLength(JSON.stringify(page.cardNow))).toBeLessThan(28_000);
      seen.push(...(textOf(page.cardNow).match(/Nr \d/g) ?? []));
      const more = buttons(page.cardNow).find(({ title }) => title === 'Vis flere');
      if (!more) break;
      const { card } = await harness.execute(anders, page, more.verb, more.data);
      if (!card) throw new Error('no card');
      page = { ...page, cardNow: card };
    }
    expect(pages).toBeGreaterThan(1);
    expect(seen.toSorted()).toEqual([...Array(4).fill('Nr 0'), ...Array(4).fill('Nr 1')]);
  });

  it('is shown in the person’s own chat only, whoever asks where and however', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    await everyoneAnswers(harness, themes, [anders], 'Hemmeligt');
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    for (const text of ['mine data', 'slet mine data']) {
      const before = harness.connector.shown.length;
      await harness.say(anders, text);
      const reply = await harness.eventually(() => harness.connector.shown[before]);
      expect(textOf(reply.cardNow)).toContain('Det klarer vi i en privat chat');
      expect(buttons(reply.cardNow)).toEqual([]);
    }
    for (const [verb, data] of [
      ['mineData', { from: 0 }],
      ['askEraseMine', {}],
      ['eraseMine', {}],
    ] as const) {
      const reply = await harness.execute(anders, theme, verb, data);
      expect(reply.text).toContain('Det klarer vi i en privat chat');
    }
    expect(await harness.store.answers(key, String(button(theme.cardNow, 'Se min vurdering').data.round))).toHaveLength(
      4,
    );
    expect(JSON.stringify(harness.connector.shown)).not.toContain('Hemmeligt');
  });

  it('can be read in a client that knows no Action.Execute', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    await everyoneAnswers(harness, themes.slice(0, 1), [anders], 'Gammel klient');
    const activity = message(harness.connector, anders, '', own(anders));
    const before = harness.connector.shown.length;
    await harness.send({ ...activity, text: undefined, value: { verb: 'mineData', from: 0 } });
    const reply = await harness.eventually(() => harness.connector.shown[before]);
    expect(reply.conversationId).toBe(own(anders).conversationId);
    expect(textOf(reply.cardNow)).toContain('Gammel klient anders');
  });
});

describe('slet mine data', () => {
  it('asks first, and nothing is deleted when the person thinks better of it', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    await everyoneAnswers(harness, themes, [anders]);
    const question = await ask(harness, anders, 'Slet mine data!');
    expect((await harness.press(anders, question, 'Behold dem')).text).toBe('Intet er slettet.');
    expect(await harness.store.answers(key, id)).toHaveLength(4);
  });

  it('takes a person out of an open round, whose counts follow, and lets them answer again', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, { expected: '5' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders, fatima]);
    await harness.eventually(() => textOf(setup.cardNow).includes('2 af 5 har svaret'));
    const { question, reply } = await eraseOwn(harness, anders);
    expect(reply.text).toBe('Alt om dig er slettet, også dine 4 svar.');
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 5 har svaret'));
    expect(await harness.store.answers(key, id)).toHaveLength(4);
    expect((await harness.press(anders, question, 'Slet mine data')).text).toBe(
      'Alt om dig er slettet. Der var ingen svar.',
    );
    expect((await harness.press(anders, theme, 'Se min vurdering')).text).toContain('Du har ikke svaret');
    await everyoneAnswers(harness, [theme], [anders]);
    await harness.eventually(() => textOf(setup.cardNow).includes('\n2 af 5\n'));
  });

  it('leaves a published summary as it was, and takes the comment off the theme’s card but nobody else’s', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders, fatima, lars, signe], 'Jeg hedder');
    const summary = await close(harness, theme, id);
    await harness.eventually(() => textOf(theme.cardNow).includes('Jeg hedder anders'));
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    const before = { ...(await harness.store.round(key, id))?.record, picture: JSON.stringify(summary.cardNow) };
    const status = textOf(setup.cardNow);

    await eraseOwn(harness, anders);
    await harness.eventually(() => !textOf(theme.cardNow).includes('Jeg hedder anders'));
    expect(textOf(theme.cardNow)).toContain('4 har svaret på temaet');
    for (const other of ['fatima', 'lars', 'signe']) expect(textOf(theme.cardNow)).toContain(`Jeg hedder ${other}`);
    expect({ ...(await harness.store.round(key, id))?.record, picture: JSON.stringify(summary.cardNow) }).toEqual(
      before,
    );
    expect(textOf(setup.cardNow)).toBe(status);
    const shown = harness.connector.shown.length;
    await harness.say(mette, 'overblik');
    const again = await harness.eventually(() => harness.connector.shown[shown]);
    expect(textOf(again.cardNow)).toBe(textOf(summary.cardNow));
    expect((await harness.press(mette, setup, 'Slet runden')).text).toContain('4 personer har svaret');
  });

  it('does not touch the cards of a closed round that showed nothing of the person', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders, fatima, lars, signe]);
    await close(harness, theme, id);
    await harness.eventually(() => themes.every(isOver));
    const published = async () => (await harness.store.dueItem(`publish:${id}`))?.record.state;
    await harness.holds(async () => expect(await published()).toBe('done'));
    const due = await harness.store.dueItem(`publish:${id}`);
    await eraseOwn(harness, anders);
    expect(await harness.store.answers(key, id)).toHaveLength(12);
    expect(await harness.store.dueItem(`publish:${id}`)).toEqual(due);
  });

  it('takes a person’s name off the cards of an open (åben) round', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { privacy: 'open' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders, fatima]);
    await close(harness, theme, id);
    await harness.eventually(() => textOf(theme.cardNow).includes(nameOf(anders)));
    await eraseOwn(harness, anders);
    await harness.eventually(() => !textOf(theme.cardNow).includes(nameOf(anders)));
    expect(textOf(theme.cardNow)).toContain(nameOf(fatima));
  });

  it('gives up the role of facilitator, the starting of a round and the place on the roster', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders]);
    const before = await harness.store.roster(key);
    await eraseOwn(harness, mette);
    expect((await harness.store.channel(key))?.record.facilitators).toEqual([]);
    expect((await harness.store.round(key, id))?.record.startedBy).toBe('');
    expect((await harness.store.roster(key))?.people).toHaveLength((before?.people.length ?? 0) - 1);
    expect(await harness.store.channel({ tenantId, conversationId: own(mette).conversationId })).toBeUndefined();
    expect((await harness.execute(mette, theme, 'close', { round: id })).text).toContain(
      'Det kan kun den, der startede',
    );
  });

  it('leaves no answer of before, however it meets the person’s own pressing', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const question = await ask(harness, anders, 'slet mine data');
    for (let i = 0; i < 4; i++) {
      await everyoneAnswers(harness, themes, [anders]);
      const replies = await Promise.all([
        harness.press(anders, question, 'Slet mine data'),
        ...themes.map((theme) =>
          harness.press(anders, theme, 'Gem min vurdering', allScores(theme, String((i % 3) + 2))),
        ),
        harness.press(anders, question, 'Slet mine data'),
      ]);
      expect(replies[0]?.text).toContain('Alt om dig er slettet');
      expect(replies.at(-1)?.text).toContain('Alt om dig er slettet');
      expect((await harness.press(anders, question, 'Slet mine data')).text).toContain('Alt om dig er slettet');
      expect(await harness.store.answers(key, id)).toEqual([]);
    }
  });
});

describe('who answered what', () => {
  it('is forgotten thirty days after a confidential round closed, and the comments stay', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders, fatima, lars, signe], 'Ord fra');
    await close(harness, theme, id);
    await harness.eventually(() => textOf(theme.cardNow).includes('Ord fra anders'));
    const before = (await harness.store.round(key, id))?.record;
    harness.clock.offset = 29 * day;
    harness.app.sweep();
    expect(textOf((await ask(harness, anders, 'mine data')).cardNow)).toContain('Ord fra anders');
    harness.clock.offset = 30 * day + 60_000;
    harness.app.sweep();
    await harness.holds(async () => expect(await harness.store.answers(key, id)).toEqual([]));
    expect(textOf((await ask(harness, anders, 'mine data')).cardNow)).toContain('Jeg har ingen svar');
    expect((await harness.store.round(key, id))?.record).toEqual(before);
    const comments = await harness.store.comments(key, id);
    expect(comments.get('baeredygtigt-samarbejde')).toEqual([
      'Ord fra anders',
      'Ord fra fatima',
      'Ord fra lars',
      'Ord fra signe',
    ]);
    // Made anew, the card still shows what was written.
    const { updates } = theme;
    await forgetShown(harness, id);
    await harness.store.addDue({
      id: `publish:${id}`,
      work: 'publish',
      channel: key,
      subject: id,
      occasion: '',
      dueAt: 0,
      visibleAt: 0,
      state: 'waiting',
      attempts: 0,
    });
    await harness.restart();
    await harness.eventually(() => theme.updates > updates);
    expect(textOf(theme.cardNow)).toContain('Ord fra lars');
  });

  it('keeps no comment that a small group’s cards did not show', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders, fatima, lars], 'Skjult');
    await close(harness, theme, id);
    harness.clock.offset = 31 * day;
    harness.app.sweep();
    await harness.holds(async () => expect(await harness.store.answers(key, id)).toEqual([]));
    expect([...(await harness.store.comments(key, id)).values()].flat()).toEqual([]);
  });

  it('is not forgotten in an open round, whose cards show it', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { privacy: 'open' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await everyoneAnswers(harness, themes, [anders]);
    await close(harness, theme, id);
    harness.clock.offset = 40 * day;
    harness.app.sweep();
    expect(textOf((await ask(harness, anders, 'mine data')).cardNow)).toContain('Trin 1');
    expect(await harness.store.dueItem(`anonymise:${id}`)).toBeUndefined();
  });
});
