import type { Channel } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { crashFallbackDelayMs, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import { personInChannel } from './caller.ts';

/** What an activity tells of the conversation it came from. */
export type SeenChannel = Pick<
  Channel,
  'tenantId' | 'conversationId' | 'kind' | 'teamId' | 'teamName' | 'name' | 'serviceUrl'
>;

/** The channel as kept, made or brought up to date by what was just seen of it; hearing from it makes it active again. */
export async function meetChannel(deps: Deps, seenChannel: SeenChannel): Promise<Versioned<Channel>> {
  for (;;) {
    const kept = await deps.store.channel(seenChannel);
    const before: Channel = kept?.record ?? {
      ...seenChannel,
      language: deps.settings.language,
      facilitators: [],
      active: true,
      welcomed: false,
    };
    // A message tells less than an install: it has no names.
    const { deleted: _, ...there } = before;
    const after: Channel = { ...there, ...seenChannel, name: seenChannel.name || before.name, active: true };
    if (kept && JSON.stringify(after) === JSON.stringify(before)) return kept;
    const back = kept?.record.active === false;
    if (back) await scheduleDue(deps, 'resume', subjectOf(seenChannel), crashFallbackDelayMs);
    if (await deps.store.saveChannel(after, kept?.version)) {
      if (back) await scheduleDue(deps, 'resume', subjectOf(seenChannel), 0);
      const saved = await deps.store.channel(seenChannel);
      if (saved) return saved;
    }
  }
}

/** Changes a channel whatever others change meanwhile. @param noteFirst done before each try to write it. @returns the channel after it, undefined where there is none. */
export async function changeChannel(
  deps: Deps,
  key: ChannelKey,
  change: (channel: Channel) => Channel,
  noteFirst?: () => Promise<void>,
): Promise<Channel | undefined> {
  for (;;) {
    const kept = await deps.store.channel(key);
    if (!kept) return undefined;
    const after = change(kept.record);
    await noteFirst?.();
    if (after === kept.record || (await deps.store.saveChannel(after, kept.version))) return after;
  }
}

/**
 * The channel if it is so, for work that was noted before it was. Where it is not, whoever is about to make it so loses
 * the compare-and-set and notes the work once more, however long it was held up.
 */
export async function channelOnceSo(
  deps: Deps,
  key: ChannelKey,
  isSo: (channel: Channel) => boolean,
): Promise<Channel | undefined> {
  for (;;) {
    const kept = await deps.store.channel(key);
    if (!kept) return undefined;
    if (isSo(kept.record)) return kept.record;
    if (await deps.store.saveChannel(kept.record, kept.version)) return undefined;
  }
}

/**
 * The bot was added: whoever added it is the channel's first tovholder.
 * @returns whether this is the first time, so that the welcome comes once however often Teams tells of it.
 */
export async function installed(deps: Deps, seenChannel: SeenChannel, userId: string): Promise<boolean> {
  await meetChannel(deps, seenChannel);
  const person = personInChannel(deps, seenChannel, userId);
  for (;;) {
    const kept = await deps.store.channel(seenChannel);
    if (!kept || kept.record.welcomed) return false;
    const { facilitators } = kept.record;
    const after = { ...kept.record, welcomed: true, facilitators: facilitators.length > 0 ? facilitators : [person] };
    if (await deps.store.saveChannel(after, kept.version)) return true;
  }
}

/** The bot was removed, or the channel archived or gone: nothing more is sent there until it is heard from. */
export async function suspend(deps: Deps, key: ChannelKey): Promise<void> {
  await changeChannel(deps, key, (channel) => (channel.active ? { ...channel, active: false } : channel));
}

/** As `parked`, and for longer than its team is. */
export async function channelDeleted(deps: Deps, key: ChannelKey): Promise<void> {
  await changeChannel(deps, key, (channel) => ({ ...channel, active: false, deleted: true }));
}

/** As `parked`, for every channel of a team that the bot was removed from, or that was archived or deleted. */
export async function suspendTeam(deps: Deps, tenantId: string, teamId: string): Promise<void> {
  for (const channel of await channelsOfTeam(deps, tenantId, teamId)) await suspend(deps, channel);
}

/** A team's channels can be written to again. */
export async function resumeTeam(deps: Deps, tenantId: string, teamId: string): Promise<void> {
  for (const channel of await channelsOfTeam(deps, tenantId, teamId))
    if (!channel.deleted) await meetChannel(deps, channel);
}

/** A team has another name: its channels stand under it from now on. */
export async function teamRenamed(deps: Deps, tenantId: string, teamId: string, teamName: string): Promise<void> {
  for (const channel of await channelsOfTeam(deps, tenantId, teamId))
    await changeChannel(deps, channel, (now) => ({ ...now, teamName }));
}

async function channelsOfTeam(deps: Deps, tenantId: string, teamId: string): Promise<Channel[]> {
  return (await deps.store.channelsOf(tenantId)).filter((channel) => channel.teamId === teamId);
}

function subjectOf({ tenantId, conversationId }: ChannelKey) {
  return { id: `${tenantId}|${conversationId}`, channel: { tenantId, conversationId } };
}
