import { type Activity, CloudAdapter, type TurnContext } from 'botbuilder';
import { type AuthenticateRequestResult, ClaimsIdentity } from 'botframework-connector';
import { z } from 'zod';
import type { Log } from '../usecases/ports.ts';
import type { Auth } from './auth.ts';
import type { Answer } from './bot.ts';
import type { TokenCheck } from './tokens.ts';

export interface DoorNeeds {
  auth: Auth;
  appId: string;
  /** Left out in local mode, which listens on loopback only and where nobody has a token. */
  tokens?: TokenCheck;
  /** Whether Teams may be at this service address. */
  allowed(serviceUrl: string): boolean;
  /** Whether a tenant may use this bot. */
  admits(tenantId: string | undefined): boolean;
  handle(activity: unknown): Promise<Answer>;
  /** What a person is told when something broke, with the id that the log has. */
  fault(activity: unknown, id: string): Answer;
  newId(): string;
  log: Log;
}

/** What must be there before the SDK sees a body: it answers 500 or worse where one of these is missing. */
const shape = z.looseObject({
  type: z.string().min(1),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: z.looseObject({ id: z.string().min(1) }),
  conversation: z.looseObject({ id: z.string().min(1), tenantId: z.string().nullish() }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).nullish() }).nullish(),
});
const action = z.looseObject({ action: z.looseObject({}) });

/** CloudAdapter with a way in for a request that this door has let through already. */
class Adapter extends CloudAdapter {
  turn(pass: AuthenticateRequestResult, activity: Activity, logic: (context: TurnContext) => Promise<void>) {
    return this.processActivity(pass, activity, logic);
  }
}

const notAuthenticated: Answer = { status: 401, body: { error: 'Not authenticated.' } };

/** The one way in: nothing is handled before its shape and its sender are known. */
export function createDoor({ auth, appId, tokens, allowed, admits, handle, fault, newId, log }: DoorNeeds) {
  const adapter = new Adapter(auth);
  const identity = new ClaimsIdentity(
    [
      { type: 'aud', value: appId },
      { type: 'appid', value: appId },
    ],
    true,
  );
  const pass: AuthenticateRequestResult = {
    audience: 'https://api.botframework.com',
    claimsIdentity: identity,
    connectorFactory: auth.createConnectorFactory(identity),
    // The SDK marks requests of public Azure so.
    callerId: 'urn:botframework:azure',
  };

  return async (authorization: string, body: unknown): Promise<Answer> => {
    // Somebody without so much as a token learns nothing of what a right body is.
    if (tokens && authorization === '') return notAuthenticated;
    const parsed = shape.safeParse(body);
    if (!parsed.success) return { status: 400, body: { error: 'This is no activity from Microsoft Teams.' } };
    const activity = parsed.data;
    const verdict = tokens ? await tokens.check(authorization, activity.serviceUrl) : 'passed';
    if (verdict === 'unavailable') return { status: 503, body: { error: 'Not ready; try again.' } };
    const tenantId = activity.channelData?.tenant?.id ?? activity.conversation.tenantId ?? undefined;
    if (verdict !== 'passed' || !allowed(activity.serviceUrl) || !admits(tenantId)) {
      log.info({ status: 401 }, 'a request was not authenticated');
      return notAuthenticated;
    }
    if (activity.name === 'adaptiveCard/action' && !action.safeParse(activity.value).success) {
      return { status: 400, body: { error: 'This is no card action.' } };
    }

    const turn = newId();
    let answer: Answer = { status: 200 };
    // The shape above is all the SDK reads of it.
    await adapter.turn(pass, activity as unknown as Activity, async () => {
      try {
        answer = await handle(activity);
      } catch (error) {
        log.error({ turn, kind: activity.type.slice(0, 40) }, 'a turn failed', error);
        answer = fault(activity, turn);
      }
    });
    log.info({ turn, kind: activity.type.slice(0, 40), status: answer.status }, 'turn');
    return answer;
  };
}
