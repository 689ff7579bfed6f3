import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/system-clock.ts';
import type { Credentials } from '../../../src/teams/botframework/auth.ts';
import { FailedRead, type TeamsClient } from '../../../src/teams/outbound/teams-client.ts';
import { mostMembers } from '../../../src/usecases/channel/channel-ports.ts';
import type { Clock } from '../../../src/usecases/clock.ts';
import type { Log, SendOutcome } from '../../../src/usecases/ports.ts';
import { happened } from '../../support/arrivals.ts';
import { type FakeConnector, type Fate, startConnector } from '../../support/connector.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** What a client of Teams is made with, whichever SDK is behind it. */
export interface ClientNeeds {
  credentials?: Credentials;
  allowed(serviceUrl: string): boolean;
  clock: Clock;
  log: Log;
  callMs?: number;
}

const tenantId = 'tenant';
const channelId = '19:kanal@thread.tacv2';
const thread = `${channelId};messageid=1700000000001`;
const card = { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: 'Hej' }] };
const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Connected {
  connector: FakeConnector;
  client: TeamsClient;
  endpoint: { serviceUrl: string; tenantId: string };
}

/** What every client of Teams does, over real HTTP against a Connector that records. */
export function teamsClientContract(name: string, create: (needs: ClientNeeds) => TeamsClient): void {
  const connected = async (needs: Partial<ClientNeeds> = {}): Promise<Connected> => {
    const connector = await startConnector();
    onTestFinished(() => connector.close());
    const client = create({ allowed: () => true, clock: systemClock, log: silentLog, ...needs });
    return { connector, client, endpoint: { serviceUrl: connector.serviceUrl, tenantId } };
  };
  const send = ({ client, endpoint }: Connected) => client.send(endpoint, thread, card);
  const update = ({ client, endpoint }: Connected) =>
    client.update(endpoint, { conversationId: thread, activityId: '7' }, card);
  const newThread = ({ client, endpoint }: Connected) => client.newThread(endpoint, channelId, card);
  const chatWith = ({ client, endpoint }: Connected) => client.chatWith(endpoint, '29:mette');
  const read = ({ client, endpoint }: Connected) => client.members(endpoint, channelId);

  it(`${name}: what is sent within a moment shares a connection, and what comes later has one that nobody can have closed`, async () => {
    const clock = virtualClock();
    const at = await connected({ clock });
    for (let i = 0; i < 3; i++) expect((await send(at)).kind).toBe('accepted');
    expect(at.connector.connections).toBe(1);
    await clock.pass(3_000);
    await update(at);
    expect(at.connector.connections).toBe(1);
    await clock.pass(4_000);
    expect((await send(at)).kind).toBe('accepted');
    expect(at.connector.connections).toBe(2);
  });

  describe(`${name}: a post`, () => {
    it('in a channel begins a thread, and says where it is', async () => {
      const at = await connected();
      const bodies: string[] = [];
      at.connector.fate = ({ body }) => {
        bodies.push(body);
        return { kind: 'accept' };
      };
      const outcome = await newThread(at);
      const [post] = at.connector.shown;
      expect(at.connector.requests).toEqual(['POST /v3/conversations']);
      expect(post?.cardNow).toEqual(card);
      expect(post?.conversationId).toMatch(/^19:kanal@thread\.tacv2;messageid=\d+$/);
      expect(outcome).toEqual({
        kind: 'accepted',
        conversationId: post?.conversationId,
        activityId: post?.activityId,
      });
      expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
        isGroup: true,
        tenantId,
        channelData: { channel: { id: channelId }, tenant: { id: tenantId } },
        activity: { type: 'message' },
      });
    });

    it('in a thread is a message there', async () => {
      const at = await connected();
      const outcome = await send(at);
      expect(at.connector.requests).toEqual([`POST /v3/conversations/${thread}/activities`]);
      const [post] = at.connector.shown;
      expect([post?.conversationId, post?.cardNow]).toEqual([thread, card]);
      expect(outcome).toEqual({ kind: 'accepted', conversationId: thread, activityId: post?.activityId });
    });

    it('is changed where it is', async () => {
      const at = await connected();
      await send(at);
      const [post] = at.connector.shown;
      const place = { conversationId: thread, activityId: post?.activityId ?? '' };
      const other = { ...card, body: [] };
      expect(await at.client.update(at.endpoint, place, other)).toEqual({ kind: 'accepted', ...place });
      expect([post?.cardNow, post?.updates]).toEqual([other, 1]);
      expect(at.connector.requests[1]).toBe(`PUT /v3/conversations/${thread}/activities/${place.activityId}`);
    });

    it('to one person goes to their own chat with the bot, which is made once', async () => {
      const at = await connected();
      const bodies: string[] = [];
      at.connector.fate = ({ body }) => {
        bodies.push(body);
        return { kind: 'accept' };
      };
      const chat = { kind: 'accepted', conversationId: 'a:mette', activityId: '' };
      expect([await chatWith(at), await chatWith(at)]).toEqual([chat, chat]);
      expect(at.connector.requests).toEqual(['POST /v3/conversations', 'POST /v3/conversations']);
      expect(at.connector.shown).toEqual([]);
      // As Teams took it: microsoft/teams.net, docs/CreateConversation-API-Behavior.md.
      expect(JSON.parse(bodies[0] ?? '')).toEqual({
        isGroup: false,
        tenantId,
        channelData: { tenant: { id: tenantId } },
        members: [{ id: '29:mette' }],
      });
    });

    it('in a channel whose answer leaves out the conversation is in the thread of its own id', async () => {
      const at = await connected();
      at.connector.fate = () => ({ kind: 'bodyAfter', status: 201, body: '{"activityId":"1700000000009"}' });
      const conversationId = `${channelId};messageid=1700000000009`;
      expect(await newThread(at)).toEqual({ kind: 'accepted', conversationId, activityId: '1700000000009' });
    });

    it.each(['/', '//', '///', '?a=1', '#a'])(
      'goes to the same place where the service address ends in %s',
      async (end) => {
        const at = await connected();
        const endpoint = { ...at.endpoint, serviceUrl: `${at.endpoint.serviceUrl}${end}` };
        expect((await at.client.send(endpoint, thread, card)).kind).toBe('accepted');
        expect(at.connector.requests).toEqual([`POST /v3/conversations/${thread}/activities`]);
      },
    );

    it('that was accepted without an id is there, nobody says where', async () => {
      const at = await connected();
      at.connector.fate = () => ({ kind: 'emptyAfter' });
      expect(await send(at)).toEqual({ kind: 'accepted', conversationId: thread, activityId: '' });
    });
  });

  describe(`${name}: a call that Teams took`, () => {
    const body = (status: number, words: string, type?: string): Fate => ({
      ...{ kind: 'bodyAfter', status, body: words },
      ...(type !== undefined && { type }),
    });

    it.each<[string, Fate, string]>([
      ['no body', body(201, ''), ''],
      ['no body, which is called a page', body(201, '', 'text/html'), ''],
      ['JSON beside which pages are named', body(201, '{"id":"7"}', 'application/json; profile=text/html'), '7'],
      ['another code', body(204, ''), ''],
      ['half an answer', body(201, '{"id":'), ''],
      ['null', body(201, 'null'), ''],
      ['a list', body(201, '[]'), ''],
      ['an id that is null', body(201, '{"id":null}'), ''],
      ['an id that is a number', body(201, '{"id":1700000000007}'), '1700000000007'],
    ])('was taken, though the answer is %s', async (_name, fate, id) => {
      const at = await connected();
      at.connector.fate = () => fate;
      expect(await send(at)).toEqual({ kind: 'accepted', conversationId: thread, activityId: id });
      expect(await newThread(at)).toEqual({ kind: 'accepted', conversationId: id, activityId: '' });
      expect(await chatWith(at)).toEqual({ kind: 'accepted', conversationId: id, activityId: '' });
      at.connector.shown.push({ conversationId: thread, activityId: '7', cardNow: card, updates: 0 });
      expect(await update(at)).toEqual({ kind: 'accepted', conversationId: thread, activityId: '7' });
    });

    it.each([
      ['with a page', body(200, '<html></html>', 'text/html')],
      ['with a page that is called JSON', body(200, '\n<!DOCTYPE html><html></html>')],
      ['with words that are called a page', body(201, 'Welcome', 'text/html; charset=utf-8')],
    ])('%s may not have been taken, since Teams writes none', async (_name, fate) => {
      const at = await connected();
      at.connector.fate = () => fate;
      expect([await send(at), await newThread(at)]).toEqual([unknown, unknown]);
      expect([await update(at), await chatWith(at)]).toEqual([later(0), later(0)]);
    });

    it('and that is to say who is there is no answer where it cannot be read', async () => {
      const at = await connected();
      at.connector.fate = () => body(200, '<html></html>');
      const message = 'A page came that is not from Teams';
      await expect(read(at)).rejects.toMatchObject({ outcome: { kind: 'later', afterMs: 0 }, message });
    });
  });

  const later = (afterMs: number): SendOutcome => ({ kind: 'later', afterMs });
  const unknown: SendOutcome = { kind: 'unknown' };
  const refused = (status: number): SendOutcome => ({ kind: 'refused', status });
  const status = (code: number, headers = {}): Fate => ({ kind: 'status', status: code, headers });
  /** What becomes of a request, what that means for a post, and what it means for a change of one. */
  const fates: [string, Fate, SendOutcome, SendOutcome][] = [
    ['"too many"', status(429), later(2_000), later(2_000)],
    ['"too many" and a time', status(429, { 'retry-after': '7' }), later(7_000), later(7_000)],
    ['"too many" and a time without end', status(429, { 'retry-after': '999999' }), later(600_000), later(600_000)],
    [
      '"too many" and a day and time',
      status(429, { date: 'Fri, 27 Nov 2026 10:00:00 GMT', 'retry-after': 'Fri, 27 Nov 2026 10:00:42 GMT' }),
      later(42_000),
      later(42_000),
    ],
    [
      '"too many" and a time that has passed',
      status(429, { date: 'Fri, 27 Nov 2026 10:00:00 GMT', 'retry-after': 'Fri, 27 Nov 2026 09:00:00 GMT' }),
      later(2_000),
      later(2_000),
    ],
    ['"too many" and no pause', status(429, { 'retry-after': '0' }), later(2_000), later(2_000)],
    ['"too many" and a word', status(429, { 'retry-after': 'soon' }), later(2_000), later(2_000)],
    ['412', status(412), later(0), later(0)],
    ['503', status(503), later(0), later(0)],
    ['500', status(500), unknown, later(0)],
    ['502', status(502), unknown, later(0)],
    ['408', status(408), unknown, later(0)],
    ['400', status(400), refused(400), refused(400)],
    ['401', status(401), refused(401), refused(401)],
    ['403', status(403), refused(403), refused(403)],
    ['404', status(404), refused(404), refused(404)],
    ['413', status(413), refused(413), refused(413)],
    ['a reset', { kind: 'resetBefore' }, unknown, later(0)],
    ['a redirect', status(307, { location: 'http://127.0.0.1:9/' }), refused(307), refused(307)],
  ];

  describe(`${name}: a call that fails`, () => {
    it.each(fates)('with %s is made once, and says what that means', async (_name, fate, ofPost, ofChange) => {
      const at = await connected();
      at.connector.fate = () => fate;
      expect([await send(at), await newThread(at), await update(at)]).toEqual([ofPost, ofPost, ofChange]);
      // Made twice it is the same chat.
      expect(await chatWith(at)).toEqual(ofChange);
      expect(at.connector.requests).toHaveLength(4);
      await expect(read(at)).rejects.toMatchObject({ outcome: ofChange, mayPass: ofChange.kind === 'later' });
      await expect(read(at)).rejects.toBeInstanceOf(FailedRead);
      expect(at.connector.requests).toHaveLength(6);
    });

    it.each([401, 403, 404, 407])('with %i and a page, which is not from Teams, may be made again', async (code) => {
      const at = await connected();
      at.connector.fate = () => ({ kind: 'bodyInstead', status: code, body: '<html></html>', type: 'text/html' });
      expect([await send(at), await newThread(at), await update(at)]).toEqual([later(0), later(0), later(0)]);
      const message = 'A page that is not from Teams refused a request';
      await expect(read(at)).rejects.toMatchObject({ outcome: later(0), message });
      await expect(at.client.isMember(at.endpoint, channelId, '29:3')).rejects.toMatchObject({ outcome: later(0) });
    });

    it.each([300, 413])('with %i and a page is refused all the same', async (code) => {
      const at = await connected();
      at.connector.fate = () => ({ kind: 'bodyInstead', status: code, body: '<html></html>', type: 'text/html' });
      expect([await send(at), await update(at)]).toEqual([refused(code), refused(code)]);
    });

    it('since nothing listens there never left, so it may be made again', async () => {
      const at = await connected();
      await at.connector.close();
      expect([await send(at), await update(at)]).toEqual([later(0), later(0)]);
    });

    it('since it takes too long may have come through', async () => {
      const clock = virtualClock();
      const at = await connected({ clock, callMs: 9_000 });
      at.connector.fate = () => ({ kind: 'hangBefore' });
      const failed = read(at).catch((error: unknown) => error);
      const calls = Promise.all([send(at), update(at), failed]);
      const { requests } = at.connector;
      await happened(
        'three requests',
        () => requests.length >= 3,
        () => requests.join(', '),
      );
      expect(requests).toHaveLength(3);
      await clock.pass(9_000);
      expect(await calls).toEqual([unknown, later(0), expect.objectContaining({ outcome: later(0) })]);
    });

    it('since the service address is not allowed sends nothing', async () => {
      const at = await connected({ allowed: () => false });
      expect((await send(at)).kind).not.toBe('accepted');
      await expect(read(at)).rejects.toThrow('allow-list');
      expect(at.connector.requests).toEqual([]);
    });

    it.each([true, false])(
      'is made ready without a call, and never fails, where the address is allowed: %s',
      async (is) => {
        const at = await connected({ allowed: () => is });
        await at.client.prepare(at.endpoint);
        expect(at.connector.requests).toEqual([]);
      },
    );
  });

  describe(`${name}: the members of a conversation`, () => {
    const people = Array.from({ length: 7 }, (_, at) => ({ id: `29:${at}`, name: `Person ${at}` }));

    it('are read page by page, without bots, and with their ids in Entra ID under either name', async () => {
      const at = await connected();
      at.connector.membersPerPage = 3;
      const [first, second, ...others] = people;
      if (!first || !second) throw new Error('no people');
      at.connector.members = [
        { ...first, objectId: 'entra-0' },
        Object.assign(second, { aadObjectId: 'entra-1' }),
        { id: '28:bot', name: 'Hjulet' },
        ...others,
      ];
      expect(await read(at)).toEqual([
        { userId: '29:0', name: 'Person 0', entraId: 'entra-0' },
        { userId: '29:1', name: 'Person 1', entraId: 'entra-1' },
        ...others.map(({ id, name: called }) => ({ userId: id, name: called })),
      ]);
      expect(at.connector.requests).toEqual(Array(3).fill(`GET /v3/conversations/${channelId}/pagedmembers`));
    });

    it('are read once where a page is told to come after itself', async () => {
      const at = await connected();
      const page = { members: [{ id: '29:1', name: 'Mette' }], continuationToken: 'same' };
      at.connector.fate = () => ({ kind: 'bodyAfter', status: 200, body: JSON.stringify(page) });
      expect(await read(at)).toEqual([{ userId: '29:1', name: 'Mette' }]);
      expect(at.connector.requests).toHaveLength(2);
    });

    it('are read to an end where there is always another page', async () => {
      const at = await connected();
      let pages = 0;
      at.connector.fate = () => {
        pages += 1;
        const page = { members: [{ id: `29:${pages}`, name: '' }], continuationToken: String(pages) };
        return { kind: 'bodyAfter', status: 200, body: JSON.stringify(page) };
      };
      expect(await read(at)).toHaveLength(100);
    });

    it('are read no further than is needed', async () => {
      const at = await connected();
      at.connector.membersPerPage = 500;
      at.connector.members = Array.from({ length: 3_000 }, (_, n) => ({ id: `29:${n}`, name: '' }));
      expect((await read(at)).length).toBe(mostMembers);
      expect(at.connector.requests).toHaveLength(2);
    });

    it.each([
      ['is there', '29:3', true],
      ['is not there', '29:none', false],
    ])('say whether somebody is one of them, who %s', async (_name, userId, expected) => {
      const at = await connected();
      at.connector.members = people;
      expect(await at.client.isMember(at.endpoint, channelId, userId)).toBe(expected);
    });

    it.each([403, 400])('say neither yes nor no where Teams answers %i', async (code) => {
      const at = await connected();
      at.connector.members = people;
      at.connector.fate = () => status(code);
      const asked = at.client.isMember(at.endpoint, channelId, '29:3');
      await expect(asked).rejects.toMatchObject({ outcome: refused(code) });
    });

    it.each(['ConversationNotFound', 'BotNotInConversationRoster'])(
      'say neither yes nor no where Teams answers 404 about the conversation: %s',
      async (code) => {
        const at = await connected();
        const body = JSON.stringify({ error: { code, message: 'Conversation not found.' } });
        at.connector.fate = () => ({ kind: 'bodyInstead', status: 404, body, type: 'application/json' });
        const asked = at.client.isMember(at.endpoint, channelId, '29:3');
        await expect(asked).rejects.toMatchObject({ outcome: refused(404), mayPass: true });
      },
    );

    it('say no where Teams answers 404 about the person', async () => {
      const at = await connected();
      const body = JSON.stringify({ error: { code: 'MemberNotFoundInConversation', message: '' } });
      at.connector.fate = () => ({ kind: 'bodyInstead', status: 404, body, type: 'application/json' });
      expect(await at.client.isMember(at.endpoint, channelId, '29:3')).toBe(false);
    });

    it('are not known where Teams fails', async () => {
      const at = await connected();
      at.connector.fate = () => status(503);
      await expect(at.client.isMember(at.endpoint, channelId, '29:3')).rejects.toMatchObject({ outcome: later(0) });
    });
  });
}
