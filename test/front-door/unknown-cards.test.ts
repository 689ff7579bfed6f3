import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import {
  anders,
  answerAll,
  cardThat,
  fatima,
  forgetShown,
  isOver,
  lars,
  mette,
  startRound,
  summarised,
} from '../support/rounds.ts';
import { dueItem, here, moveTo, now, posts, quiet } from '../support/time.ts';

/** What is kept of a card from a press on it: what Teams never told of, and nothing that a client makes up. */

const slots = async (harness: Harness, id: string) =>
  (await harness.store.posts(here, id)).map(({ record: { slot, activityId } }) => `${slot} ${activityId}`).toSorted();

/** A press that only looks, on a card that is where the test says. */
const look = (harness: Harness, on: Shown, { id, theme }: { id: string; theme: string }) =>
  harness.execute(fatima, on, 'mine', { round: id, theme });

const samarbejde = 'baeredygtigt-samarbejde';

describe('a press on a card that nobody knows of', () => {
  it.each([
    { what: 'of a theme that its round has not', at: '1999999999999', theme: 'no-such-theme' },
    { what: 'whose id is none of Teams', at: 'a|b/c', theme: samarbejde },
    { what: 'of a round that is not there', at: '1999999999999', theme: samarbejde, round: 'A'.repeat(22) },
  ])('$what keeps nothing', async ({ at, theme, round }) => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const before = await slots(harness, id);
    const [first] = themes;
    if (!first) throw new Error('no theme');
    await look(harness, { ...first, activityId: at }, { id: round ?? id, theme });
    await quiet(harness);
    expect(await slots(harness, id)).toEqual(before);
    expect(harness.logged.filter((line) => line.includes('what follows from a press'))).toEqual([]);
  });

  it('keeps it where Teams may have shown it, and brings it up to date', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const [first] = themes;
    if (!first) throw new Error('no theme');
    await look(harness, { ...first, activityId: '1999999999999' }, { id, theme: samarbejde });
    await quiet(harness);
    expect(await slots(harness, id)).toContain(`stray:theme:${samarbejde}:1999999999999 1999999999999`);
  });

  it('keeps it also where nothing is kept of the card that it is a copy of', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const [first] = themes;
    const own = await harness.store.post(here, id, `theme:${samarbejde}`);
    if (!first || !own) throw new Error('no theme');
    await harness.store.removePost(here, own.record, own.version);
    await look(harness, first, { id, theme: samarbejde });
    await quiet(harness);
    expect(await slots(harness, id)).toContain(`stray:theme:${samarbejde}:${first.activityId} ${first.activityId}`);
  });
});

describe('a press on a card that is known', () => {
  it('asks for nothing while its round is open', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const [before, kept] = [await dueItem(harness, `recount:${id}`).catch(() => undefined), await slots(harness, id)];
    for (const theme of themes) await harness.press(fatima, theme, 'Se min vurdering');
    await quiet(harness);
    expect(await dueItem(harness, `recount:${id}`).catch(() => undefined)).toEqual(before);
    expect(await slots(harness, id)).toEqual(kept);
  });

  it('asks for nothing where it shows the result of a closed round', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes, [anders, fatima]);
    const [theme] = themes;
    if (!theme) throw new Error('no theme');
    await harness.execute(mette, theme, 'close', { round: id });
    await harness.eventually(() => themes.every(isOver) && posts(harness, 'Overblik').length === 1);
    await quiet(harness);
    const before = await dueItem(harness, `recount:${id}`);
    // After so long a press on the same card is looked at anew.
    harness.clock.offset += 61_000;
    await look(harness, theme, { id, theme: samarbejde });
    await quiet(harness);
    expect(await dueItem(harness, `recount:${id}`)).toEqual(before);
  });

  it('finds it again where its updates were refused so often that it was taken to be gone', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    harness.connector.fate = ({ method }) => (method === 'PUT' ? { kind: 'status', status: 404 } : { kind: 'accept' });
    const state = async () =>
      (await harness.store.posts(here, id)).find(({ record }) => record.slot === 'status')?.record.state;
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(async () => (await state()) === 'gone');
    harness.connector.fate = () => ({ kind: 'accept' });
    harness.clock.offset += 61_000;
    await harness.press(fatima, setup, 'Opdater');
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
    expect(await state()).toBe('sent');
  });
});

describe('a press on a card whose sender has yet to hear of it', () => {
  it('takes it in, though the sender never hears of it', async () => {
    const harness = await startHarness();
    const unanswered = () => harness.logged.some((line) => line.includes('a post got no answer'));
    let wasAnswered = false;
    const pressed = Promise.withResolvers<Shown>();
    const press = async () => {
      const card = await cardThat(harness, 'Tema 4 af 4');
      await harness.press(fatima, card, 'Se min vurdering');
      wasAnswered = !unanswered();
      return card;
    };
    harness.connector.fate = ({ path, body }) => {
      if (!path.endsWith('/conversations') || !body.includes('unge-som-medskabere')) return { kind: 'accept' };
      press().then(pressed.resolve, pressed.reject);
      return { kind: 'hangAfter' };
    };
    const { id } = await startRound(harness, { expected: '8' });
    const last = await pressed.promise;
    expect(wasAnswered).toBe(true);
    await harness.eventually(unanswered);
    await quiet(harness);
    const kept = await slots(harness, id);
    expect(kept.filter((slot) => slot.startsWith('stray:'))).toEqual([]);
    expect(kept).toContain(`theme:unge-som-medskabere ${last.activityId}`);
  });
});

describe('answers to status', () => {
  it('are kept up to the newest twenty-four', async () => {
    const harness = await startHarness();
    const { id } = await startRound(harness, { expected: '8' });
    const own = await slots(harness, id);
    for (let said = 1; said <= 26; said++) {
      harness.clock.offset += 61_000;
      await harness.say([mette, anders, fatima, lars][said % 4] ?? mette, 'status');
      await harness.eventually(() => posts(harness, 'Runden er i gang').length === said + 1);
    }
    await quiet(harness);
    const newest = posts(harness, 'Runden er i gang')
      .slice(-24)
      .map(({ activityId }) => `stray:status:${activityId} ${activityId}`);
    expect(await slots(harness, id)).toEqual([...own, ...newest].toSorted());
  });

  it('of an open round show how it stands, so that nothing follows', async () => {
    const harness = await startHarness();
    const { id } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    await askedForStatus(harness);
    expect(await harness.store.dueItem(`recount:${id}`)).toBeUndefined();
  });

  it('of a closed round are not kept', async () => {
    const harness = await startHarness();
    const { id } = await summarised(harness, { [mette]: '2', [anders]: '2' });
    await quiet(harness);
    const before = await slots(harness, id);
    await askedForStatus(harness);
    expect(await slots(harness, id)).toEqual(before);
  });
});

describe('an answer to status of a closed round whose result may be missing', () => {
  it('is not kept either', async () => {
    const harness = await startHarness();
    harness.connector.fate = ({ method, body }) =>
      method === 'POST' && body.includes('Overblik') ? { kind: 'status', status: 500 } : { kind: 'accept' };
    const { id, setup } = await startRound(harness, { expected: '8' });
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => textOf(setup.cardNow).includes('nåede måske ikke frem'));
    await quiet(harness);
    const before = await slots(harness, id);
    const answer = await askedForStatus(harness);
    expect(textOf(answer?.cardNow)).toContain('nåede måske ikke frem');
    expect(await slots(harness, id)).toEqual(before);
  });
});

describe('a press on a card of a closed round', () => {
  it('brings it up to date where nobody knows what it shows', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const open = setup.cardNow;
    await harness.execute(mette, setup, 'close', { round: id });
    await harness.eventually(() => posts(harness, 'Overblik').length === 1);
    await quiet(harness);
    await forgetShown(harness, id);
    setup.cardNow = open;
    harness.clock.offset += 61_000;
    const kept = await slots(harness, id);
    await harness.press(fatima, setup, 'Opdater');
    await harness.eventually(() => textOf(setup.cardNow).includes('Runden er lukket'));
    expect(await slots(harness, id)).toEqual(kept);
  });
});

describe('a card for choosing that came though nobody said so', () => {
  it('is known from the first press on it, and says how it ended', async () => {
    const harness = await startHarness();
    const { summary, id } = await summarised(harness, { [mette]: '2', [anders]: '2' });
    harness.connector.fate = ({ method, body }) =>
      method === 'POST' && body.includes('"verb":"vote"') ? { kind: 'resetAfter' } : { kind: 'accept' };
    await harness.press(mette, summary, 'Prioritér sammen');
    const dots = await cardThat(harness, 'Prioritér sammen');
    await quiet(harness);
    harness.connector.fate = () => ({ kind: 'accept' });
    expect(await slots(harness, id)).not.toContain(`choice ${dots.activityId}`);
    await harness.press(mette, dots, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
    await quiet(harness);
    expect(await slots(harness, id)).toContain(`choice ${dots.activityId}`);
  });

  it('says so too where it is another copy, pressed before the end or only after it', async () => {
    const harness = await startHarness({ callMs: 300 });
    const { summary, id } = await summarised(harness, { [mette]: '2', [anders]: '2' });
    await harness.press(mette, summary, 'Prioritér sammen');
    const dots = await cardThat(harness, 'Prioritér sammen');
    await quiet(harness);
    const copy = (activityId: string): Shown => ({ ...structuredClone(dots), activityId });
    const [early, late] = [copy('1999999999998'), copy('1999999999999')];
    harness.connector.shown.push(early, late);
    await harness.press(mette, early, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
    await quiet(harness);
    const open = early.cardNow;
    let hanging = 1;
    harness.connector.fate = ({ method, path }) =>
      method === 'PUT' && path.includes(early.activityId) && hanging-- > 0
        ? { kind: 'hangBefore' }
        : { kind: 'accept' };
    await harness.execute(mette, summary, 'endChoosing', { round: id });
    await harness.eventually(() => hanging < 1 && textOf(dots.cardNow) !== textOf(open));
    const undecided = dots.cardNow;
    await harness.execute(mette, summary, 'decide', { round: id, short: 'unge-som-medskabere', long: '' });
    await harness.eventually(() => textOf(dots.cardNow) !== textOf(undecided));
    const saysSo = ({ cardNow }: Shown) => textOf(cardNow) === textOf(dots.cardNow);
    await harness.eventually(() => saysSo(early));
    await quiet(harness);
    await harness.press(anders, late, 'Se mine prikker');
    await harness.eventually(() => saysSo(late));
    await quiet(harness);
    // What got no answer lands now.
    early.cardNow = undecided;
    moveTo(harness, now(harness) + 41_000);
    await harness.eventually(() => saysSo(early));
  });
});

/** Somebody asks how it stands, and everything that follows is done. @returns what came. */
async function askedForStatus(harness: Harness): Promise<Shown | undefined> {
  const shown = harness.connector.shown.length;
  await harness.say(fatima, 'status');
  await harness.eventually(() => harness.connector.shown.length > shown);
  await quiet(harness);
  return harness.connector.shown[shown];
}
