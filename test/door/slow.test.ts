import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invoke, message } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { healthz, post } from '../support/post.ts';
import { anders, mette, notHere, startRound } from '../support/rounds.ts';

const line = 'POST /api/messages HTTP/1.1\r\n';
const json = 'Host: x\r\nContent-Type: application/json\r\n';
/** How far a slow client gets before it says nothing more. */
const beginnings = [
  '',
  'P',
  line,
  `${line}Host: x\r\nX-Slow: `,
  `${line}${json}Content-Length: 1000\r\n\r\n{"type":"mess`,
];
const chunked = `${line}${json}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`;
const upload = `${line}Host: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n`;
const zipped = `${line}${json}Content-Encoding: gzip\r\nContent-Length: 1000000\r\n\r\n`;

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

async function slowSockets(port: number, count: number): Promise<Socket[]> {
  const all = [...beginnings, chunked, upload, zipped];
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(
    sockets.map(async (socket, at) => {
      await once(socket, 'connect');
      // The bot may end the connection of those it refuses at once.
      socket.on('error', () => undefined);
      socket.resume();
      socket.write(all[at % all.length] ?? '');
    }),
  );
  return sockets;
}

describe('three hundred clients that never finish what they send', () => {
  it('keep nobody else from being answered, nor do the bodies that break other servers', async () => {
    const harness = await startHarness();
    const { port } = harness.app;
    const sockets = await slowSockets(port, 300);
    expect(sockets).toHaveLength(300);
    expect((await healthz(port)).status).toBe(200);

    const right = message(harness.connector, mette, 'x');
    const attacks: [number, () => ReturnType<typeof post>][] = [
      [413, () => post(port, JSON.stringify({ ...right, text: 'x'.repeat(10_000_000) }))],
      [413, () => post(port, 'x'.repeat(10_000_000), { headers: { 'transfer-encoding': 'chunked' } })],
      [415, () => post(port, gzipSync('x'.repeat(10_000_000)), { headers: { 'content-encoding': 'gzip' } })],
      [415, () => post(port, '{}', { headers: { 'content-encoding': 'identity, gzip' } })],
      [415, () => post(port, '--b--\r\n', { headers: { 'content-type': 'multipart/form-data; boundary=b' } })],
      [400, () => post(port, nested(100_000))],
      [400, () => post(port, '['.repeat(200_000))],
      [400, () => post(port, `{"type":${nested(100_000)}}`)],
    ];
    const answers = await Promise.all(attacks.map(async ([status, attack]) => [status, (await attack()).status]));
    expect(answers).toEqual(attacks.map(([status]) => [status, status]));
    expect((await healthz(port)).status).toBe(200);
    expect((await post(port, '', { path: '/readyz', method: 'GET' })).status).toBe(200);
  });

  it('keep no round from being started and answered', async () => {
    const harness = await startHarness();
    await slowSockets(harness.app.port, 300);
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    expect((await harness.press(anders, theme, 'Se min vurdering')).text).toContain('Du har ikke svaret');
  });
});

describe('a body of a hundred thousand levels', () => {
  it.each(['value', 'channelData', 'entities', 'text', 'somethingNew', 'from', 'membersAdded'])(
    'in %s breaks nothing',
    async (field) => {
      const harness = await startHarness();
      const right = JSON.stringify({ ...message(harness.connector, mette, 'x'), [field]: '@deep' });
      const answer = await post(harness.app.port, right.replace('"@deep"', nested(100_000)));
      expect([200, 400]).toContain(answer.status);
      expect((await healthz(harness.app.port)).status).toBe(200);
    },
  );

  it('in a button’s data gets the same words as an unknown round, or a fresh card where the round can be read', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const wrong: [object, string][] = [
      [{ round: '@deep' }, notHere],
      [{ round: id, more: '@deep' }, 'Runden er i gang'],
      [{ round: id, theme: '@deep', seen: 0 }, 'Runden er i gang'],
    ];
    for (const [data, words] of wrong) {
      const right = JSON.stringify(invoke(harness.connector, anders, theme, 'answer', data));
      const { status, text } = await post(harness.app.port, right.replace('"@deep"', nested(100_000)));
      expect([status, text.includes(words)]).toEqual([200, true]);
    }
  });
});
