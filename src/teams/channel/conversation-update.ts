import {
  channelDeleted,
  meetChannel,
  renameTeam,
  resumeTeam,
  type SeenChannel,
  suspendTeam,
} from '../../usecases/channel/channels.ts';
import type { BotDeps } from '../cards/bot-context.ts';
import type { Activity } from '../inbound/activity.ts';
import type { HttpReply } from '../outbound/responder.ts';

const channelBack = new Set(['channelRestored', 'channelRenamed']);
/** Teams tells these once for a team, in its General channel. */
const teamGone = new Set(['teamArchived', 'teamDeleted', 'teamHardDeleted']);
const teamHere = new Set(['teamUnarchived', 'teamRestored']);

/** People left, or something happened to a channel or a team. */
export async function onConversationUpdate(
  { bot: { deps, rosters } }: { bot: BotDeps },
  activity: Activity,
): Promise<HttpReply> {
  const { channel, event, gone } = activity;
  if (gone.length > 0) await rosters.remove(channel, gone);
  const seenChannel = eventChannel(activity);
  const { tenantId, teamId, teamName } = seenChannel;
  if (event === 'teamRenamed' && teamId !== undefined && teamName !== undefined)
    await renameTeam(deps, { tenantId, teamId }, teamName);
  if (event === 'channelDeleted') await channelDeleted(deps, seenChannel);
  if (channelBack.has(event) && (await deps.store.channel(seenChannel))) await meetChannel(deps, seenChannel);
  if (teamId !== undefined && teamGone.has(event)) await suspendTeam(deps, { tenantId, teamId });
  if (teamId !== undefined && teamHere.has(event)) await resumeTeam(deps, { tenantId, teamId });
  return { status: 200 };
}

/** An event about a channel comes through the team's own conversation and names the channel apart. */
function eventChannel({ seenChannel, eventChannelId }: Activity): SeenChannel {
  return eventChannelId === undefined ? seenChannel : { ...seenChannel, conversationId: eventChannelId };
}
