import type { ChannelKey } from '../../domain/round.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';

/**
 * A link that opens a post in Teams, as learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 * shows it. The team's group is left out: a bot is not told it with every message, and the channel's id says which it is.
 */
export function postUrl({ tenantId, conversationId }: ChannelKey, { activityId }: PostAddress): string {
  const url = new URL(`https://teams.microsoft.com/l/message/${encodeURIComponent(conversationId)}/${activityId}`);
  url.searchParams.set('tenantId', tenantId);
  if (isChat(conversationId)) url.searchParams.set('context', JSON.stringify({ contextType: 'chat' }));
  else url.searchParams.set('parentMessageId', activityId);
  return url.href;
}

/** Chats of groups and meetings have ids of their own kind. */
function isChat(conversationId: string): boolean {
  return conversationId.endsWith('@thread.v2');
}
