import { describe, expect, it, onTestFinished } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { type Frozen, frozen } from '../support/frozen.ts';
import { mortal } from '../support/mortal.ts';
import { anders, answerAll, fatima, isOver, lars, mette, startRound, summarised } from '../support/rounds.ts';
import { dueItem, here, moveTo, now, onlyPost, pass, posts, quiet, takeOver } from '../support/time.ts';

/** An instance that stood still goes on as though it still had its work, which another has finished meanwhile. */

const begin = '2026-11-25 10:00';
const lease = 16_000;
const day = 24 * 3_600_000;

async function start(): Promise<{ harness: Harness; first: Frozen; fate: ReturnType<typeof mortal> }> {
  const first = frozen();
  const fate = mortal('dies', 'before');
  const harness = await startHarness({ at: begin, wrap: (db) => first.wrap(fate.wrap(db)) });
  onTestFinished(() => {
    first.thaw();
    fate.bury();
  });
  return { harness, first, fate };
}

const close = (harness: Harness, setup: Awaited<ReturnType<typeof startRound>>['setup'], id: string) =>
  harness.execute(mette, setup, 'close', { round: id });

type StandsStillAt = Parameters<Frozen['freezeAt']>[0];

/** The first instance stands still as soon as it does this for the count of a first answer. */
async function stoodStill(standsStillAt: StandsStillAt, status = 200) {
  const { harness, first, fate } = await start();
  const { id, setup, themes } = await startRound(harness, { expected: '8' });
  await quiet(harness);
  const open = setup.cardNow;
  first.freezeAt(standsStillAt);
  if (status !== 200)
    harness.connector.fate = ({ method }) => (method === 'PUT' ? { kind: 'status', status } : { kind: 'accept' });
  await answerAll(harness, themes.slice(0, 1), [anders]);
  await harness.eventually(() => first.isFrozen());
  harness.connector.fate = () => ({ kind: 'accept' });
  return { harness, first, fate, id, setup, open };
}

/** The same, and another instance takes over and closes the round. @param status what Teams answers the update with. */
async function closedByAnother(standsStillAt: StandsStillAt, status = 200) {
  const stood = await stoodStill(standsStillAt, status);
  const { harness, id, setup } = stood;
  await takeOver(harness, lease);
  await close(harness, setup, id);
  await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
  return stood;
}

const isOfPost = (id: string) => id.startsWith('post:');
/** Before it counts for the status card. The look before that is for whoever answers. */
const counts = (): StandsStillAt => {
  let looks = 0;
  return ({ name, id }) => {
    if (name === 'ids' && id.startsWith('answer:')) looks += 1;
    return looks === 2;
  };
};
/** Before it writes that an update is under way. */
const begins: StandsStillAt = ({ name, id }) => name === 'write' && isOfPost(id);
/** After Teams has answered an update, and before that is written. */
const ends = (): StandsStillAt => {
  let left = false;
  return ({ name, id }) => {
    left ||= id.startsWith('hold:');
    return left && name === 'read' && isOfPost(id);
  };
};

describe('an update of an instance that stood still', () => {
  it('is not made any more where another has taken its work over', async () => {
    const { harness, first, fate, setup } = await closedByAnother(counts());
    await quiet(harness);
    // It would mark the post, send, and die before it can write what it sent.
    fate.strikeAt(2);
    first.thaw();
    await harness.eventually(() => fate.struck());
    moveTo(harness, now(harness) + 60_000);
    await quiet(harness);
    expect(textOf(setup.cardNow)).toContain('Runden er lukket');
  });

  it('is not made either where it stood still right before it would have left', async () => {
    const { harness, first, setup } = await closedByAnother(
      ({ name, id }) => name === 'read' && id.startsWith('hold:'),
    );
    moveTo(harness, now(harness) + 60_000);
    await quiet(harness);
    const shown: string[] = [];
    harness.connector.fate = ({ method, body }) => {
      if (method === 'PUT') shown.push(body);
      return { kind: 'accept' };
    };
    first.thaw();
    await pass(harness, now(harness) + 60_000);
    expect(shown.filter((body) => body.includes('1 af 8'))).toEqual([]);
    expect(textOf(setup.cardNow)).toContain('Runden er lukket');
  });

  it('that Teams applied after those of another is made good at once', async () => {
    const { harness, first, id, setup, open } = await closedByAnother(ends());
    moveTo(harness, now(harness) + 60_000);
    await quiet(harness);
    setup.cardNow = open;
    const thawed = now(harness);
    first.thaw();
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    expect(now(harness) - thawed).toBeLessThan(5_000);
    await quiet(harness);
    // It is shown once more some seconds later, for all that was begun meanwhile.
    await pass(harness, now(harness) + 2_000);
    expect((await harness.store.post(here, id, 'status'))?.record.uncertain).toBeUndefined();
  });

  it('that Teams refused is nothing to a card which another has shown since', async () => {
    const { harness, first, id, setup } = await closedByAnother(ends(), 404);
    await pass(harness, now(harness) + 60_000);
    const { updates } = setup;
    first.thaw();
    await pass(harness, now(harness) + 60_000);
    expect(setup.updates).toBe(updates);
    expect((await harness.store.post(here, id, 'status'))?.record.refusals).toBeUndefined();
  });

  it('is made all the same where another has written of the card and not taken the work over, and results follow', async () => {
    const { harness, first, id, setup } = await stoodStill(begins);
    harness.app = await harness.join();
    await close(harness, setup, id);
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    first.thaw();
    await pass(harness, now(harness) + 60_000);
    expect(textOf(setup.cardNow)).toContain('Runden er lukket');
    expect((await harness.store.post(here, id, 'status'))?.record.uncertain).toBeUndefined();
  });

  it.each([
    { what: 'before that was written', standsStillAt: begins },
    { what: 'before it was written how it went', standsStillAt: ends() },
  ])('is nothing to a round that was deleted $what', async ({ standsStillAt }) => {
    const { harness, first, id, setup } = await stoodStill(standsStillAt);
    await takeOver(harness, lease);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await harness.eventually(async () => (await dueItem(harness, `erase:${id}`)).state === 'done');
    await pass(harness, now(harness) + 60_000);
    first.thaw();
    await pass(harness, now(harness) + 60_000);
    expect(harness.logged.filter((line) => line.includes('due work failed'))).toEqual([]);
    expect(await harness.store.posts(here, id)).toEqual([]);
  });
});

describe('a card of an instance that stood still', () => {
  it('has its result once the round is closed, though its sender heard of it only then', async () => {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    first.freezeAt(({ name, id }) => name === 'read' && id.includes(':theme:'));
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    const [round] = await harness.store.roundsOf(here);
    await close(harness, setup, round?.id ?? '');
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await quiet(harness);
    expect(posts(harness, /^Tema/).filter((card) => !isOver(card))).toHaveLength(1);
    first.thaw();
    await harness.eventually(() => posts(harness, /^Tema/).every(isOver));
  });

  it('is taken down where the round was deleted before its sender heard of it', async () => {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    first.freezeAt(({ name, id }) => name === 'read' && id.includes(':theme:'));
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    const [{ id } = { id: '' }] = await harness.store.roundsOf(here);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await harness.eventually(async () => (await dueItem(harness, `erase:${id}`)).state === 'done');
    await pass(harness, now(harness) + 60_000);
    expect(posts(harness, /^Tema/)).toHaveLength(1);
    first.thaw();
    await harness.eventually(() => posts(harness, /^Tema/).length === 0);
    await quiet(harness);
    expect(await harness.store.posts(here, id)).toEqual([]);
  });

  it('is another card of its theme where people asked for one meanwhile', async () => {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    first.freezeAt(({ name, id }) => name === 'read' && id.includes(':theme:'));
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    await harness.press(mette, setup, 'Send det igen');
    await harness.eventually(() => posts(harness, /^Tema/).length === 5);
    await quiet(harness);
    first.thaw();
    await quiet(harness);
    const [round] = await harness.store.roundsOf(here);
    await close(harness, setup, round?.id ?? '');
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await harness.eventually(() => posts(harness, /^Tema/).every(isOver));
    expect(posts(harness, /^Tema/)).toHaveLength(5);
  });
});

describe('a plan that an instance posted and then stood still', () => {
  it('is the channel’s plan, though its sender heard of it only later and died once that was written', async () => {
    const { harness, first, fate } = await start();
    const { id, summary } = await summarised(harness, { [mette]: '2' }, { privacy: 'open' });
    await harness.execute(mette, summary, 'choose', { round: id });
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    await quiet(harness);
    const decided = Promise.withResolvers<void>();
    harness.connector.fate = () => ({ kind: 'accept', once: decided.promise });
    await harness.execute(mette, summary, 'decide', { round: id, short: 'unge-som-medskabere', long: '' });
    first.freezeAt(({ name, id: at }) => name === 'read' && at.endsWith(':plan'));
    decided.resolve();
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    expect(await harness.store.planPost(here)).toBeUndefined();
    // It notes what follows, writes where the post is, and dies.
    fate.strikeAt(3);
    first.thaw();
    await harness.eventually(() => fate.struck());
    await pass(harness, now(harness) + 60_000);
    const { activityId } = onlyPost(harness, 'Planen');
    expect(await harness.store.planPost(here)).toMatchObject({ activityId });
  });
});

describe('a card of an open round, whose sender hears only after another took its work over that Teams has it', () => {
  async function missing() {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    first.freezeAt(({ name, id }) => name === 'read' && id.includes(':theme:'));
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    expect(posts(harness, /^Tema/)).toHaveLength(4);
    expect(textOf(setup.cardNow)).toContain('nåede måske ikke frem');
    const [round] = await harness.store.roundsOf(here);
    const kept = async () => (await harness.store.posts(here, round?.id ?? '')).map(({ record }) => record);
    return { harness, first, setup, kept };
  }

  it('is missing no longer, as the status says', async () => {
    const { harness, first, setup, kept } = await missing();
    first.thaw();
    await harness.eventually(() => !textOf(setup.cardNow).includes('nåede måske ikke frem'));
    expect((await kept()).map(({ state }) => state)).toEqual(Array(5).fill('sent'));
  });

  it('is no second card where somebody has pressed on it meanwhile', async () => {
    const { harness, first, setup, kept } = await missing();
    const known = (await kept()).map(({ activityId }) => activityId);
    const card = posts(harness, /^Tema/).find(({ activityId }) => !known.includes(activityId));
    if (!card) throw new Error('every card is known');
    await answerAll(harness, [card], [anders]);
    await harness.eventually(() => !textOf(setup.cardNow).includes('nåede måske ikke frem'));
    first.thaw();
    await quiet(harness);
    expect((await kept()).filter(({ activityId }) => activityId === card.activityId)).toHaveLength(1);
  });
});

describe('an answer to status of an instance that stood still', () => {
  it('is closed with the round, though it was taken down only after that', async () => {
    const { harness, first } = await start();
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const from = harness.connector.shown.length;
    first.freezeAt(({ name, id: at }) => name === 'write' && at.includes(':stray:status:'));
    const said = harness.say(fatima, 'status');
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    await close(harness, setup, id);
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await quiet(harness);
    const answer = harness.connector.shown[from];
    expect(textOf(answer?.cardNow)).toContain('Runden er i gang');
    first.thaw();
    await harness.eventually(() => textOf(answer?.cardNow).includes('Runden er lukket'));
    await said;
  });
});

describe('an answer to status of a round that is deleted', () => {
  it('is gone with the round, though it was taken down only after that', async () => {
    const { harness, first } = await start();
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const from = harness.connector.shown.length;
    first.freezeAt(({ name, id: at }) => name === 'write' && at.includes(':stray:status:'));
    const said = harness.say(fatima, 'status');
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, lease);
    await harness.execute(mette, setup, 'eraseRound', { round: id });
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er slettet'));
    // By then nobody looks any more for what was begun as the round was deleted.
    await pass(harness, now(harness) + 60_000);
    first.thaw();
    await said;
    const answer = harness.connector.shown[from];
    await harness.eventually(() => textOf(answer?.cardNow).includes('Runden er slettet'));
    await quiet(harness);
    expect(await harness.store.posts(here, id)).toEqual([]);
  });
});

describe('a question to a thread of an instance that stood still', () => {
  it.each([
    { what: 'goes on', dies: false },
    { what: 'dies at once', dies: true },
  ])('is not asked, nor under way for ever, where another gave it up and the first $what', async ({ dies }) => {
    const { harness, first, fate } = await start();
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes, [anders, mette, fatima, lars]);
    await quiet(harness);
    first.freezeAt(({ name, id: at }) => name === 'write' && at.includes(':prompt:'));
    await close(harness, setup, id);
    await harness.eventually(() => first.isFrozen());
    const before = harness.connector.shown.length;
    harness.app = await harness.join();
    moveTo(harness, now(harness) + 13 * 3_600_000);
    await harness.eventually(async () => (await dueItem(harness, `dialogue:${id}`)).state === 'skippedLate');
    await quiet(harness);
    // It would write that the question is about to be sent, and die before it looks whether that is still its work.
    if (dies) fate.strikeAt(2);
    first.thaw();
    if (dies) await harness.eventually(() => fate.struck());
    await pass(harness, now(harness) + 60_000);
    expect(harness.connector.shown).toHaveLength(before);
    const kept = (await harness.store.posts(here, id)).map(({ record }) => record);
    expect(kept.filter(({ slot }) => slot.startsWith('prompt:')).map(({ state }) => state)).toEqual(
      Array(4).fill('gone'),
    );
  });
});

describe('the start of a round that stood still', () => {
  it('leaves the round its deadline and its reminders, though another took them to be over by a clock that is ahead', async () => {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    await quiet(harness);
    first.freezeAt(
      ({ name, id, body }) => name === 'write' && id.startsWith('channel:') && body.includes('openRoundId'),
    );
    const pressed = harness.press(mette, setup, 'Start runden', { expected: '8', deadline: '2026-11-27' });
    await harness.eventually(() => first.isFrozen());
    const ahead = await harness.join({ aheadMs: 3 * day });
    const [round] = await harness.store.roundsOf(here);
    const id = round?.id ?? '';
    ahead.sweep();
    const works = [`deadline:${id}:2026-11-27T16:00`, `personalReminder:${id}:2026-11-27T16:00`];
    const states = () => Promise.all(works.map(async (work) => (await dueItem(harness, work)).state));
    await harness.eventually(async () => (await states()).every((state) => state === 'cancelled'));
    await ahead.stop();
    first.thaw();
    expect((await pressed).text).toContain('Runden er i gang');
    expect(await states()).toEqual(['waiting', 'waiting']);
    await pass(harness, '2026-11-27 16:00');
    await harness.eventually(async () => (await harness.store.round(here, id))?.record.state === 'closed');
  });
});
