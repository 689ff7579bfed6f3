import { expect, it } from 'vitest';
import { startHarness } from '../../support/app.ts';
import { anders, answerAll, fatima, startRound } from '../../support/rounds.ts';
import { here, now, pass, quiet } from '../../support/time.ts';

it('sends no card into a conversation that is of another, where a post there has the same id', async () => {
  const harness = await startHarness();
  const { connector, store } = harness;
  const one = await startRound(harness, { expected: '8' });
  const conversationId = '19:anden@thread.tacv2';
  const other = await startRound(harness, { expected: '8' }, { conversationId });
  await quiet(harness);
  // An id in Teams is a time in milliseconds: two channels may have a post of the same.
  const key = { ...here, conversationId };
  const status = await store.post(key, other.id, 'status');
  if (!status) throw new Error('There is no status');
  const { activityId } = one.setup;
  await store.savePost(key, { ...status.record, activityId }, status.version);
  const sent: { path: string; body: string }[] = [];
  connector.fate = ({ method, path, body }) => {
    if (method === 'PUT') sent.push({ path: decodeURIComponent(path), body });
    return { kind: 'accept' };
  };
  await answerAll(harness, one.themes.slice(0, 1), [anders]);
  await answerAll(harness, other.themes.slice(0, 1), [anders]);
  await harness.eventually(() => sent.length > 0);
  await answerAll(harness, one.themes.slice(0, 1), [fatima]);
  await harness.eventually(() => sent.length > 1);
  await pass(harness, now(harness) + 5_000);
  for (const { path, body } of sent) expect(body).toContain(path.includes('anden') ? other.id : one.id);
});
