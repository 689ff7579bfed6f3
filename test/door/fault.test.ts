import { describe, expect, it } from 'vitest';
import { silent } from '../../src/app.ts';
import type { Database } from '../../src/store/database.ts';
import { channelId, installation, invoke, message } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { mette } from '../support/rounds.ts';

/** A database that can be broken: whatever is asked of it then, fails. */
function breakable() {
  const state = { broken: false };
  const fail = () => Promise.reject(new Error('disk I/O error'));
  const wrap = (db: Database): Database =>
    new Proxy(db, {
      get(_, name) {
        const own: unknown = Reflect.get(db, name);
        if (typeof own !== 'function') return own;
        return state.broken && name !== 'close' ? fail : own.bind(db);
      },
    });
  return { state, wrap };
}

async function broken() {
  const { state, wrap } = breakable();
  const harness = await startHarness({ wrap });
  state.broken = true;
  return { harness, state };
}

const on = { conversationId: channelId, activityId: '1' };
const turns = (logged: readonly string[]) => logged.filter((line) => line.includes('"turn":'));

describe('a fault in a turn', () => {
  it.each([
    ['da-DK', /^Noget gik galt hos mig\..* giv jeres IT-afdeling dette nummer: ([\w-]{22})$/],
    ['en-GB', /^Something went wrong on my side\..* give your IT department this number: ([\w-]{22})$/],
  ])('is told to whoever pressed, in %s, with a number that stands in the log', async (locale, words) => {
    const { harness } = await broken();
    const activity = { ...invoke(harness.connector, mette, on, 'setup', {}), locale };
    const { status, body } = await harness.send(activity);
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
    const id = words.exec(String((body as { value: unknown }).value))?.[1];
    expect(id).toBeDefined();
    const [failed, turn, ...others] = turns(harness.logged);
    expect(failed).toMatch(new RegExp(`^{"turn":"${id}","kind":"invoke"}a turn failed`));
    expect(turn).toMatch(new RegExp(`^{"turn":"${id}","kind":"invoke","status":200,"ms":\\d+}turn$`));
    expect(others).toEqual([]);
  });

  it('is answered with nothing where nobody waits for words, and the next one goes well', async () => {
    const { harness, state } = await broken();
    expect(await harness.send(installation(harness.connector, mette))).toEqual({ status: 200, body: undefined });
    expect(harness.connector.shown).toEqual([]);
    state.broken = false;
    await harness.say(mette, 'hjælp');
    expect(harness.connector.shown).toHaveLength(1);
  });

  it.each([
    ['a channel, in its language', {}, 'Noget gik galt hos mig.'],
    ['a chat of their own', { conversationId: 'a:mette', type: 'personal' }, 'Something went wrong on my side.'],
  ] as const)('is told to whoever wrote in %s, with a number that stands in the log', async (_name, where, words) => {
    const { harness } = await broken();
    const sent = { ...message(harness.connector, mette, 'hjælp', where), locale: 'en-GB' };
    expect(await harness.send(sent)).toEqual({ status: 200, body: undefined });
    const [told, ...others] = harness.connector.shown;
    expect([told?.conversationId, others]).toEqual([sent.conversation.id, []]);
    const text = textOf(told?.cardNow);
    expect(text).toContain(words);
    const id = /([\w-]{22})$/.exec(text.trim())?.[1];
    expect(turns(harness.logged)[0]).toContain(`{"turn":"${id}","kind":"message"}a turn failed`);
  });

  it('is not told to people who did not speak to the bot, and a turn ends though nobody can be told', async () => {
    const { harness } = await broken();
    const among = { ...message(harness.connector, mette, ''), text: 'Skal vi se status i morgen?', entities: [] };
    expect((await harness.send(among)).status).toBe(200);
    expect(harness.connector.requests).toEqual([]);
    harness.connector.fate = () => ({ kind: 'status', status: 403 });
    expect((await harness.send(message(harness.connector, mette, 'hjælp'))).status).toBe(200);
  });
});

describe('the log', () => {
  it('has one line for every turn, with an id of its own and the kind of activity', async () => {
    const harness = await startHarness();
    const kinds = ['message', 'invoke', 'installationUpdate', 'conversationUpdate', 'typing', 'messageReaction'];
    for (const type of kinds) await harness.send({ ...message(harness.connector, mette, 'hjælp'), type });
    const lines = turns(harness.logged);
    expect(lines.map((line) => /"kind":"(\w+)"/.exec(line)?.[1])).toEqual(kinds);
    expect(new Set(lines.map((line) => /"turn":"([\w-]{22})"/.exec(line)?.[1])).size).toBe(kinds.length);
  });

  it('calls a kind that is new "other", for its name is whatever a sender wrote', async () => {
    const harness = await startHarness();
    await harness.send({ ...message(harness.connector, mette, 'hjælp'), type: 'somethingNew' });
    expect(turns(harness.logged)).toEqual([
      expect.stringMatching(/^{"turn":"[\w-]{22}","kind":"other","status":200,"ms":\d+}turn$/),
    ]);
  });

  it('tells how long a turn took, which the figures are told too', async () => {
    const told: unknown[] = [];
    const meter = { ...silent, turn: (...turn: unknown[]) => told.push(turn) };
    const harness = await startHarness({ meter });
    const before = performance.now();
    await harness.send({ ...message(harness.connector, mette, 'hjælp'), type: 'typing' });
    const most = Math.ceil(performance.now() - before);
    const ms = Number(/"ms":(\d+)/.exec(turns(harness.logged)[0] ?? '')?.[1]);
    // No figure of this machine's speed: the turn lies within what was measured around it.
    expect(ms).toBeLessThanOrEqual(most);
    expect(told).toEqual([['typing', 200, ms]]);
  });

  it('says of a request that was refused only that it was', async () => {
    const harness = await startHarness();
    const activity = { ...message(harness.connector, mette, 'hjælp'), serviceUrl: 'https://evil.example/' };
    expect((await harness.send(activity)).status).toBe(401);
    expect(harness.logged).toEqual(['{"status":401}a request was not authenticated']);
  });
});
