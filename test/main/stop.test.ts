import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProcess } from '../support/process.ts';

/** What clients leave open, each of which once kept the process from ending. */
const leftOpen: Record<string, string> = {
  'wants another protocol': 'GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'has asked and waits to ask again': 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  'has asked half of something': 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Le',
  'has said nothing': '',
};

describe('SIGTERM ends the process, though a client', () => {
  it.each(Object.entries(leftOpen))('%s', async (_, sent) => {
    const folder = mkdtempSync(join(tmpdir(), 'hjulet-stop-'));
    const bot = await startProcess({ HJULET_DATA: folder });
    onTestFinished(async () => {
      await bot.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    const socket = connect(bot.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.on('error', () => undefined).resume();
    socket.write(sent);
    await fetch(`http://127.0.0.1:${bot.port}/healthz`);
    expect(await bot.end('SIGTERM')).toBe(0);
  });
});
