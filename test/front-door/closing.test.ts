import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { beforeWrites } from '../support/before-writes.ts';
import { anders, answerAll, cardThat, mette, notHere, pressTwo, startRound } from '../support/rounds.ts';
import { here, onlyPost, posts, quiet } from '../support/time.ts';

/** What becomes of a round, its channel and what is kept of both when the round is closed. */

describe('a round that an instance left half closed', () => {
  it('can be closed by its facilitator, who is asked as of any other', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes, [anders]);
    await quiet(harness);
    const round = await harness.store.round(here, id);
    if (!round) throw new Error('no round');
    await harness.store.saveRound({ ...round.record, state: 'closing', closedBy: 'person' }, round.version);
    const reply = await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    expect(reply.text).toContain('Runden er lukket');
    expect((await harness.store.round(here, id))?.record).toMatchObject({ state: 'closed', summary: { people: 1 } });
    await cardThat(harness, 'Overblik');
    expect((await harness.execute(mette, setup, 'askClose', { round: id })).text).toContain('Runden er lukket');
  });
});

/** A database that waits for something before the first write of a document with this in it. */
function waiting(like: string) {
  const hook: { before?: () => Promise<unknown> } = {};
  const written: string[] = [];
  const wrap = beforeWrites(async ({ place, body }) => {
    const { before } = hook;
    if (before && body.includes(like)) {
      delete hook.before;
      await before();
    }
    written.push(place.partition);
  });
  return { hook, written, wrap };
}

describe('a round that is closed already', () => {
  it('is told to be closed to whoever presses "Luk nu" twice, or asked before it closed, and nothing is done again', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness, { expected: '8' });
    const close = () => harness.execute(mette, setup, 'close', { round: id });
    expect((await close()).text).toContain('Runden er lukket');
    await quiet(harness);
    const { requests } = harness.connector;
    const before = requests.length;
    expect((await close()).text).toContain('Runden er lukket');
    expect((await harness.execute(mette, setup, 'askClose', { round: id })).text).toContain('Runden er lukket');
    expect((await harness.execute(anders, setup, 'close', { round: id })).text).toContain('kun den, der startede');
    await quiet(harness);
    expect(requests).toHaveLength(before);
  });
});

describe('a round that is deleted while it is closed', () => {
  it('is not there any more for whoever closes it, and nothing of it is posted', async () => {
    const { hook, wrap } = waiting('"state":"closing"');
    const harness = await startHarness({ wrap });
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    hook.before = () => harness.store.eraseRound(here, id);
    expect((await harness.execute(mette, setup, 'close', { round: id })).text).toContain(notHere);
    await quiet(harness);
    expect(posts(harness, 'Overblik')).toEqual([]);
    expect(await harness.store.round(here, id)).toBeUndefined();
  });
});

describe('a round that is closed by two at once', () => {
  it('keeps the picture of its summary and no other', async () => {
    const { hook, written, wrap } = waiting('"state":"closed"');
    const harness = await startHarness({ wrap });
    const { id, setup } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const close = () => harness.execute(mette, setup, 'close', { round: id });
    hook.before = close;
    expect((await close()).text).toContain('Runden er lukket');
    await quiet(harness);
    const made = written.filter((name) => name.startsWith('picture|')).map((name) => name.slice('picture|'.length));
    expect(made).toHaveLength(2);
    const pictureId = (await harness.store.round(here, id))?.record.summary?.pictureId;
    for (const each of made) expect((await harness.store.picture(each)) !== undefined).toBe(each === pictureId);
  });
});

describe('the answers of a round that is closed', () => {
  it('are kept for as long as was promised when it was started, whatever is set since', async () => {
    const harness = await startHarness({ at: '2026-11-25 10:00' });
    const { id, setup, themes } = await startRound(harness, { expected: '8' });
    await answerAll(harness, themes.slice(0, 1), [anders]);
    const round = await harness.store.round(here, id);
    if (!round) throw new Error('no round');
    const terms = { ...round.record.terms, retentionMonths: 1 };
    await harness.store.saveRound({ ...round.record, terms }, round.version);
    await harness.execute(mette, setup, 'close', { round: id });
    await quiet(harness);
    await harness.restart('2026-12-20 10:00');
    await quiet(harness);
    expect(await harness.store.answers(here, id)).toHaveLength(1);
    await harness.restart('2027-01-05 10:00');
    await quiet(harness);
    expect(await harness.store.answers(here, id)).toEqual([]);
  });
});

describe('a round that somebody else leads', () => {
  it('is closed by no press that was made up', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness, { expected: '8' });
    const reply = await harness.execute(anders, setup, 'close', { round: id });
    expect(reply.text).toContain('Det kan kun den, der startede runden, eller en tovholder gøre');
    expect((await harness.store.round(here, id))?.record.state).toBe('open');
  });
});

describe('a result that is sent once more', () => {
  it('leaves the channel the round that was started since', async () => {
    const harness = await startHarness();
    const first = await startRound(harness, { expected: '8' });
    await harness.execute(mette, first.setup, 'close', { round: first.id });
    await cardThat(harness, 'Overblik');
    await quiet(harness);
    const second = await startRound(harness, { expected: '8' });
    await harness.execute(mette, first.setup, 'sendMissing', { round: first.id });
    await quiet(harness);
    expect((await harness.store.channel(here))?.record).toMatchObject({
      openRoundId: second.id,
      latestRoundId: first.id,
    });
    onlyPost(harness, 'Overblik');
  });
});
