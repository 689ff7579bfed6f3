import {
  channelDeleted,
  channelDisallowed,
  channelRestored,
  channelsOfTeam,
  renameTeam,
  resumeTeam,
  type SeenChannel,
  suspendTeam,
} from '../../usecases/channel/channels.ts';
import type { BotDeps } from '../cards/bot-context.ts';
import type { Activity } from '../inbound/activity.ts';
import type { Outbox } from '../outbound/messenger.ts';
import type { HttpReply } from '../outbound/responder.ts';
import { arrive, leave } from './installation.ts';

interface UpdateNeeds {
  bot: BotDeps;
  outbox: Outbox;
}

/** People or the bot came or left, or something happened to a channel or a team. */
export async function onConversationUpdate(needs: UpdateNeeds, activity: Activity): Promise<HttpReply> {
  await followPeople(needs.bot, activity);
  const change = channelEvents.get(activity.event);
  if (!change) await membership(needs, activity);
  else if (activity.eventChannel) await change(needs, activity, activity.eventChannel);
  return { status: 200 };
}

type ChannelEvent = (needs: UpdateNeeds, activity: Activity, channel: SeenChannel) => Promise<unknown> | undefined;

/** What happens to one channel, by Teams' name of it; the bot is let into a shared or private one as its member. */
const channelEvents = new Map<string, ChannelEvent>([
  [
    'channelMemberAdded',
    (needs, activity, channel) => (activity.came.bot ? arrive(needs, activity, channel) : undefined),
  ],
  [
    'channelMemberRemoved',
    ({ bot: { deps } }, { left }, channel) => (left.bot ? channelDisallowed(deps, channel) : undefined),
  ],
  ['channelUnshared', ({ bot: { rosters } }, _, channel) => rosters.forget(channel)],
  ['channelDeleted', ({ bot: { deps } }, _, channel) => channelDeleted(deps, channel)],
  ['channelRestored', ({ bot: { deps } }, _, channel) => channelRestored(deps, channel)],
  ['channelRenamed', ({ bot: { deps } }, _, channel) => channelRestored(deps, channel)],
]);

const teamGone = new Set(['teamArchived', 'teamDeleted', 'teamHardDeleted']);
const teamHere = new Set(['teamUnarchived', 'teamRestored']);

/**
 * That the bot came to a group chat, or left one or a team, is told as an installation too, whichever of the two comes
 * first, or not at all. That it came to a team is left to that one, which says in what channel.
 */
async function membership(needs: UpdateNeeds, activity: Activity): Promise<void> {
  const { kind, seenChannel, came, left } = activity;
  if (came.bot && kind === 'group') await arrive(needs, activity, seenChannel);
  if (left.bot) await leave(needs.bot.deps, seenChannel);
  await teamEvent(needs.bot, activity);
}

/** What happens to a team, which Teams tells once, in its first channel. */
async function teamEvent({ deps }: BotDeps, { event, seenChannel }: Activity): Promise<void> {
  const { tenantId, teamId, teamName } = seenChannel;
  if (teamId === undefined) return;
  if (event === 'teamRenamed' && teamName !== undefined) await renameTeam(deps, { tenantId, teamId }, teamName);
  if (teamGone.has(event)) await suspendTeam(deps, { tenantId, teamId });
  if (teamHere.has(event)) await resumeTeam(deps, { tenantId, teamId });
}

/** Who left a team has left its channels too: whoever is in one all the same is found there when they speak. */
async function followPeople({ deps, rosters }: BotDeps, activity: Activity): Promise<void> {
  const { channel, eventChannel = channel, seenChannel, event, came, left } = activity;
  if (came.people.length > 0) rosters.forgetNames(eventChannel);
  if (left.people.length === 0) return;
  await rosters.remove(eventChannel, left.people);
  const { tenantId, teamId } = seenChannel;
  if (event !== 'teamMemberRemoved' || teamId === undefined) return;
  for (const each of await channelsOfTeam(deps, { tenantId, teamId })) await rosters.remove(each, left.people);
}
