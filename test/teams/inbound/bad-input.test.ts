import { describe, expect, it } from 'vitest';
import { bounds } from '../../../src/domain/round.ts';
import { channelId, invoke, message, send } from '../../support/activities.ts';
import { type Harness, startHarness } from '../../support/app.ts';
import { tenantId } from '../../support/canaries.ts';
import { button, textOf } from '../../support/cards.ts';
import type { Shown } from '../../support/connector.ts';
import { allScores, anders, mette, notHere, saved, startRound } from '../../support/rounds.ts';

const key = { tenantId, conversationId: channelId };

async function opened(
  given: Record<string, unknown> = {},
): Promise<{ harness: Harness; id: string; setup: Shown; theme: Shown }> {
  return startedIn(await startHarness(), given);
}

async function startedIn(harness: Harness, given: Record<string, unknown> = {}) {
  const { id, setup, themes } = await startRound(harness, given);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  return { harness, id, setup, theme };
}

describe('a score that is none', () => {
  const wrong = [
    0,
    5,
    2.5,
    '0',
    '5',
    '2.5',
    '1e0',
    '',
    true,
    [1, 3],
    [[3]],
    ['3', '4'],
    {},
    null,
    -1,
    '__proto__',
    'x'.repeat(100_000),
  ];

  it('is asked for again in words, and nothing is stored', async () => {
    const { harness, id, theme } = await opened();
    for (const value of wrong) {
      const given = Object.fromEntries(Object.keys(allScores(theme, '1')).map((name) => [name, value]));
      const reply = await harness.press(anders, theme, 'Gem min vurdering', { ...given, comment: 'Bliver stående' });
      expect([reply.status, reply.text.includes('Du mangler at svare på: Bæredygtigt samarbejde')]).toEqual([
        200,
        true,
      ]);
      expect(JSON.stringify(reply.card)).toContain('Bliver stående');
    }
    expect(await harness.store.answers(key, id)).toEqual([]);
  });

  it('leaves what was filled in beside it on the card', async () => {
    const { harness, theme } = await opened({ depth: 'deep' });
    const [one, two, three] = Object.keys(allScores(theme, '1'));
    const reply = await harness.press(anders, theme, 'Gem min vurdering', { [String(one)]: '2', [String(two)]: '9' });
    expect(reply.text).toContain(
      'Du mangler at svare på: Netværk med civilsamfund samt Kapacitetsopbygning og løbende tilpasning.',
    );
    const again = button(reply.card, 'Gem min vurdering');
    const rest = { [String(one)]: '2', [String(two)]: '3', [String(three)]: 'dontKnow' };
    expect((await harness.execute(anders, theme, again.verb, { ...again.data, ...rest })).text).toContain(saved);
  });
});

describe('a comment', () => {
  it.each([
    { length: bounds.comment, is: saved },
    { length: bounds.comment + 1, is: 'Kommentaren er for lang' },
  ])('of $length characters is answered with "$is"', async ({ length, is }) => {
    const { harness, theme } = await opened();
    const given = { ...allScores(theme, '2'), comment: 'a'.repeat(length) };
    expect((await harness.press(anders, theme, 'Gem min vurdering', given)).text).toContain(is);
  });

  it.each([
    { length: bounds.comment, says: [true, false] },
    { length: bounds.comment + 1, says: [true, true] },
  ])('of $length characters without scores is told what is wrong with each', async ({ length, says }) => {
    const { harness, theme } = await opened();
    const { text } = await harness.press(anders, theme, 'Gem min vurdering', { comment: 'a'.repeat(length) });
    expect(['Du mangler at svare på', 'Kommentaren er for lang'].map((fault) => text.includes(fault))).toEqual(says);
  });

  it('that is too long is kept on the card up to the limit and not stored', async () => {
    const { harness, id, theme } = await opened();
    const given = { ...allScores(theme, '2'), comment: 'lang '.repeat(200) };
    const reply = await harness.press(anders, theme, 'Gem min vurdering', given);
    expect(reply.text).toContain('Den må højst fylde 500 tegn');
    expect(reply.text).not.toContain('Du mangler at svare på');
    expect(await harness.store.answers(key, id)).toEqual([]);
  });

  it('loses marks that cannot be seen and nothing else', async () => {
    const { harness, id, theme } = await opened();
    const comment = '\u202eÆØÅ *ikke* ${fed} <at>alle</at>\u0000\r\nlinje 2 \ud800';
    await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '2'), comment });
    const [answer] = await harness.store.answers(key, id);
    expect(answer?.comment).toBe('ÆØÅ *ikke* ${fed} <at>alle</at>\nlinje 2 \ufffd');
    const own = await harness.press(anders, theme, 'Se min vurdering');
    expect(own.text).toContain('ÆØÅ *ikke* ${fed} <at>alle</at>');
  });
});

describe('button data that this bot did not make', () => {
  it('gets the same words whatever is wrong with it, and nothing is stored', async () => {
    const { harness, id, theme } = await opened();
    const scores = allScores(theme, '2');
    const good = { round: id, theme: 'baeredygtigt-samarbejde', seen: 0 };
    const bad: [unknown, unknown][] = [
      ['answer', { ...good, round: 'A'.repeat(22), ...scores }],
      ['answer', { ...good, round: '../x', ...scores }],
      ['answer', { ...good, theme: 'findes-ikke', ...scores }],
      ['answer', { ...good, theme: 'constructor', ...scores }],
      ['answer', {}],
      ['mine', { ...good, round: 'A'.repeat(22) }],
      ['mine', { ...good, theme: 'findes-ikke' }],
      ['close', { round: 'B'.repeat(22) }],
      ['close', { round: { $ne: null } }],
      ['findesIkke', good],
      ['toString', good],
      ['__proto__', good],
      [undefined, good],
    ];
    for (const [verb, data] of bad) {
      const reply = await harness.execute(anders, theme, verb, data);
      expect([verb, data, reply.status, reply.text.includes(notHere)]).toEqual([verb, data, 200, true]);
    }
    expect(await harness.store.answers(key, id)).toEqual([]);
  });

  it('brings a card and does nothing where its round can be read, whatever else is in it', async () => {
    const { harness, id, theme } = await opened();
    const scores = allScores(theme, '2');
    const good = { round: id, theme: 'baeredygtigt-samarbejde', seen: 0 };
    const bad: [unknown, unknown][] = [
      ['answer', { ...good, theme: '__proto__', ...scores }],
      ['answer', { ...good, seen: -1, ...scores }],
      ['answer', { ...good, seen: '0', ...scores }],
      ['answer', { round: id, ...scores }],
      ['mine', { round: id, theme: ['baeredygtigt-samarbejde'] }],
      ['start', { setup: 'kort', own: true }],
    ];
    const before = await harness.store.round(key, id);
    for (const [verb, data] of bad) {
      const reply = await harness.execute(mette, theme, verb, data);
      expect([verb, data, reply.status, reply.card !== undefined]).toEqual([verb, data, 200, true]);
    }
    expect(await harness.store.answers(key, id)).toEqual([]);
    expect(await harness.store.round(key, id)).toEqual(before);
  });

  it('of a round in another channel or tenant is not found there', async () => {
    const { harness, id, theme } = await opened();
    const data = { round: id, theme: 'baeredygtigt-samarbejde', seen: 0, ...allScores(theme, '2') };
    const elsewhere = { activityId: 'x', conversationId: '19:en-anden@thread.tacv2' };
    await harness.say(mette, 'hej', elsewhere);
    for (const on of [elsewhere, { ...theme, tenantId: '00000000-0000-4000-8000-000000000000' }]) {
      expect((await harness.execute(anders, on, 'answer', data)).text).toContain(notHere);
      expect((await harness.execute(mette, on, 'close', { round: id })).text).toContain(notHere);
    }
    expect((await harness.store.round(key, id))?.record.state).toBe('open');
  });
});

describe('a person', () => {
  it('who is not in the channel cannot answer, and is told the same as for an unknown round', async () => {
    const { harness, id, theme } = await opened();
    const reply = await harness.press('29:fremmed', theme, 'Gem min vurdering', allScores(theme, '4'));
    expect(reply.text).toContain(notHere);
    expect(await harness.store.answers(key, id)).toEqual([]);
  });

  it('who joined after the start can answer, and so can a guest without name or directory id', async () => {
    const { harness, theme } = await opened();
    harness.connector.members.push({ id: '29:gaest', name: '' });
    const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
    const activity = invoke(harness.connector, '29:gaest', theme, verb, { ...data, ...allScores(theme, '2') });
    const { status, body } = await harness.send({ ...activity, from: { id: '29:gaest' } });
    expect([status, JSON.stringify(body).includes(saved)]).toEqual([200, true]);
  });

  it('reads their own language, and English where it is neither', async () => {
    const { harness, theme } = await opened();
    const { verb, data } = button(theme.cardNow, 'Se min vurdering');
    const inLanguage = async (locale: string | undefined) => {
      const { locale: _, ...activity } = invoke(harness.connector, anders, theme, verb, data);
      return JSON.stringify((await harness.send(locale === undefined ? activity : { ...activity, locale })).body);
    };
    expect(await inLanguage('en-GB')).toContain('You have not answered this theme yet');
    expect(await inLanguage('sv-SE')).toContain('You have not answered this theme yet');
    expect(await inLanguage('da')).toContain('Du har ikke svaret på dette tema endnu');
    expect(await inLanguage(undefined)).toContain('Du har ikke svaret på dette tema endnu');
  });
});

describe('a set-up that is not right', () => {
  it.each([
    [{ expected: '0' }, 'Antallet skal være et helt tal fra 1 til 1000'],
    [{ expected: '-1' }, 'Hvor mange skal svare?: »-1« kan ikke bruges. Antallet skal være et helt tal fra 1 til 1000'],
    [{ expected: '1000000' }, 'Antallet skal være et helt tal fra 1 til 1000'],
    [{ expected: '2.5' }, 'Der mangler noget'],
    [{ deadline: '2020-01-01' }, '2020 kl. 16.00« kan ikke bruges. Tidspunktet er passeret'],
    [{ deadlineTime: '25:00' }, 'Der mangler noget'],
    [{ deadlineTime: '' }, 'Der mangler noget'],
    [{ nudges: 'måske' }, 'Der mangler noget'],
    [{ personalReminders: 'måske' }, 'Der mangler noget'],
    [{ deadline: '2026-02-30' }, 'Der mangler noget'],
    [{ deadline: 'i morgen' }, 'Der mangler noget'],
    [{ wheelId: 'findes-ikke' }, 'Der mangler noget'],
    [{ depth: 'dyb' }, 'Der mangler noget'],
    [{ privacy: '' }, 'Der mangler noget'],
    [{ closeWhenAll: 'måske' }, 'Der mangler noget'],
  ])('says what is wrong with %j and starts nothing', async (given, words) => {
    const harness = await startHarness();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => harness.connector.shown[0]);
    const reply = await harness.press(mette, setup, 'Start runden', given);
    expect(reply.text).toContain(words);
    expect((await harness.store.channel(key))?.record.openRoundId).toBeUndefined();
    expect(
      (
        await harness.press(mette, { ...setup, cardNow: reply.card ?? setup.cardNow }, 'Start runden', {
          expected: '3',
          deadline: '2026-12-10',
        })
      ).status,
    ).toBe(200);
  });
});

describe('a body that is no activity of Teams', () => {
  const connector = { serviceUrl: 'http://127.0.0.1:9/teams' };
  const good = message(connector, mette, 'hjælp');
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['a list', [good]],
    ['an empty object', {}],
    ['no type', { ...good, type: undefined }],
    ['a type that is no text', { ...good, type: { a: 1 } }],
    ['no channelId', { ...good, channelId: undefined }],
    ['another channel', { ...good, channelId: 'webchat' }],
    ['no serviceUrl', { ...good, serviceUrl: undefined }],
    ['a serviceUrl that is none', { ...good, serviceUrl: 'javascript:alert(1)' }],
    ['no sender', { ...good, from: undefined }],
    ['no conversation', { ...good, conversation: {} }],
    ['no tenant', { ...good, channelData: {}, conversation: { id: 'a:1' } }],
    ['no tenant, and nothing of a channel', { ...good, channelData: undefined, conversation: { id: 'a:1' } }],
  ])('is refused with 400: %s', async (_name, body) => {
    const harness = await startHarness();
    expect((await send(harness.app.port, body as object)).status).toBe(400);
    expect(harness.connector.requests).toEqual([]);
  });

  const longest = {
    type: 'x'.repeat(100),
    id: 'x'.repeat(400),
    name: 'x'.repeat(200),
    action: 'x'.repeat(100),
    serviceUrl: `http://127.0.0.1:9/${'x'.repeat(381)}`,
    from: { id: 'x'.repeat(400) },
    recipient: { id: 'x'.repeat(400) },
    conversation: {
      id: 'x'.repeat(400),
      conversationType: 'x'.repeat(50),
      tenantId: 'x'.repeat(100),
      name: 'x'.repeat(400),
    },
    channelData: {
      tenant: { id: 'x'.repeat(100) },
      team: { id: 'x'.repeat(400), name: 'x'.repeat(400) },
      channel: { id: 'x'.repeat(400), name: 'x'.repeat(400) },
      eventType: 'x'.repeat(100),
    },
    locale: 'x'.repeat(40),
    replyToId: 'x'.repeat(400),
    membersAdded: Array.from({ length: 1_000 }, () => ({ id: 'x' })),
    membersRemoved: Array.from({ length: 1_000 }, () => ({ id: 'x' })),
    entities: Array.from({ length: 200 }, () => ({ type: 'x', more: 1 })),
  };

  it('is accepted where each of its fields is as long as it may be, and where what may be left out is null', async () => {
    const harness = await startHarness();
    expect((await harness.send({ ...good, ...longest })).status).toBe(200);
    const left = Object.fromEntries(
      [
        'id',
        'name',
        'action',
        'recipient',
        'locale',
        'text',
        'replyToId',
        'membersAdded',
        'membersRemoved',
        'entities',
      ].map((name) => [name, null]),
    );
    expect((await harness.send({ ...good, ...left })).status).toBe(200);
    expect((await harness.send({ ...good, entities: [{}, { type: null }] })).status).toBe(200);
  });

  /** Every field of `longest` by its path, with one more in it than there may be. */
  const tooLong = function* over(value: unknown, path: string[]): Generator<[string, unknown]> {
    if (typeof value === 'string') yield [path.join('.'), `${value}x`];
    else if (Array.isArray(value)) yield [path.join('.'), [...value, value[0]]];
    else for (const [name, each] of Object.entries(value as object)) yield* over(each, [...path, name]);
  };
  const withAt = (whole: object, [name = '', ...rest]: string[], value: unknown): object => ({
    ...whole,
    [name]: rest.length === 0 ? value : withAt((whole as Record<string, object>)[name] ?? {}, rest, value),
  });

  const required = new Set(['type', 'serviceUrl', 'from.id', 'conversation.id', 'conversation.tenantId']);
  it.each([...tooLong(longest, [])])(
    'is refused with 400 where more is in its %s than there may be, and answered where it may be left out',
    async (path, value) => {
      const harness = await startHarness();
      const { status } = await harness.send(withAt({ ...good, ...longest }, path.split('.'), value));
      expect(status).toBe(required.has(path) ? 400 : 200);
    },
  );

  it.each([
    ['from', { id: '' }],
    ['conversation', { id: '' }],
  ])('is refused with 400 where its %s is %j', async (name, value) => {
    const harness = await startHarness();
    expect((await harness.send({ ...good, [name]: value })).status).toBe(400);
  });

  /** Whatever is no text, object or list. */
  const odd = [7, true, 'x', {}, [], [7], { id: 7 }, { id: {} }, { name: 7 }];
  const optional = [
    ...['id', 'name', 'action', 'locale', 'replyToId', 'membersAdded', 'membersRemoved', 'value'],
    ...['entities', 'recipient', 'channelData', 'conversation.conversationType', 'conversation.name'],
    ...['channelData.tenant', 'channelData.team', 'channelData.channel', 'channelData.eventType'],
    ...['channelData.tenant.id', 'channelData.team.name', 'channelData.channel.name'],
  ];
  it.each(optional)('is answered where its %s, which may be left out, cannot be read', async (path) => {
    const harness = await startHarness();
    const right = { ...message(harness.connector, mette, ''), text: 'hjælp' };
    for (const value of odd) {
      const activity = withAt(right, path.split('.'), value);
      expect([value, (await harness.send(activity)).status]).toEqual([value, 200]);
    }
    expect(harness.connector.shown).toHaveLength(odd.length);
  });

  it('counts as without a text where that cannot be read', async () => {
    const harness = await startHarness();
    for (const text of odd.filter((value) => typeof value !== 'string'))
      expect((await harness.send({ ...message(harness.connector, mette, ''), text })).status).toBe(200);
    expect(harness.connector.shown.every(({ cardNow: card }) => textOf(card).startsWith('Det kan jeg'))).toBe(true);
  });

  it('removes those who left, where some of them cannot be read', async () => {
    const harness = await startHarness();
    const { theme } = await startedIn(harness);
    const left = [{ id: '' }, { name: 'Mette' }, 7, null, { id: anders }];
    const update = { ...message(harness.connector, mette, ''), type: 'conversationUpdate', membersRemoved: left };
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== anders);
    expect((await harness.send(update)).status).toBe(200);
    expect((await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'))).text).toContain(notHere);
    expect((await harness.press(mette, theme, 'Gem min vurdering', allScores(theme, '2'))).text).toContain(saved);
  });

  it('of a kind that is unknown, now or in the future, is accepted and ignored', async () => {
    const harness = await startHarness();
    for (const type of ['typing', 'messageReaction', 'endOfConversation', 'somethingNew', 'event', 'constructor']) {
      expect((await harness.send({ ...message(harness.connector, mette, 'x'), type })).status).toBe(200);
    }
    expect(harness.connector.shown).toEqual([]);
  });

  it('that tells of an event which is unknown, now or in the future, is accepted and ignored', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'hjælp');
    const before = await harness.store.channel(key);
    const base = message(harness.connector, mette, 'x');
    const tellsOf = (eventType: unknown) => ({ ...base.channelData, eventType });
    const events = ['channelMembershipShared', 'somethingNew', 'constructor', '', null];
    const all = [
      ...events.map((event) => ({ ...base, type: 'conversationUpdate', channelData: tellsOf(event) })),
      ...['signin/verifyState', 'handoff/action', 'somethingNew', '', null].map((name) => ({
        ...base,
        type: 'invoke',
        name,
      })),
    ];
    for (const activity of all) expect(await harness.send(activity)).toEqual({ status: 200, body: undefined });
    expect(await harness.store.channel(key)).toEqual(before);
    expect(harness.connector.shown).toHaveLength(1);
  });

  it('with a service address outside the machine is refused in local mode', async () => {
    const harness = await startHarness();
    expect((await harness.send({ ...good, serviceUrl: 'https://evil.example/teams' })).status).toBe(401);
  });
});
