import { expect, it } from 'vitest';
import { channelId } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { allScores, anders, mette, startRound } from '../support/rounds.ts';

it.each(['refresh', 'edit'])(
  'while a round is closing, %s does not tell a person that nobody has answered',
  async (verb) => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('A round has themes');
    await harness.press(mette, theme, 'Gem min vurdering', allScores(theme, '3'));
    // The moment between the last answer that counts and the summary, held still.
    const kept = await harness.store.round({ tenantId, conversationId: channelId }, id);
    if (!kept) throw new Error('The round is stored');
    await harness.store.saveRound({ ...kept.record, state: 'closing', closedBy: 'person' }, kept.version);
    const [themeId] = Object.keys(kept.record.units);
    const reply = await harness.execute(anders, theme, verb, { round: id, theme: themeId });
    expect(reply.status).toBe(200);
    expect(reply.text).not.toContain('0 har svaret');
  },
);
