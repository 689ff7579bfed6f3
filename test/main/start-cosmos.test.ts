import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { startWirePeer, wireKey } from '../support/cosmos.ts';
import { startFaultProxy } from '../support/cosmos-faults.ts';
import { startProcess } from '../support/process.ts';
import { mette } from '../support/rounds.ts';

test('npm run start:cosmos has the bot ready on a Cosmos DB peer, and both end at SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const script = fileURLToPath(new URL('../../scripts/start-cosmos.ts', import.meta.url));
  const bot = await startProcess({ HJULET_DATA: folder }, { script, given: [] });
  expect(bot.written.join('\n')).toMatch(/A Cosmos DB peer is at http:\/\/127\.0\.0\.1:\d+/);
  expect(await (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).json()).toEqual({ ready: true });
  expect(await bot.end('SIGTERM')).toBe(0);
});

test('whoever presses while Cosmos DB has no room is told so at once, and presses again with success', async () => {
  const peer = await startWirePeer();
  const proxy = await startFaultProxy(peer.endpoint);
  onTestFinished(async () => {
    await proxy.close();
    await peer.close();
  });
  const harness = await startHarness({
    database: ({ clock }) => openCosmos({ endpoint: proxy.endpoint, database: 'busy', key: wireKey }, { clock }),
  });
  await harness.say(mette, 'start');
  const setup = await harness.eventually(() =>
    harness.connector.shown.find(({ cardNow: card }) => textOf(card).startsWith('Ny runde')),
  );
  // Longer than anybody's patience: there is no use in asking again.
  proxy.fate = () => ({ kind: 'refuse', status: 429, retryAfterMs: 10_000 });
  const refused = await harness.press(mette, setup, 'Start runden');
  expect(refused).toMatchObject({ status: 200, text: expect.stringContaining('Noget gik galt') });
  proxy.fate = () => ({ kind: 'pass' });
  expect((await harness.press(mette, setup, 'Start runden')).text).toContain('Runden er i gang');
});
