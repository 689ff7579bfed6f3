import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { freshConnections } from '../../../src/teams/botframework/connections.ts';
import { certificateFile, keyFile } from '../../door/login.ts';

/** The agent that a request leaves with. */
async function agentOf(policy: ReturnType<typeof freshConnections>, url: string, given: object = {}) {
  const request: { url: string; agent?: Agent; proxySettings?: object } = { url, ...given };
  const headers = { get: () => undefined };
  await policy.sendRequest(request, async () => ({ status: 200, headers, request: { headers } }));
  return request.agent;
}

it('what is sent over TLS within a moment shares a connection too, and what comes later has a new one', async () => {
  const cert = readFileSync(certificateFile);
  const server = createServer({ cert, key: readFileSync(keyFile) }, (_request, response) => response.end());
  let connections = 0;
  server.on('secureConnection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => void server.close());
  const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
  let now = 0;
  const policy = freshConnections({ monotonic: () => now });
  const send = async () => {
    const agent = await agentOf(policy, url);
    await new Promise<void>((resolve, reject) => {
      get(url, { ca: cert, agent }, (response) => response.resume().on('close', resolve)).on('error', reject);
    });
  };
  const found: number[] = [];
  for (const later of [0, 3_999, 4_000]) {
    now += later;
    await send();
    found.push(connections);
  }
  expect(found).toEqual([1, 1, 2]);
});

it('what goes through a proxy, or has an agent, keeps it', async () => {
  const policy = freshConnections({ monotonic: () => 0 });
  const agent = new Agent();
  expect(await agentOf(policy, 'https://example.org', { agent })).toBe(agent);
  expect(await agentOf(policy, 'https://example.org', { proxySettings: { host: 'proxy' } })).toBeUndefined();
});
