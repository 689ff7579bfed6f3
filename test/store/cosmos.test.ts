import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCosmos } from '../../src/store/cosmos/cosmos.ts';
import { emptyAccount, startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { type FaultProxy, startFaultProxy, type WireRequest } from '../support/cosmos-faults.ts';
import { storeContract } from './contract.ts';
import { retentionContract } from './contract-retention.ts';

describe('on this machine', () => {
  let peer: WirePeer;
  let proxy: FaultProxy;
  let opened = 0;
  beforeAll(async () => {
    peer = await startWirePeer();
    proxy = await startFaultProxy(peer.endpoint);
  });
  afterAll(async () => {
    await proxy.close();
    await peer.close();
  });

  const open = (endpoint: string) => {
    opened += 1;
    return openCosmos({ endpoint, database: `contract-${opened}`, key: wireKey }, { momentMs: 50 });
  };
  storeContract('the Cosmos DB wire peer', () => open(proxy.endpoint));
  retentionContract('the Cosmos DB wire peer', () => open(peer.endpoint));

  test('nothing that the store can do goes over partitions, asks for a plan, or reads all there is', () => {
    const asked = proxy.requests.filter(({ operation }) => operation !== 'other');
    const [queries, others] = [asked.filter(isQuery), asked.filter((request) => !isQuery(request))];
    expect(queries.length).toBeGreaterThan(100);
    expect(queries.filter(({ partition, crossPartition }) => !partition || crossPartition)).toEqual([]);
    expect(others.filter(({ partition }) => !partition)).toEqual([]);
    // A read of a collection, not of a document, is a look at everything.
    expect(others.filter(({ operation, path }) => operation === 'read' && /\/docs\/?$/.test(path))).toEqual([]);
  });
});

const isQuery = ({ operation }: WireRequest) => operation === 'query';

/** The wire peer knows no limits, no charges and no lag between instances; with an account's address set, it is asked the same. */
const endpoint = process.env.HJULET_TEST_COSMOS_ENDPOINT;
if (endpoint !== undefined) {
  describe('in Azure', () => {
    const database = 'hjulet-test';
    storeContract('a real account', async () => {
      await emptyAccount(endpoint, database);
      return openCosmos({ endpoint, database });
    });
  });
}
