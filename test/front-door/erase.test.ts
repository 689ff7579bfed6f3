import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { channelId, installation, message, type On } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { beforeWrites } from '../support/before-writes.ts';
import { tenantId } from '../support/canaries.ts';
import { buttons, inputs, parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { get } from '../support/get.ts';
import { addAction, onCard, planned } from '../support/plans.ts';
import {
  allScores,
  anders,
  cardThat,
  fatima,
  isOver,
  lars,
  mette,
  notHere,
  signe,
  startRound,
} from '../support/rounds.ts';
import { now, pass, quiet } from '../support/time.ts';

const key = { tenantId, conversationId: channelId };

async function say(harness: Harness, person: string, text: string): Promise<Shown> {
  const before = harness.connector.shown.length;
  await harness.say(person, text);
  // What teams are asked when a round is over comes when it comes.
  return harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ cardNow: card }) => !textOf(card).startsWith('Tal om')),
  );
}

async function answered(harness: Harness, themes: Shown[], people: readonly string[] = [anders, fatima]) {
  for (const person of people)
    for (const theme of themes) await harness.press(person, theme, 'Gem min vurdering', allScores(theme, '2'));
}

async function closed(harness: Harness, on: Shown, id: string): Promise<Shown> {
  const before = harness.connector.shown.length;
  await harness.execute(mette, on, 'close', { round: id });
  return harness.eventually(() =>
    harness.connector.shown.slice(before).find(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
  );
}

/** A facilitator chooses a round in what `slet` shows, and is asked. */
async function ask(harness: Harness, menu: Shown, chosenRound: string) {
  const { verb, data } = buttons(menu.cardNow).find(({ title }) => title === 'Slet runden') ?? { verb: '', data: {} };
  return harness.execute(mette, menu, verb, { ...inputs(menu.cardNow), ...data, chosenRound });
}

const isGone = ({ cardNow: card }: Shown) => textOf(card).startsWith('Runden er slettet') && buttons(card).length === 0;

describe('a round that is deleted', () => {
  it('leaves nothing behind but a line in place of each of its cards', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness);
    await answered(harness, themes, [anders, fatima, lars, signe]);
    const summary = await closed(harness, themes[0] ?? setup, id);
    const url = JSON.stringify(summary.cardNow).match(/http:[^"]+\.png/)?.[0] ?? '';
    expect((await get(url)).status).toBe(200);
    await harness.eventually(() => themes.every(isOver));

    const menu = await say(harness, mette, 'slet runde 1, tak');
    expect(textOf(menu.cardNow)).toContain('Hvad vil du slette?');
    const question = await ask(harness, menu, id);
    expect(question.text).toContain('Slet runden?');
    expect(question.text).toContain('4 personer har svaret');
    const { verb, data } = buttons(question.card).find(({ title }) => title === 'Slet runden') ?? {
      verb: '',
      data: {},
    };
    const reply = await harness.execute(mette, menu, verb, data);
    expect(reply.text).toContain('Runden er slettet.');
    expect(await harness.store.round(key, id)).toBeUndefined();
    expect(await harness.store.answers(key, id)).toEqual([]);
    expect((await get(url)).status).toBe(404);
    await harness.eventually(() => [setup, summary, ...themes].every(isGone));
    await harness.holds(async () => expect(await harness.store.posts(key, id)).toEqual([]));
    expect(textOf((await say(harness, mette, 'overblik')).cardNow)).toContain('Der er ikke noget resultat endnu');
    expect(textOf((await say(harness, mette, 'status')).cardNow)).toContain('Der er ingen runde i gang');
    const again = await harness.execute(mette, menu, verb, data);
    expect(again.text).toContain('Runden er slettet.');
  });

  it('leaves none of its results either where somebody asked for them in the channel', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness);
    await answered(harness, themes);
    const summary = await closed(harness, setup, id);
    const asked = await say(harness, anders, 'overblik');
    expect(textOf(asked.cardNow)).toContain('Overblik: Sammenhængshjulet');
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await harness.eventually(() => [setup, summary, asked].every(isGone));
    await harness.holds(async () => expect(await harness.store.posts(key, id)).toEqual([]));
  });

  it('can be one that is still open: it takes no answers, and the next can be started', async () => {
    const harness = await startHarness({ at: '2026-11-25 10:00' });
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await answered(harness, themes, [anders]);
    const late = { ...theme };
    await harness.execute(mette, theme, 'eraseRound', { round: id });
    expect((await harness.press(fatima, late, 'Gem min vurdering', allScores(late, '3'))).text).toContain(notHere);
    await harness.eventually(() => themes.every(isGone));
    expect(await harness.store.answers(key, id)).toEqual([]);
    const next = await startRound(harness);
    expect(next.id).not.toBe(id);
    harness.clock.offset += 20 * 86_400_000;
    harness.app.sweep();
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
    expect(themes.every(isGone)).toBe(true);
  });

  it('meets answers in any order without leaving one behind', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const copies = themes.map((each) => ({ ...each }));
    await Promise.all([
      ...[anders, fatima, lars].flatMap((person) =>
        copies.map((each) => harness.press(person, each, 'Gem min vurdering', allScores(each, '2'))),
      ),
      harness.execute(mette, theme, 'eraseRound', { round: id }),
      harness.execute(mette, theme, 'eraseRound', { round: id }),
      ...[signe].flatMap((person) =>
        copies.map((each) => harness.press(person, each, 'Gem min vurdering', allScores(each, '4'))),
      ),
    ]);
    await harness.eventually(() => themes.every(isGone));
    expect(await harness.store.answers(key, id)).toEqual([]);
  });

  it('gives its place to the result before it', async () => {
    const harness = await startHarness();
    const ids: string[] = [];
    for (const expected of ['9', '8']) {
      const { id, themes, setup } = await startRound(harness, { expected });
      await answered(harness, themes.slice(0, 1), ids.length === 0 ? [anders, fatima, lars] : [anders]);
      await closed(harness, setup, id);
      await harness.holds(async () => expect((await harness.store.channel(key))?.record.latestRoundId).toBe(id));
      ids.push(id);
    }
    const menu = await say(harness, mette, 'slet');
    const { choices } = parts(menu.cardNow).find(({ id: each }) => each === 'chosenRound') ?? {};
    expect((choices as { value: string }[]).map(({ value }) => value)).toEqual(ids.toReversed());
    await harness.execute(mette, menu, 'eraseRound', { round: ids[1] });
    expect(textOf((await say(harness, mette, 'overblik')).cardNow)).toContain('3 af 9 har svaret');
  });

  it('is deleted by a facilitator only, who is in the channel, and is not found from another', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    for (const [verb, data] of [
      ['askEraseRound', { round: id }],
      ['eraseRound', { round: id }],
      ['askEraseChannel', {}],
      ['eraseChannel', {}],
    ] as const) {
      expect((await harness.execute(anders, theme, verb, data)).text).toContain('Det kan kun en tovholder gøre');
      expect((await harness.execute('29:fremmed', theme, verb, data)).text).toContain(notHere);
    }
    expect(textOf((await say(harness, anders, 'slet')).cardNow)).toContain('Det kan kun en tovholder gøre');
    const elsewhere = { conversationId: '19:andet@thread.tacv2', activityId: 'x' };
    await harness.say(mette, 'start', elsewhere);
    expect((await harness.execute(mette, elsewhere, 'eraseRound', { round: id })).text).not.toContain('slettet');
    expect((await harness.execute(mette, theme, 'eraseRound', { round: 'A'.repeat(22) })).text).toContain(notHere);
    expect((await harness.execute(mette, theme, 'askEraseRound', {})).text).toBe('Vælg en runde.');
    harness.connector.members = harness.connector.members.filter(({ id: each }) => each !== mette);
    await harness.send({
      ...message(harness.connector, anders, '', { conversationId: channelId }),
      type: 'conversationUpdate',
      membersRemoved: [{ id: mette }],
    });
    expect((await harness.execute(mette, theme, 'eraseRound', { round: id })).text).toContain(notHere);
    expect(await harness.store.round(key, id)).toBeDefined();
  });

  it.each([
    ['another channel', { tenantId, conversationId: '19:andet@thread.tacv2' }],
    ['a channel of another tenant', { tenantId: 'en-anden-kommune', conversationId: channelId }],
  ])('is told of in %s as one that never was, before and after it is deleted', async (_, elsewhere) => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    const from = harness.connector.shown.length;
    await harness.say(mette, 'start', elsewhere);
    const form = { ...(await cardThat(harness, 'Ny runde', from)), ...elsewhere };
    expect((await harness.press(mette, form, 'Start runden')).text).toContain('Runden er i gang');
    const erase = async (on: On) => (await harness.execute(mette, on, 'eraseRound', { round: id })).text;
    expect(await erase(form)).toContain(notHere);
    expect(await erase(setup)).toContain('Runden er slettet.');
    expect(await erase(form)).toContain(notHere);
    expect(await erase(setup)).toContain('Runden er slettet.');
  });

  it.each([0, 1, 2, 3, 5, 8, 11])('goes to the end though the process stops after %i writes', async (writes) => {
    const stop = { after: Number.POSITIVE_INFINITY };
    const harness = await startHarness({ wrap: (db) => stopping(db, stop) });
    const { id, setup, themes } = await startRound(harness);
    await answered(harness, themes);
    const summary = await closed(harness, setup, id);
    const others = async (work: string) => (await harness.store.dueItem(`${work}:${id}`))?.record.state;
    const quiet = async () =>
      [await others('publish'), await others('recount'), await others('dialogue')].every((state) => state === 'done');
    await harness.holds(async () => expect(await quiet()).toBe(true));
    stop.after = writes;
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    stop.after = Number.POSITIVE_INFINITY;
    await harness.restart();
    harness.clock.offset = 90_000;
    harness.app.sweep();
    if (writes === 0) {
      // Nothing was begun, and the person was told that something went wrong.
      expect(await harness.store.dueItem(`erase:${id}`)).toBeUndefined();
      expect(await harness.store.round(key, id)).toBeDefined();
      return;
    }
    await harness.eventually(() => [setup, summary, ...themes].every(isGone));
    await harness.holds(async () => expect(await harness.store.posts(key, id)).toEqual([]));
    expect(await harness.store.round(key, id)).toBeUndefined();
    expect(await harness.store.answers(key, id)).toEqual([]);
    expect((await harness.store.channel(key))?.record.latestRoundId).toBeUndefined();
  });

  it('is gone from the database also where the bot was removed from the channel meanwhile', async () => {
    const stop = { after: Number.POSITIVE_INFINITY };
    const harness = await startHarness({ wrap: (db) => stopping(db, stop) });
    const { id, setup, themes } = await startRound(harness);
    await answered(harness, themes);
    stop.after = 1;
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    stop.after = Number.POSITIVE_INFINITY;
    await harness.send({ ...installation(harness.connector, mette), action: 'remove' });
    harness.clock.offset = 90_000;
    harness.app.sweep();
    await harness.holds(async () => expect(await harness.store.round(key, id)).toBeUndefined());
    await harness.holds(async () => expect(await harness.store.answers(key, id)).toEqual([]));
    await harness.holds(async () => expect(await harness.store.posts(key, id)).toEqual([]));
    expect(themes.some(isGone)).toBe(false);
  });

  it('leaves the plan, whose post goes on showing it', async () => {
    const harness = await startHarness();
    const { id, summary, plan } = await planned(harness);
    const menu = await say(harness, mette, 'slet');
    const question = await ask(harness, menu, id);
    await onCard(harness, mette, menu, question.card, 'Slet runden');
    await harness.eventually(() => isGone(summary));
    await quiet(harness);
    expect(textOf(plan.cardNow)).toMatch(/^Planen/);
    await addAction(harness, anders, plan, { title: 'Ring til de unge' });
    await harness.eventually(() => textOf(plan.cardNow).includes('Ring til de unge'));
  });

  it('leaves no plan on a post where everything is deleted', async () => {
    const harness = await startHarness();
    const { plan, summary } = await planned(harness);
    const menu = await say(harness, mette, 'slet');
    const question = await harness.press(mette, menu, 'Slet alt i kanalen');
    await onCard(harness, mette, menu, question.card, 'Slet det hele');
    await harness.eventually(() => isGone(summary));
    await quiet(harness);
    expect(textOf(plan.cardNow)).not.toContain('Planen');
    expect(buttons(plan.cardNow)).toEqual([]);
  });

  it('turns its cards although Teams says no at first', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    let busy = 2;
    harness.connector.fate = ({ method }) =>
      method === 'PUT' && busy-- > 0
        ? { kind: 'status', status: 429, headers: { 'retry-after': '1' } }
        : { kind: 'accept' };
    await harness.execute(mette, theme, 'eraseRound', { round: id });
    await harness.eventually(() => themes.every(isGone));
  });
});

describe('a post that was begun as its round was deleted', () => {
  /** Holds a write of a post, as an instance that stands still for a moment. */
  async function holding(slot: string) {
    const held: { isHeld: boolean; release?: () => void } = { isHeld: false };
    const wrap = beforeWrites(async ({ place }) => {
      if (held.isHeld || !place.id.startsWith('post:') || !place.id.includes(slot)) return;
      held.isHeld = true;
      await new Promise<void>((resolve) => {
        held.release = resolve;
      });
    });
    return { held, harness: await startHarness({ wrap }) };
  }

  const erased = (harness: Harness, id: string) =>
    harness.eventually(async () => (await harness.store.dueItem(`erase:${id}`))?.record.state === 'done');

  it('is a line like the others, and nothing is kept of it', async () => {
    const { harness, held } = await holding(':summary');
    const { id, setup, themes } = await startRound(harness);
    await answered(harness, themes);
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => held.isHeld);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await erased(harness, id);
    held.release?.();
    await quiet(harness);
    await pass(harness, now(harness) + 60_000);
    await quiet(harness);
    expect(await harness.store.posts(key, id)).toEqual([]);
    expect(harness.connector.shown.every(isGone)).toBe(true);
  });

  it('or found then by a press on it, goes with it', async () => {
    const { harness, held } = await holding(':stray');
    const { id, setup, themes } = await startRound(harness);
    await quiet(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const copy = { ...structuredClone(theme), activityId: 'copy' };
    harness.connector.shown.push(copy);
    await harness.press(anders, copy, 'Gem min vurdering', allScores(copy, '2'));
    await harness.eventually(() => held.isHeld);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await erased(harness, id);
    held.release?.();
    await quiet(harness);
    expect(await harness.store.posts(key, id)).toEqual([]);
    expect(harness.connector.shown.every(isGone)).toBe(true);
  });
});

describe('a channel whose data is deleted', () => {
  it('has no rounds, reminders and roster any more, and keeps its facilitators', async () => {
    const harness = await startHarness();
    const first = await startRound(harness);
    await answered(harness, first.themes);
    await closed(harness, first.setup, first.id);
    const second = await startRound(harness);
    await answered(harness, second.themes);
    const menu = await say(harness, mette, 'påmindelse');
    await harness.press(mette, menu, 'Gem');
    expect(await harness.store.schedule(key)).toBeDefined();
    const before = (await harness.store.channel(key))?.record;

    const what = await say(harness, mette, 'slet');
    const question = await harness.press(mette, what, 'Slet alt i kanalen');
    expect(question.text).toContain('Slet alt i kanalen?');
    const reply = await harness.execute(mette, what, 'eraseChannel', {});
    expect(reply.text).toContain('Alt er slettet.');
    await harness.eventually(() => [...first.themes, ...second.themes, first.setup, second.setup].every(isGone));
    expect(await harness.store.roundsOf(key)).toEqual([]);
    for (const id of [first.id, second.id]) {
      expect(await harness.store.answers(key, id)).toEqual([]);
      await harness.holds(async () => expect(await harness.store.posts(key, id)).toEqual([]));
    }
    expect(await harness.store.schedule(key)).toBeUndefined();
    expect(await harness.store.roster(key)).toBeUndefined();
    const { openRoundId: _, latestRoundId: __, ...rest } = before ?? {};
    expect((await harness.store.channel(key))?.record).toEqual(rest);
  });

  it('can be started in anew, and what is new then stays', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await harness.execute(mette, theme, 'eraseChannel', {});
    const form = await say(harness, mette, 'påmindelse');
    await harness.press(mette, form, 'Gem');
    harness.clock.offset = 120_000;
    harness.app.sweep();
    const next = await startRound(harness);
    await answered(harness, next.themes);
    expect(await harness.store.schedule(key)).toBeDefined();
    expect(await harness.store.answers(key, next.id)).toHaveLength(8);
  });

  it('loses nothing of another channel', async () => {
    const harness = await startHarness();
    const elsewhere = { conversationId: '19:andet@thread.tacv2' };
    const here = await startRound(harness);
    const there = await startRound(harness, {}, elsewhere);
    await answered(harness, there.themes);
    await harness.execute(mette, here.themes[0] ?? here.setup, 'eraseChannel', {});
    await harness.eventually(() => here.themes.every(isGone));
    expect(await harness.store.answers({ tenantId, ...elsewhere }, there.id)).toHaveLength(8);
    expect(there.themes.some(isGone)).toBe(false);
  });
});

/** A database that does so many more writes and then none, as a process that was ended does. */
function stopping(db: Database, stop: { after: number }): Database {
  const counted = () => {
    if (stop.after <= 0) throw new Error('stopped');
    stop.after -= 1;
  };
  return {
    read: (...given) => db.read(...given),
    list: (...given) => db.list(...given),
    ids: (...given) => db.ids(...given),
    readDue: (...given) => db.readDue(...given),
    listDue: async (...given) => (stop.after === Number.POSITIVE_INFINITY ? db.listDue(...given) : []),
    sweep: (...given) => db.sweep(...given),
    everything: () => db.everything(),
    put: (...given) => db.put(...given),
    check: () => db.check(),
    close: () => db.close(),
    async freeze(...given) {
      counted();
      return db.freeze(...given);
    },
    async write(...given) {
      counted();
      return db.write(...given);
    },
    async remove(...given) {
      counted();
      return db.remove(...given);
    },
    async writeDue(...given) {
      counted();
      return db.writeDue(...given);
    },
  };
}
