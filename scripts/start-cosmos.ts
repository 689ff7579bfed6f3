import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createHttpServer } from '@vercel/cosmosdb-server';

/** Starts the bot in local mode on a server that speaks Cosmos DB's protocol on this machine, and stops both together. */

const server = createHttpServer({ keepAlive: true });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const endpoint = `http://127.0.0.1:${port}`;
console.log(
  `\n  A Cosmos DB peer is at ${endpoint}. It keeps everything in memory: when it stops, all of it is gone.\n`,
);

const bot: ChildProcess = spawn(process.execPath, ['src/main.ts', '--local'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: {
    ...process.env,
    HJULET_COSMOS_ENDPOINT: endpoint,
    // The peer accepts any key.
    HJULET_COSMOS_KEY: Buffer.from('on this machine only').toString('base64'),
  },
  stdio: 'inherit',
  // In a process group of its own, so that Ctrl-C reaches this program only, which stops both in order.
  detached: process.platform !== 'win32',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => bot.kill('SIGTERM'));
const [code] = await once(bot, 'exit');
server.close();
server.closeAllConnections();
process.exitCode = Number(code ?? 0);
