import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fontFiles } from '../src/pictures/font.ts';
import { channel, press } from './activities.ts';
import type { Job, Measured } from './load.ts';
import { appId } from './openid.ts';
import type { Stage } from './stage.ts';

/** What is measured: the product, and what it is measured against. */
export const servers = {
  product: fileURLToPath(new URL('dist/serve.js', import.meta.url)),
  'cloud-adapter': fileURLToPath(new URL('baselines/cloud-adapter.js', import.meta.url)),
  'agents-hosting': fileURLToPath(new URL('baselines/agents-hosting.js', import.meta.url)),
  'teams-apps': fileURLToPath(new URL('baselines/teams-apps.js', import.meta.url)),
  floor: fileURLToPath(new URL('baselines/floor.js', import.meta.url)),
  echarts: fileURLToPath(new URL('baselines/echarts.js', import.meta.url)),
} as const;
export type Server = keyof typeof servers;

export interface Running {
  pid: number;
  port: number;
  /** From the start of the process to its first right answer, milliseconds. */
  readyMs: number;
  /** Resident memory, bytes. */
  memory(): number;
  load(job: Omit<Job, 'port' | 'pid' | 'tokens'>): Promise<Measured>;
  /** Ends it. @param into where its data is to be kept; it goes where it is left out. */
  end(into?: string): Promise<void>;
}

const loadProgram = fileURLToPath(new URL('load.ts', import.meta.url));
const database = 'hjulet.sqlite';
const timeoutMs = 30_000;

interface Starting {
  /** The folder whose data it starts on a copy of; the stage's where it is left out. */
  data?: string;
  /** Whether Node has to compile everything anew. */
  fresh?: boolean;
  /** Node's own options. */
  flags?: readonly string[];
  /** A library that is loaded before all others. */
  preload?: string;
}

/** Starts a server as a process of its own on a copy of the data, and waits for its first right answer. */
export async function startServer(
  stage: Stage,
  server: Server,
  { data = stage.data, fresh = false, flags = [], preload }: Starting = {},
): Promise<Running> {
  const folder = copyOfData(stage, server, data);
  const port = await freePort();
  const written = join(folder, 'written.log');
  // To a file, so that reading what it logs costs nobody time.
  const out = openSync(written, 'a');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...profiling(stage, server), ...flags, servers[server]], {
    env: {
      PATH: process.env.PATH,
      ...environment(stage, port, folder),
      // As in the image that is deployed: what Node compiled at an earlier start is kept.
      ...(server === 'product' && !fresh && { NODE_COMPILE_CACHE: join(stage.folder, 'compiled') }),
      ...(preload !== undefined && { LD_PRELOAD: preload }),
    },
    stdio: ['ignore', out, out],
  });
  const running: Running = {
    pid: child.pid ?? 0,
    port,
    readyMs: Number.NaN,
    memory: () => memoryOf(child),
    load: (job) => loadFrom(folder, { ...job, port, pid: child.pid ?? 0, tokens: stage.tokens }),
    async end(into) {
      stage.running.delete(running);
      await ended(child);
      if (into !== undefined) cpSync(join(folder, database), join(into, database));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  stage.running.add(running);
  try {
    await firstAnswer(stage, port, child);
  } catch (error) {
    const log = readFileSync(written, 'utf8').slice(-2_000);
    await running.end();
    throw new Error(`${server} did not become ready: ${log}`, { cause: error });
  }
  running.readyMs = performance.now() - startedAt;
  return running;
}

/** A folder of its own with the stage's data in it. */
export function copyOfData(stage: Stage, name: string, data = stage.data): string {
  const folder = mkdtempSync(join(stage.folder, `${name}-`));
  cpSync(data, folder, { recursive: true });
  return folder;
}

function profiling({ profile }: Stage, server: Server): string[] {
  if (profile === undefined) return [];
  mkdirSync(profile, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${server}-${Date.now()}.cpuprofile`];
}

/** The settings of the product, and the same for the baselines, which have other names. */
export function environment({ openId, connector, key }: Stage, port: number, folder: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    HJULET_DATA: folder,
    HJULET_PUBLIC_URL: 'https://hjulet.example',
    HJULET_SIGNING_KEY: key,
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: appId,
    MicrosoftAppPassword: 'secret',
    ToBotFromChannelOpenIdMetadataUrl: openId.metadataUrl,
    CONNECTOR: connector.serviceUrl,
    APP_ID: appId,
    METADATA_URL: openId.metadataUrl,
    DATA: folder,
    FONTS: Object.values(fontFiles).join(','),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await promisify<number, string>(server.listen.bind(server))(0, '127.0.0.1');
  const address = server.address();
  await promisify(server.close.bind(server))();
  if (address === null || typeof address === 'string') throw new Error('A server on loopback has no port');
  return address.port;
}

/** Presses a button until the answer is 200, which needs the signing keys and the store. @throws Error after 30 s. */
async function firstAnswer({ tokens, places, connector }: Stage, port: number, child: ChildProcess): Promise<void> {
  const [place] = places;
  const data = { verb: 'mine', round: place?.roundId ?? 'none', theme: place?.themes[0] ?? 'none' };
  const body = JSON.stringify(press(place ?? channel(connector, 0), 0, data));
  const agent = new Agent();
  for (const until = performance.now() + timeoutMs; performance.now() < until; await sleep(2)) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}`);
    const status = await statusOf(agent, { port, body, token: tokens[0] ?? '' }).catch(() => 0);
    if (status === 200) return;
  }
  throw new Error(`There was no answer in ${timeoutMs} ms`);
}

function statusOf(agent: Agent, { port, body, token }: { port: number; body: string; token: string }): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const options = { host: '127.0.0.1', port, path: '/api/messages', method: 'POST', agent, headers };
  return new Promise((resolve, reject) => {
    const sending = request(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

function memoryOf({ pid }: ChildProcess): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}

async function loadFrom(folder: string, job: Job): Promise<Measured> {
  const file = join(folder, 'job.json');
  writeFileSync(file, JSON.stringify(job));
  const child = spawn(process.execPath, [loadProgram, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The load generator ended with ${code}`);
  return JSON.parse(text);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
