import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as later } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { leaks } from './leaks.ts';

const names = () => leaks().map(({ name }) => name);
const here = '(test/support/leaks.test.ts)';

it('names a server, and a connection to it, until they are closed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  expect(names()).toEqual([
    expect.stringMatching(new RegExp(`^a server listening on .*"port":${port}.* `)),
    `a connection to 127.0.0.1:${port} ${here}`,
  ]);
  socket.destroy();
  server.close();
  await once(server, 'close');
  expect(names()).toEqual([]);
});

it('names a program until it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  expect(names()).toEqual([`the program ${process.execPath} -e process.stdin.resume() ${here}`]);
  child.kill();
  await once(child, 'exit');
  expect(names()).toEqual([]);
});

it('names a thread until it has ended', async () => {
  const thread = new Worker('require("node:worker_threads").parentPort.once("message", () => process.exit())', {
    eval: true,
  });
  expect(names()).toEqual([`a thread ${here}`]);
  thread.postMessage('end');
  await once(thread, 'exit');
  expect(names()).toEqual([]);
});

it('names a database until it is closed', () => {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE kept (id TEXT)');
  expect(names()).toEqual([`the database in memory ${here}`]);
  db.close();
  expect(names()).toEqual([]);
});

it('names timers until they are over or cleared, and leaves out those that nothing hangs on', async () => {
  const timer = setTimeout(() => undefined, 60_000);
  setTimeout(() => undefined, 60_000).unref();
  const interval = setInterval(() => undefined, 60_000).unref();
  const sleeping = new AbortController();
  const asleep = later(60_000, undefined, { signal: sleeping.signal });
  void later(60_000, undefined, { ref: false });
  const own = ['a timer of 60000 ms', 'an interval of 60000 ms', 'somebody who sleeps for 60000 ms'];
  expect(names()).toEqual(own.map((name) => `${name} ${here}`));
  clearTimeout(timer);
  clearInterval(interval);
  sleeping.abort();
  await expect(asleep).rejects.toThrow('aborted');
  expect(names()).toEqual([]);
});
