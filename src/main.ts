import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type AppNeeds, startApp } from './app.ts';
import { asset } from './assets.ts';
import { type Config, readConfig } from './config.ts';
import { createLog, takeOverConsole, tellStartFault } from './log.ts';
import { createRenderer } from './renderer.ts';
import { makeFolder } from './store/sqlite/files.ts';
import { openSqlite } from './store/sqlite/sqlite.ts';
import { systemClock } from './system-clock.ts';
import type { Credentials } from './teams/botframework/auth.ts';
import { serviceUrls } from './teams/inbound/service-urls.ts';
import { startTelemetry } from './telemetry.ts';
import type { Log, Meter } from './usecases/ports.ts';
import { readWheels } from './wheels/catalogue.ts';

try {
  await run();
} catch (error) {
  tellStartFault(error);
  // Not left to end by itself: what was opened before the fault, such as a thread that writes, would keep it alive.
  process.exit(1);
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { local: { type: 'boolean', default: false } } });
  const config = readConfig(values.local ? { ...process.env, HJULET_MODE: 'local' } : process.env);
  const local = config.HJULET_MODE === 'local';
  const wheels = readWheels(fileURLToPath(asset('wheels')), config.HJULET_WHEELS);
  const log = createLog(config.HJULET_LOG_LEVEL);
  takeOverConsole(log);
  const telemetry = await startTelemetry({ connectionString: config.APPLICATIONINSIGHTS_CONNECTION_STRING, log });
  const renderer = createRenderer();
  const app = await startApp({
    credentials: local ? undefined : credentialsOf(config),
    appId: local ? '' : config.MicrosoftAppId,
    local,
    ...(!local && {
      metadataUrl: config.ToBotFromChannelOpenIdMetadataUrl,
      issuer: config.ToBotFromChannelTokenIssuer,
      tenants: config.HJULET_TENANTS,
    }),
    allowed: serviceUrls(local ? undefined : config.HJULET_SERVICE_HOSTS),
    ...(await openDatabase(config, telemetry.meter, log)),
    wheels,
    keys: local ? [localKey(config.HJULET_DATA)] : signingKeys(config),
    ...(local && { playground: { language: config.HJULET_LANGUAGE } }),
    ...(config.HJULET_PUBLIC_URL !== undefined && { publicUrl: config.HJULET_PUBLIC_URL }),
    host: local ? '127.0.0.1' : '0.0.0.0',
    port: config.PORT,
    settings: {
      smallestGroup: config.HJULET_SMALLEST_GROUP,
      retentionMonths: config.HJULET_RETENTION_MONTHS,
      timeZone: config.HJULET_TIME_ZONE,
      language: config.HJULET_LANGUAGE,
      trial: local,
    },
    meter: telemetry.meter,
    clock: systemClock,
    renderer,
    log,
  });
  // A promise that nobody waited for, deep in a library, is no reason to end everybody's round.
  process.on('unhandledRejection', (error) => log.error({}, 'a rejection was not handled', error));
  log.info({ port: app.port, mode: config.HJULET_MODE }, 'Hjulet is ready');
  stopOnSignal(async () => {
    await app.stop();
    await renderer.close();
    await telemetry.stop();
  });
}

/** Cosmos DB if its account is set, else SQLite. Each look for due work in Cosmos DB costs, so it is seldom, and at once only when this instance stored something. */
async function openDatabase(config: Config, meter: Meter, log: Log): Promise<Pick<AppNeeds, 'db' | 'sweepMs'>> {
  const { HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_DATABASE: database } = config;
  if (endpoint === undefined)
    return { db: openSqlite(join(config.HJULET_DATA, 'hjulet.sqlite'), { log, thread: true }) };
  const local = config.HJULET_MODE === 'local';
  const account = {
    endpoint,
    database,
    ...(local && { key: config.HJULET_COSMOS_KEY ?? '' }),
    ...(!local && config.AZURE_CLIENT_ID !== undefined && { clientId: config.AZURE_CLIENT_ID }),
  };
  // Half a second of loading that nobody else should pay for.
  const { openCosmos } = await import('./store/cosmos/cosmos.ts');
  return { db: await openCosmos(account, {}, meter.charged), sweepMs: 15_000 };
}

function credentialsOf(config: Exclude<Config, { HJULET_MODE: 'local' }>): Credentials {
  const { MicrosoftAppPassword: secret, CertificateThumbprint: thumbprint, CertificatePrivateKey: privateKey } = config;
  const account = {
    appId: config.MicrosoftAppId,
    tenantId: config.MicrosoftAppType === 'MultiTenant' ? undefined : config.MicrosoftAppTenantId,
    loginUrl: config.ToChannelFromBotLoginUrl,
    scope: config.ToChannelFromBotOAuthScope,
  };
  if (secret !== undefined) return { ...account, proof: { kind: 'secret', secret } };
  if (thumbprint === undefined || privateKey === undefined) return { ...account, proof: { kind: 'managedIdentity' } };
  return { ...account, proof: { kind: 'certificate', thumbprint, privateKey } };
}

function signingKeys(config: Exclude<Config, { HJULET_MODE: 'local' }>): [Buffer, ...Buffer[]] {
  const old = config.HJULET_OLD_SIGNING_KEYS ?? [];
  return [Buffer.from(config.HJULET_SIGNING_KEY, 'base64'), ...old.map((key) => Buffer.from(key, 'base64'))];
}

/** In local mode the key lies beside the data it belongs to, so that yesterday's rounds work today. */
function localKey(folder: string): Buffer {
  const file = join(folder, 'local-key');
  const key = Buffer.from(keptIn(folder, file), 'base64');
  if (key.length >= 32) return key;
  throw new Error(
    `${file} is no key: 32 bytes in base64 are. Put a copy of it back, or remove the folder and begin anew.`,
  );
}

function keptIn(folder: string, file: string): string {
  try {
    if (!existsSync(file)) {
      makeFolder(folder);
      makeOnce(file, randomBytes(32).toString('base64'));
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Let this program read it, and write to its folder.';
    throw new Error(`Cannot use the key ${file}: ${reason}. ${remedy}`, { cause: error });
  }
}

/** Several processes may start on one folder: the file is there whole or not at all, and the first one's stays. */
function makeOnce(file: string, text: string): void {
  const draft = `${file}-${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}

/** How long a stop may take in all, so that nobody has to kill the process. */
const stopMs = 9_500;

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    systemClock.after(stopMs, () => process.exit(1));
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
}
