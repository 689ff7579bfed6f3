import { describe, expect, it } from 'vitest';
import { message } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { button } from '../support/cards.ts';
import { allScores, anders, cardThat, mette, pressTwo, saved, startRound } from '../support/rounds.ts';
import { here } from '../support/time.ts';

/** What clients were seen to add to a button's data (OfficeDev/microsoft-teams integrations, pull request 235), and more of its kind. */
const added = { tabContext: '', msteams: { type: 'task' }, source: null, cardId: ['x'], 'en nøgle': 1 };

describe('a press whose data has keys that the client added', () => {
  it('does what the button says, on the way through a round', async () => {
    const harness = await startHarness();
    const { id, setup, themes } = await startRound(harness, added);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const answered = await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '3'), ...added });
    expect(answered.text).toContain(saved);
    expect((await harness.press(anders, theme, 'Se min vurdering', added)).text).toContain('Tema 1 af 4');
    expect(await harness.store.answers(here, id)).toHaveLength(1);
    await pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu'], added);
    await cardThat(harness, 'Overblik');
  });

  it('does so where the client sends it as a message', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const { data } = button(theme.cardNow, 'Gem min vurdering');
    const where = { conversationId: theme.conversationId };
    const value = { ...data, ...allScores(theme, '3'), ...added };
    await harness.send({ ...message(harness.connector, anders, '', where), text: '', entities: [], value });
    expect(await harness.store.answers(here, id)).toHaveLength(1);
  });

  it('does nothing but bring a fresh card where a key of its own is not what the bot made', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const reply = await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '3'), seen: '0' });
    expect(reply.text).toContain('din vurdering er ikke gemt');
    expect(await harness.store.answers(here, id)).toEqual([]);
  });
});
