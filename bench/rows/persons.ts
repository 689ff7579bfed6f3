import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answer, channel, chatMessage, installation, message, type Where } from '../activities.ts';
import type { Bench } from '../bench.ts';
import { writeClosedRounds } from '../closed-rounds.ts';
import { eventually, openRound, send } from '../rounds.ts';
import { startServer } from '../servers.ts';
import type { Stage } from '../stage.ts';
import { bounded, type Line } from '../table.ts';

const waitSeconds = 25;
const promised = { limit: 1_000, unit };
const teamCount = 750;
/** Teams takes fifty requests a second in a tenant, and the first time it is asked about every team. */
const firstMs = 60_000;

/** How long one person waits for what has nothing to do with them, or was asked of Teams a moment ago. */
export async function persons(bench: Bench): Promise<Line[]> {
  return [await newcomer(bench), await overview(bench)];
}

async function newcomer({ stage, rounds, log }: Bench): Promise<Line> {
  const { connector } = stage;
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { port, end } = await startServer(stage, 'product');
    const first = channel(connector, 5_000 + round);
    const here = await openRound(stage, { port, where: first });
    const there = await openRound(stage, {
      port,
      where: { ...first, conversationId: `19:another-${round}@thread.tacv2` },
    });
    connector.throttled.set(here.conversationId, waitSeconds);
    const before = connector.tooMany;
    const [theme = ''] = here.themes;
    await send(stage, port, message(here, 1, 'status'));
    await eventually(() => (connector.tooMany > before ? true : undefined));
    // Nobody whom the bot has read in the channel's roster.
    const stranger = connector.people + 1;
    const from = performance.now();
    const reply = await send(stage, port, answer(there, stranger, { theme, nth: 0 }));
    took.push(performance.now() - from);
    if (!reply.includes('er gemt')) throw new Error(`The newcomer's answer was not saved: ${reply.slice(0, 200)}`);
    log(`a newcomer's answer took ${unit(took.at(-1))} while another channel was told to wait`);
    connector.throttled.clear();
    await end();
  }
  return bounded(`a newcomer's answer while another channel is told to wait ${waitSeconds} s`, took, promised);
}

async function overview({ stage, rounds, log }: Bench): Promise<Line> {
  const own: Where = { ...channel(stage.connector, 9_100), conversationId: 'a:person-0' };
  const data = join(stage.folder, 'overview');
  mkdirSync(data);
  const places = Array.from({ length: teamCount }, (_, i) => ({
    ...channel(stage.connector, i),
    tenantId: own.tenantId,
  }));
  await writeClosedRounds(data, { channels: places, rounds: 1, key: Buffer.from(stage.key, 'base64') });
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { port, end } = await startServer(stage, 'product', { data });
    await send(stage, port, { ...installation(own, 0), conversation: chatMessage(own, 0, '').conversation });
    const first = await overviewMs(stage, { port, own });
    took.push(await overviewMs(stage, { port, own }));
    log(`"overblik" of ${teamCount} teams took ${unit(first)}, and ${unit(took.at(-1))} the second time`);
    await end();
  }
  return bounded(`"overblik" in one's own chat of ${teamCount} teams, the second time`, took, promised);
}

/** How long it takes until the answer is in the chat. */
async function overviewMs(stage: Stage, { port, own }: { port: number; own: Where }): Promise<number> {
  const answers = () =>
    [...stage.connector.posts.values()].filter(
      ({ conversationId, card }) => conversationId === own.conversationId && JSON.stringify(card).includes('"team"'),
    ).length;
  const before = answers();
  const from = performance.now();
  await send(stage, port, chatMessage(own, 0, 'overblik'));
  await eventually(() => (answers() > before ? true : undefined), firstMs);
  return performance.now() - from;
}

function unit(ms = Number.NaN): string {
  return `${ms.toFixed(1)} ms`;
}
