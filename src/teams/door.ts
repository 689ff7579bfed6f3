import { type Activity, CloudAdapter, type TurnContext } from 'botbuilder';
import type { AuthenticateRequestResult, BotFrameworkAuthentication } from 'botframework-connector';
import { z } from 'zod';
import type { Log } from '../usecases/ports.ts';
import type { Answer } from './bot.ts';

export interface DoorNeeds {
  auth: BotFrameworkAuthentication;
  /** Whether Teams may be at this service address. */
  allowed(serviceUrl: string): boolean;
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
  conversation: z.looseObject({ id: z.string().min(1) }),
});
const action = z.looseObject({ action: z.looseObject({}) });

/** CloudAdapter with a way in for a request that this door has let through already. */
class Adapter extends CloudAdapter {
  turn(pass: AuthenticateRequestResult, activity: Activity, logic: (context: TurnContext) => Promise<void>) {
    return this.processActivity(pass, activity, logic);
  }
}

/** The one way in: nothing is handled before its shape and its sender are known. */
export function createDoor({ auth, allowed, handle, fault, newId, log }: DoorNeeds) {
  const adapter = new Adapter(auth);

  return async (authorization: string, body: unknown): Promise<Answer> => {
    const parsed = shape.safeParse(body);
    if (!parsed.success) return { status: 400, body: { error: 'This is no activity from Microsoft Teams.' } };
    const activity = parsed.data as unknown as Activity;
    if (activity.name === 'adaptiveCard/action' && !action.safeParse(activity.value).success) {
      return { status: 400, body: { error: 'This is no card action.' } };
    }
    const pass = await authenticate(activity, authorization);
    if (!pass || !allowed(activity.serviceUrl)) return { status: 401, body: { error: 'Not authenticated.' } };

    let answer: Answer = { status: 200 };
    await adapter.turn(pass, activity, async () => {
      try {
        answer = await handle(parsed.data);
      } catch (error) {
        const id = newId();
        log.error({ fault: id, kind: activity.type.slice(0, 40) }, 'a turn failed', error);
        answer = fault(parsed.data, id);
      }
    });
    return answer;
  };

  async function authenticate(
    activity: Activity,
    authorization: string,
  ): Promise<AuthenticateRequestResult | undefined> {
    try {
      return await auth.authenticateRequest(activity, authorization);
    } catch {
      // Whatever the reason, the sender is told the same, and the library's words stay inside.
      log.info({ status: 401 }, 'a request was not authenticated');
      return undefined;
    }
  }
}
