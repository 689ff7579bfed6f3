import { expect, it, onTestFinished } from 'vitest';
import { createRosters } from '../../src/usecases/channel/rosters.ts';
import { interleaving } from '../front-door/interleaved.ts';
import { channel } from '../store/records.ts';

const minute = 60_000;

it('keeps who is in a channel for ten minutes of the clock that it was given, however fast that goes', async () => {
  const { deps, close } = interleaving(() => 0);
  onTestFinished(close);
  let now = deps.now();
  let asked = 0;
  const isMember = async () => {
    asked += 1;
    return true;
  };
  const inChannel = { ...deps, now: () => now, messenger: { ...deps.messenger, isMember } };
  await deps.store.saveChannel(channel({}));
  const rosters = createRosters(inChannel);
  await rosters.belongs(channel({}), 'mette');
  now += 9 * minute;
  await rosters.belongs(channel({}), 'mette');
  expect(asked).toBe(1);
  now += 2 * minute;
  await rosters.belongs(channel({}), 'mette');
  expect(asked).toBe(2);
});
