import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, startApp } from '../src/app.ts';
import { asset } from '../src/assets.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { createRenderer } from '../src/renderer.ts';
import type { Database } from '../src/store/database.ts';
import { openSqlite } from '../src/store/sqlite/sqlite.ts';
import { systemClock } from '../src/system-clock.ts';
import { startTelemetry } from '../src/telemetry.ts';
import { readWheels } from '../src/wheels/catalogue.ts';

/**
 * Hjulet as `src/main.ts` starts it in production. It differs in what this machine cannot have: the Connector is at an
 * http address on loopback, where production takes https only; the bot has no token of its own for it, since that comes
 * from Microsoft's login; and it listens on loopback. The tokens that come in are checked as in production.
 * @param env the settings, and `CONNECTOR`, the one service address that is allowed.
 */
export async function startProduct(
  env: NodeJS.ProcessEnv,
  wrap = (db: Database) => db,
): Promise<Pick<App, 'port' | 'stop'>> {
  const config = readConfig(env);
  if (config.HJULET_MODE !== 'production') throw new Error('The bench measures the production mode only');
  const log = createLog(config.HJULET_LOG_LEVEL);
  const telemetry = await startTelemetry({ connectionString: config.APPLICATIONINSIGHTS_CONNECTION_STRING, log });
  const renderer = createRenderer();
  const app = await startApp({
    appId: config.MicrosoftAppId,
    local: false,
    metadataUrl: config.ToBotFromChannelOpenIdMetadataUrl,
    tenants: config.HJULET_TENANTS,
    allowed: (url) => url === env.CONNECTOR,
    db: wrap(openSqlite(join(config.HJULET_DATA, 'hjulet.sqlite'), { thread: true })),
    wheels: readWheels(fileURLToPath(asset('wheels'))),
    keys: [Buffer.from(config.HJULET_SIGNING_KEY, 'base64')],
    publicUrl: config.HJULET_PUBLIC_URL,
    host: '127.0.0.1',
    port: config.PORT,
    settings: {
      smallestGroup: config.HJULET_SMALLEST_GROUP,
      retentionMonths: config.HJULET_RETENTION_MONTHS,
      timeZone: config.HJULET_TIME_ZONE,
      language: config.HJULET_LANGUAGE,
      trial: false,
    },
    meter: telemetry.meter,
    clock: systemClock,
    renderer,
    log,
  });
  return {
    port: app.port,
    async stop() {
      await app.stop();
      await renderer.close();
      await telemetry.stop();
    },
  };
}
