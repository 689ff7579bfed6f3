import { describe, expect, it } from 'vitest';
import { buttons, textOf } from '../support/cards.ts';
import { newest } from '../support/closed.ts';
import { groupChat, startOlder } from '../support/older-database.ts';
import { choices, onCard, units } from '../support/plans.ts';
import { allScores, anders, cardThat, fatima, lars, mette, nameOf, saved, signe } from '../support/rounds.ts';
import { reminders } from '../support/schedules.ts';
import { dueItem, here, pass, posts, quiet } from '../support/time.ts';

const themes = [0, 1, 2, 3];
/** The rounds of the fixture: one that was closed, and one that was open. */
const [closed, open] = ['8984AYPbn-q0y78uLb7NSw', '9lcOSV7WC13scCLPl__v0Q'];

describe('a database of version 0.1', () => {
  it('has what was due then done now, under the names of then', async () => {
    const { harness, post, due } = await startOlder();
    expect(due.map((id) => id.split(':')[0]).toSorted()).toEqual([
      'agreed',
      'card',
      'choice',
      'plan',
      'recount',
      'role',
    ]);
    await quiet(harness);
    for (const id of due) expect(['done', 'sent'], id).toContain((await dueItem(harness, id)).state);
    expect(textOf(post('a.theme.1').cardNow)).toContain('Fælles vurdering: trin 3');
    expect(textOf(post('schedule').cardNow)).toContain('Hvert kvartal');
    expect(textOf(post('plan').cardNow)).toContain('Skriv til skolen');
    expect(textOf(post('b.setup').cardNow)).toContain('3 af 5');
    // People may be filling these in.
    for (const i of themes) expect(textOf(post(`b.theme.${i}`).cardNow)).toContain('2 af 5');
    expect(buttons(post('c.dots').cardNow).map(({ title }) => title)).toContain('Gem mit valg');
    expect(textOf((await cardThat(harness, 'Ny tovholder')).cardNow)).toContain(nameOf(anders));
  });

  it('has its open round answered on the cards of then, closed and summarised against the round before', async () => {
    const { harness, post } = await startOlder();
    const before = harness.connector.shown.length;
    const own = await harness.press(mette, post('b.theme.0'), 'Se min vurdering');
    expect(own.text).toContain('Vi er på vej');
    const changed = await harness.press(
      anders,
      post('b.theme.0'),
      'Gem min vurdering',
      allScores(post('b.theme.0'), '4'),
    );
    expect(changed.text).toContain(saved);
    for (const person of [lars, signe]) {
      for (const i of themes) {
        const theme = post(`b.theme.${i}`);
        const reply = await harness.press(person, theme, 'Gem min vurdering', allScores(theme, '3'));
        expect(reply.text).toContain(saved);
      }
    }
    const summary = await cardThat(harness, 'Overblik', before);
    expect(textOf(summary.cardNow)).toContain('5 af 5 har svaret');
    expect(textOf(summary.cardNow)).toContain('Siden sidst');
    await harness.eventually(() => textOf(post('b.setup').cardNow).includes('Runden er lukket'));
    const round = await harness.store.round(here, open);
    expect(round?.record).toMatchObject({ state: 'closed', closedBy: 'everyone', summary: { people: 5 } });
    expect(round?.record.summary?.trend?.peopleBefore).toBe(5);
  });

  it('has its open round closed at its deadline', async () => {
    const { harness } = await startOlder();
    await quiet(harness);
    const before = harness.connector.shown.length;
    await pass(harness, '2026-12-09 16:00');
    await cardThat(harness, 'Overblik', before);
    expect((await harness.store.round(here, open))?.record).toMatchObject({ state: 'closed', closedBy: 'deadline' });
  });

  it('has its plan changed on the card of then, and asked about when a date has passed', async () => {
    const { harness, post } = await startOlder();
    await quiet(harness);
    const [item] = [...choices(post('plan').cardNow, 'item')].filter(([title]) => title.includes('Ring til de unge'));
    const done = await harness.press(fatima, post('plan'), 'Markér som udført', { item: item?.[1] });
    expect(done.text).toContain('Ring til de unge');
    await quiet(harness);
    await pass(harness, '2026-12-03 09:00');
    expect(posts(harness, 'Hvordan gik det')).toEqual([]);
    await pass(harness, '2026-12-04 09:00');
    const asked = await cardThat(harness, 'Hvordan gik det');
    expect(textOf(asked.cardNow)).toContain('Skriv til skolen');
    expect(textOf(asked.cardNow)).not.toContain('Ring til de unge');
  });

  it('has its schedule kept, shown and stopped on the card of then', async () => {
    const { harness, post } = await startOlder();
    await quiet(harness);
    await pass(harness, '2026-12-09 16:00');
    await pass(harness, '2027-02-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
    const stopped = await harness.press(mette, post('schedule'), 'Stop påmindelser');
    expect(stopped.text).toContain('Påmindelser er slået fra');
    await quiet(harness);
    await pass(harness, '2027-05-25 09:00');
    expect(reminders(harness)).toHaveLength(1);
  });

  it('has its choosing ended and decided on the card of then', async () => {
    const { harness, post } = await startOlder();
    await quiet(harness);
    const before = harness.connector.shown.length;
    const dots = post('c.dots');
    const vote = await harness.press(mette, dots, 'Gem mit valg', { dots: units.ansvar });
    expect(vote.text).toContain('Dine prikker er gemt');
    await harness.eventually(() => textOf(dots.cardNow).startsWith('Sådan fordeler prikkerne sig'));
    const form = await harness.press(mette, dots, 'Skriv jeres beslutning ind');
    await onCard(harness, mette, dots, form.card, 'Gem og lav en plan', { short: units.ansvar, long: '' });
    const plan = await newest(harness, 'Planen', before);
    expect(textOf(plan.cardNow)).toContain('Fælles ansvar og retning');
    expect(await harness.store.focuses(groupChat)).toHaveLength(1);
  });

  it('forgets who gave which answer at the time that people were told', async () => {
    const { harness } = await startOlder();
    await quiet(harness);
    expect(await harness.store.answers(here, closed)).toHaveLength(20);
    await pass(harness, '2026-12-09 16:00');
    await pass(harness, '2026-12-25 10:01');
    expect(await harness.store.answers(here, closed)).toEqual([]);
    expect((await harness.store.comments(here, closed)).get(units.samarbejde)).toHaveLength(5);
    for (const kind of ['forget', 'anonymise'])
      expect((await dueItem(harness, `${kind}:${closed}`)).state).toBe('done');
  });

  it('has a round deleted with its cards', async () => {
    const { harness, post } = await startOlder();
    await quiet(harness);
    const question = await harness.press(mette, post('a.setup'), 'Slet runden');
    await onCard(harness, mette, post('a.setup'), question.card, buttons(question.card)[0]?.title ?? '');
    await harness.eventually(() => textOf(post('a.summary').cardNow).includes('slettet'));
    await quiet(harness);
    expect(await harness.store.round(here, closed)).toBeUndefined();
  });
});
