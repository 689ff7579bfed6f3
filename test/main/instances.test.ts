import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import type { Database } from '../../src/store/database.ts';
import { createStore } from '../../src/store/store.ts';
import type { Due } from '../../src/usecases/due/due-ports.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { channelId, invoke, message } from '../support/activities.ts';
import { eventually, posted } from '../support/arrivals.ts';
import { canary, tenantId } from '../support/canaries.ts';
import { button, buttons, inputs, roundOn, textOf } from '../support/cards.ts';
import { type FakeConnector, type Shown, startConnector } from '../support/connector.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { type Instances, startInstances } from '../support/instances.ts';
import { random } from '../support/random.ts';
import { saved } from '../support/rounds.ts';

/** Three processes on one Cosmos DB peer: sixty people score while one of them is killed again and again. */

const key = { tenantId, conversationId: channelId };
const everybody = Array.from({ length: 60 }, (_, i) => `29:${canary}-person-${i}`);
const [leader = ''] = everybody;
const steps = [1, 2, 3, 4] as const;
const pick = random(7);

let peer: WirePeer;
let connector: FakeConnector;
let instances: Instances;
let db: Database;
let store: Store;
let folder: string;
beforeAll(async () => {
  [peer, connector] = await Promise.all([startWirePeer(), startConnector()]);
  connector.members = everybody.map((id) => ({ id, name: `Navn ${canary}` }));
  folder = mkdtempSync(join(tmpdir(), 'hjulet-instances-'));
  // They share the key that people's codes are made with, as instances in production do.
  writeFileSync(join(folder, 'local-key'), Buffer.alloc(32, 7).toString('base64'));
  instances = await startInstances(3, {
    HJULET_DATA: folder,
    HJULET_COSMOS_ENDPOINT: peer.endpoint,
    HJULET_COSMOS_KEY: wireKey,
    HJULET_COSMOS_DATABASE: 'instances',
  });
  db = await openCosmos({ endpoint: peer.endpoint, database: 'instances', key: wireKey });
  store = createStore(db);
});
afterAll(async () => {
  await instances.terminate();
  await db.close();
  await connector.close();
  await peer.close();
  rmSync(folder, { recursive: true, force: true });
});

let round: string;
let themes: Shown[];
/** The step that each person was last told is kept, by theme and number of the person. */
const acknowledged = new Map<string, number>();

test('every acknowledged answer is stored once, while one instance is killed with every fortieth', async () => {
  ({ round, themes } = await start());
  let count = 0;
  let killed = 0;
  const acknowledge = () => {
    count += 1;
    if (count % 40 === 0) killed += Number(instances.killOne());
  };
  await Promise.all(everybody.map((person, number) => scoreAll(person, number, acknowledge)));
  await instances.whole();
  expect(killed).toBeGreaterThan(1);

  const answers = await store.answers(key, round);
  expect(answers).toHaveLength(everybody.length * themes.length);
  expect(new Set(answers.map(({ themeId, person }) => `${themeId} ${person}`)).size).toBe(answers.length);
  expect(byNumber(answers)).toEqual(acknowledged);
}, 120_000);

test('the summary is posted once and equals the recount, though all instances are told to close at once', async () => {
  const [first] = themes;
  if (!first) throw new Error('no theme was posted');
  await instances.sendToAll(invoke(connector, leader, first, 'close', { round }));
  const posted = () => connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Overblik'));
  const item = async () => (await store.dueItem(`publish:${round}`))?.record;
  let last: Due | undefined;
  await eventually(
    'the summary to be published',
    async () => {
      last = await item();
      return last?.state === 'done';
    },
    () => `its due item ${last?.state ?? 'nowhere'} after ${last?.attempts ?? 0} tries, and ${instances.complaints()}`,
  );
  expect(posted()).toHaveLength(1);
  expect((await store.posts(key, round)).filter(({ record }) => record.slot === 'summary')).toMatchObject([
    { record: { state: 'sent', activityId: posted()[0]?.activityId } },
  ]);

  const summary = (await store.round(key, round))?.record.summary;
  expect(summary?.people).toBe(everybody.length);
  for (const theme of summary?.themes ?? []) {
    const given = [...acknowledged].filter(([name]) => name.startsWith(`${theme.themeId} `)).map(([, step]) => step);
    const counts = steps.map((step) => given.filter((each) => each === step).length);
    expect(theme.units.map(({ result }) => result)).toMatchObject([{ n: everybody.length, counts }]);
  }
  expect(summary?.themes).toHaveLength(themes.length);
}, 120_000);

test('SIGTERM ends each within ten seconds, with what it was doing done', async () => {
  const asking = everybody.map((person) => instances.send(message(connector, person, 'status')).catch(() => 'refused'));
  await Promise.race(asking);
  const ended = instances.terminate();
  expect(await Promise.race([ended, later(10_000, 'still running', { ref: false })])).toEqual([0, 0, 0]);
  for (const answer of await Promise.all(asking)) {
    expect(answer === 'refused' || (typeof answer === 'object' && answer.status === 200)).toBe(true);
  }
}, 60_000);

async function start(): Promise<{ round: string; themes: Shown[] }> {
  await instances.send(message(connector, leader, 'start', { conversationId: channelId }));
  const [setup] = await posted(connector, /^Ny runde/);
  // Read before the press: the same post shows the round's status afterwards.
  const { verb, data } = button(setup.cardNow, 'Start runden');
  const given = { expected: '200', closeWhenAll: 'false' };
  await instances.send(invoke(connector, leader, setup, verb, { ...inputs(setup.cardNow), ...data, ...given }));
  // The answer to the press may be that this takes a while, where the machine is slow; the post is the round's then.
  const [status] = await posted(connector, /^Runden er i gang/);
  return { round: roundOn(status.cardNow), themes: await posted(connector, /^Tema \d af 4/, { count: 4 }) };
}

/** Scores every theme, and changes every other score, until each press is acknowledged. */
async function scoreAll(person: string, number: number, acknowledge: () => void): Promise<void> {
  for (const [i, theme] of themes.entries()) {
    const themeId = String(buttons(theme.cardNow).find(({ verb }) => verb === 'answer')?.data.theme);
    for (let seen = 0; seen <= (number + i) % 2; seen++) {
      const step = steps[pick(4)] ?? 1;
      const data = { round, theme: themeId, seen, comment: String(number), [`s_${themeId}`]: String(step) };
      for (let tries = 0; ; tries++) {
        const reply = await instances.send(invoke(connector, person, theme, 'answer', data));
        if (JSON.stringify(reply.body).includes(saved)) break;
        if (tries > 20) throw new Error(`not saved: ${JSON.stringify(reply)}`);
      }
      acknowledged.set(`${themeId} ${number}`, step);
      acknowledge();
    }
  }
}

/** Who gave an answer its comment tells, since the people's codes are not known here. */
function byNumber(answers: readonly Answer[]): Map<string, number> {
  return new Map(
    answers.map(({ themeId, comment, scores }) => [`${themeId} ${comment}`, Number(Object.values(scores)[0])]),
  );
}
