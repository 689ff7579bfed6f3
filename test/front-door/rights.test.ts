import { describe, expect, it } from 'vitest';
import { channelId, installation, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import {
  allScores,
  anders,
  cardThat,
  fatima,
  lars,
  mette,
  notHere,
  startRound,
  summarised,
} from '../support/rounds.ts';

const key = { tenantId, conversationId: channelId };

/** Somebody is taken out of the channel, and Teams says so. */
async function remove(harness: Harness, person: string) {
  const { connector } = harness;
  connector.members = connector.members.filter(({ id }) => id !== person);
  const left = { type: 'conversationUpdate', membersRemoved: [{ id: person }] };
  await harness.send({ ...installation(connector, mette), action: undefined, ...left });
}

describe('somebody who was removed from the channel', () => {
  it('closes no round that they started, nor gives it more time, reminds of it or posts its cards anew', async () => {
    const harness = await startHarness();
    const { id, setup } = await startRound(harness);
    await remove(harness, mette);
    for (const verb of ['askClose', 'close', 'nudge', 'askExtend', 'extend', 'sendAgain', 'sendMissing'])
      expect((await harness.execute(mette, setup, verb, { round: id })).text).toContain(notHere);
    expect((await harness.store.round(key, id))?.record.state).toBe('open');
    expect(await harness.store.dueItem(`nudge:${id}:byHand:2026-11-25`)).toBeUndefined();
  });

  it('changes no answer of before, and reads neither it nor how many have answered', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
    await remove(harness, anders);
    expect((await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '4'))).text).toContain(notHere);
    expect((await harness.press(anders, theme, 'Se min vurdering')).text).toContain(notHere);
    expect((await harness.execute(anders, setup, 'status', { round: id })).text).toContain(notHere);
    expect((await harness.store.answers(key, id)).map(({ revision }) => revision)).toEqual([1]);
  });

  it.each(['status', 'overblik', 'udvikling', 'ramme', 'påmindelse', 'tovholder', 'start', 'plan'])(
    'who writes %s is told nothing of the channel',
    async (command) => {
      const harness = await startHarness();
      await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2', [lars]: '3' });
      await remove(harness, anders);
      const from = harness.connector.shown.length;
      await harness.say(anders, command);
      const reply = await cardThat(harness, '', from);
      expect(textOf(reply.cardNow)).toContain(notHere);
    },
  );

  it('moves no dots and decides nothing', async () => {
    const harness = await startHarness();
    const { id, summary } = await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2', [lars]: '3' });
    await harness.press(mette, summary, 'Prioritér sammen');
    const card = await cardThat(harness, 'Prioritér sammen');
    await harness.press(mette, card, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
    await remove(harness, mette);
    for (const verb of ['vote', 'myVote', 'editVote', 'askEndChoosing', 'endChoosing', 'askDecision'])
      expect((await harness.execute(mette, card, verb, { round: id, seen: 0, dots: 'x' })).text).toContain(notHere);
  });
});

describe('another team’s result', () => {
  it.each(['team', 'teamTrend'])('is never posted in a channel: %s works in one’s own chat alone', async (verb) => {
    const harness = await startHarness();
    const { id } = await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2', [lars]: '3' });
    const elsewhere = { conversationId: '19:andet@thread.tacv2' };
    await harness.say(mette, 'hjælp', elsewhere);
    const from = harness.connector.shown.length;
    const press = message(harness.connector, mette, '', elsewhere);
    await harness.send({ ...press, text: undefined, value: { verb, round: id } });
    const reply = await cardThat(harness, '', from);
    expect(reply.conversationId).toBe(elsewhere.conversationId);
    expect(textOf(reply.cardNow)).toContain(notHere);
    const own = await harness.execute(mette, { conversationId: 'a:mette', activityId: '1' }, verb, { round: id });
    expect(own.text).toContain(verb === 'team' ? 'Overblik' : 'Udvikling');
  });
});

describe('"Afslut nu", pressed twice', () => {
  it('tells both who pressed of the dots that were given, in whatever order it comes to be', async () => {
    const harness = await startHarness();
    const { id, summary } = await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2', [lars]: '3' });
    await harness.press(mette, summary, 'Prioritér sammen');
    const card: Shown = await cardThat(harness, 'Prioritér sammen');
    for (const person of [mette, anders, fatima])
      expect((await harness.press(person, card, 'Gem mine prikker', { dots: 'unge-som-medskabere' })).text).toContain(
        'Dine prikker er gemt',
      );
    const verbs = ['endChoosing', 'endChoosing', 'askEndChoosing', 'goOnChoosing', 'choose', 'endChoosing'];
    const replies = await Promise.all(verbs.map((verb) => harness.execute(mette, card, verb, { round: id })));
    for (const { text } of replies) expect(text).not.toContain('Ingen har sat prikker');
    expect(replies.at(-1)?.text).toContain('3 har sat prikker');
  });

  it.each(['askEndChoosing', 'goOnChoosing', 'choose', 'askDecision'])(
    'tells whoever presses %s while an instance is at it of the dots that were given',
    async (verb) => {
      const harness = await startHarness();
      const { id, summary } = await summarised(harness, { [mette]: '1', [anders]: '2', [fatima]: '2', [lars]: '3' });
      await harness.press(mette, summary, 'Prioritér sammen');
      const card = await cardThat(harness, 'Prioritér sammen');
      for (const person of [mette, anders, fatima])
        await harness.press(person, card, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
      const open = await harness.store.choice(key, id);
      if (!open) throw new Error('no choosing');
      await harness.store.saveChoice({ ...open.record, state: 'closing' }, open.version);
      const { text } = await harness.execute(mette, card, verb, { round: id });
      expect(text).not.toContain('Ingen har sat prikker');
      expect(text).toMatch(/3 har sat prikker|Skriv jeres beslutning ind/);
    },
  );
});
