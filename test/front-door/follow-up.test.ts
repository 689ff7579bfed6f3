import { describe, expect, it } from 'vitest';
import { installation } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button, buttons, inputs, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { addAction, choices, key, onCard, planned } from '../support/plans.ts';
import { anders, cardThat, mette } from '../support/rounds.ts';

/** Moves the bot's clock to a point in time and has it look for what is due. */
function goTo(harness: Harness, time: string): void {
  harness.clock.setTo(Date.parse(time));
  harness.app.sweep();
}

/** A Monday in winter, when 09:00 is 08:00Z. */
const monday = '2027-03-01T10:00:00Z';
const dueOn = (day: string) => `followUp:${key.tenantId}|${key.conversationId}:${day}`;

async function plannedOn(harness: Harness, ...actions: Record<string, string>[]): Promise<Shown> {
  goTo(harness, monday);
  const { plan } = await planned(harness);
  for (const action of actions) await addAction(harness, mette, plan, action);
  return plan;
}

const asked = (harness: Harness) =>
  harness.connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Hvordan gik det?'));
const ended = (harness: Harness, day: string) =>
  harness.eventually(async () => {
    const state = (await harness.store.dueItem(dueOn(day)))?.record.state;
    return state !== 'waiting' && state;
  });

describe('a date that has passed', () => {
  it('is asked about once, at nine on the next working day, in the thread of the plan', async () => {
    const harness = await startHarness();
    // Friday, so that it is Monday's to ask.
    const plan = await plannedOn(
      harness,
      { title: 'Ring rundt', date: '2027-03-05' },
      { title: 'Skriv en aftale', date: '2027-03-06' },
      { title: 'Senere', date: '2027-04-06' },
    );
    goTo(harness, '2027-03-08T07:59:30Z');
    expect((await harness.store.dueItem(dueOn('2027-03-08')))?.record.dueAt).toBe(Date.parse('2027-03-08T08:00Z'));
    expect(asked(harness)).toEqual([]);
    goTo(harness, '2027-03-08T08:00:01Z');
    const card = await cardThat(harness, 'Hvordan gik det?');
    expect(card.conversationId).toBe(plan.conversationId);
    expect(textOf(card.cardNow)).toContain('Ring rundt');
    expect(textOf(card.cardNow)).toContain('Skriv en aftale');
    expect(textOf(card.cardNow)).not.toContain('Senere');
    expect(await ended(harness, '2027-03-08')).toBe('sent');
    const item = choices(card.cardNow, 'item').get('Ring rundt');
    expect((await harness.press(anders, card, 'Markér som udført', { item })).text).toContain('Udført');
    goTo(harness, '2027-03-09T08:00:01Z');
    await harness.restart();
    expect(asked(harness)).toHaveLength(1);
  });

  it('of a focus is asked about too', async () => {
    const harness = await startHarness();
    const plan = await plannedOn(harness);
    const [focus] = choices(plan.cardNow, 'item').values();
    const item = await harness.press(mette, plan, 'Åbn', { item: focus });
    const form = await onCard(harness, mette, plan, item.card, 'Ret');
    await onCard(harness, mette, plan, form.card, 'Gem', { date: '2027-03-02' });
    goTo(harness, '2027-03-03T08:00:01Z');
    expect(textOf((await cardThat(harness, 'Hvordan gik det?')).cardNow)).toContain('Fælles ansvar og retning');
  });

  it.each([
    ['done', 'Markér som udført', {}],
    ['dropped', 'Tag ud', { reason: 'Det løste sig.' }],
    ['moved', 'Ret', { date: '2027-06-01' }],
  ])('is not asked about where it was %s before', async (_, title, given) => {
    const harness = await startHarness();
    goTo(harness, monday);
    const { plan } = await planned(harness);
    const item = await addAction(harness, mette, plan, { title: 'Ring rundt', date: '2027-03-02' });
    const next = await onCard(harness, anders, plan, item, title);
    const [last] = buttons(next.card).filter(({ title: each }) => each === 'Tag det ud' || each === 'Gem');
    if (last) await harness.execute(anders, plan, last.verb, { ...inputs(next.card), ...last.data, ...given });
    goTo(harness, '2027-03-03T08:00:01Z');
    expect(await ended(harness, '2027-03-03')).toBe('cancelled');
    expect(asked(harness)).toEqual([]);
  });

  it('that was missed by more than half a day is let go', async () => {
    const harness = await startHarness();
    await plannedOn(harness, { title: 'Ring rundt', date: '2027-03-02' });
    harness.clock.setTo(Date.parse('2027-03-05T10:00:00Z'));
    await harness.restart();
    expect(await ended(harness, '2027-03-03')).toBe('skippedLate');
    expect(asked(harness)).toEqual([]);
  });

  it('is asked about after the bot was removed and added again', async () => {
    const harness = await startHarness();
    await plannedOn(harness, { title: 'Ring rundt', date: '2027-03-04' }, { title: 'Skriv', date: '2027-03-02' });
    await harness.send({ ...installation(harness.connector, mette), action: 'remove' });
    goTo(harness, '2027-03-03T08:00:01Z');
    expect(await ended(harness, '2027-03-03')).toBe('cancelled');
    await harness.send(installation(harness.connector, mette));
    await harness.eventually(
      async () => (await harness.store.dueItem(dueOn('2027-03-05')))?.record.state === 'waiting',
    );
    goTo(harness, '2027-03-05T08:00:01Z');
    const card = await cardThat(harness, 'Hvordan gik det?');
    expect(textOf(card.cardNow)).toContain('Ring rundt');
    expect(textOf(card.cardNow)).not.toContain('Skriv');
  });
});

describe('the card that asks to score again', () => {
  it('shows what is still open in the plan, and leads to it', async () => {
    const harness = await startHarness();
    const plan = await plannedOn(harness, { title: 'Ring rundt' }, { title: 'Skriv en aftale' });
    const [action] = (await harness.store.actions(key)).filter(({ content }) => content.title === 'Ring rundt');
    await harness.execute(anders, plan, 'setStatus', { kind: 'action', id: action?.id, turn: 0, to: 'done' });
    await harness.say(mette, 'påmindelse');
    const form = await cardThat(harness, 'Hvornår vil I vurdere igen?');
    const { verb, data } = button(form.cardNow, 'Gem');
    const given = { cadence: 'date', date: '2027-03-10', time: '09:00', zone: 'Europe/Copenhagen' };
    await harness.execute(mette, form, verb, { ...data, ...given });
    goTo(harness, '2027-03-10T08:00:01Z');
    const card = await cardThat(harness, 'Det er tid til at vurdere igen');
    expect(textOf(card.cardNow)).toContain('Stadig i gang i planen\nFælles ansvar og retning: \nSkriv en aftale');
    expect(textOf(card.cardNow)).not.toContain('Ring rundt');
    expect((await harness.press(anders, card, 'Se planen')).text).toContain('Skriv en aftale');
  });
});
