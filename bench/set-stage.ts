import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../scripts/bundle.ts';
import { channel, type Place } from './activities.ts';
import { startConnector } from './connector.ts';
import { startOpenId } from './openid.ts';
import { openRound } from './rounds.ts';
import { startServer } from './servers.ts';
import { peopleInEach, type Stage } from './stage.ts';

/** So many channels that no server meets a channel's flood limit, 500 in 5 s, below 12,800 answers a second. */
const channels = 128;

export async function setStage(profile?: string): Promise<Stage> {
  // The bundle is what the image runs.
  await bundle(fileURLToPath(new URL('serve.ts', import.meta.url)), fileURLToPath(new URL('dist', import.meta.url)));
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-bench-'));
  const [openId, connector] = await Promise.all([startOpenId(), startConnector()]);
  connector.people = peopleInEach;
  const data = join(folder, 'data');
  mkdirSync(data);
  const stage: Stage = {
    openId,
    connector,
    tokens: await openId.tokens(connector.serviceUrl, 8),
    folder,
    data,
    key: randomBytes(32).toString('base64'),
    places: [],
    running: new Set(),
    profile: undefined,
    async close() {
      await Promise.all([...stage.running].map((server) => server.end()));
      openId.close();
      connector.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    const places = await openRounds(stage, channels);
    return Object.assign(stage, { places, profile });
  } catch (error) {
    await stage.close();
    throw error;
  }
}

/** Opens a round in each of so many channels and keeps the data. */
async function openRounds(stage: Stage, count: number): Promise<Place[]> {
  const places: Place[] = [];
  const server = await startServer(stage, 'product');
  for (let i = 0; i < count; i++)
    places.push(await openRound(stage, { port: server.port, where: channel(stage.connector, i) }));
  await server.end(stage.data);
  return places;
}
