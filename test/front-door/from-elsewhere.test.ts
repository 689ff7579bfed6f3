import { expect, it } from 'vitest';
import type { Database, Moved } from '../../src/store/database.ts';
import { verbs } from '../../src/teams/cards/verbs.ts';
import { channelId, type On } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { canary } from '../support/canaries.ts';
import { buttons } from '../support/cards.ts';
import { cardOf } from '../support/links.ts';
import { addAction, planned, units } from '../support/plans.ts';
import { allScores, anders, mette, startRound, summarised } from '../support/rounds.ts';
import { here, now, pass, quiet } from '../support/time.ts';

/** Every button, pressed where it does not belong, with what the buttons of a channel carry. */

const stranger = '29:fremmed';
const secret = 'Lektiecaféen åbner igen';

const nameOf = (each: Moved) => (each.kind === 'due' ? each.id : `${each.partition} ${each.id}`);

/** Everything that is kept, by what it is found by. */
async function kept(db: Database | undefined): Promise<Map<string, string>> {
  if (!db) throw new Error('no database');
  const found = new Map<string, string>();
  for await (const piece of db.everything()) for (const each of piece) found.set(nameOf(each), JSON.stringify(each));
  return found;
}

/**
 * A closed round, a plan that was made of it, dots that are being placed, and an open round that somebody answered and
 * that has a link. @returns what buttons carry of it.
 */
async function everythingIn(harness: Harness): Promise<Record<string, unknown>[]> {
  const { id: first, plan } = await planned(harness);
  await addAction(harness, mette, plan, { title: secret });
  const { id: second, summary } = await summarised(harness, { [mette]: '2', [anders]: '1' });
  await harness.press(mette, summary, 'Prioritér sammen');
  const { id: open, setup, themes } = await startRound(harness, { expected: '5' });
  const [theme] = themes;
  if (!theme) throw new Error('a round has themes');
  await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '3'), comment: secret });
  const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
  await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link');
  const [invitation] = await harness.store.invitations(here, open);
  const [focus] = await harness.store.focuses(here);
  const [action] = await harness.store.actions(here);
  const started = harness.connector.shown.flatMap(({ cardNow }) => buttons(cardNow)).map(({ data }) => data.setup);
  const setups = [...new Set([...started, open, second].filter((each) => each !== undefined))];
  // What follows from all that is done before anybody looks.
  await pass(harness, now(harness) + 2 * 3_600_000);
  const items = [focus, action].map((each) => each?.id ?? '');
  const fixed = { theme: units.samarbejde, invitation: invitation?.id, focus: items[0], action: items[1] };
  const more = { seen: 0, turn: 0, to: 'done', page: 0, from: 0, own: true, day: '2026-12-01', command: 'plan' };
  return [first, second, open].flatMap((round) =>
    setups.flatMap((setupId) =>
      items.map((id, i) => ({
        ...more,
        ...fixed,
        round,
        setup: setupId,
        schedule: setupId,
        id,
        kind: i ? 'action' : 'focus',
      })),
    ),
  );
}

/** What the forms of the buttons send, whichever it is. */
const filledIn = {
  ...Object.fromEntries(Object.values(units).map((unit) => [`s_${unit}`, '4'])),
  ...{ comment: 'Fremmed', answersAs: 'unge', dots: units.ansvar, short: units.ansvar, long: units.samarbejde },
  ...{ most: '5', title: 'Fremmed', deadline: '2027-01-15', deadlineTime: '12:00', person: stranger },
  ...{ cadence: 'halfYear', time: '10:00', zone: 'Europe/Copenhagen' },
};

it.each([
  ['a channel of another tenant', '19:andet@thread.tacv2', 'en-anden-lejer'],
  ['another channel of the tenant', '19:andet@thread.tacv2', here.tenantId],
  ['a chat of their own', 'a:fremmed', here.tenantId],
])(
  'no button of a channel does or shows anything of it that somebody presses in %s',
  async (_, conversationId, tenantId) => {
    let db: Database | undefined;
    const harness = await startHarness({ wrap: (opened) => (db = opened) });
    const known = await everythingIn(harness);
    // Whoever is asked for in the channel is not there; where the press comes from they lead all there is.
    const address = `/${encodeURIComponent(channelId)}`;
    harness.connector.members.push({ id: stranger, name: 'Fremmed' });
    harness.connector.fate = ({ method, path }) =>
      method === 'GET' && path.includes(address) && path.endsWith(encodeURIComponent(stranger))
        ? { kind: 'status', status: 404 }
        : { kind: 'accept' };
    const where = { conversationId, tenantId, type: conversationId.startsWith('a:') ? 'personal' : 'channel' } as const;
    await harness.say(stranger, 'hjælp', where);
    await quiet(harness);
    const before = await kept(db);
    const ofHere = () => harness.connector.shown.filter(({ conversationId: at }) => at.startsWith(channelId));
    const posts = structuredClone(ofHere());
    const on: On = { conversationId, activityId: harness.connector.shown.at(-1)?.activityId ?? '', tenantId };
    const told: string[] = [];
    for (const [verb, { shape }] of Object.entries(verbs)) {
      const sent = new Map(
        known.map((all) => {
          const data = Object.fromEntries(
            Object.keys(shape).flatMap((name) => (name in all ? [[name, all[name]]] : [])),
          );
          const picked = {
            item: `${all.kind}.${all.id}.0`,
            picked: `${all.kind}.${all.id}.0`,
            invitation: all.invitation,
          };
          const inputsOf = { ...filledIn, ...picked, forFocus: all.focus, ...data };
          return [JSON.stringify(data), inputsOf];
        }),
      );
      for (const data of sent.values()) {
        harness.clock.offset += 2_000;
        const { text, status } = await harness.execute(stranger, on, verb, data);
        expect(status, verb).toBe(200);
        told.push(`${verb}: ${text}`);
      }
    }
    await quiet(harness);
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((text) => [secret, canary, 'gik galt'].some((words) => text.includes(words)))).toEqual([]);
    const after = await kept(db);
    expect([...before].filter(([name, body]) => !name.includes(conversationId) && after.get(name) !== body)).toEqual(
      [],
    );
    const isOfHere = (name: string) => name.includes(channelId);
    expect([...after.keys()].filter((name) => isOfHere(name) && !before.has(name))).toEqual([]);
    expect(ofHere()).toEqual(posts);
    // A chat of one's own has nothing of a channel: what was kept in it nobody would be shown by "mine data".
    const ofChat = [...after].filter(([name]) => name.startsWith(`${tenantId}|a:`) || name.includes('channel:a:'));
    expect(ofChat.filter(([name, body]) => !name.endsWith('roster') && before.get(name) !== body)).toEqual([]);
  },
);
