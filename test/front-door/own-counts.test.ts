import { expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { type Harness, startHarness } from '../support/app.ts';
import type { Shown } from '../support/connector.ts';
import { answerByLink, createPhone } from '../support/guests.ts';
import { invited } from '../support/links.ts';
import { allScores, anders, fatima, mette, saved, startRound } from '../support/rounds.ts';

/** What somebody is told right after saving. */
async function told(harness: Harness, person: string, theme: Shown | undefined, step = '2'): Promise<string> {
  if (!theme) throw new Error('no theme card');
  const { text } = await harness.press(person, theme, 'Gem min vurdering', allScores(theme, step));
  expect(text).toContain(saved);
  return text;
}

/** A database that says of each list of ids asked for what becomes of it. */
function listing(db: Database, ids: Database['ids']): Database {
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'ids') return ids;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

it('whoever saves is told how many have answered the theme, themselves among them', async () => {
  const harness = await startHarness();
  const { themes } = await startRound(harness, { expected: '5' });
  const [first, second] = themes;
  expect(await told(harness, mette, first)).toContain('1 af 5 har svaret');
  // Within the two seconds that one look is for.
  expect(await told(harness, anders, second)).toContain('1 af 5 har svaret');
  harness.clock.setTo(harness.clock.now() + 2_000);
  expect(await told(harness, anders, first)).toContain('2 af 5 har svaret');
  expect(await told(harness, fatima, first)).toContain('3 af 5 har svaret');
  harness.clock.setTo(harness.clock.now() + 2_000);
  // What is saved again is counted once.
  expect(await told(harness, mette, first, '4')).toContain('3 af 5 har svaret');
  expect(await told(harness, mette, first, '4')).toContain('3 af 5 har svaret');
});

it('those who answer by link are counted apart, and not among them', async () => {
  const harness = await startHarness();
  const { themes, address } = await invited(harness, { most: '5' });
  await answerByLink(createPhone(address), address, '3');
  expect(await told(harness, mette, themes[0])).toContain('1 af 3 har svaret');
});

it.each<[string, Database['ids']]>([
  ['is still on its way', () => new Promise(() => undefined)],
  ['failed', () => Promise.reject(new Error('the database is busy'))],
])('nobody waits for a count that %s', async (_name, ids) => {
  let isHeld = false;
  const wrap = (db: Database) => listing(db, (...given) => (isHeld ? ids(...given) : db.ids(...given)));
  const harness = await startHarness({ wrap });
  const { themes } = await startRound(harness, { expected: '5' });
  isHeld = true;
  expect(await told(harness, mette, themes[0])).not.toContain('af 5 har svaret');
  isHeld = false;
  harness.clock.setTo(harness.clock.now() + 2_000);
  expect(await told(harness, anders, themes[0])).toContain('2 af 5 har svaret');
});

it('all who answer within two seconds share one look', async () => {
  let looks = 0;
  const wrap = (db: Database) =>
    listing(db, (...given) => {
      looks += 1;
      return db.ids(...given);
    });
  const harness = await startHarness({ wrap });
  const { themes } = await startRound(harness, { expected: '5' });
  const before = looks;
  const texts = await Promise.all([mette, anders, fatima].map((person) => told(harness, person, themes[0])));
  expect(looks - before).toBeLessThanOrEqual(2);
  const counts = texts.map((text) => /(\d) af 5 har svaret/.exec(text)?.[1]);
  expect(counts.toSorted()).toEqual(['1', '2', '3']);
});
