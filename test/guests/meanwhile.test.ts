import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { allUnits, answerByLink, byLink, createPhone } from '../support/guests.ts';
import { invited } from '../support/links.ts';
import { mette, pressTwo } from '../support/rounds.ts';
import { here } from '../support/time.ts';

/** What others do while an answer by link is on its way, at each of the moments where it could be lost or kept wrongly. */

const save = 'Gem og gå videre';

/** After the link was found, before a seat or an answer is written, and after the answer was. */
type Moment = 'found' | 'seat' | 'answer' | 'kept';

/** A link, a phone that has its first theme open, and a way to have something done at a moment of what it sends. */
async function onItsWay(given: Record<string, unknown> = {}) {
  let awaited: { moment: Moment; left: number; deed: () => Promise<unknown> } | undefined;
  const at = async (moment: Moment) => {
    if (awaited?.moment !== moment) return;
    awaited.left -= 1;
    if (awaited.left > 0) return;
    const { deed } = awaited;
    awaited = undefined;
    await deed();
  };
  const wrap = (db: Database): Database => {
    const [read, write] = [db.read.bind(db), db.write.bind(db)];
    db.read = async (partition, ids) => {
      const found = await read(partition, ids);
      if (partition.startsWith('invitation|')) await at('found');
      return found;
    };
    db.write = async (place, body, options) => {
      const kind = /^(seat|answer):/.exec(place.id)?.[1];
      if (kind === 'seat' || kind === 'answer') await at(kind);
      const outcome = await write(place, body, options);
      if (kind === 'answer') await at('kept');
      return outcome;
    };
    return db;
  };
  const harness = await startHarness({ wrap });
  const round = await invited(harness, given);
  const phone = await createPhone(round.address).open(`${round.address}/da/1`);
  const [invitation] = await harness.store.invitations(here, round.id);
  const ref = { round: round.id, invitation: invitation?.id };
  const press = (verb: string, data: object) => harness.execute(mette, round.setup, verb, data);
  return {
    ...round,
    harness,
    phone,
    /** @param time at which of the times that the moment comes. */
    meanwhile(moment: Moment, deed: () => Promise<unknown>, time = 1) {
      awaited = { moment, left: time, deed };
    },
    closeLink: () => press('closeInvitation', ref),
    withdraw: () => press('withdraw', ref),
    closeRound: () => press('close', { round: round.id }),
    erase: () => press('eraseRound', { round: round.id }),
    answers: () => byLink(harness, round.id),
  };
}

describe('an answer on its way', () => {
  it('is taken back where its link is withdrawn before it is written', async () => {
    const { phone, meanwhile, withdraw, answers } = await onItsWay();
    meanwhile('answer', withdraw);
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Linket er trukket tilbage')]);
    expect(await answers()).toEqual([]);
  });

  it('is gone with the others where its link is withdrawn after it', async () => {
    const { phone, meanwhile, withdraw, answers } = await onItsWay();
    meanwhile('kept', withdraw);
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Linket er trukket tilbage')]);
    expect(await answers()).toEqual([]);
  });

  it('leads to what there is no longer where its round is deleted', async () => {
    for (const moment of ['found', 'kept'] as const) {
      const { phone, meanwhile, erase, answers } = await onItsWay();
      meanwhile(moment, erase);
      await phone.press(save, allUnits(phone, '2'));
      expect([phone.status, phone.text], moment).toEqual([404, expect.stringContaining('Siden findes ikke')]);
      expect(await answers(), moment).toEqual([]);
    }
  });

  it('is not taken where its round is closed, and counts in nothing', async () => {
    const { phone, meanwhile, closeRound, answers, harness, id } = await onItsWay();
    meanwhile('answer', closeRound);
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Runden er lukket')]);
    // Said at once, and not first that it is kept.
    expect(phone.requests).toBe(2);
    expect(await answers()).toEqual([]);
    expect((await harness.store.round(here, id))?.record.summary).toMatchObject({ people: 0 });
  });

  it('is not taken where its link is closed, also when the page was still found open', async () => {
    const { phone, meanwhile, closeLink, answers } = await onItsWay();
    meanwhile('found', closeLink, 2);
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([410, expect.stringContaining('Linket er lukket')]);
    expect(await answers()).toEqual([]);
  });

  it('is not lost where another page of the same phone saves before it', async () => {
    const { phone, meanwhile, address, answers } = await onItsWay();
    const other = Object.assign(createPhone(address), { html: phone.html, cookie: phone.cookie });
    meanwhile('answer', () => other.press(save, allUnits(phone, '4')));
    await phone.press(save, allUnits(phone, '2'));
    expect([other.status, phone.status]).toEqual([200, 200]);
    expect((await answers()).map(({ scores, revision }) => [Object.values(scores), revision])).toEqual([[[2], 2]]);
  });

  it('finds the link full where somebody else takes the last seat', async () => {
    const { phone, meanwhile, address, answers } = await onItsWay({ most: '1' });
    meanwhile('seat', () => answerByLink(createPhone(address), address, '4'));
    await phone.press(save, allUnits(phone, '2'));
    expect([phone.status, phone.text]).toEqual([409, expect.stringContaining('Linket er fuldt')]);
    expect((await answers()).map(({ scores }) => Object.values(scores))).toEqual(Array(4).fill([4]));
    // The phone keeps a code, and has no seat: it is full for it too.
    expect((await phone.open(`${address}/da/2`)).status).toBe(409);
  });
});

describe('the status card', () => {
  it('follows what comes by link and what is deleted there, by itself', async () => {
    const { phone, harness, setup, address, id } = await onItsWay();
    // The link is not on Mette's screen any longer, which held the card's edits back.
    await harness.execute(mette, setup, 'status', { round: id });
    await answerByLink(phone, address, '3');
    await harness.eventually(() => textOf(setup.cardNow).includes('1 via link har svaret på alle temaer'));
    await phone.press('Ja, slet mit svar');
    await harness.eventually(() => !textOf(setup.cardNow).includes('via link'));
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    expect((await harness.store.round(here, id))?.record.summary).toMatchObject({ people: 0 });
  });
});
