import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity } from 'botframework-connector';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startHarness } from '../support/app.ts';
import { happened } from '../support/arrivals.ts';
import { textOf } from '../support/cards.ts';
import { mette, startRound } from '../support/rounds.ts';
import { here } from '../support/time.ts';
import { granted, type Login, startLogin } from './login.ts';

/**
 * What the bot sends to Teams is signed with a token that its machine's own address gave it. MSAL remembers that address
 * as long as the process lives, so there is one for all tests of this file.
 */
let login: Login;
beforeAll(async () => {
  login = await startLogin({ secure: false });
  vi.stubEnv('IDENTITY_ENDPOINT', `${login.origin}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'kanariefugl');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await login.close();
});
beforeEach(() => {
  login.answer = granted;
  login.asked.length = 0;
});

/** Each with an id of its own: MSAL keeps tokens by it. */
const credentials = () => ({ appId: randomUUID(), proof: { kind: 'managedIdentity' } }) as const;
const askedFor = (appId: string) => login.asked.filter(({ url }) => url.searchParams.get('client_id') === appId).length;

describe('the bot’s own token', () => {
  it('is fetched once, at the start, and goes with every request to the Connector', async () => {
    const harness = await startHarness({ credentials: credentials() });
    await harness.holds(() => expect(login.asked).toHaveLength(1));
    await startRound(harness);
    const { authorizations, requests } = harness.connector;
    expect(requests.length).toBeGreaterThan(5);
    expect(authorizations).toEqual(requests.map(() => 'Bearer a-token-for-teams'));
    expect(login.asked).toHaveLength(1);
    expect(login.asked[0]?.url.searchParams.get('resource')).toBe('https://api.botframework.com');
  });

  it('is not known to the log', async () => {
    const harness = await startHarness({ credentials: credentials() });
    await harness.say(mette, 'hjælp');
    expect(harness.logged.join('\n')).not.toMatch(/a-token-for-teams|kanariefugl/);
  });

  it('that cannot be had is told in the log by its reason, and is asked for again for the next post', async () => {
    login.answer = { status: 400, body: { error: 'invalid_client', error_description: 'kanariefugl' } };
    const harness = await startHarness({ credentials: credentials() });
    await harness.say(mette, 'hjælp');
    expect(harness.connector.requests).toEqual([]);
    const told = harness.logged.filter((line) => line.includes('Microsoft gave the bot no token'));
    expect(told[0]).toContain('{"reason":"invalid_client"}');
    const asked = login.asked.length;
    login.answer = granted;
    // Another word: the first answer may still be tried again, and come as well.
    await harness.say(mette, 'privatliv', { tenantId: 'another-tenant' });
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow }) => textOf(cardNow).includes('Hvad gemmes?')),
    );
    expect(login.asked.length).toBeGreaterThan(asked);
  });

  it('that is missing for a while holds up the cards of a round, and every one of them comes', async () => {
    login.answer = { ...granted, body: { ...granted.body, expires_on: String(Math.floor(Date.now() / 1000)) } };
    const harness = await startHarness({ credentials: credentials() });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => harness.connector.shown[0]);
    login.answer = { status: 400, body: { error: 'temporarily_unavailable' } };
    expect((await harness.press(mette, setup, 'Start runden', { expected: '9' })).text).toContain('Runden er i gang');
    await harness.eventually(() => harness.logged.some((line) => line.includes('temporarily_unavailable')));
    login.answer = granted;
    await harness.eventually(() => harness.connector.shown.length === 5);
    const themes = harness.connector.shown.slice(1).map(({ cardNow: card }) => /^Tema \d/.exec(textOf(card))?.[0]);
    expect(themes).toEqual(['Tema 4', 'Tema 3', 'Tema 2', 'Tema 1']);
  });

  it('that Teams refuses once is asked for anew once, and everything is posted with the new one', async () => {
    const harness = await startHarness({ credentials: credentials() });
    await harness.holds(() => expect(login.asked).toHaveLength(1));
    const { connector } = harness;
    connector.fate = () =>
      connector.authorizations.at(-1) === 'Bearer a-token-for-teams'
        ? { kind: 'status', status: 401 }
        : { kind: 'accept' };
    login.answer = { ...granted, body: { ...granted.body, access_token: 'a-newer-token' } };
    await startRound(harness);
    expect(connector.shown.length).toBeGreaterThan(4);
    expect(login.asked).toHaveLength(2);
    expect(new Set(connector.authorizations)).toEqual(new Set(['Bearer a-token-for-teams', 'Bearer a-newer-token']));
    expect(harness.logged.join('\n')).not.toContain('a-newer-token');
  });

  it('that Teams goes on to refuse is not asked for again and again', async () => {
    const harness = await startHarness({ credentials: credentials() });
    await harness.holds(() => expect(login.asked).toHaveLength(1));
    harness.connector.fate = () => ({ kind: 'status', status: 401 });
    for (let times = 0; times < 5; times++) await harness.say(mette, 'hjælp');
    expect(login.asked).toHaveLength(2);
    expect(harness.logged.join('\n')).toContain('{"status":401}Teams refused the answer to a message');
  });

  it('that is missing is asked for once for each try of a card, before it is written that the card is about to leave', async () => {
    login.answer = { ...granted, body: { ...granted.body, expires_on: String(Math.floor(Date.now() / 1000)) } };
    const harness = await startHarness({ credentials: credentials() });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => harness.connector.shown[0]);
    login.answer = undefined;
    await harness.press(mette, setup, 'Start runden', { expected: '9' });
    const before = login.asked.length;
    await harness.eventually(() => login.asked.length > before);
    const { openRoundId = '' } = (await harness.store.channel(here))?.record ?? {};
    const states = async () =>
      (await harness.store.posts(here, openRoundId))
        .map(({ record }) => record.state)
        .filter((each) => each !== 'sent');
    expect(await states()).toEqual([]);
    login.letGo(granted);
    await harness.eventually(() => harness.connector.shown.length === 5);
    expect(await states()).toEqual([]);
  });

  it('that does not come in time is given up', async () => {
    login.answer = 'never';
    const harness = await startHarness({ credentials: credentials() });
    await harness.say(mette, 'hjælp');
    await harness.holds(() => expect(harness.logged.join('\n')).toContain('No token came, or none in time'));
    expect(harness.connector.requests).toEqual([]);
  });
});

describe('D13: fifty posts before there is a token', () => {
  it('ask for one fifty times with the SDK as it comes, and once here', async () => {
    login.answer = undefined;
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id":"1"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const appId = randomUUID();
    const settings = { MicrosoftAppId: appId, MicrosoftAppTenantId: appId, MicrosoftAppType: 'UserAssignedMSI' };
    const identity = new ClaimsIdentity([{ type: 'aud', value: appId }]);
    const factory = new ConfigurationBotFrameworkAuthentication(settings).createConnectorFactory(identity);
    const client = await factory.create(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, '');
    const theirs = Array.from({ length: 50 }, () =>
      client.conversations.sendToConversation('a', { type: 'message', text: 'x' }),
    );
    await happened(
      'fifty requests for a token',
      () => askedFor(appId) >= 50,
      () => `${askedFor(appId)}`,
    );
    expect(askedFor(appId)).toBe(50);
    login.letGo(granted);
    await Promise.all(theirs);

    login.answer = undefined;
    const here = credentials();
    const harness = await startHarness({ credentials: here });
    const places = Array.from({ length: 50 }, (_, at) => ({
      conversationId: `19:samtale-${at}@thread.tacv2`,
      tenantId: `tenant-${at}`,
    }));
    const own = places.map((where) => harness.say(mette, 'hjælp', where));
    // The bot meets a channel before it answers there.
    const met = async () =>
      expect(await Promise.all(places.map((where) => harness.store.channel(where)))).not.toContain(undefined);
    await harness.holds(met);
    login.letGo(granted);
    await Promise.all(own);
    expect(harness.connector.shown).toHaveLength(50);
    expect(askedFor(here.appId)).toBe(1);
  });
});
