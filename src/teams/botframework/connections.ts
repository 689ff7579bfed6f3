import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../../usecases/clock.ts';
import type { Policy } from './policies.ts';

/**
 * How long a connection may rest and still be used, milliseconds. Servers close theirs after five seconds or more, and
 * what stands between, such as Azure's load balancers, forgets them after four minutes and tells nobody. What is sent on
 * one that is closed fails, and nobody knows whether a post was taken. Weeks may lie between two rounds.
 */
const longestRestMs = 4_000;

/** Has what is sent within a moment share connections, and what comes later have a new one. */
export function freshConnections({ monotonic }: Pick<Clock, 'monotonic'>): Policy {
  const restsSince = new WeakMap<Socket, number>();
  const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };
  for (const agent of Object.values(agents))
    agent.on('free', (socket: Socket) => void restsSince.set(socket, monotonic()));
  const agentFor = (url: string): HttpAgent => {
    const agent = agents[new URL(url).protocol === 'http:' ? 'http:' : 'https:'];
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []))
      if (monotonic() - (restsSince.get(socket) ?? 0) >= longestRestMs) socket.destroy();
    return agent;
  };
  return {
    name: 'freshConnections',
    sendRequest(request, next) {
      // A proxy has an agent of its own.
      if (!request.agent && !request.proxySettings) request.agent = agentFor(request.url);
      return next(request);
    },
  };
}
