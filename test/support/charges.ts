import { charges } from '../../scripts/cost-ledger.ts';
import type { FaultProxy } from './cosmos-faults.ts';

type Request = FaultProxy['requests'][number];

/** What a request costs by the published charges, rounded up to the hundredth, as the real service would tell in a header. */
export function chargeOf({ operation, body, status = 0, answer = '' }: Request): number {
  switch (operation) {
    case 'read':
      return up(status === 404 ? charges.read.of1 * charges.strongFactor : reading(sizeOf(answer)));
    case 'query': {
      const found: object[] = JSON.parse(answer).Documents ?? [];
      const returned = found.reduce<number>((sum, each) => sum + reading(sizeOf(JSON.stringify(each))), 0);
      return up(charges.query * charges.strongFactor + returned);
    }
    case 'create':
    case 'delete':
      return up(between(charges.insert, sizeOf(body)));
    // A patch is charged as the replace of the whole would be.
    case 'patch':
      return up(between(charges.insert, sizeOf(answer)) * charges.replaceFactor);
    case 'replace':
      return up(between(charges.insert, sizeOf(body)) * charges.replaceFactor);
    default:
      return 0;
  }
}

const up = (units: number) => Math.ceil(units * 100) / 100;

const sizeOf = (text: string) => Buffer.byteLength(text) / 1_024;

const reading = (kb: number) => between(charges.read, kb) * charges.strongFactor;

function between({ of1, of100 }: { of1: number; of100: number }, kb: number): number {
  return of1 + (Math.max(0, kb - 1) * (of100 - of1)) / 99;
}
