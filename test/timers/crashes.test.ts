import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { button, buttons, inputs, textOf } from '../support/cards.ts';
import { type Mortal, mortal, type Reach, type Stroke } from '../support/mortal.ts';
import { anders, answerAll, isOver, mette, startRound } from '../support/rounds.ts';
import { reminders, setSchedule } from '../support/schedules.ts';
import { dueItem, here, moveTo, now, pass, posts, quiet, takeOver } from '../support/time.ts';

// Dozens of bots are started in a test, on two cores.
vi.setConfig({ testTimeout: 120_000 });

const begin = '2026-11-25 10:00';
const minute = 60_000;

interface Case {
  stroke: Stroke;
  reach: Reach;
  /** The number of the write, from 1. */
  write: number;
}
type Blow = Omit<Case, 'write'>;

const deaths: Blow[] = [
  { stroke: 'dies', reach: 'before' },
  { stroke: 'dies', reach: 'after' },
];
const blows: Blow[] = [...deaths, { stroke: 'fails', reach: 'before' }, { stroke: 'fails', reach: 'after' }];
const atOnce = 5;

/** Does the same with the blow at each write in turn, some side by side, since most of it is waiting. */
async function atEachWrite(blow: Blow, writes: number, run: (each: Case) => Promise<void>): Promise<void> {
  for (let first = 1; first <= writes; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, writes - first + 1) }, (_, i) => first + i);
    await Promise.all(
      numbers.map((write) =>
        run({ ...blow, write }).catch((cause: unknown) => {
          throw new Error(`where it ${blow.stroke} ${blow.reach} write ${write}: ${String(cause)}`, { cause });
        }),
      ),
    );
  }
}

async function start({ stroke, reach }: Case): Promise<{ harness: Harness; fate: Mortal }> {
  const fate = mortal(stroke, reach);
  const harness = await startHarness({ at: begin, wrap: fate.wrap });
  onTestFinished(() => fate.bury());
  return { harness, fate };
}

describe('a reminder to score again, and the death of its instance', () => {
  it.each(blows)(
    'is in the channel at most once, ends as sent or unknown, and the next one comes, where it $stroke $reach any of its writes',
    async (blow) => {
      await atEachWrite(blow, 5, async (each) => {
        const { harness, fate } = await start(each);
        const { id } = await setSchedule(harness, { cadence: 'months', every: '1' });
        fate.strikeAt(each.write);
        moveTo(harness, '2026-12-28 09:00');
        const item = () => dueItem(harness, `reassess:${id}:2026-12-28`);
        await harness.eventually(async () => fate.struck() || (await item()).state !== 'waiting');
        await takeOver(harness);
        const { state, post } = await item();
        const shown = reminders(harness);
        expect(['sent', 'unknown']).toContain(state);
        expect(shown.length).toBeLessThanOrEqual(1);
        if (state === 'sent') expect(post).toMatchObject({ activityId: shown[0]?.activityId });
        expect((await harness.store.schedule(here))?.record.last).toBe('2026-12-28');
        await pass(harness, '2027-01-25 09:00');
        expect(reminders(harness)).toHaveLength(shown.length + 1);
      });
    },
  );
});

describe('a reminder of an open round, and the death of its instance', () => {
  it.each(blows)(
    'is in the thread at most once, and ends as sent or unknown, where it $stroke $reach any of its writes',
    async (blow) => {
      await atEachWrite(blow, 3, async (each) => {
        const { harness, fate } = await start(each);
        const { id } = await startRound(harness, { expected: '8' });
        await quiet(harness);
        fate.strikeAt(each.write);
        moveTo(harness, '2026-12-02 09:00');
        const item = () => dueItem(harness, `nudge:${id}:halfway:2026-12-09T16:00`);
        await harness.eventually(async () => fate.struck() || (await item()).state !== 'waiting');
        await takeOver(harness);
        const { state, post } = await item();
        const shown = posts(harness, 'Husk at svare');
        expect(['sent', 'unknown']).toContain(state);
        expect(shown.length).toBeLessThanOrEqual(1);
        if (state === 'sent') expect(post).toMatchObject({ activityId: shown[0]?.activityId });
      });
    },
  );
});

describe('a deadline, and the death of its instance', () => {
  it.each(deaths)(
    'closes the round once, with the answers there were, at most one summary, and results on every card, where it $stroke $reach any of its writes',
    async (blow) => {
      await atEachWrite(blow, 13, async (each) => {
        const { harness, fate } = await start(each);
        const { id, setup, themes } = await startRound(harness, { expected: '8', nudges: 'false' });
        await answerAll(harness, themes, [anders]);
        await harness.eventually(() => textOf(setup.cardNow).includes('1 af 8'));
        await quiet(harness);
        fate.strikeAt(each.write);
        moveTo(harness, '2026-12-09 16:00');
        const summary = async () =>
          (await harness.store.posts(here, id)).find(({ record }) => record.slot === 'summary')?.record;
        await harness.eventually(async () => fate.struck() || (await summary())?.state === 'sent');
        await takeOver(harness);
        await harness.eventually(() => themes.every(isOver));
        await quiet(harness);
        const round = (await harness.store.round(here, id))?.record;
        expect(round).toMatchObject({ state: 'closed', closedBy: 'deadline', summary: { people: 1 } });
        expect((await harness.store.channel(here))?.record).toMatchObject({ latestRoundId: id });
        expect((await harness.store.channel(here))?.record.openRoundId).toBeUndefined();
        const shown = posts(harness, 'Overblik');
        const kept = await summary();
        expect(['sent', 'unknown']).toContain(kept?.state);
        expect(shown.length).toBeLessThanOrEqual(1);
        if (kept?.state === 'sent') expect(kept.activityId).toBe(shown[0]?.activityId);
        expect(textOf(setup.cardNow)).toContain('Runden er lukket');
      });
    },
  );
});

describe('the start of a round, and the death of its instance', () => {
  it.each(deaths)(
    'has each of its cards at most once, those missing are told of, and its deadline closes it, where it $stroke $reach any of its writes',
    async (blow) => {
      await atEachWrite(blow, 20, async (each) => {
        const { harness, fate } = await start(each);
        await harness.say(mette, 'start');
        const setup = { ...(await harness.eventually(() => posts(harness, 'Ny runde')[0])) };
        const { verb, data } = button(setup.cardNow, 'Start runden');
        const press = () =>
          harness.execute(mette, setup, verb, { ...inputs(setup.cardNow), ...data, expected: '8', nudges: 'false' });
        fate.strikeAt(each.write);
        const started = async () => (await harness.store.roundsOf(here))[0]?.id ?? '';
        const postsOf = async () => (await harness.store.posts(here, await started())).map(({ record }) => record);
        const first = press().catch(() => undefined);
        await harness.eventually(
          async () => fate.struck() || (await postsOf()).filter(({ state }) => state === 'sent').length === 5,
        );
        await takeOver(harness);
        // Nobody was told that it had begun, so the button is pressed again; whoever was told is told the same.
        expect((await press()).text).toContain('Runden er i gang');
        await harness.eventually(async () => (await postsOf()).length === 5);
        await quiet(harness);
        for (const { slot, state, activityId } of await postsOf()) {
          expect(['sent', 'unknown']).toContain(state);
          const theme = posts(harness, /^Tema/).filter(({ cardNow: card }) =>
            buttons(card).some(({ data: { theme } }) => slot === `theme:${String(theme)}`),
          );
          if (slot === 'status') continue;
          expect(theme.length).toBeLessThanOrEqual(1);
          if (state === 'sent') expect(theme[0]?.activityId).toBe(activityId);
        }
        const id = await started();
        const unknown = (await postsOf()).filter(({ slot, state }) => state === 'unknown' && slot !== 'status');
        const status = await harness.execute(mette, setup, 'status', { round: id });
        expect(status.text.includes('nåede måske ikke frem')).toBe(unknown.length > 0);
        await pass(harness, '2026-12-09 16:00');
        await harness.eventually(async () => (await harness.store.round(here, id))?.record.state === 'closed');
        expect(posts(harness, 'Overblik')).toHaveLength(1);
        fate.bury();
        await first;
      });
    },
  );
});

describe('a deadline that is five days late', () => {
  it.each(['before', 'after'] as const)('closes its round though the database fails %s any write', async (reach) => {
    await atEachWrite({ stroke: 'fails', reach }, 6, async (each) => {
      const { harness, fate } = await start(each);
      const { id } = await startRound(harness, { expected: '8', nudges: 'false' });
      await quiet(harness);
      fate.strikeAt(each.write);
      moveTo(harness, '2026-12-14 11:00');
      await harness.eventually(() => fate.struck());
      moveTo(harness, now(harness) + 2 * minute);
      await harness.eventually(async () => (await harness.store.round(here, id))?.record.state === 'closed');
      await quiet(harness);
      expect(posts(harness, 'Overblik').length).toBeLessThanOrEqual(1);
    });
  });
});
