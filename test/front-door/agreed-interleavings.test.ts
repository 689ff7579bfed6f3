import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Steps } from '../../src/domain/joint-score.ts';
import { closed, newRound, type Round } from '../../src/domain/round.ts';
import type { Step } from '../../src/domain/scale.ts';
import type { Database } from '../../src/store/database.ts';
import { readWheels } from '../../src/wheels/catalogue.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, buttons, inputs } from '../support/cards.ts';
import { random } from '../support/random.ts';
import { roundSettings, terms } from '../support/round-settings.ts';
import { anders, fatima, lars } from '../support/rounds.ts';

const wheel = readWheels(fileURLToPath(new URL('../../wheels', import.meta.url))).find(
  ({ id, language }) => id === 'sammenhaengshjulet' && language === 'da',
);
if (!wheel) throw new Error('no wheel');
const [{ id: themeId }] = wheel.themes as [(typeof wheel.themes)[number]];
const parts = 10;
const perPart = 300 / parts;

describe('three hundred seeded interleavings of three people who set what they agree on', () => {
  it.each(Array.from({ length: parts }, (_, part) => part))('lose no update, part %i of 10', async (part) => {
    const rateLimiter = { pick: random(part) };
    const harness = await startHarness({ wrap: (db) => uneven(db, () => rateLimiter.pick(5)) });
    for (let seed = part * perPart; seed < (part + 1) * perPart; seed++) {
      rateLimiter.pick = random(seed + 1);
      await expect(oneTheme(harness, seed), `seed ${seed}`).resolves.toBeUndefined();
    }
  });
});

/** The same database, which takes another time for each thing it is asked. @param turns of the event loop. */
function uneven(db: Database, turns: () => number): Database {
  const later =
    <A extends unknown[], R>(method: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      for (let left = turns(); left > 0; left--) await turn();
      return method.apply(db, given);
    };
  return {
    read: later(db.read),
    list: later(db.list),
    ids: later(db.ids),
    write: later(db.write),
    remove: later(db.remove),
    freeze: later(db.freeze),
    readDue: later(db.readDue),
    writeDue: later(db.writeDue),
    listDue: later(db.listDue),
    sweep: (now) => db.sweep(now),
    everything: () => db.everything(),
    put: (moved) => db.put(moved),
    check: () => db.check(),
    close: () => db.close(),
  };
}

/** What somebody was told is saved, under the revision it made. */
type PublishedDetails = { seen: number } & ({ steps: Steps } | { undone: true });

async function oneTheme(harness: Harness, seed: number): Promise<void> {
  const key = { tenantId, conversationId: `19:channel-${seed}@thread.tacv2` };
  const round = await closedRound(harness, key, seed);
  const on = { conversationId: `${key.conversationId};messageid=1`, activityId: '1' };
  const ids = { round: round.id, theme: themeId };
  const told = new Map<number, PublishedDetails>();
  const note = (revision: number, what: PublishedDetails) => {
    // Said twice it is one change: a press that came when it was so already, or an undo of what is undone.
    const { seen: _, ...content } = told.get(revision) ?? what;
    const { seen: __, ...again } = what;
    expect(again).toEqual(content);
    if (what.seen === revision - 1) told.set(revision, what);
  };

  const person = async (userId: string, pick: (below: number) => number) => {
    let card = (await harness.execute(userId, on, 'agree', ids)).card;
    for (let press = 0; press < 2; press++) {
      const undo = buttons(card).find(({ verb }) => verb === 'undoAgreed');
      if (undo && pick(3) === 0) {
        const reply = await harness.execute(userId, on, undo.verb, undo.data);
        const seen = Number(undo.data.seen);
        if (reply.text.includes('fortrudt')) note(seen + 1, { seen, undone: true });
        card = (await harness.execute(userId, on, 'agree', ids)).card;
        continue;
      }
      const save = button(card, 'Gem den fælles vurdering');
      const chosen = Object.fromEntries(Object.keys(inputs(card)).map((input) => [input, String(pick(5) || 'none')]));
      const reply = await harness.execute(userId, on, save.verb, { ...save.data, ...chosen });
      card = reply.card;
      const saved = buttons(card).find(({ verb }) => verb === 'undoAgreed' || verb === 'saveAgreed');
      if (reply.text.includes('er gemt. Nu')) {
        const revision = Number(saved?.data.seen ?? 0);
        // Without a way to undo it was so already, after somebody had taken something back.
        if (saved) note(revision, { seen: Number(save.data.seen), steps: stepsOf(chosen) });
        card = (await harness.execute(userId, on, 'agree', ids)).card;
      } else if (reply.text.includes('Der er ikke valgt noget trin')) {
        expect(stepsOf(chosen)).toEqual({});
      } else {
        expect(reply.text).toContain('blev der gemt en anden fælles vurdering');
        expect(inputs(card)).toEqual(chosen);
      }
    }
  };
  await Promise.all([anders, fatima, lars].map((userId, i) => person(userId, random(seed * 3 + i))));

  const kept = (await harness.store.jointScore(key, round.id, themeId))?.record;
  expect([...told.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: kept?.revision ?? 0 }, (_, i) => i + 1));
  const states: Steps[] = [{}];
  for (let revision = 1; revision <= (kept?.revision ?? 0); revision++) {
    const what = told.get(revision);
    if (!what) throw new Error('nobody was told of a change');
    states.push('steps' in what ? what.steps : (states[revision - 2] ?? {}));
  }
  expect(kept?.steps ?? {}).toEqual(states.at(-1));
}

function stepsOf(chosen: Record<string, string>): Steps {
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([input, value]) =>
      value === 'none' ? [] : [[input.slice(2), Number(value) as Step]],
    ),
  );
}

/** A closed round in a channel of its own, made without its cards. */
async function closedRound(
  harness: Harness,
  key: { tenantId: string; conversationId: string },
  seed: number,
): Promise<Round> {
  if (!wheel) throw new Error('no wheel');
  const id = `${seed}`.padStart(22, 'r');
  const fresh = newRound(roundSettings(wheel, { expected: 5 }), wheel, {
    id,
    channel: key,
    startedBy: 'p',
    startedAt: 0,
    thread: key.conversationId,
    terms,
  });
  const round = closed(fresh, { wheel, answers: [] }, { closedAt: 1, smallestGroup: 4, pictureId: id });
  await harness.store.saveRound(round);
  await harness.store.saveChannel({
    ...key,
    kind: 'channel',
    name: '',
    serviceUrl: harness.connector.serviceUrl,
    language: 'da',
    facilitators: [],
    active: true,
    welcomed: true,
  });
  return round;
}
