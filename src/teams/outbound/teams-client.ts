import type { Member } from '../../usecases/channel/channel-ports.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import type { ChangeOutcome, SendOutcome } from '../../usecases/ports.ts';
import type { AdaptiveCard } from '../cards/templates.ts';

/** Where a conversation's part of Teams is. */
export interface TeamsEndpoint {
  serviceUrl: string;
  tenantId: string;
}

/**
 * Calls to Teams, each bounded in time and made once; who calls decides what to do about a failure. Whichever SDK is
 * behind it passes test/teams/botframework/contract.ts.
 */
export interface TeamsClient {
  /** A new post in a channel, with a thread of its own. */
  newThread(endpoint: TeamsEndpoint, channelId: string, card: AdaptiveCard): Promise<SendOutcome>;
  /** Somebody's own chat with the bot, made where there is none: asked for twice it is the same one. */
  chatWith(endpoint: TeamsEndpoint, userId: string): Promise<ChangeOutcome>;
  /** A message in a conversation or a thread of it. */
  send(endpoint: TeamsEndpoint, conversationId: string, card: AdaptiveCard): Promise<SendOutcome>;
  update(endpoint: TeamsEndpoint, at: PostAddress, card: AdaptiveCard): Promise<ChangeOutcome>;
  /** Up to `mostMembers` people, bots left out. @throws FailedRead */
  members(endpoint: TeamsEndpoint, conversationId: string): Promise<Member[]>;
  /** @throws FailedRead where Teams does not say; that it refuses to is not a no. */
  isMember(endpoint: TeamsEndpoint, conversationId: string, userId: string): Promise<boolean>;
  /**
   * Makes ready what a call needs, so that nothing long comes between writing that a post is about to leave and its leaving.
   * @returns what becomes of the call where it surely cannot leave now; undefined where it is ready, or tells itself what
   * is wrong.
   */
  prepare(endpoint: TeamsEndpoint): Promise<ChangeOutcome | undefined>;
  /** Gets a token ahead of the first call; that there is none is told in the log. */
  warm(): Promise<void>;
}

/** A read that failed, with what that means for another try. */
export class FailedRead extends Error {
  readonly outcome: ChangeOutcome;
  /** Whether another try may go well, even of what was refused. */
  readonly mayPass: boolean;

  constructor(outcome: ChangeOutcome, cause: unknown, mayPass = outcome.kind === 'later') {
    super(cause instanceof Error ? cause.message : 'Teams could not be read', { cause });
    this.outcome = outcome;
    this.mayPass = mayPass;
  }
}
