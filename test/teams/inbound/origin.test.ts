import { describe, expect, it } from 'vitest';
import { message } from '../../support/activities.ts';
import { type Harness, startHarness } from '../../support/app.ts';
import { tenantId } from '../../support/canaries.ts';
import { mette } from '../../support/rounds.ts';
import { quiet } from '../../support/time.ts';

/** A message whose conversation and channel data are the test's own; Teams leaves out what it likes. */
async function saidIn(harness: Harness, conversation: object, channelData: unknown): Promise<void> {
  const activity = { ...message(harness.connector, mette, 'hjælp'), conversation, channelData };
  expect((await harness.send(activity)).status).toBe(200);
}
const tenant = { id: tenantId };

describe('where a message comes from', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['a channel, told by its type', '19:a@thread.tacv2', { conversationType: 'channel' }, 'channel'],
    ['a group, told by its type', '19:a@thread.v2', { conversationType: 'groupChat' }, 'group'],
    ['a personal chat, told by its type', '19:a@unq.gbl.spaces', { conversationType: 'personal' }, 'personal'],
    ['a channel, told by its team', '19:a@thread.tacv2', { team: { id: 'x' } }, 'channel'],
    ['a channel, told by its channel', '19:a@thread.tacv2', { channel: { id: 'x' } }, 'channel'],
    ['a group, told by its id', '19:a@thread.v2', {}, 'group'],
    ['a personal chat, told by its id', 'a:1', {}, 'personal'],
    ['a group, told by its type whatever its id', 'a:1', { conversationType: 'groupChat' }, 'group'],
    [
      'a group, told by its type whatever its team',
      '19:a',
      { conversationType: 'groupChat', team: { id: 'x' } },
      'group',
    ],
    ['a kind that is new, in a personal chat', 'a:1', { conversationType: 'somethingNew' }, 'personal'],
  ])('%s, is known', async (_name, id, { conversationType, ...rest }, kind) => {
    const harness = await startHarness();
    await saidIn(harness, { id, conversationType, tenantId }, { tenant, ...rest });
    expect((await harness.store.channel({ tenantId, conversationId: id }))?.record.kind).toBe(kind);
  });

  it('is the channel, whichever of its threads it was said in', async () => {
    const harness = await startHarness();
    const id = '19:a@thread.tacv2';
    await saidIn(harness, { id: `${id};messageid=1;x=2`, conversationType: 'channel' }, { tenant });
    expect(harness.connector.shown[0]?.conversationId).toBe(`${id};messageid=1;x=2`);
    expect(await harness.store.channel({ tenantId, conversationId: id })).toBeDefined();
  });

  it.each([
    ['of the channel’s data', { tenant }, undefined],
    ['of the conversation, where the channel’s data has none', {}, tenantId],
    ['of the conversation, where there is no channel’s data', null, tenantId],
    ['of the conversation, where both have one', { tenant: { id: 'another' } }, tenantId],
    ['of the channel’s data, where the conversation’s is empty', { tenant }, ''],
  ])('has the tenant %s', async (_name, channelData, ofConversation) => {
    const harness = await startHarness();
    await saidIn(harness, { id: 'a:1', tenantId: ofConversation }, channelData);
    expect((await harness.store.channel({ tenantId, conversationId: 'a:1' }))?.record.kind).toBe('personal');
  });

  it.each([
    [
      'the team and the channel',
      { team: { id: 't', name: 'Unge' }, channel: { id: 'c', name: 'Praksis' } },
      {},
      ['Unge', 'Praksis'],
    ],
    ['the channel alone', { channel: { id: 'c', name: 'Praksis' } }, {}, [undefined, 'Praksis']],
    [
      'the conversation, where the channel has none',
      { team: { id: 't', name: 'Unge' } },
      { name: 'Generelt' },
      ['Unge', 'Generelt'],
    ],
    ['nothing', {}, {}, [undefined, '']],
  ])('is named after %s', async (_name, data, conversation, names) => {
    const harness = await startHarness();
    const id = '19:a@thread.tacv2';
    await saidIn(harness, { id, conversationType: 'channel', ...conversation }, { tenant, ...data });
    const record = (await harness.store.channel({ tenantId, conversationId: id }))?.record;
    expect([record?.teamName, record?.name, record?.teamId]).toEqual([...names, 'team' in data ? 't' : undefined]);
  });
});

it('a message that comes from another bot is left alone, since two of them would go on for ever', async () => {
  const harness = await startHarness();
  await harness.say('28:en-anden', 'hjælp');
  await quiet(harness);
  expect(harness.connector.shown).toEqual([]);
});
