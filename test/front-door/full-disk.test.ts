import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { startHarness } from '../support/app.ts';
import { allScores, anders, answerAll, fatima, lars, mette, saved, signe, startRound } from '../support/rounds.ts';

const fault = /Noget gik galt hos mig.* ([\w-]{22})/s;

it('on a full disk the number that people are told is in the log with the cause, and nobody is sent here until there is room', async () => {
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec');
  const harness = await startHarness();
  const [connection] = spy.mock.contexts;
  spy.mockRestore();
  if (!(connection instanceof DatabaseSync)) throw new Error('the bot opened no connection');
  const { themes } = await startRound(harness);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  await answerAll(harness, themes, [anders]);
  const ready = async () => (await fetch(`http://127.0.0.1:${harness.app.port}/readyz`)).status;
  expect(await ready()).toBe(200);

  // There is no room left over in its pages either.
  connection.exec('VACUUM');
  connection.exec(`PRAGMA max_page_count = ${Number(connection.prepare('PRAGMA page_count').get()?.page_count)}`);
  const press = (person = lars, on = theme) =>
    harness.press(person, on, 'Gem min vurdering', { ...allScores(on, '3'), comment: 'ord '.repeat(120) });
  const { text } = await harness.eventually(async () => {
    const replies = [];
    for (const person of [lars, mette, signe]) for (const each of themes) replies.push(await press(person, each));
    return replies.find((reply) => fault.test(reply.text));
  });
  const [, turn = ''] = fault.exec(text) ?? [];
  const line = harness.logged.find((each) => each.includes(turn));
  expect(line).toContain('a turn failed');
  expect(line).toContain('SQLITE_FULL');
  expect(harness.logged.filter((each) => each.includes('the database cannot be used'))).toHaveLength(1);
  await harness.holds(async () => expect(await ready()).toBe(503));

  connection.exec('PRAGMA max_page_count = 1000000');
  await harness.holds(async () => expect(await ready()).toBe(200));
  await answerAll(harness, themes, [fatima]);
  expect((await press()).text).toContain(saved);
});
