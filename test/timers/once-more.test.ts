import { describe, expect, it, onTestFinished } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { closedRound } from '../support/closed.ts';
import { frozen } from '../support/frozen.ts';
import { addAction, planned } from '../support/plans.ts';
import { allScores, anders, mette, pressTwo, startRound, summarised } from '../support/rounds.ts';
import { setSchedule } from '../support/schedules.ts';
import { now, pass, posts, quiet, takeOver } from '../support/time.ts';

/** Has something happen that has this kind of work be due; what it hangs on is not waited for. */
type Beginning = (harness: Harness) => Promise<() => Promise<unknown>>;

const beginnings: Record<string, Beginning> = {
  async open(harness) {
    await harness.say(mette, 'start');
    const setup = await harness.eventually(() => posts(harness, 'Ny runde')[0]);
    return () => harness.press(mette, setup, 'Start runden', { expected: '8' });
  },
  async publish(harness) {
    const { setup } = await startRound(harness, { expected: '8' });
    return () => pressTwo(harness, mette, setup, ['Luk runden', 'Luk nu']);
  },
  async jointScore(harness) {
    const { themes } = await closedRound(harness, { [mette]: ['1', '1', '2', '4'] });
    const [card] = themes;
    if (!card) throw new Error('no theme card');
    const form = await harness.press(mette, card, 'Fælles vurdering');
    if (!form.card) throw new Error('no form');
    const on = { ...card, cardNow: form.card };
    return () => harness.press(mette, on, 'Gem den fælles vurdering', allScores(on, '3'));
  },
  async choosing(harness) {
    const { summary } = await summarised(harness, { [mette]: '2' });
    return () => harness.press(mette, summary, 'Prioritér sammen');
  },
  async plan(harness) {
    const { plan } = await planned(harness);
    return () => addAction(harness, anders, plan, { title: 'Ring rundt' });
  },
  async schedule(harness) {
    const { post } = await setSchedule(harness);
    return () => harness.press(mette, post, 'Stop påmindelser');
  },
  async recount(harness) {
    const { themes } = await startRound(harness, { expected: '8' });
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    return () => harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
  },
};

describe('work that shows things as they are', () => {
  it.each(Object.keys(beginnings))(
    'is done once more after another instance took it over, as %s: what the first sent may have come last',
    async (work) => {
      const first = frozen();
      const harness = await startHarness({ at: '2026-11-25 10:00', wrap: first.wrap });
      onTestFinished(() => first.thaw());
      const act = await beginnings[work]?.(harness);
      if (!act) throw new Error(`nothing begins ${work}`);
      await quiet(harness);
      await pass(harness, now(harness) + 1_000);
      let id = '';
      first.freezeAt((call) => {
        const isTaken =
          call.name === 'writeDue' && call.id.startsWith(`${work}:`) && /"attempts":[1-9]/.test(call.body);
        if (isTaken) id = call.id;
        return isTaken;
      }, 'stops');
      const acting = act();
      await harness.eventually(() => first.isFrozen());
      await takeOver(harness, 16_000);
      // A post that is no round's is shown once more by the other itself.
      await pass(harness, now(harness) + 60_000);
      const item = async (itemId: string) => (await harness.store.dueItem(itemId))?.record;
      expect((await item(id))?.state).toBe('done');
      const from = now(harness);
      first.thaw();
      await acting;
      const isOfOccasion = work === 'jointScore';
      const again = await harness.eventually(async () => {
        const found = await item(isOfOccasion ? id : `${id}:again`);
        return found && found.dueAt > from && found.state !== 'waiting' && found;
      });
      expect(again.state).toBe('done');
      expect(again.dueAt - from).toBeGreaterThanOrEqual(15_000);
    },
  );
});
