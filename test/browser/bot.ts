import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startApp } from '../../src/app.ts';
import { createRenderer } from '../../src/renderer.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { systemClock } from '../../src/system-clock.ts';
import { serviceUrls } from '../../src/teams/inbound/service-urls.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { launchChromium } from './chromium.ts';
import { type Playground, startPlayground } from './playground.ts';
import { openWindow, type TeamsWindow } from './window.ts';

const tuesday = Date.parse('2026-12-01T10:00+01:00');

interface ClockedBot {
  readonly port: number;
  /** Moves the clock on, and does what has come due by then. */
  later(ms: number): void;
  stop(): Promise<void>;
}

interface ClockedTown {
  readonly bot: ClockedBot;
  readonly playground: Playground;
  readonly window: TeamsWindow;
  /** One more window of the same Playground, in which somebody else presses. */
  windowOf(person: string): Promise<TeamsWindow>;
}

/** The bot with such a clock, the Playground before it, and Mette's window in a browser. All end with the test. */
export async function startClockedTown(): Promise<ClockedTown> {
  const bot = await startClockedBot();
  const playground = await startPlayground({ botEndpoint: `http://127.0.0.1:${bot.port}/api/messages` });
  const browser = await launchChromium();
  const window = await openWindow(browser, playground);
  onTestFinished(async () => {
    await window.close();
    await browser.close();
    await playground.stop();
    await bot.stop();
  });
  const windowOf = (person: string) => openWindow(browser, playground, { pressesAs: person });
  return { bot, playground, window, windowOf };
}

/** The bot as `npm run play` starts it, but for its clock, which begins on a Tuesday and is moved on by the test. */
async function startClockedBot(): Promise<ClockedBot> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-clock-'));
  const clock = { offset: tuesday - Date.now() };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const renderer = createRenderer();
  const app = await startApp({
    appId: '',
    local: true,
    allowed: serviceUrls(undefined),
    db: openSqlite(join(folder, 'hjulet.sqlite')),
    wheels: readWheels(fileURLToPath(new URL('../../wheels', import.meta.url))),
    keys: [Buffer.alloc(32, 7)],
    host: '127.0.0.1',
    port: 0,
    settings: { smallestGroup: 4, retentionMonths: 12, timeZone: 'Europe/Copenhagen', language: 'da', trial: true },
    playground: { language: 'da' },
    log,
    renderer,
    clock: { ...systemClock, now: () => Date.now() + clock.offset },
  });
  return {
    port: app.port,
    later(ms) {
      clock.offset += ms;
      app.sweep();
    },
    async stop() {
      await app.stop();
      await renderer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
