import { Agent } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EmulatorValidation } from 'botframework-connector';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { channelId, installation, invoke, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, inputs, roundOn, textOf } from '../support/cards.ts';
import { healthz, post } from '../support/post.ts';
import { anders, mette, saved } from '../support/rounds.ts';
import { appId, makeKey, openIdForTest, rightClaims, type SigningKey, sign } from './openid.ts';

/** The same attacks every time; another seed gives others, and the seed is told where one of them gets through. */
const seed = Number(process.env.HJULET_FUZZ_SEED ?? 20_261_122);
const atOnce = 32;
const batches = 625;

type Json = unknown;
type Path = readonly string[];

const hugeNumber = fc.constantFrom(1e308, -0, Number.MAX_SAFE_INTEGER, 2 ** 53, -1, 0.1);
const wickedText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u2066',
  '\u200b\ufeff',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '${$root}',
  '=1+1',
  '<at>alle</at>',
  '<script>alert(1)</script>',
  '💥'.repeat(200),
  'x'.repeat(20_000),
  'http://127.0.0.1:1/',
  'https://evil.example/',
  'javascript:alert(1)',
  "'; DROP TABLE documents; --",
  '1e0',
  'NaN',
  'true',
);
const wicked: fc.Arbitrary<Json> = fc.oneof(
  wickedText,
  fc.string({ unit: 'binary', maxLength: 60 }),
  hugeNumber,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(wickedText, { maxLength: 3 }),
  // Parsed, so that the name is the object's own.
  fc
    .constantFrom('{"__proto__":{"type":"message"}}', '{"constructor":{"prototype":{}}}')
    .map((text) => JSON.parse(text)),
  fc.nat({ max: 300 }).map((depth) => JSON.parse('['.repeat(depth) + ']'.repeat(depth) || '0')),
);

/** What is done to a right activity: something is put at one place of it, taken away, or put in a list. */
const change = fc.record({
  at: fc.nat(),
  what: fc.oneof(
    { weight: 5, arbitrary: wicked.map((value) => () => value) },
    { weight: 2, arbitrary: fc.constant(() => undefined) },
    { weight: 1, arbitrary: fc.constant((value: Json) => [value]) },
    { weight: 1, arbitrary: fc.constant((value: Json) => ({ value })) },
  ),
});
const changes = fc.array(change, { minLength: 1, maxLength: 4 });

function pathsOf(value: Json, before: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [before];
  return [before, ...Object.entries(value).flatMap(([name, each]) => pathsOf(each, [...before, name]))].filter(
    ({ length }) => length > 0,
  );
}

function changed(value: Json, [name, ...rest]: Path, what: (value: Json) => Json): Json {
  if (name === undefined) return what(value);
  const own = value as Record<string, Json>;
  const copy: Record<string, Json> = Object.assign(Array.isArray(value) ? [] : {}, own);
  copy[name] = changed(own[name], rest, what);
  return copy;
}

const applied = (activity: object, all: readonly { at: number; what(value: Json): Json }[]): Json =>
  all.reduce<Json>((value, { at, what }) => {
    const paths = pathsOf(value);
    const path = paths[at % paths.length];
    return path ? changed(value, path, what) : value;
  }, activity);

const nowhere = 'A'.repeat(22);
const verb = fc.oneof(
  fc.constantFrom('answer', 'mine', 'edit', 'refresh', 'status', 'setup', 'start', 'team', 'sendAgain', 'close'),
  wicked,
);
/** None of these is a score. */
const noScore = fc.oneof(
  fc.constantFrom<Json>(0, 5, 2.5, '0', '5', '3 3', '1e0', '03', '+3', '３', true, [3, 3], [[3]], {}, null, 'dontknow'),
  wickedText,
);

/** Data for a button that would leave nothing stored, though its round and theme may be right. */
const data = (round: string) =>
  fc.oneof(
    fc
      .record({
        given: fc.dictionary(fc.string({ maxLength: 12 }), wicked, { maxKeys: 3 }),
        score: noScore,
        comment: wicked,
      })
      .map(({ given, score, comment }) => ({ ...given, round, theme, seen: 0, [`s_${theme}`]: score, comment })),
    wicked.map((other) => ({ round: other, theme, seen: 0, [`s_${theme}`]: '3' })),
    wicked.map((other) => ({ round: nowhere, theme: other, seen: 0, [`s_${theme}`]: '3' })),
    // A right number would be a right answer: keys that clients add are ignored.
    wicked
      .filter((other) => !Number.isInteger(other))
      .map((other) => ({ round, theme, seen: other, more: other, [`s_${theme}`]: '3' })),
    fc.constant({ setup: nowhere, own: true, wheelId: 'findes-ikke' }),
    fc.dictionary(fc.string({ maxLength: 12 }), wicked, { maxKeys: 5 }),
    wicked,
  );

/** Verbs that change or post something get a round that there is none of. */
const harmless = (verbGiven: Json, dataGiven: Json): Json =>
  ['close', 'sendAgain', 'sendMissing', 'start'].includes(String(verbGiven)) &&
  typeof dataGiven === 'object' &&
  dataGiven !== null
    ? { ...dataGiven, round: nowhere }
    : dataGiven;

/** A round that is open, in a channel of its own. */
interface Opened {
  id: string;
  conversationId: string;
}
const theme = 'baeredygtigt-samarbejde';
/** So many that none of them, and none of the channels, is asked to slow down. */
const crowd = Array.from({ length: 60 }, (_, at) => ({ id: `29:fuzz-${at}`, name: `Person ${at}` }));
const channels = Array.from({ length: 16 }, (_, at) => `19:round-${at}@thread.tacv2`);

async function open(harness: Harness, conversationId: string): Promise<Opened> {
  await harness.say(mette, 'start', { conversationId });
  const setup = await harness.eventually(() =>
    harness.connector.shown.find(
      (shown) => shown.conversationId === conversationId && textOf(shown.cardNow).startsWith('Ny runde'),
    ),
  );
  const { verb: start, data: given } = button(setup.cardNow, 'Start runden');
  const reply = await harness.execute(mette, setup, start, { ...inputs(setup.cardNow), ...given });
  expect(reply.text).toContain('Runden er i gang');
  return { id: roundOn(reply.card), conversationId };
}

/** A body as it goes over the wire: a changed activity, a button pressed with wrong data, or no JSON at all. */
function bodies({ connector }: Harness, rounds: readonly Opened[]): fc.Arbitrary<string> {
  const people = fc.constantFrom(...crowd.map(({ id }) => id), '29:fremmed', '28:bot');
  // Each in a conversation of its own: the pace of one would hold the next.
  const elsewhere = fc.nat().map((at) => ({ conversationId: `19:fuzz-${at}@thread.tacv2`, tenantId: `tenant-${at}` }));
  const whole = fc.oneof(
    elsewhere.map((where) => message(connector, mette, 'hjælp', where)),
    elsewhere.map((where) => ({ ...message(connector, mette, 'hjælp', where), entities: [] })),
    elsewhere.map((where) => message(connector, mette, 'hi', { ...where, type: 'personal' })),
    elsewhere.map((where) => installation(connector, mette, where)),
    elsewhere.map((where) => ({
      ...message(connector, mette, '', where),
      type: 'conversationUpdate',
      membersRemoved: [{ id: mette }],
      channelData: { tenant: { id: where.tenantId }, eventType: 'channelDeleted', channel: { id: 'x', name: 'y' } },
    })),
    elsewhere.map((where) => ({
      ...message(connector, mette, '', where),
      value: { verb: 'answer', round: nowhere, theme, seen: 0 },
    })),
    fc
      .tuple(people, fc.constantFrom(...rounds))
      .map(([person, { id, conversationId }]) =>
        invoke(connector, person, { conversationId, activityId: '1' }, 'mine', { round: id, theme }),
      ),
  );
  const press = fc
    .constantFrom(...rounds)
    .chain(({ id, conversationId }) =>
      fc
        .record({ person: people, verb, data: data(id) })
        .map((given) =>
          invoke(
            connector,
            given.person,
            { conversationId, activityId: '1' },
            given.verb,
            harmless(given.verb, given.data),
          ),
        ),
    );
  const valid = fc.tuple(whole, changes).map(([activity, all]) => JSON.stringify(applied(activity, all)) ?? '');
  return fc.oneof(
    { weight: 5, arbitrary: valid },
    { weight: 4, arbitrary: press.map((activity) => JSON.stringify(activity)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc.tuple(valid, fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, between]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + between + text.slice(cut + (at % 3));
      }),
    },
  );
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
const issuers = () => EmulatorValidation.ToBotFromEmulatorTokenValidationParameters.issuer?.length;

describe('twenty thousand activities and card actions that are not right', () => {
  it('leave no fault, nothing stored, a bot that answers, and no more memory in use', {
    timeout: 240_000,
  }, async () => {
    const harness = await startHarness();
    const { connector, app } = harness;
    connector.members.push(...crowd);
    const rounds = await Promise.all(channels.map((conversationId) => open(harness, conversationId)));
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    const batch = fc.array(bodies(harness, rounds), { minLength: atOnce, maxLength: atOnce });
    const forget = () => {
      harness.logged.length = 0;
      connector.requests.length = 0;
      connector.shown.length = 0;
    };
    const kept = { issuers: issuers(), heap: 0, at: 0 };
    let sent = 0;
    let slowedDown = 0;
    try {
      await fc.assert(
        fc.asyncProperty(batch, async (all) => {
          const answers = await Promise.all(all.map((body) => post(app.port, body, { agent })));
          const broken = answers.flatMap(({ status }, at) =>
            status < 200 || status >= 500 ? [[status, all[at]]] : [],
          );
          expect(broken).toEqual([]);
          const faults = harness.logged.filter((line) => line.includes('a turn failed'));
          expect(faults).toEqual([]);
          sent += all.length;
          slowedDown += answers.filter(({ text }) => text.includes('for stærkt')).length;
          forget();
          // Caches fill up to their limits first.
          if (sent === 8_000) kept.heap = heap();
        }),
        { seed, numRuns: batches },
      );
    } finally {
      agent.destroy();
    }
    expect(sent).toBe(batches * atOnce);
    expect((await healthz(app.port)).status).toBe(200);
    for (const { id, conversationId } of rounds) {
      const key = { tenantId, conversationId };
      expect(await harness.store.answers(key, id)).toEqual([]);
      expect((await harness.store.round(key, id))?.record.state).toBe('open');
    }
    // Those would have been turned away before their data was looked at.
    expect(slowedDown).toBeLessThan(sent / 20);
    expect(issuers()).toBe(kept.issuers);
    expect(heap() - kept.heap).toBeLessThan(64 * 1024 * 1024);

    for (const { id, conversationId } of rounds) {
      const given = { round: id, theme, seen: 0, [`s_${theme}`]: '3' };
      const reply = await harness.execute(anders, { conversationId, activityId: '1' }, 'answer', given);
      expect(reply.text).toContain(saved);
    }
  });
});

describe('two thousand tokens with something changed', () => {
  let key: SigningKey;
  beforeAll(async () => {
    key = await makeKey('teams-key', ['msteams']);
  });

  it('are refused alike, whatever it is, and nothing is done', async () => {
    const openId = await openIdForTest([key]);
    const harness = await startHarness({ tokens: { appId, metadataUrl: openId.metadataUrl } });
    const token = await sign(key, rightClaims(harness.connector.serviceUrl, harness.clock.now()));
    const activity = message(harness.connector, mette, 'start');
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ';
    const one = fc.record({
      // The last letter holds bits that mean nothing.
      at: fc.nat({ max: token.length - 2 }),
      drop: fc.nat({ max: 2 }),
      put: fc.string({ unit: fc.constantFrom(...letters), maxLength: 3 }),
    });
    const batch = fc.array(one, { minLength: atOnce, maxLength: atOnce });
    const property = fc.asyncProperty(batch, async (all) => {
      const wrong = all
        .map(({ at, drop, put }) => token.slice(0, at) + put + token.slice(at + drop))
        .filter((text) => text !== token && text.trim() !== token);
      const answers = await Promise.all(
        wrong.map((text) => post(harness.app.port, activity, { agent, headers: { authorization: `Bearer ${text}` } })),
      );
      expect(answers).toEqual(wrong.map(() => ({ status: 401, text: '{"error":"Not authenticated."}' })));
    });
    await fc.assert(property, { seed, numRuns: 63 });
    agent.destroy();
    expect(harness.connector.requests).toEqual([]);
    expect(await harness.store.channel({ tenantId, conversationId: channelId })).toBeUndefined();
  });
});
