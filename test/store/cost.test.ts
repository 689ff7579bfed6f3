import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Ceiling, ceilings, closingAnswers } from '../../scripts/cost-ledger.ts';
import { costSection } from '../../scripts/cost-section.ts';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import { people } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { buttons, textOf } from '../support/cards.ts';
import { chargeOf } from '../support/charges.ts';
import type { Shown } from '../support/connector.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { type FaultProxy, startFaultProxy, type WireRequest } from '../support/cosmos-faults.ts';
import { get } from '../support/get.ts';
import { allScores, mette, saved, startRound } from '../support/rounds.ts';
import { here, quiet } from '../support/time.ts';

/** A round on the wire peer, with every request to the database counted and charged as Cosmos DB publishes it. */

type UseCase = keyof typeof ceilings;

let peer: WirePeer;
let proxy: FaultProxy;
let harness: Harness;
const ledger = {} as Record<UseCase, FaultProxy['requests']>;
beforeAll(async () => {
  peer = await startWirePeer();
  proxy = await startFaultProxy(peer.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await peer.close();
});

test('a round goes from its start to its overview, with its requests counted', async () => {
  let opened = 0;
  harness = await startHarness({
    sweepMs: 3_600_000,
    // The bot goes through the proxy; the test has a look of its own.
    database: ({ clock }) => {
      opened += 1;
      const { endpoint } = opened === 1 ? proxy : peer;
      return openCosmos({ endpoint, database: 'cost', key: wireKey }, { momentMs: 2_000, clock });
    },
  });
  await quiet(harness, noticedMs);
  const { id, setup, themes } = await during('opening', () =>
    startRound(harness, { expected: '5', closeWhenAll: 'false' }),
  );
  const [first] = themes;
  if (!first) throw new Error('no theme was posted');

  const answers = async (useCase: 'answer' | 'change', value: string, seen: number) => {
    const data = { round: id, theme: themeOf(first), seen, ...allScores(first, value) };
    const [began, before] = [proxy.requests.length, await harness.store.dueItem(`recount:${id}`)];
    const reply = await harness.execute(mette, first, 'answer', data);
    expect(reply.text).toContain(saved);
    ledger[useCase] = proxy.requests.slice(began).filter(isOnTheWay);
    await harness.eventually(async () => {
      const now = await harness.store.dueItem(`recount:${id}`);
      return now?.record.state === 'done' && now.version !== before?.version;
    });
    await proxy.settled();
    ledger.recount = proxy.requests.slice(began).filter((request) => !ledger[useCase].includes(request));
  };
  await answers('answer', '2', 0);
  await answers('change', '3', 1);
  await during('mine', () => harness.execute(mette, first, 'mine', { round: id, theme: themeOf(first) }));
  await during('status', () => harness.say(mette, 'status'));
  for (const theme of themes) {
    for (const person of people)
      await harness.execute(person.id, theme, 'answer', {
        round: id,
        theme: themeOf(theme),
        seen: 2,
        ...allScores(theme, '4'),
      });
  }
  await harness.eventually(() => (textOf(setup.cardNow).match(/^5 af 5$/gm) ?? []).length === themes.length);
  await quiet(harness, noticedMs);
  expect(await harness.store.answers(here, id)).toHaveLength(closingAnswers);
  await during('closing', () => harness.execute(mette, first, 'close', { round: id }));
  await during('overview', () => harness.say(mette, 'overblik'));
  await during('sweep', async () => {
    const before = proxy.requests.length;
    harness.app.sweep();
    await harness.eventually(() => proxy.requests.length >= before + ceilings.sweep.requests);
  });
  await during('probe', () => get(`http://127.0.0.1:${harness.app.port}/readyz`));
}, 60_000);

describe('asked of Cosmos DB', () => {
  it.each(Object.entries(ceilings) as [UseCase, Ceiling][])(
    'for %s are no more requests and units than stated, and not far fewer',
    (useCase, ceiling) => {
      const requests = ledger[useCase];
      const units = requests.reduce((sum, request) => sum + chargeOf(request), 0);
      const told = `${requests.length} requests, ${units.toFixed(1)} RU: ${requests.map(({ operation, path }) => `${operation} ${path.split('/')[4]}`).join(', ')}`;
      expect(requests.length, told).toBeLessThanOrEqual(ceiling.requests);
      expect(units, told).toBeLessThanOrEqual(ceiling.units);
      expect(units, told).toBeGreaterThan(ceiling.units / 2);
    },
  );

  test('for an answer are one query and one write, and for those within two seconds one look at who has answered', () => {
    expect(ledger.answer.map(({ operation }) => operation)).toEqual(['query', 'query', 'create']);
    expect(ledger.change.map(({ operation }) => operation)).toEqual(['query', 'replace']);
  });

  test('is nothing that goes over partitions, and no plan for a query', () => {
    const all = Object.values(ledger).flat();
    expect(all.length).toBeGreaterThan(100);
    for (const { operation, path, partition, crossPartition } of all) {
      expect({ path, partition }).toEqual({ path, partition: true });
      if (operation === 'query') expect(crossPartition).toBe(false);
    }
  });
});

test('docs/operations.md tells the cost that the ledger gives; npm run cost writes it there', () => {
  const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  expect(text).toContain(`<!-- cost:begin -->${costSection()}<!-- cost:end -->`);
});

/** What is asked for between a person's press, or the bot's look, and the moment when nothing more is to be done for it. */
async function during<T>(useCase: UseCase, work: () => Promise<T>): Promise<T> {
  const began = proxy.requests.length;
  const result = await work();
  await quiet(harness, noticedMs);
  await proxy.settled();
  ledger[useCase] = proxy.requests.slice(began);
  return result;
}

/** What is noted ahead of a change lies no further ahead. */
const noticedMs = 10_000;

/** The round and the answer are read and the answer is written; the recount that follows begins at the due items. */
const isOnTheWay = ({ path }: WireRequest) => path.includes('/colls/documents/');

const themeOf = ({ cardNow: card }: Shown) => String(buttons(card).find(({ verb }) => verb === 'answer')?.data.theme);
