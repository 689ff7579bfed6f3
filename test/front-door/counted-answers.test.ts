import { describe, expect, it } from 'vitest';
import { installation, invoke } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, buttons, textOf } from '../support/cards.ts';
import type { SentCard, Shown } from '../support/connector.ts';
import {
  allScores,
  anders,
  answerAll,
  cardThat,
  fatima,
  mette,
  notHere,
  pressTwo,
  startRound,
} from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

/** What was accepted counts, and whoever sends it again is told so, also once what it was for is over. */

function pressOn({ connector }: Harness, person: string, theme: Shown, step: string) {
  const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
  return invoke(connector, person, theme, verb, { ...data, ...allScores(theme, step) });
}

async function closed(before: (harness: Harness, theme: Shown) => Promise<unknown>) {
  const harness = await startHarness();
  const { setup, themes } = await startRound(harness);
  const theme = structuredClone(themes[0]) as Shown;
  await before(harness, theme);
  await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  await quiet(harness);
  return { harness, theme };
}

const cardIn = (body: unknown) => (body as { value: SentCard }).value;

describe('an answer that Teams sends again once its round is closed', () => {
  it.each(['of before', 'anew'])('is told to count, under the id %s', async (id) => {
    let first = {};
    const { harness } = await closed(async (at, theme) => {
      first = pressOn(at, anders, theme, '2');
      await at.send(first);
    });
    for (const later of [0, 15_000, 600_000]) {
      harness.clock.offset += later;
      const { status, body } = await harness.send(id === 'anew' ? { ...first, id: `again-${later}` } : first);
      expect(status).toBe(200);
      expect(textOf(cardIn(body))).toContain('Din vurdering er gemt. Runden er lukket nu, og den er talt med.');
      expect(buttons(cardIn(body))).toEqual([]);
    }
  });

  it('shows the one that counts, where the person has answered anew since, and of a change that comes too late', async () => {
    let first = {};
    const { harness, theme } = await closed(async (at, on) => {
      first = pressOn(at, anders, on, '2');
      await at.send(first);
      await at.send(pressOn(at, anders, on, '3'));
    });
    for (const sent of [first, pressOn(harness, anders, theme, '4')]) {
      const { body } = await harness.send(sent);
      expect(textOf(cardIn(body))).toContain('Det er denne vurdering fra dig, der er talt med.\nTrin 3');
    }
  });

  it('says too whom the person answered as, which they cannot change any more', async () => {
    const harness = await startHarness();
    const { setup, themes } = await startRound(harness, { perspectives: 'true', expected: '8' });
    const [theme, other] = themes.map((each) => structuredClone(each));
    if (!theme || !other) throw new Error('A round has themes');
    const sent = { said: pressOn(harness, anders, theme, '2'), unsaid: pressOn(harness, fatima, theme, '2') };
    const own = cardIn((await harness.send(sent.said)).body);
    await harness.press(anders, { ...theme, cardNow: own }, 'Gem, hvem jeg svarer som', { answersAs: 'virksomhed' });
    await harness.press(anders, other, 'Gem min vurdering', allScores(other, '3'));
    expect(textOf(cardIn((await harness.send(sent.unsaid)).body))).toContain('Hvem svarer du som?');
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
    await quiet(harness);
    for (const each of [sent.said, pressOn(harness, anders, other, '4')]) {
      const card = cardIn((await harness.send(each)).body);
      expect(textOf(card)).toMatch(/talt med\..*Du svarer som: \*\*Virksomhed\*\*/s);
      expect(buttons(card)).toEqual([]);
    }
    const card = cardIn((await harness.send(sent.unsaid)).body);
    expect(textOf(card)).toContain('er talt med.');
    expect(textOf(card)).not.toMatch(/svarer (?:du )?som/i);
    expect(buttons(card)).toEqual([]);
  });

  it('says nothing of it to somebody who has none in it, or has left', async () => {
    let first = {};
    const { harness, theme } = await closed(async (at, on) => {
      first = pressOn(at, anders, on, '2');
      await at.send(first);
    });
    expect((await harness.press(fatima, theme, 'Gem min vurdering', allScores(theme, '2'))).text).toContain(notHere);
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== anders);
    const left = { type: 'conversationUpdate', action: undefined, membersRemoved: [{ id: anders }] };
    await harness.send({ ...installation(harness.connector, mette), ...left });
    expect(JSON.stringify((await harness.send(first)).body)).toContain(notHere);
  });
});

it('dots that come again once the choosing has ended are told to count', async () => {
  const harness = await startHarness();
  const { themes } = await startRound(harness, { expected: '2' });
  await answerAll(harness, themes, [anders, mette]);
  await harness.press(mette, await cardThat(harness, 'Overblik'), 'Prioritér sammen');
  const card = await cardThat(harness, 'Prioritér sammen');
  const { verb, data } = button(card.cardNow, 'Gem mine prikker');
  const first = invoke(harness.connector, anders, card, verb, { ...data, dots: 'faelles-ansvar-og-retning' });
  const kept = await harness.send(first);
  expect(textOf(cardIn(kept.body))).toContain('Dine prikker er gemt');
  await pressTwo(harness, mette, card, ['Afslut prioriteringen', 'Afslut nu']);
  await quiet(harness);
  const again = await harness.send(first);
  expect(JSON.stringify(again.body)).toContain('Har du nået at sætte prikker, er de talt med.');
});
