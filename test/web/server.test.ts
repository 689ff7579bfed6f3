import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningServer, type ServerNeeds, slowness, startServer } from '../../src/web/server.ts';
import { healthz, post } from '../support/post.ts';

const needs: ServerNeeds = {
  isHttps: false,
  onActivity: async () => ({ status: 200 }),
  picture: async () => undefined,
  readPicture: () => undefined,
  trend: async () => undefined,
  readTrend: () => undefined,
  report: async () => undefined,
  readReport: () => undefined,
  guests: async () => ({ status: 404, headers: {}, body: '' }),
  ready: async () => true,
};
const host = '127.0.0.1';

async function started(changed: Partial<ServerNeeds> = {}): Promise<RunningServer> {
  const server = await startServer({ ...needs, ...changed }, host, 0);
  onTestFinished(() => server.close(0));
  return server;
}

/** How it stands with something after a time far longer than it may take: what goes on until then would never end. */
const soon = (work: Promise<unknown>) =>
  Promise.race([work.then(() => 'done'), later(20_000, 'not done after twenty seconds', { ref: false })]);

/** An answer that is under way until it is let go. */
function held() {
  const gate = Promise.withResolvers<{ status: number; body?: unknown }>();
  const asked = Promise.withResolvers<void>();
  const onActivity = () => {
    asked.resolve();
    return gate.promise;
  };
  return { onActivity, asked: asked.promise, letGo: () => gate.resolve({ status: 200, body: { done: true } }) };
}

describe('an address that cannot be listened on', () => {
  it('is told with its port, the reason and the remedy, where another program has it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, host, resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const failure = startServer(needs, host, port);
    await expect(failure).rejects.toMatchObject({ cause: { code: 'EADDRINUSE' } });
    await expect(failure).rejects.toThrow(
      `Port ${port} on 127.0.0.1 cannot be listened on (EADDRINUSE). Stop what uses it, or set PORT to another.`,
    );
  });

  it('is told as it is, where it is none of this machine’s', async () => {
    const failure = startServer(needs, '192.0.2.1', 0);
    await expect(failure).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
    await expect(failure).rejects.not.toThrow('set PORT');
  });
});

describe('a fault that nobody expected', () => {
  it.each<[string, Partial<ServerNeeds>, string, string]>([
    ['of the bot', { onActivity: () => Promise.reject(new Error('kanariefugl')) }, 'POST', '/api/messages'],
    ['while looking for a picture', { picture: () => Promise.reject(new Error('kanariefugl')) }, 'GET', '/pictures/x'],
    ['while looking for a trend', { trend: () => Promise.reject(new Error('kanariefugl')) }, 'GET', '/trends/x'],
    [
      'while looking for a report',
      { report: () => Promise.reject(new Error('kanariefugl')) },
      'GET',
      '/reports/x/da.html',
    ],
    ['while asking for readiness', { ready: () => Promise.reject(new Error('kanariefugl')) }, 'GET', '/readyz'],
  ])('%s is 500 without a word of it', async (_name, broken, method, path) => {
    const { port } = await started({ readPicture: () => 'x', readTrend: () => 'x', readReport: () => 'x', ...broken });
    const answer = await post(port, method === 'POST' ? '{}' : '', { path, method });
    expect(answer).toEqual({ status: 500, text: '{}' });
    expect((await post(port, '', { path: '/healthz', method: 'GET' })).status).toBe(200);
  });
});

describe('an activity', () => {
  it('comes with its header and its body, and leaves with a status and what there is to say', async () => {
    const got: unknown[] = [];
    const { port } = await started({
      onActivity: async (authorization, body) => {
        got.push(authorization, body);
        return got.length > 2 ? { status: 202 } : { status: 200, body: { said: true } };
      },
    });
    const headers = { authorization: 'Bearer x' };
    expect(await post(port, { type: 'message' }, { headers })).toEqual({ status: 200, text: '{"said":true}' });
    expect(await post(port, { type: 'typing' })).toEqual({ status: 202, text: '' });
    expect(got).toEqual(['Bearer x', { type: 'message' }, '', { type: 'typing' }]);
  });

  it('may have an address with a query, which is nothing to the bot', async () => {
    let got: unknown;
    const { port } = await started({
      onActivity: async (_, body) => {
        got = body;
        return { status: 200 };
      },
    });
    await post(port, { type: 'message' }, { path: '/api/messages?type=x&more=1' });
    expect(got).toEqual({ type: 'message' });
  });

  it.each(['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8', 'application/json ;x=1'])(
    'may have the content type %j',
    async (type) => {
      const { port } = await started();
      expect((await post(port, {}, { headers: { 'content-type': type } })).status).toBe(200);
    },
  );

  it.each([
    'application/jsonx',
    'text/json',
    'application/json-patch+json',
    'application/x-json',
    'multipart/form-data; boundary=application/json',
  ])('with the content type %j is refused before it is read, and its connection ends', async (type) => {
    let asked = 0;
    const { port } = await started({
      onActivity: async () => {
        asked += 1;
        return { status: 200 };
      },
    });
    const socket = connect(port, host);
    socket.write(`POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 9999\r\n\r\n{`);
    let told = '';
    socket.on('data', (chunk: Buffer) => {
      told += chunk;
    });
    await once(socket, 'close');
    expect(told).toMatch(/^HTTP\/1\.1 415 /);
    expect(told.toLowerCase()).toContain('connection: close');
    expect(told).toMatch(/\r\n\r\n$/);
    expect(asked).toBe(0);
  });

  it.each([
    [256 * 1024, 200],
    [256 * 1024 + 1, 413],
  ])('of %i bytes is answered with %i', async (bytes, status) => {
    const { port } = await started();
    const frame = JSON.stringify({ text: '' }).length;
    expect((await post(port, { text: 'x'.repeat(bytes - frame) })).status).toBe(status);
  });
});

describe.each([
  ['a picture', 'pictures', 'picture', 'readPicture'],
  ['a trend’s picture', 'trends', 'trend', 'readTrend'],
] as const)('%s', (_, folder, make, read) => {
  it('that there is comes whole, to be kept an hour by whoever looked at it', async () => {
    const png = new Uint8Array([1, 2, 3]);
    const asked: string[] = [];
    const { port } = await started({
      [read]: (name: string) => (name === 'signed.png' ? 'id' : undefined),
      [make]: async (id: string) => {
        asked.push(id);
        return png;
      },
    });
    const response = await fetch(`http://${host}:${port}/${folder}/signed.png`);
    expect([response.status, new Uint8Array(await response.arrayBuffer())]).toEqual([200, png]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '3',
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(asked).toEqual(['id']);
  });

  it('that was never signed and one that is gone get one and the same answer, which nobody keeps', async () => {
    let asked = 0;
    const { port } = await started({
      [read]: (name: string) => (name === 'gone.png' ? 'id' : undefined),
      [make]: async () => {
        asked += 1;
        return undefined;
      },
    });
    const answers = await Promise.all(
      ['gone.png', 'unsigned.png'].map(async (name) => {
        const response = await fetch(`http://${host}:${port}/${folder}/${name}`);
        const { date: _, ...headers } = Object.fromEntries(response.headers);
        return { status: response.status, headers, text: await response.text() };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' }, text: '{}' });
    expect(asked).toBe(1);
  });
});

describe('a report', () => {
  const served = { type: 'text/html; charset=utf-8', name: 'rapport.html', body: Buffer.from('<p>æ</p>') };

  it('that there is comes whole in the form that was asked for, with the rules of its own page', async () => {
    const asked: unknown[] = [];
    const { port } = await started({
      readReport: (name) => (name === 'signed' ? 'id' : undefined),
      report: async (...wanted) => {
        asked.push(wanted);
        return { ...served, policy: "default-src 'none'; style-src 'x'" };
      },
    });
    const response = await fetch(`http://${host}:${port}/reports/signed/da.html`);
    expect([response.status, await response.text()]).toEqual([200, '<p>æ</p>']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': '9',
      'content-disposition': 'inline; filename="rapport.html"',
      'content-security-policy': "default-src 'none'; style-src 'x'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(asked).toEqual([['id', { language: 'da', format: 'html' }]]);
  });

  it.each(['unsigned/da.html', 'signed/sv.html', 'signed/da.exe', 'signed/__proto__', 'signed/da.csv'])(
    'that there is not is 404 without a word: %s',
    async (path) => {
      const { port } = await started({
        readReport: (name) => (name === 'signed' ? 'id' : undefined),
        report: async (_, { format }) => (format === 'csv' ? undefined : served),
      });
      expect(await post(port, '', { path: `/reports/${path}`, method: 'GET' })).toEqual({ status: 404, text: '{}' });
    },
  );
});

/** A client that sends what it likes, and everything that it is told until its connection ends. */
function client(port: number) {
  const socket = connect(port, host);
  onTestFinished(() => void socket.destroy());
  let told = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    told += chunk;
  });
  return { socket, ended: once(socket, 'close').then(() => told), told: once(socket, 'data').then(String) };
}

describe('a client that wants another protocol', () => {
  it.each(['GET /x', 'GET /healthz', 'POST /api/messages'])(
    'is answered in this one, and not kept: %s',
    async (line) => {
      const { port } = await started();
      const { socket, ended } = client(port);
      socket.write(`${line} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      const told = await ended;
      expect(told).toMatch(/^HTTP\/1\.1 (404|200|415) /);
      expect(told.toLowerCase()).toContain('connection: close');
    },
  );

  it('keeps nobody from closing the server', async () => {
    const server = await started();
    const { socket, ended } = client(server.port);
    socket.write('GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await soon(ended)).toBe('done');
    expect(await soon(server.close(3_600_000))).toBe('done');
  });

  it('with CONNECT is not kept either', async () => {
    const { port } = await started();
    const { socket, ended } = client(port);
    socket.write('CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await soon(ended)).toBe('done');
  });
});

describe('a body that is too long', () => {
  const head = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  it('in pieces is refused as soon as it is, whether or not it ends', async () => {
    const { port } = await started();
    const { socket, told } = client(port);
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${(300_000).toString(16)}\r\n${'x'.repeat(300_000)}\r\n`);
    expect(await told).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('and says so is refused before any of it came, and its connection ends where it goes on', async () => {
    const { port } = await started();
    const { socket, told, ended } = client(port);
    socket.write(`${head}Content-Length: 26000000\r\n\r\n`);
    expect(await told).toMatch(/^HTTP\/1\.1 413 /);
    expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([
    ['before it was answered', ''],
    ['after it was answered', 'Content-Length: 26000000\r\n\r\n'],
  ])('and whose client goes away %s harms nobody', async (_, more) => {
    const server = await started();
    const { socket, told } = client(server.port);
    const begun = more || 'Content-Length: 100\r\n\r\n{';
    socket.write(`${head}${begun}`);
    if (more) await told;
    else await healthz(server.port);
    socket.resetAndDestroy();
    expect((await healthz(server.port)).status).toBe(200);
    await server.close(60_000);
  });

  it('and ends soon leaves the connection for the next request', async () => {
    const { port } = await started();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    expect((await post(port, { text: 'x'.repeat(300_000) }, { agent })).status).toBe(413);
    expect((await post(port, {}, { agent })).status).toBe(200);
  });
});

describe('a client that is slow', () => {
  const quick = { headersMs: 100, requestMs: 200, everyMs: 10 };
  const line = 'POST /api/messages HTTP/1.1\r\nHost: x\r\n';

  it.each([
    ['with its headers', `${line}X-Slow: `],
    ['with its body', `${line}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`],
    ['to say anything', ''],
  ])('%s is told so, and not kept', async (_, sent) => {
    const { port } = await started({ slowness: quick });
    const { socket, ended } = client(port);
    socket.write(sent);
    expect(await ended).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('has ten seconds for its headers and fifteen for all of a request, and is looked at each second', () => {
    expect(slowness).toEqual({ headersMs: 10_000, requestMs: 15_000, everyMs: 1_000 });
  });
});

describe('headers', () => {
  it('of which there are more than a hundred are refused', async () => {
    const { port } = await started();
    const statusAfter = async (count: number) => {
      const socket = connect(port, host);
      const others = Array.from({ length: count }, (_, i) => `X-${i}: x\r\n`).join('');
      socket.write(`POST /api/messages HTTP/1.1\r\nHost: x\r\n${others}Content-Type: application/json\r\n`);
      socket.write('Content-Length: 2\r\nConnection: close\r\n\r\n{}');
      const [told] = await once(socket, 'data');
      socket.destroy();
      return String(told).slice(9, 12);
    };
    expect([await statusAfter(90), await statusAfter(120)]).toEqual(['200', '431']);
  });
});

describe('readiness', () => {
  it.each([
    [true, 200],
    [false, 503],
  ])('that is %s is told with %i and no more', async (ready, status) => {
    const { port } = await started({ ready: async () => ready });
    const answer = await post(port, '', { path: '/readyz', method: 'GET' });
    expect(answer).toEqual({ status, text: JSON.stringify({ ready }) });
  });
});

describe('closing', () => {
  it('lets an answer that is under way leave, ends the connection it left by, and takes no more', async () => {
    const { onActivity, asked, letGo } = held();
    const server = await started({ onActivity });
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const answer = post(server.port, {}, { agent });
    await asked;
    const closed = soon(server.close(3_600_000));
    await expect(post(server.port, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    letGo();
    expect(await answer).toEqual({ status: 200, text: '{"done":true}' });
    expect(await closed).toBe('done');
  });

  it('waits no longer than it is told for an answer that does not come', async () => {
    const { onActivity, asked } = held();
    const server = await started({ onActivity });
    const answer = post(server.port, {}).catch((error: NodeJS.ErrnoException) => error.code);
    await asked;
    await server.close(1);
    expect(await answer).toBe('ECONNRESET');
  });

  it('ends at once a connection that waits for its next request', async () => {
    const server = await started();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await post(server.port, {}, { agent });
    expect(await soon(server.close(3_600_000))).toBe('done');
  });

  it('lets an answer leave to a client that asked first whether to go on', async () => {
    const { onActivity, asked, letGo } = held();
    const server = await started({ onActivity });
    const { socket, ended } = client(server.port);
    socket.write(
      `POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n`,
    );
    socket.write('Content-Length: 2\r\n\r\n{}');
    await asked;
    const closed = soon(server.close(3_600_000));
    letGo();
    expect((await ended).split('\r\n\r\n')).toEqual([
      'HTTP/1.1 100 Continue',
      expect.stringMatching(/^HTTP\/1\.1 200 /),
      '{"done":true}',
    ]);
    expect(await closed).toBe('done');
  });

  it('waits a moment for the rest of a body that is on its way, and answers', async () => {
    const server = await started();
    const { socket, ended } = client(server.port);
    socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 2\r\n\r\n{');
    await post(server.port, {});
    const closed = soon(server.close(3_600_000));
    socket.write('}');
    expect(await ended).toMatch(/^HTTP\/1\.1 200 /);
    expect(await closed).toBe('done');
  });

  it('does not wait for the rest of a body that does not come', async () => {
    const server = await started();
    const { socket, ended } = client(server.port);
    socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 100\r\n\r\n{');
    await post(server.port, {});
    expect(await soon(server.close(3_600_000))).toBe('done');
    expect(await ended).toBe('');
  });

  it.each([
    { what: 'nothing came yet', sent: '' },
    { what: 'a part of a request came', sent: 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Le' },
  ])('ends at once a connection on which $what', async ({ sent }) => {
    const server = await started();
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(sent);
    // Answered on another connection, so that the server has seen this one.
    await post(server.port, {});
    expect(await soon(server.close(3_600_000))).toBe('done');
  });
});
