import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { createAddresses } from '../../src/web/addresses.ts';
import { channel, chatMessage, type Where } from '../activities.ts';
import type { Bench } from '../bench.ts';
import { writeClosedRounds } from '../closed-rounds.ts';
import { healthzWhile, percentile, timed } from '../health.ts';
import { eventually, send } from '../rounds.ts';
import { startServer } from '../servers.ts';
import type { Stage } from '../stage.ts';
import { bounded, type Line } from '../table.ts';

const channelCount = 500;
const roundsInEach = 12;
const mineLimitMs = 50;
const pictureCount = 400;
const picturesAtOnce = 64;
const pictureLimitMs = 100;

/** How long everybody else waits while somebody asks for much: /healthz, asked without a pause from another process. */
export async function waits(bench: Bench): Promise<Line[]> {
  return [await whileMine(bench), await whilePictures(bench)];
}

async function whileMine({ stage, rounds, log }: Bench): Promise<Line> {
  const { data } = await filled(stage, 'mine', { channels: channelCount, rounds: roundsInEach });
  const longest: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const running = await startServer(stage, 'product', { data });
    // Once before it counts: what is compiled at the first time is compiled once.
    for (const isMeasured of [false, true]) {
      const waited = await healthzWhile(running.port, () => askForMine(stage, running.port));
      if (isMeasured) longest.push(Math.max(...waited));
    }
    log(`/healthz waited ${unit(longest.at(-1))} at most for "mine data" of ${channelCount} × ${roundsInEach} rounds`);
    await running.end();
  }
  const what = `longest wait of /healthz while one person asks for their data in ${channelCount} channels × ${roundsInEach} rounds`;
  return bounded(what, longest, { limit: mineLimitMs, unit });
}

async function whilePictures({ stage, rounds, log }: Bench): Promise<Line> {
  const { data, pictures } = await filled(stage, 'many-pictures', { channels: pictureCount, rounds: 1 });
  const secret = createHmac('sha256', Buffer.from(stage.key, 'base64')).update('addresses').digest();
  const addresses = createAddresses('https://hjulet.example', [secret]);
  const tomorrow = Date.now() + 86_400_000;
  const paths = pictures.map((id) => new URL(addresses.picture(id, tomorrow)).pathname);
  const p99s: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const running = await startServer(stage, 'product', { data });
    const waited = await healthzWhile(running.port, () => getAll(running.port, paths));
    p99s.push(percentile(waited, 0.99));
    log(`/healthz waited ${unit(p99s.at(-1))} (p99) while ${pictureCount} pictures were drawn`);
    await running.end();
  }
  const what = `p99 of /healthz while ${pictureCount} pictures are asked for, ${picturesAtOnce} at a time`;
  return bounded(what, p99s, { limit: pictureLimitMs, unit });
}

/** A folder with closed rounds in channels of one tenant. */
async function filled(stage: Stage, name: string, { channels, rounds }: { channels: number; rounds: number }) {
  const data = join(stage.folder, name);
  mkdirSync(data);
  const { tenantId, serviceUrl } = own(stage);
  const places = Array.from({ length: channels }, (_, i) => ({ ...channel({ serviceUrl }, i), tenantId }));
  const key = Buffer.from(stage.key, 'base64');
  return { data, pictures: await writeClosedRounds(data, { channels: places, rounds, key }) };
}

/** A person's own chat with the bot. */
function own({ connector }: Stage): Where {
  return { ...channel(connector, 9_000), conversationId: 'a:person-0' };
}

async function askForMine(stage: Stage, port: number): Promise<void> {
  const { conversationId } = own(stage);
  const { posts } = stage.connector;
  const before = posts.size;
  await send(stage, port, chatMessage(own(stage), 0, 'mine data'));
  const shown = await eventually(() =>
    posts.size > before ? [...posts.values()].findLast((post) => post.conversationId === conversationId) : undefined,
  );
  if (!JSON.stringify(shown.card).includes('Vi mangler et fast sted'))
    throw new Error('The person was not shown what they answered');
}

async function getAll(port: number, paths: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const left = [...paths];
  const one = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const { status } = await timed(port, path, agent);
      if (status !== 200) throw new Error(`A picture was answered with ${status}`);
    }
  };
  await Promise.all(Array.from({ length: picturesAtOnce }, one));
  agent.destroy();
}

function unit(ms = Number.NaN): string {
  return `${ms.toFixed(1)} ms`;
}
