import { type Channel, withoutRefusals } from '../../domain/channel.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import { personInChannel } from './caller.ts';

/** What an activity says of the conversation it came from. */
export type SeenChannel = Pick<
  Channel,
  'tenantId' | 'conversationId' | 'kind' | 'teamId' | 'teamName' | 'name' | 'serviceUrl'
>;

/**
 * The channel as it is stored, made or brought up to date by what was just seen of it. Hearing from it makes it active
 * again.
 */
export async function meetChannel(deps: Deps, seenChannel: SeenChannel): Promise<Versioned<Channel>> {
  return (await heardFrom(deps, seenChannel)).channel;
}

/** @returns whether it was this call, of all that came at once, that made the channel active again. */
async function heardFrom(
  deps: Deps,
  seenChannel: SeenChannel,
): Promise<{ channel: Versioned<Channel>; back: boolean }> {
  for (;;) {
    const kept = await deps.store.channel(seenChannel);
    const before: Channel = kept?.record ?? {
      ...seenChannel,
      language: deps.settings.language,
      facilitators: [],
      active: true,
      welcomed: false,
    };
    const { deleted: _, disallowed: __, ...there } = before.active ? before : withoutRefusals(before);
    // A message says less than an install: it has no names.
    const after: Channel = { ...there, ...seenChannel, name: seenChannel.name || before.name, active: true };
    if (kept && JSON.stringify(after) === JSON.stringify(before)) return { channel: kept, back: false };
    const back = kept?.record.active === false;
    if (back) await scheduleAhead(deps, 'resume', { subject: subjectOf(seenChannel) });
    if (await deps.store.saveChannel(after, kept?.version)) {
      if (back) await scheduleDue(deps, 'resume', { subject: subjectOf(seenChannel) });
      const saved = await deps.store.channel(seenChannel);
      if (saved) return { channel: saved, back };
    }
  }
}

/**
 * Changes a channel whatever others change meanwhile.
 * @param change done anew for each try to write it; nothing is written where it returns what it was given.
 * @returns the channel after the change, undefined where there is none.
 */
export async function changeChannel(
  deps: Deps,
  key: ChannelKey,
  change: (channel: Channel) => Channel | Promise<Channel>,
): Promise<Channel | undefined> {
  for (;;) {
    const kept = await deps.store.channel(key);
    if (!kept) return undefined;
    const after = await change(kept.record);
    if (after === kept.record || (await deps.store.saveChannel(after, kept.version))) return after;
  }
}

/**
 * The channel if it is so, for work that was scheduled before it was. Where it is not, an instance that is about to
 * make it so loses the compare-and-set and schedules the work once more, however long that was held up.
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

/** What it means that the bot was added: for the first time, once more, or nothing, however often Teams says so. */
export type Arrival = 'first' | 'again' | 'known';

/** The bot was added. Who added it first is the channel's first facilitator. */
export async function installed(deps: Deps, seenChannel: SeenChannel, userId: string): Promise<Arrival> {
  const { back } = await heardFrom(deps, seenChannel);
  const person = personInChannel(deps, seenChannel, userId);
  for (;;) {
    const kept = await deps.store.channel(seenChannel);
    if (!kept || kept.record.welcomed) return back ? 'again' : 'known';
    const { facilitators } = kept.record;
    const after = { ...kept.record, welcomed: true, facilitators: facilitators.length > 0 ? facilitators : [person] };
    if (await deps.store.saveChannel(after, kept.version)) return 'first';
  }
}

/**
 * Sends nothing more to a channel that was archived or is gone, or that the bot was removed from, until it is heard
 * from.
 */
export async function suspend(deps: Deps, key: ChannelKey): Promise<void> {
  await changeChannel(deps, key, (channel) => (channel.active ? { ...channel, active: false } : channel));
}

/** Suspends a channel that was deleted. That its team is there again does not bring it back. */
export async function channelDeleted(deps: Deps, key: ChannelKey): Promise<void> {
  await changeChannel(deps, key, (channel) => ({ ...channel, active: false, deleted: true }));
}

/** Suspends a channel that the bot was removed from while it stays in the team. */
export async function channelDisallowed(deps: Deps, key: ChannelKey): Promise<void> {
  await changeChannel(deps, key, (channel) => ({ ...channel, active: false, disallowed: true }));
}

/** Takes a channel up again that was deleted; nothing happens where the bot does not know it or may not be in it. */
export async function channelRestored(deps: Deps, seenChannel: SeenChannel): Promise<void> {
  const known = (await deps.store.channel(seenChannel))?.record;
  if (known && !known.disallowed) await meetChannel(deps, seenChannel);
}

/** Suspends every channel of a team that was archived or deleted, or that the bot was removed from. */
export async function suspendTeam(deps: Deps, team: TeamKey): Promise<void> {
  for (const channel of await channelsOfTeam(deps, team)) await suspend(deps, channel);
}

/** Takes up every channel of a team that can be written in again. */
export async function resumeTeam(deps: Deps, team: TeamKey): Promise<void> {
  for (const channel of await channelsOfTeam(deps, team))
    if (!channel.deleted && !channel.disallowed) await meetChannel(deps, asSeen(channel));
}

/** Puts every channel of a team under the team's new name. */
export async function renameTeam(deps: Deps, team: TeamKey, teamName: string): Promise<void> {
  for (const channel of await channelsOfTeam(deps, team))
    await changeChannel(deps, channel, (now) => ({ ...now, teamName }));
}

interface TeamKey {
  tenantId: string;
  /** The team's own conversation id. */
  teamId: string;
}

/** What a list says of a channel may be old; only what an activity would say of it is taken from there. */
function asSeen({ tenantId, conversationId, kind, teamId, teamName, name, serviceUrl }: Channel): SeenChannel {
  return {
    tenantId,
    conversationId,
    kind,
    ...(teamId !== undefined && { teamId }),
    ...(teamName !== undefined && { teamName }),
    name,
    serviceUrl,
  };
}

export async function channelsOfTeam(deps: Deps, { tenantId, teamId }: TeamKey): Promise<Channel[]> {
  return (await deps.store.channelsOf(tenantId)).filter((channel) => channel.teamId === teamId);
}

function subjectOf({ tenantId, conversationId }: ChannelKey) {
  return { id: `${tenantId}|${conversationId}`, channel: { tenantId, conversationId } };
}
