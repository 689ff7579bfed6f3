import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import type { Fate } from '../support/connector.ts';
import { anders, startRound } from '../support/rounds.ts';
import { reminders, setSchedule } from '../support/schedules.ts';
import { dueItem, here, onlyPost, pass, posts, quiet } from '../support/time.ts';

const begin = '2026-11-25 10:00';

/** What Teams does with the first try, and what must come of it. */
const faults: { name: string; fate: Fate; end: 'sent' | 'unknown' | 'cancelled'; accepted: 0 | 1; unnamed?: true }[] = [
  { name: '429 with Retry-After', fate: status(429, { 'retry-after': '1' }), end: 'sent', accepted: 1 },
  { name: '429 without Retry-After', fate: status(429), end: 'sent', accepted: 1 },
  { name: '412', fate: status(412), end: 'sent', accepted: 1 },
  { name: '503', fate: status(503), end: 'sent', accepted: 1 },
  { name: '502 before it is accepted', fate: status(502), end: 'unknown', accepted: 0 },
  { name: '502 after it was accepted', fate: { kind: 'statusAfter', status: 502 }, end: 'unknown', accepted: 1 },
  { name: '500', fate: status(500), end: 'unknown', accepted: 0 },
  { name: '504 after it was accepted', fate: { kind: 'statusAfter', status: 504 }, end: 'unknown', accepted: 1 },
  { name: '408', fate: status(408), end: 'unknown', accepted: 0 },
  { name: 'no answer, and not accepted', fate: { kind: 'hangBefore' }, end: 'unknown', accepted: 0 },
  { name: 'no answer, though accepted', fate: { kind: 'hangAfter' }, end: 'unknown', accepted: 1 },
  { name: 'a reset before it is accepted', fate: { kind: 'resetBefore' }, end: 'unknown', accepted: 0 },
  { name: 'a reset after it was accepted', fate: { kind: 'resetAfter' }, end: 'unknown', accepted: 1 },
  { name: 'an answer without an id', fate: { kind: 'emptyAfter' }, end: 'sent', accepted: 1, unnamed: true },
  { name: '400', fate: status(400), end: 'cancelled', accepted: 0 },
  { name: '401', fate: status(401), end: 'cancelled', accepted: 0 },
  { name: '413', fate: status(413), end: 'cancelled', accepted: 0 },
  { name: '403 once', fate: status(403), end: 'sent', accepted: 1 },
  { name: '404 once', fate: status(404), end: 'sent', accepted: 1 },
];

function status(code: number, headers?: Record<string, string>): Fate {
  return { kind: 'status', status: code, ...(headers && { headers }) };
}

/** The first POST from now on has this fate, all else is accepted. @returns how many came. */
function failOnce({ connector }: Harness, fate: Fate): () => number {
  let posted = 0;
  connector.fate = ({ method }) => {
    if (method !== 'POST') return { kind: 'accept' };
    posted += 1;
    return posted === 1 ? fate : { kind: 'accept' };
  };
  return () => posted;
}

const activeHere = async ({ store }: Harness) => (await store.channel(here))?.record.active;

describe.each(faults)('a send that meets $name', ({ fate, end, accepted, unnamed = false }) => {
  const tries = end === 'sent' && !unnamed ? 2 : 1;

  it(`ends a reminder to score again as ${end}, with ${accepted} in the channel`, async () => {
    const harness = await startHarness({ at: begin, callMs: 400 });
    const { id } = await setSchedule(harness, { cadence: 'months', every: '1' });
    const posted = failOnce(harness, fate);
    await pass(harness, '2026-12-28 09:00');
    const item = await dueItem(harness, `reassess:${id}:2026-12-28`);
    expect([item.state, reminders(harness).length, posted()]).toEqual([end, accepted, tries]);
    if (end === 'sent' && !unnamed) {
      const { conversationId, activityId } = onlyPost(harness, 'Det er tid til');
      expect(item.post).toEqual({ conversationId, activityId });
    } else expect(item.post).toBeUndefined();
    expect(await activeHere(harness)).toBe(true);
    // Nothing more is tried, and the next one comes by itself, or once the channel is heard from.
    await pass(harness, '2026-12-29 09:00');
    expect(posted()).toBe(tries);
    await harness.say(anders, 'status');
    const told = await harness.eventually(() => posts(harness, /Der er ingen runde i gang/)[0]);
    expect(textOf(told.cardNow).includes('Jeg ved ikke, om påmindelsen den 28. december 2026 nåede frem')).toBe(
      end === 'unknown',
    );
    await quiet(harness);
    await harness.say(anders, 'påmindelse');
    const shown = await harness.eventually(() => posts(harness, /^Påmindelser om at vurdere igen/)[1]);
    expect(textOf(shown.cardNow).includes('Jeg ved ikke, om påmindelsen den 28. december 2026 nåede frem')).toBe(
      end === 'unknown',
    );
    await quiet(harness);
    await pass(harness, '2027-01-25 09:00');
    expect(reminders(harness)).toHaveLength(accepted + 1);
  });

  it(`ends a reminder of an open round as ${end}, with ${accepted} in the thread`, async () => {
    const harness = await startHarness({ at: begin, callMs: 400 });
    const { id } = await startRound(harness, { expected: '8' });
    await quiet(harness);
    const posted = failOnce(harness, fate);
    await pass(harness, '2026-12-02 09:00');
    const item = await dueItem(harness, `nudge:${id}:halfway:2026-12-09T16:00`);
    expect([item.state, posts(harness, 'Husk at svare').length, posted()]).toEqual([end, accepted, tries]);
    if (end === 'sent' && !unnamed) {
      const { conversationId, activityId } = onlyPost(harness, 'Husk at svare');
      expect(item.post).toEqual({ conversationId, activityId });
    }
    expect(await activeHere(harness)).toBe(true);
    await pass(harness, '2026-12-03 09:00');
    expect(posted()).toBe(tries);
  });
});

describe('the summary that follows a deadline', () => {
  it.each(faults)('meets $name and is posted $accepted times', async ({ fate, end, accepted, unnamed = false }) => {
    const harness = await startHarness({ at: begin, callMs: 400 });
    const { id } = await startRound(harness, { expected: '8', nudges: 'false' });
    await quiet(harness);
    const posted = failOnce(harness, fate);
    await pass(harness, '2026-12-09 16:00');
    const post = async () =>
      (await harness.store.posts(here, id)).find(({ record }) => record.slot === 'summary')?.record;
    expect([posts(harness, 'Overblik').length, posted()]).toEqual([accepted, end === 'sent' && !unnamed ? 2 : 1]);
    expect((await post())?.state).toBe(end === 'sent' ? 'sent' : 'unknown');
    if (end === 'sent' && !unnamed) expect((await post())?.activityId).toBe(onlyPost(harness, 'Overblik').activityId);
    // It is not made up for when the channel is heard from.
    await harness.say(anders, 'hjælp');
    await quiet(harness);
    expect(posts(harness, 'Overblik')).toHaveLength(accepted);
  });
});
