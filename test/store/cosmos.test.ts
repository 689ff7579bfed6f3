import { afterAll, beforeAll, describe } from 'vitest';
import { openCosmos } from '../../src/store/cosmos.ts';
import { emptyAccount, startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { storeContract } from './contract.ts';
import { retentionContract } from './contract-retention.ts';

describe('on this machine', () => {
  let peer: WirePeer;
  let opened = 0;
  beforeAll(async () => {
    peer = await startWirePeer();
  });
  afterAll(() => peer.close());

  const open = () => {
    opened += 1;
    return openCosmos({ endpoint: peer.endpoint, database: `contract-${opened}`, key: wireKey }, { momentMs: 50 });
  };
  storeContract('the Cosmos DB wire peer', open);
  retentionContract('the Cosmos DB wire peer', open);
});

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
