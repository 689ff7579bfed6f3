import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { type Frozen, frozen } from '../support/frozen.ts';
import { anders, answerAll, mette, startRound } from '../support/rounds.ts';
import { dueItem, here, moveTo, now, pass, posts, quiet, takeOver } from '../support/time.ts';

const begin = '2026-11-25 10:00';

/** Whose a due item is while an instance is at it. */

async function start(): Promise<{ harness: Harness; first: Frozen }> {
  const first = frozen();
  const harness = await startHarness({ at: begin, wrap: first.wrap });
  onTestFinished(() => first.thaw());
  return { harness, first };
}

describe('work that an instance is at', () => {
  it.each([
    { what: 'from when it took it', at: { name: 'writeDue', id: 'open:', body: '"attempts":1' }, madeOnce: 'stops' },
    { what: 'from when it sent last', at: { name: 'write', id: 'post:', body: '"sending"' }, madeOnce: 'goesOn' },
  ] as const)('is left to it for a quarter of a minute $what', async ({ at, madeOnce }) => {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    first.freezeAt(
      ({ name, id, body }) => name === at.name && id.startsWith(at.id) && body.includes(at.body),
      madeOnce,
    );
    const pressed = harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => first.isFrozen());
    harness.app = await harness.join();
    const from = now(harness);
    await harness.eventually(() => posts(harness, /^Tema/).length > 0);
    expect(now(harness) - from).toBeGreaterThanOrEqual(14_000);
    first.thaw();
    await pressed;
    await pass(harness, now(harness) + 60_000);
    expect(posts(harness, /^Tema/)).toHaveLength(4);
  });

  it('waits still where it was scheduled once more before it was written that it is done', async () => {
    const { harness, first } = await start();
    const { id, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const isDone = ({ id, body }: { id: string; body: string }) =>
      id.startsWith('recount:') && body.includes('"state":"done"');
    first.freezeAt((call) => call.name === 'writeDue' && isDone(call));
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => first.isFrozen());
    const later = now(harness) + 3_600_000;
    const again = { ...(await dueItem(harness, `recount:${id}`)), state: 'done' } as const;
    const found = await harness.store.dueItem(again.id);
    await harness.store.saveDue(again, found?.version ?? '');
    await harness.store.addDue({ ...again, state: 'waiting', dueAt: later, visibleAt: later });
    first.thaw();
    await quiet(harness);
    expect((await dueItem(harness, `recount:${id}`)).state).toBe('waiting');
  });
});

describe('a post that Teams took', () => {
  it('is known as sent, though another instance took its work over before that was written', async () => {
    const { harness, first } = await start();
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    first.freezeAt(({ name, body }) => name === 'writeDue' && body.includes('"state":"sent"'));
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, 16_000);
    const item = () => dueItem(harness, `nudge:${id}:byHand:2026-11-25`);
    expect((await item()).state).toBe('unknown');
    first.thaw();
    await harness.eventually(async () => (await item()).state === 'sent');
    const [reminder] = posts(harness, 'Husk at svare');
    expect((await item()).post?.activityId).toBe(reminder?.activityId);
  });
});

describe('a post that an instance wrote was about to leave, and then stood still', () => {
  /** @param forMs for so long it stands still, and another takes its work over. */
  async function reminding(forMs: number) {
    const { harness, first } = await start();
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    first.freezeAt(({ name, body }) => name === 'writeDue' && body.includes('"sending":true'), 'stops');
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(() => first.isFrozen());
    await takeOver(harness, forMs);
    const item = () => dueItem(harness, `nudge:${id}:byHand:2026-11-25`);
    expect((await item()).state).toBe('unknown');
    expect(posts(harness, 'Husk at svare')).toEqual([]);
    return { harness, first, item };
  }

  it.each([
    { what: 'for a minute is made once it goes on', forMs: 60_000, state: 'sent', made: 1 },
    { what: 'until late in the evening is left out', forMs: 13 * 3_600_000, state: 'skippedLate', made: 0 },
  ])('$what', async ({ forMs, state, made }) => {
    const { harness, first, item } = await reminding(forMs);
    first.thaw();
    await quiet(harness);
    expect([(await item()).state, posts(harness, 'Husk at svare').length]).toEqual([state, made]);
  });
});

describe('a card that an instance wrote was about to leave, and then stood still', () => {
  /** Another instance takes over what the first was at. @param second may stand still as well. */
  async function starting(second: Frozen) {
    const { harness, first } = await start();
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    const isMark = ({ name, id, body }: Parameters<Parameters<Frozen['freezeAt']>[0]>[0]) =>
      name === 'write' && id.includes(':theme:') && body.includes('"sending"');
    first.freezeAt(isMark, 'stops');
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => first.isFrozen());
    harness.app = await harness.join({ wrap: second.wrap });
    moveTo(harness, now(harness) + 16_000);
    return { harness, first, setup, themes: () => posts(harness, /^Tema/) };
  }

  it('may be missing for all that another instance knows, and that is not forgotten', async () => {
    const { harness, first, setup, themes } = await starting(frozen());
    await quiet(harness);
    first.thaw();
    await quiet(harness);
    expect(themes()).toHaveLength(3);
    await answerAll(harness, themes().slice(0, 1), [anders]);
    await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
    expect(textOf(setup.cardNow)).toContain('nåede måske ikke frem');
    await harness.press(mette, setup, 'Send det igen');
    await harness.eventually(() => posts(harness, /^Tema/).length === 4);
  });

  it('is made by another instance that has not looked yet what was made', async () => {
    const second = frozen();
    onTestFinished(() => second.thaw());
    second.freezeAt(({ name, id }) => name === 'list' && id.startsWith('post:'));
    const { harness, first, setup } = await starting(second);
    await harness.eventually(() => second.isFrozen());
    first.thaw();
    await harness.eventually(async () => (await harness.store.posts(here, await roundHere(harness))).length === 1);
    second.thaw();
    await harness.eventually(() => posts(harness, /^Tema/).length === 4);
    await quiet(harness);
    expect(textOf(setup.cardNow)).not.toContain('nåede måske ikke frem');
  });

  const roundHere = async ({ store }: Harness) => (await store.roundsOf(here))[0]?.id ?? '';
});

describe('a post that waits for its turn for longer than its instance holds the work', () => {
  const tooMany = { kind: 'status', status: 429, headers: { 'retry-after': '60' } } as const;

  it('is made by another instance, and by that one alone', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    let told = 0;
    harness.connector.fate = ({ method }) => (method === 'PUT' && told++ === 0 ? tooMany : { kind: 'accept' });
    // The count is shown in the thread that the reminder goes to.
    await answerAll(harness, themes.slice(0, 1), [anders]);
    await harness.eventually(() => told > 0);
    const from = now(harness);
    await harness.press(mette, setup, 'Mind om at svare');
    harness.app = await harness.join();
    await harness.eventually(() => posts(harness, 'Husk at svare').length > 0);
    expect(now(harness) - from).toBeLessThan(20_000);
    await pass(harness, from + 2 * 60_000);
    expect(posts(harness, 'Husk at svare')).toHaveLength(1);
    expect((await dueItem(harness, `nudge:${id}:byHand:2026-11-25`)).state).toBe('sent');
  });

  it('is no second card of a theme beside that of another instance', async () => {
    const harness = await startHarness({ at: begin });
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    let told = 0;
    harness.connector.fate = ({ method, path }) =>
      method === 'POST' && path.endsWith('/conversations') && told++ === 0 ? tooMany : { kind: 'accept' };
    await harness.press(mette, setup, 'Start runden', { expected: '8' });
    await harness.eventually(() => told > 0);
    const from = now(harness);
    const [round] = await harness.store.roundsOf(here);
    const id = round?.id ?? '';
    await harness.execute(mette, setup, 'sendAgain', { round: id });
    harness.app = await harness.join();
    await harness.eventually(() => posts(harness, /^Tema/).length >= 3);
    // Whoever does not see the fourth may ask for it.
    await harness.execute(mette, setup, 'sendMissing', { round: id });
    await harness.eventually(() => posts(harness, /^Tema/).length === 4);
    expect(now(harness) - from).toBeLessThan(20_000);
    await pass(harness, from + 2 * 60_000);
    expect(posts(harness, /^Tema/)).toHaveLength(4);
  });
});

/** Has the SDK take its time over the next client of an instance, until it is let go. */
function slowClient(): { isAwaited(): boolean; done(): void } {
  const { promise, resolve: done } = Promise.withResolvers<void>();
  const { createConnectorFactory } = ConfigurationBotFrameworkAuthentication.prototype;
  let isAwaited = false;
  const spy = vi
    .spyOn(ConfigurationBotFrameworkAuthentication.prototype, 'createConnectorFactory')
    .mockImplementationOnce(function (this: ConfigurationBotFrameworkAuthentication, identity) {
      const factory = createConnectorFactory.call(this, identity);
      const create = factory.create.bind(factory);
      factory.create = async (...given) => {
        isAwaited = true;
        await promise;
        return create(...given);
      };
      return factory;
    });
  onTestFinished(() => {
    done();
    spy.mockRestore();
  });
  return { isAwaited: () => isAwaited, done };
}

describe('an instance whose way to Teams takes longer to be made ready than it holds its work', () => {
  it('has not written that a post is about to leave, so that another makes it, and that one alone', async () => {
    const harness = await startHarness({ at: begin });
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    await harness.restart();
    const client = slowClient();
    await harness.press(mette, setup, 'Mind om at svare');
    await harness.eventually(client.isAwaited);
    const item = () => dueItem(harness, `nudge:${id}:byHand:2026-11-25`);
    expect((await item()).sending ?? false).toBe(false);
    await takeOver(harness, 16_000);
    expect([(await item()).state, posts(harness, 'Husk at svare').length]).toEqual(['sent', 1]);
    client.done();
    await pass(harness, now(harness) + 60_000);
    expect([(await item()).state, posts(harness, 'Husk at svare').length]).toEqual(['sent', 1]);
  });
});
