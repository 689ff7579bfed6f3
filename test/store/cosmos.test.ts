import { afterAll, beforeAll } from 'vitest';
import { openCosmos } from '../../src/store/cosmos.ts';
import { startWirePeer, type WirePeer, wireKey } from '../support/cosmos.ts';
import { storeContract } from './contract.ts';

let peer: WirePeer;
beforeAll(async () => {
  peer = await startWirePeer();
});
afterAll(() => peer.close());

let opened = 0;
storeContract('the Cosmos DB wire peer', () => {
  opened += 1;
  return openCosmos({ endpoint: peer.endpoint, database: `contract-${opened}`, key: wireKey }, { momentMs: 50 });
});
