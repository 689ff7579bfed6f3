import { expect } from 'vitest';
import { channelId, message } from '../support/activities.ts';
import { type Harness, type HarnessOptions, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { type Answered, post } from '../support/post.ts';
import { mette } from '../support/rounds.ts';
import { appId, type OpenId, openIdForTest, rightClaims, type SigningKey, sign } from './openid.ts';

/** When a test of the door begins. */
export const begin = '2026-11-25 10:00';
export const refused: Answered = { status: 401, text: '{"error":"Not authenticated."}' };
export const channelKey = { tenantId, conversationId: channelId };

export interface Behind {
  harness: Harness;
  openId: OpenId;
  port: number;
  /** The claims of a right token, as the bot's clock goes. */
  claims(changed?: Record<string, unknown>): Record<string, unknown>;
  /** A message that makes the bot store something and post something. */
  activity(changed?: Record<string, unknown>): Record<string, unknown>;
  /** Sends the message with an Authorization header, or none. */
  knock(authorization?: string | string[] | undefined, changed?: Record<string, unknown>): Promise<Answered>;
  right(key?: SigningKey): Promise<string>;
  /** Waits until a look-up of keys that is under way is over. */
  settled(): Promise<Answered>;
}

/** @param keys those that Microsoft tells of; a right token is signed by the first. */
export async function behindTheDoor(
  keys: SigningKey[],
  { issuer, ...options }: HarnessOptions & { issuer?: string } = {},
  fate: OpenId['fate'] = 'answer',
): Promise<Behind> {
  const [usual] = keys;
  if (!usual) throw new Error('Nobody can be let in without a key');
  const openId = await openIdForTest(keys);
  openId.fate = fate;
  const tokens = { appId, metadataUrl: openId.metadataUrl, ...(issuer !== undefined && { issuer }) };
  const harness = await startHarness({ at: begin, ...options, tokens });
  const { port } = harness.app;
  const { serviceUrl } = harness.connector;
  const behind: Behind = {
    harness,
    openId,
    port,
    claims: (changed = {}) => ({ ...rightClaims(serviceUrl, harness.clock.now()), ...changed }),
    activity: (changed = {}) => ({ ...message(harness.connector, mette, 'start'), ...changed }),
    knock: (authorization, changed) =>
      post(port, behind.activity(changed), { headers: authorization === undefined ? {} : { authorization } }),
    right: async (key = usual) => `Bearer ${await sign(key, behind.claims())}`,
    settled: () => post(port, '', { path: '/readyz', method: 'GET' }),
  };
  await behind.settled();
  return behind;
}

/** Nothing was done: no request left the bot, and nothing lies in its store. */
export async function expectNotHandled({ harness }: Pick<Behind, 'harness'>): Promise<void> {
  expect(harness.connector.requests).toEqual([]);
  expect(await harness.store.channel(channelKey)).toBeUndefined();
  expect(await harness.store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
}
