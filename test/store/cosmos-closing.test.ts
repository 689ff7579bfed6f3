import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type CosmosTuning, openCosmos } from '../../src/store/cosmos/cosmos.ts';
import { createStore } from '../../src/store/store.ts';
import { systemClock } from '../../src/system-clock.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { type FaultProxy, startFaultProxy, type WireRequest } from '../support/cosmos-faults.ts';
import { turningClock } from '../support/turning-clock.ts';
import { answer, closedRound, counted, here, round, there } from './records.ts';

/** The closing of a round, step by step, with a write held back on its way at each of them. */

interface Instance {
  store: Store;
  proxy: FaultProxy;
}

let peer: WirePeer;
let database: string;
let opened = 0;
beforeAll(async () => {
  peer = await startWirePeer();
});
afterAll(() => peer.close());
beforeEach(async () => {
  opened += 1;
  database = `closing-${opened}`;
  await (await instance()).store.saveRound(round());
});

async function instance(tuning: Partial<CosmosTuning> = {}): Promise<Instance> {
  const proxy = await startFaultProxy(peer.endpoint);
  const account = { endpoint: proxy.endpoint, database, key: wireKey };
  const db = await openCosmos(account, { momentMs: 30, ...tuning });
  onTestFinished(async () => {
    await db.close();
    await proxy.close();
  });
  return { store: createStore(db), proxy };
}

/** A gate on one kind of request: who comes to it waits until it is opened. */
function gate({ proxy }: Instance, matches: (request: WireRequest) => boolean) {
  const opening = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const before = proxy.fate;
  proxy.fate = (request) => {
    if (!matches(request)) return before(request);
    reached.resolve();
    return { kind: 'pass', until: opening.promise };
  };
  return { reached: reached.promise, open: () => opening.resolve() };
}

const isAnswer = ({ operation, body }: WireRequest) =>
  (operation === 'create' || operation === 'replace') && body.includes('"id":"answer:');

const isList = ({ operation, body }: WireRequest) => operation === 'query' && body.includes('SELECT c.id FROM');

async function stopAnswers({ store }: Instance): Promise<void> {
  const { version } = there(await store.round(here, 'r1'));
  expect(await store.saveRound(round({ state: 'closing', closedBy: 'person' }), version)).toBe(true);
}

async function close({ store }: Instance): Promise<void> {
  const frozen = await store.freezeAnswers(here, 'r1');
  await store.saveRound(closedRound(frozen), there(await store.round(here, 'r1')).version);
}

describe('an answer on its way while another instance closes the round', () => {
  test('counts without a second look at the round where it arrives within the moment that the closing waits', async () => {
    const waiting = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    // The closing's own clock: its wait lasts as long as the test wants.
    const sleep = () => {
      waiting.resolve();
      return goOn.promise;
    };
    const one = await instance({ momentMs: 10_000 });
    const other = await instance({ clock: { ...systemClock, sleep } });
    const held = gate(one, isAnswer);
    await one.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' });
    const before = one.proxy.requests.length;
    const saving = one.store.saveAnswer(here, answer());
    await held.reached;
    await stopAnswers(other);
    const freezing = other.store.freezeAnswers(here, 'r1');
    await waiting.promise;
    held.open();
    expect(await saving).toBe('saved');
    expect(one.proxy.requests.length - before).toBe(1);
    goOn.resolve();
    expect(await freezing).toEqual([counted(answer())]);
  });

  test('is refused and does not count where it arrives after the count', async () => {
    const [one, other] = [await instance(), await instance()];
    const held = gate(one, isAnswer);
    await one.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' });
    const saving = one.store.saveAnswer(here, answer());
    await held.reached;
    await stopAnswers(other);
    await close(other);
    held.open();
    expect(await saving).toBe('closed');
    expect(await other.store.answers(here, 'r1')).toEqual([]);
    expect(await other.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' })).not.toHaveProperty(
      'answer',
    );
    expect(await other.store.answered(here, 'r1', ['a'])).toEqual({ a: 0 });
  });

  test('learns what the closing decided where it arrives in the middle of it', async () => {
    const [one, other] = [await instance(), await instance()];
    const held = gate(one, isAnswer);
    await one.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' });
    const saving = one.store.saveAnswer(here, answer());
    await held.reached;
    await stopAnswers(other);
    const counting = gate(other, isList);
    const freezing = other.store.freezeAnswers(here, 'r1');
    await counting.reached;
    held.open();
    await one.proxy.settled();
    counting.open();
    expect(await freezing).toEqual([counted(answer())]);
    expect(await saving).toBe('saved');
  });

  test('does not count where its instance died, though it arrives later', async () => {
    const [one, other] = [await instance(), await instance()];
    const held = gate(one, isAnswer);
    await one.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' });
    const saving = one.store.saveAnswer(here, answer()).catch(() => 'died');
    await held.reached;
    one.proxy.die();
    await stopAnswers(other);
    await close(other);
    held.open();
    await one.proxy.settled();
    expect(await other.store.answers(here, 'r1')).toEqual([]);
    expect(await other.store.answered(here, 'r1', ['a'])).toEqual({ a: 0 });
    expect(await other.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' })).not.toHaveProperty(
      'answer',
    );
    one.proxy.revive();
    expect(await saving).toBe('closed');
  });

  test('does not change what was counted before', async () => {
    const [one, other] = [await instance(), await instance()];
    await one.store.saveAnswer(here, answer());
    const held = gate(one, isAnswer);
    const { version } = there(
      (await one.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p1' })).answer,
    );
    const saving = one.store.saveAnswer(here, answer({ revision: 2, comment: 'late' }), version);
    await held.reached;
    await stopAnswers(other);
    await close(other);
    held.open();
    expect(await saving).toBe('changed');
    expect(await other.store.answers(here, 'r1')).toEqual([counted(answer())]);
  });
});

describe('two who close at once', () => {
  test('count the same, though an answer arrives after the one counted and before the other does', async () => {
    const [one, two, late] = [await instance(), await instance(), await instance()];
    await late.store.saveAnswer(here, answer({ person: 'p1' }));
    const held = gate(late, isAnswer);
    await late.store.roundAndAnswer(here, { roundId: 'r1', themeId: 'a', person: 'p2' });
    const saving = late.store.saveAnswer(here, answer({ person: 'p2' }));
    await held.reached;
    await stopAnswers(one);
    const slower = gate(two, isList);
    const second = two.store.freezeAnswers(here, 'r1');
    await slower.reached;
    const first = await one.store.freezeAnswers(here, 'r1');
    held.open();
    await late.proxy.settled();
    slower.open();
    expect(await second).toEqual(first);
    await close(one);
    expect(await saving).toBe('closed');
    expect(await two.store.answers(here, 'r1')).toEqual([counted(answer({ person: 'p1' }))]);
  });

  test('of whom one died half way leave nothing that the other cannot finish', async () => {
    // It gives up after so many turns of the event loop, however busy the machine is.
    const clock = turningClock();
    onTestFinished(() => clock.stop());
    const [one, two] = [await instance({ deadlineMs: 5_000, clock }), await instance()];
    const everybody = Array.from({ length: 20 }, (_, i) => answer({ person: `p${10 + i}` }));
    for (const each of everybody) await one.store.saveAnswer(here, each);
    await stopAnswers(one);
    let fixed = 0;
    one.proxy.fate = (request) => {
      if (request.operation === 'patch') fixed += 1;
      return fixed > 7 ? { kind: 'reset', applied: false } : { kind: 'pass' };
    };
    await expect(one.store.freezeAnswers(here, 'r1')).rejects.toThrow('did not write a document');
    await close(two);
    expect(await two.store.answers(here, 'r1')).toEqual(everybody.map(counted));
  });
});
