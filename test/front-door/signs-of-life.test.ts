import { describe, expect, it, onTestFinished } from 'vitest';
import { invoke, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { button } from '../support/cards.ts';
import { type Shown, startConnector } from '../support/connector.ts';
import { allScores, anders, answerAll, mette, startRound } from '../support/rounds.ts';
import { here, now, pass, quiet } from '../support/time.ts';

/** A channel with a round that was suspended, as after refusals for minutes. */
async function suspended() {
  const harness = await startHarness();
  const { themes } = await startRound(harness, { expected: '8' });
  // A channel that was heard from a moment ago is not looked up again.
  await pass(harness, now(harness) + 6_000);
  const kept = await harness.store.channel(here);
  if (!kept) throw new Error('no channel');
  await harness.store.saveChannel({ ...kept.record, active: false }, kept.version);
  return { harness, theme: themes[0] ?? themes.at(-1) };
}

const isActive = async ({ store }: Harness) => (await store.channel(here))?.record.active;
const said = (harness: Harness) => message(harness.connector, mette, '');
const withEvent = (harness: Harness, eventType: string) => ({ ...said(harness).channelData, eventType });

describe('a channel that refused everything', () => {
  it.each<[string, (harness: Harness) => object]>([
    ['a message', (harness) => message(harness.connector, mette, 'hjælp')],
    ['a message that is not to the bot', (harness) => ({ ...said(harness), text: 'vi ses i morgen', entities: [] })],
    [
      'a message that nobody else sees',
      (harness) => ({ ...said(harness), recipient: { id: '28:bot', isTargeted: true } }),
    ],
    [
      'an edited message',
      (harness) => ({ ...said(harness), type: 'messageUpdate', channelData: withEvent(harness, 'editMessage') }),
    ],
    ['a reaction', (harness) => ({ ...said(harness), type: 'messageReaction', reactionsAdded: [{ type: 'like' }] })],
    [
      'somebody who came',
      (harness) => ({
        ...said(harness),
        type: 'conversationUpdate',
        membersAdded: [{ id: '29:ny' }],
        channelData: withEvent(harness, 'teamMemberAdded'),
      }),
    ],
    [
      'an invoke of another kind',
      (harness) => ({
        ...invoke(harness.connector, mette, { conversationId: here.conversationId, activityId: '1' }, 'x', {}),
        name: 'task/fetch',
      }),
    ],
  ])('is heard from by %s', async (_name, activity) => {
    const { harness } = await suspended();
    await harness.send(activity(harness));
    await harness.holds(async () => expect(await isActive(harness)).toBe(true));
  });

  it('is heard from by a press of a client that sends it as a message', async () => {
    const { harness, theme } = await suspended();
    if (!theme) throw new Error('no theme card');
    const { verb, data } = button(theme.cardNow, 'Se min vurdering');
    const sent = {
      ...message(harness.connector, anders, ''),
      text: undefined,
      entities: [],
      replyToId: theme.activityId,
    };
    await harness.send({ ...sent, value: { verb, ...data } });
    await harness.holds(async () => expect(await isActive(harness)).toBe(true));
  });

  it.each<[string, (harness: Harness) => object]>([
    [
      'the bot having left',
      (harness) => ({ ...said(harness), type: 'conversationUpdate', membersRemoved: [{ id: '28:bot' }] }),
    ],
    ['the bot being removed', (harness) => ({ ...said(harness), type: 'installationUpdate', action: 'remove' })],
    [
      'its team being archived',
      (harness) => ({ ...said(harness), type: 'conversationUpdate', channelData: withEvent(harness, 'teamArchived') }),
    ],
    [
      'what somebody says to the bot in a chat of their own',
      (harness) => message(harness.connector, mette, 'hjælp', { conversationId: 'a:mette', type: 'personal' }),
    ],
  ])('is not heard from by %s', async (_name, activity) => {
    const { harness } = await suspended();
    await harness.send(activity(harness));
    await quiet(harness);
    expect(await isActive(harness)).toBe(false);
  });
});

describe('a channel that Teams serves from another address by now', () => {
  it.each<[string, (harness: Harness, theme: Shown) => object]>([
    [
      'a press',
      (harness, theme) => {
        const { verb, data } = button(theme.cardNow, 'Gem min vurdering');
        return invoke(harness.connector, anders, theme, verb, { ...data, ...allScores(theme, '2') });
      },
    ],
    ['a message that is not to the bot', (harness) => ({ ...said(harness), text: 'vi ses i morgen', entities: [] })],
  ])('is written to there from %s on', async (_name, activity) => {
    const harness = await startHarness();
    const there = await startConnector();
    onTestFinished(() => there.close());
    there.members = harness.connector.members;
    const { setup, themes } = await startRound(harness, { expected: '8' });
    await pass(harness, now(harness) + 6_000);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    there.shown.push(setup);
    await harness.send({ ...activity(harness, theme), serviceUrl: there.serviceUrl });
    await harness.holds(async () =>
      expect((await harness.store.channel(here))?.record.serviceUrl).toBe(there.serviceUrl),
    );
    await answerAll(harness, themes.slice(1, 2), [mette]);
    await harness.eventually(() => there.requests.some((request) => request.startsWith('PUT')));
  });
});
