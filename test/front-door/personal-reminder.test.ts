import { describe, expect, it } from 'vitest';
import { people, type Where } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { canary, tenantId } from '../support/canaries.ts';
import { parts, textOf } from '../support/cards.ts';
import type { Fate, Shown } from '../support/connector.ts';
import { anders, answerAll, fatima, lars, mette, pressTwo, signe, startRound } from '../support/rounds.ts';
import { connectorBehaviours } from '../support/teams-behaviours.ts';
import { dueItem, here, moveTo, pass, passPauses, posts, quiet } from '../support/time.ts';

// A Wednesday; the set-up card offers 9 December 16:00, so the last working day before it is the 8th.
const begin = '2026-11-25 10:00';
const dayBefore = '2026-12-08 09:00';
const itemOf = (id: string) => `personalReminder:${id}:2026-12-09T16:00`;

const chatOf = (person: string) => `a:${person.slice(3)}`;
const own = (person: string) => ({ conversationId: chatOf(person), type: 'personal' }) satisfies Partial<Where>;
const reminders = (harness: Harness) => posts(harness, 'Du mangler at svare');
const reminded = (harness: Harness) =>
  reminders(harness)
    .map(({ conversationId }) => conversationId)
    .toSorted();
const chats = (...persons: string[]) => persons.map(chatOf).toSorted();

async function started(given: Record<string, unknown> = {}, where = {}) {
  const harness = await startHarness({ at: begin });
  const round = await startRound(harness, { nudges: 'false', ...given }, where);
  return { harness, ...round };
}

const linksOn = (card: unknown) =>
  parts(card).flatMap(({ type, title, url }) => (type === 'Action.OpenUrl' ? [{ title, url: String(url) }] : []));

function only(all: readonly Shown[]): Shown {
  const [first, ...others] = all;
  if (!first || others.length > 0) throw new Error(`${all.length} reminders`);
  return first;
}

describe('a reminder in private', () => {
  it('comes to each who lacks something, with what, on the last working day before the deadline', async () => {
    const { harness, themes } = await started();
    await answerAll(harness, themes, [anders, lars]);
    await answerAll(harness, themes.slice(0, 3), [fatima]);
    await pass(harness, '2026-12-08 08:58');
    expect(reminders(harness)).toEqual([]);
    await pass(harness, dayBefore);
    expect(reminded(harness)).toEqual(chats(mette, fatima, signe));
    const [toFatima] = reminders(harness).filter(({ conversationId }) => conversationId === chatOf(fatima));
    const text = textOf(toFatima?.cardNow);
    expect(text).toContain('Du har endnu ikke svaret på dette tema.');
    expect(text).toContain('Unge som medskabere');
    expect(text).not.toContain('Bæredygtigt samarbejde');
    expect(text).toContain('Svarfrist: 9. december 2026 kl. 16.00');
    expect(text).toContain('Kun du kan se denne besked.');
    const [toSigne] = reminders(harness).filter(({ conversationId }) => conversationId === chatOf(signe));
    expect(textOf(toSigne?.cardNow)).toContain('Du har endnu ikke svaret på disse 4 temaer.');
    await pass(harness, '2026-12-09 15:00');
    expect(reminders(harness)).toHaveLength(3);
  });

  it('leads to the first card that the person lacks, in the thread that it is in', async () => {
    const { harness, themes } = await started();
    await answerAll(harness, themes, [mette, anders, lars, signe]);
    await answerAll(harness, themes.slice(0, 2), [fatima]);
    await pass(harness, dayBefore);
    const [, , third] = themes;
    const [link] = linksOn(only(reminders(harness)).cardNow);
    expect(link?.title).toBe('Åbn kortet');
    const url = new URL(link?.url ?? '');
    const [channel, root] = third?.conversationId.split(';messageid=') ?? [];
    expect(url.origin).toBe('https://teams.microsoft.com');
    expect(decodeURIComponent(url.pathname)).toBe(`/l/message/${channel}/${third?.activityId}`);
    expect(Object.fromEntries(url.searchParams)).toEqual({ tenantId, parentMessageId: root });
  });

  it('leads to the card of the round where the other may not be there, and nowhere where none is known', async () => {
    const { harness, id, setup, themes } = await started();
    await answerAll(harness, themes, [mette, anders, lars, signe]);
    for (const { record, version } of await harness.store.posts(here, id))
      if (record.slot !== 'status') await harness.store.savePost(here, { ...record, state: 'unknown' }, version);
    await pass(harness, dayBefore);
    const [link] = linksOn(only(reminders(harness)).cardNow);
    expect(new URL(link?.url ?? '').pathname.endsWith(`/${setup.activityId}`)).toBe(true);

    const other = await started();
    for (const { record, version } of await other.harness.store.posts(here, other.id))
      await other.harness.store.savePost(here, { ...record, state: 'gone' }, version);
    await pass(other.harness, dayBefore);
    expect(reminders(other.harness)).toHaveLength(5);
    for (const { cardNow: card } of reminders(other.harness)) expect(linksOn(card)).toEqual([]);
  });

  it('says nothing to the channel, and nothing of others to those who get one', async () => {
    const { harness, themes } = await started();
    await answerAll(harness, themes, [anders]);
    const before = harness.connector.shown.length;
    await pass(harness, dayBefore);
    const after = harness.connector.shown.slice(before);
    expect(after.map(({ conversationId }) => conversationId).toSorted()).toEqual(chats(mette, fatima, lars, signe));
    const told = JSON.stringify(after.map(({ cardNow: card }) => card));
    // The name in the middle is a word that the channel's own id has too.
    for (const { id, name } of people)
      for (const word of [id, name, ...name.split(` ${canary} `)]) expect(told).not.toContain(word);
  });

  it('is off where the round is set up so', async () => {
    const { harness, id } = await started({ personalReminders: 'false' });
    await pass(harness, dayBefore);
    expect(reminders(harness)).toEqual([]);
    expect(await harness.store.dueItem(itemOf(id))).toBeUndefined();
  });

  it('does not come when as many as were expected have answered everything', async () => {
    const { harness, id, themes } = await started({ expected: '2', closeWhenAll: 'false' });
    await answerAll(harness, themes, [anders, fatima]);
    await answerAll(harness, themes.slice(0, 1), [lars]);
    await pass(harness, dayBefore);
    expect(reminders(harness)).toEqual([]);
    expect((await dueItem(harness, itemOf(id))).state).toBe('done');
  });

  it('does not come after the round is closed, and nobody is kept as reminded then', async () => {
    const { harness, id, setup } = await started();
    await pass(harness, dayBefore);
    expect((await harness.store.reminded({ channel: here, id }))?.record.people).toHaveLength(5);
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    expect(await harness.store.reminded({ channel: here, id })).toBeUndefined();
  });

  it('comes once in a round, also where the deadline is put off afterwards', async () => {
    const { harness, setup } = await started();
    await pass(harness, dayBefore);
    expect(reminders(harness)).toHaveLength(5);
    await pressTwo(harness, mette, setup, ['Forlæng svarfristen', 'Gem den nye svarfrist'], {
      deadline: '2026-12-16',
      deadlineTime: '16:00',
    });
    await pass(harness, '2026-12-15 09:00');
    expect(reminders(harness)).toHaveLength(5);
  });

  it('follows a deadline that is put off before', async () => {
    const { harness, id, setup } = await started();
    await pressTwo(harness, mette, setup, ['Forlæng svarfristen', 'Gem den nye svarfrist'], {
      deadline: '2026-12-16',
      deadlineTime: '16:00',
    });
    await pass(harness, dayBefore);
    expect(reminders(harness)).toEqual([]);
    expect((await dueItem(harness, itemOf(id))).state).toBe('cancelled');
    await pass(harness, '2026-12-15 09:00');
    expect(reminders(harness)).toHaveLength(5);
  });

  it('comes late by day where the bot was down, once, and not at all the day after', async () => {
    const { harness } = await started();
    await harness.restart('2026-12-08 15:00');
    await quiet(harness);
    expect(reminders(harness)).toHaveLength(5);
    const other = await started();
    await other.harness.restart('2026-12-09 10:00');
    await quiet(other.harness);
    expect(reminders(other.harness)).toEqual([]);
    expect((await dueItem(other.harness, itemOf(other.id))).state).toBe('skippedLate');
  });

  it('works in a group chat, in its words', async () => {
    const chat = { conversationId: '19:gruppe@thread.v2', type: 'groupChat' } as const;
    const { harness, themes } = await started({}, chat);
    await answerAll(harness, themes, [mette, anders, lars, signe]);
    await pass(harness, dayBefore);
    const { conversationId, cardNow: card } = only(reminders(harness));
    expect(conversationId).toBe(chatOf(fatima));
    expect(textOf(card)).toContain('Ingen i chatten kan se, at du har fået den.');
    const url = new URL(linksOn(card)[0]?.url ?? '');
    expect(url.searchParams.get('context')).toBe('{"contextType":"chat"}');
  });
});

describe('where more are in the channel than are to answer', () => {
  it('only those who have begun are reminded', async () => {
    const { harness, themes } = await started({ expected: '3' });
    await answerAll(harness, themes.slice(0, 1), [fatima]);
    await pass(harness, dayBefore);
    expect(reminded(harness)).toEqual(chats(fatima));
  });

  it('who leads the meeting is left out, where they did not count themselves', async () => {
    const { harness, themes } = await started({ expected: '4' });
    await answerAll(harness, themes, [anders]);
    await pass(harness, dayBefore);
    expect(reminded(harness)).toEqual(chats(fatima, lars, signe));
  });
});

describe('somebody who wants no more', () => {
  it('says so once, for good and in every channel, and nobody else is told', async () => {
    const { harness, setup } = await started();
    await pass(harness, dayBefore);
    const [toSigne] = reminders(harness).filter(({ conversationId }) => conversationId === chatOf(signe));
    if (!toSigne) throw new Error('no reminder');
    const before = harness.connector.shown.length;
    const reply = await harness.press(signe, toSigne, 'Ikke mere');
    expect(reply.text).toContain('Så skriver jeg ikke til dig her, når du mangler');
    expect((await harness.press(signe, toSigne, 'Ikke mere')).text).toContain('Så skriver jeg ikke');
    await quiet(harness);
    expect(harness.connector.shown).toHaveLength(before);
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    const from = reminders(harness).length;
    await startRound(harness, { nudges: 'false' }, { conversationId: '19:andet@thread.tacv2' });
    await pass(harness, '2026-12-21 09:00');
    const again = reminders(harness).slice(from);
    expect(again.map(({ conversationId }) => conversationId).toSorted()).toEqual(chats(mette, anders, fatima, lars));
  });

  it('can take it back, and sees it among their data', async () => {
    const { harness } = await started();
    await pass(harness, dayBefore);
    const [toSigne] = reminders(harness).filter(({ conversationId }) => conversationId === chatOf(signe));
    if (!toSigne) throw new Error('no reminder');
    await harness.press(signe, toSigne, 'Ikke mere');
    await harness.say(signe, 'mine data', own(signe));
    const [mine] = posts(harness, 'Dine data');
    if (!mine) throw new Error('no data');
    expect(textOf(mine.cardNow)).toContain('du ikke vil have påmindelser om at svare i denne chat');
    expect((await harness.press(signe, mine, 'Mind mig igen')).text).toContain('Fra nu af minder jeg dig igen');
    await harness.say(signe, 'mine data', own(signe));
    expect(textOf(posts(harness, 'Dine data').at(-1)?.cardNow)).not.toContain('påmindelser om at svare');
  });

  it('is forgotten with the rest of what is kept of them, and reminders come again', async () => {
    const { harness, id } = await started();
    await pass(harness, dayBefore);
    const [toSigne] = reminders(harness).filter(({ conversationId }) => conversationId === chatOf(signe));
    if (!toSigne) throw new Error('no reminder');
    await harness.press(signe, toSigne, 'Ikke mere');
    await harness.say(signe, 'slet mine data', own(signe));
    const [question] = posts(harness, 'Slet dine data?');
    if (!question) throw new Error('no question');
    expect(textOf(question.cardNow)).toContain('Har du sagt nej til påmindelser om at svare, glemmer jeg også det.');
    await harness.press(signe, question, 'Slet mine data');
    expect((await harness.store.reminded({ channel: here, id }))?.record.people).toHaveLength(4);
    await startRound(harness, { nudges: 'false' }, { conversationId: '19:andet@thread.tacv2' });
    const from = reminders(harness).length;
    await pass(harness, '2026-12-21 09:00');
    expect(
      reminders(harness)
        .slice(from)
        .map(({ conversationId }) => conversationId),
    ).toContain(chatOf(signe));
  });

  it('cannot say so where others read along, nor for anybody else', async () => {
    const { harness, setup } = await started();
    const reply = await harness.execute(anders, setup, 'stopReminders', { person: signe });
    expect(reply.text).toContain('Det klarer vi i en privat chat');
    await pass(harness, dayBefore);
    expect(reminders(harness)).toHaveLength(5);
  });

  it('gains nothing else by the chat: a round is no nearer from there', async () => {
    const { harness, id, themes } = await started();
    await pass(harness, dayBefore);
    const [toSigne] = reminders(harness).filter(({ conversationId }) => conversationId === chatOf(signe));
    if (!toSigne) throw new Error('no reminder');
    for (const [verb, data] of [
      ['close', { round: id }],
      ['status', { round: id }],
      ['mine', { round: id, theme: 'baeredygtigt-samarbejde' }],
      ['answer', { round: id, theme: 'baeredygtigt-samarbejde', seen: 0 }],
    ] as const)
      expect((await harness.execute(signe, toSigne, verb, data)).text).toContain('Det kan jeg ikke finde');
    expect((await harness.store.round(here, id))?.record.state).toBe('open');
    await harness.say(signe, 'hvad er det her', own(signe));
    await quiet(harness);
    expect(textOf(harness.connector.shown.at(-1)?.cardNow)).toContain('hører til i jeres kanal eller gruppechat');
    expect(themes).toHaveLength(4);
  });
});

describe('what happens meanwhile', () => {
  /** Something that happens as the first chat is made. */
  function whenFirstChatIsMade(harness: Harness, happens: () => void): void {
    let made = false;
    harness.connector.fate = ({ body }) => {
      if (!made && body.includes('"isGroup":false')) {
        made = true;
        happens();
      }
      return { kind: 'accept' };
    };
  }

  it('who finishes before their turn gets none', async () => {
    const { harness, themes } = await started();
    let finished: Promise<void> | undefined;
    whenFirstChatIsMade(harness, () => {
      finished = answerAll(harness, themes, [signe]);
    });
    await harness.eventually(async () => {
      moveTo(harness, dayBefore);
      return finished !== undefined;
    });
    await finished;
    await quiet(harness);
    expect(reminded(harness)).not.toContain(chatOf(signe));
    expect(reminders(harness).length).toBeGreaterThan(0);
  });

  it('who has left the team gets none', async () => {
    const { harness } = await started();
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== signe);
    await pass(harness, dayBefore);
    expect(reminded(harness)).toEqual(chats(mette, anders, fatima, lars));
  });

  it.each(['membersForbidden', 'membersBadRequest'] as const)(
    'nobody gets one where %s, which the log says',
    async (name) => {
      const { harness, id } = await started();
      harness.connector.fate = connectorBehaviours[name].fate;
      await pass(harness, dayBefore);
      expect(reminders(harness)).toEqual([]);
      expect((await dueItem(harness, itemOf(id))).state).toBe('cancelled');
      expect(harness.logged.filter((line) => line.includes('nobody is reminded in private'))).toHaveLength(1);
    },
  );

  it.each(['chatsForbidden', 'chatsBlocked'] as const)(
    'that Teams refuses (%s) is nothing about the channel, and is tried once',
    async (name) => {
      const { harness, id } = await started();
      harness.connector.fate = connectorBehaviours[name].fate;
      const before = harness.connector.shown.length;
      await pass(harness, dayBefore);
      expect(harness.connector.shown).toHaveLength(before);
      expect((await dueItem(harness, itemOf(id))).state).toBe('done');
      const channel = (await harness.store.channel(here))?.record;
      expect([channel?.active, channel?.refusals]).toEqual([true, undefined]);
      expect(harness.connector.requests.filter((each) => each === 'POST /v3/conversations')).toHaveLength(4 + 5);
      expect(harness.logged.filter((line) => line.includes('Teams refused private messages'))).toHaveLength(1);
    },
  );

  it('where only one is refused the others get theirs', async () => {
    const { harness } = await started();
    harness.connector.fate = ({ body }) =>
      body.includes(anders) && body.includes('"isGroup":false') ? { kind: 'status', status: 403 } : { kind: 'accept' };
    await pass(harness, dayBefore);
    expect(reminded(harness)).toEqual(chats(mette, fatima, lars, signe));
  });

  it('whom Teams has a fault with keeps nobody else from theirs, however many come after', async () => {
    const harness = await startHarness({ at: begin });
    harness.connector.members.push(...many(20));
    const { id } = await startRound(harness, { nudges: 'false', expected: '25' });
    harness.connector.fate = ({ body }) =>
      [mette, anders].some((person) => body.includes(person)) && body.includes('"isGroup":false')
        ? { kind: 'status', status: 500 }
        : { kind: 'accept' };
    moveTo(harness, dayBefore);
    await passPauses(harness, () => reminders(harness).length === 23);
    expect((await dueItem(harness, itemOf(id))).state).toBe('waiting');
    harness.connector.fate = () => ({ kind: 'accept' });
    await passPauses(harness, () => reminders(harness).length === 25);
    await quiet(harness);
    expect(new Set(reminded(harness)).size).toBe(25);
    expect((await dueItem(harness, itemOf(id))).state).toBe('done');
  });

  it('"too many" is waited out, and everybody gets theirs once', async () => {
    const { harness } = await started();
    let left = 3;
    harness.connector.fate = (request) => {
      const fate: Fate = left > 0 ? connectorBehaviours.chatsThrottled.fate(request) : { kind: 'accept' };
      if (fate.kind === 'status') left -= 1;
      return fate;
    };
    moveTo(harness, dayBefore);
    await passPauses(harness, () => reminders(harness).length === 5);
    await quiet(harness);
    expect(reminded(harness)).toEqual(chats(mette, anders, fatima, lars, signe));
  });

  it.each([
    ['that may have been taken is not sent again', { kind: 'resetAfter' }, 5],
    ['that surely was not taken is sent again', { kind: 'status', status: 503 }, 5],
    ['that got no answer and was not taken is not sent again', { kind: 'resetBefore' }, 4],
  ] satisfies [string, Fate, number][])('a message %s', async (_name, fate, count) => {
    const { harness } = await started();
    let left = 1;
    harness.connector.fate = ({ path }) => {
      if (!path.includes('/a%3A') || left === 0) return { kind: 'accept' };
      left -= 1;
      return fate;
    };
    moveTo(harness, dayBefore);
    await passPauses(harness, () => reminders(harness).length === count);
    await quiet(harness);
    expect(new Set(reminded(harness)).size).toBe(count);
    expect(reminders(harness)).toHaveLength(count);
  });

  it('two instances remind everybody once', async () => {
    const { harness } = await started();
    const other = await harness.join();
    moveTo(harness, dayBefore);
    other.sweep();
    await quiet(harness);
    expect(reminded(harness)).toEqual(chats(mette, anders, fatima, lars, signe));
  });

  it('an instance that stops halfway leaves the rest to the next one', async () => {
    const { harness } = await started();
    let sent = 0;
    harness.connector.fate = ({ path }) => {
      if (!path.includes('/a%3A')) return { kind: 'accept' };
      sent += 1;
      return sent === 3 ? { kind: 'hangAfter' } : { kind: 'accept' };
    };
    moveTo(harness, dayBefore);
    await harness.eventually(() => reminders(harness).length === 3);
    await harness.restart();
    await quiet(harness);
    expect(reminded(harness)).toEqual(chats(mette, anders, fatima, lars, signe));
  });
});

/** When each chat was made; Teams takes no more of them from a bot than this. */
function watchChats(harness: Harness): number[] {
  const at: number[] = [];
  harness.connector.fate = ({ body }) => {
    if (body.includes('"isGroup":false')) at.push(harness.clock.now());
    return { kind: 'accept' };
  };
  return at;
}

function expectWithinLimits(at: readonly number[]): void {
  for (const { count, within } of [
    { count: 7, within: 1_000 },
    { count: 8, within: 2_000 },
    { count: 60, within: 30_000 },
  ])
    for (const [i, from] of at.entries())
      expect((at[i + count] ?? Number.POSITIVE_INFINITY) - from).toBeGreaterThanOrEqual(within);
}

const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `29:person-${i}`, name: `Person ${i}` }));

describe('many people', () => {
  it('are 300 reminded within the limits of Teams, each once', { timeout: 60_000 }, async () => {
    const harness = await startHarness({ at: begin });
    harness.connector.members.push(...many(295));
    await startRound(harness, { nudges: 'false', expected: '300' });
    const at = watchChats(harness);
    moveTo(harness, dayBefore);
    for (let more = 20; more <= 300; more += 20) await harness.eventually(() => reminders(harness).length >= more);
    await quiet(harness);
    expect(new Set(reminded(harness)).size).toBe(300);
    expect(reminders(harness)).toHaveLength(300);
    expectWithinLimits(at);
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(10 * 60_000);
  });

  it('are those of several rounds at once within the same limits', { timeout: 60_000 }, async () => {
    const harness = await startHarness({ at: begin });
    harness.connector.members.push(...many(25));
    for (const name of ['en', 'to', 'tre', 'fire'])
      await startRound(harness, { nudges: 'false', expected: '30' }, { conversationId: `19:${name}@thread.tacv2` });
    const at = watchChats(harness);
    moveTo(harness, dayBefore);
    for (let more = 20; more <= 120; more += 20) await harness.eventually(() => reminders(harness).length >= more);
    await quiet(harness);
    expect(reminders(harness)).toHaveLength(120);
    expectWithinLimits(at);
  });
});
