import type { Channel } from '../../domain/channel.ts';
import { alphabetically } from '../../domain/language.ts';
import type { CallContext } from '../call-context.ts';
import { asFacilitator, channelOf, isThere } from '../channel/access.ts';
import { personInChannel, type Refusal, refused } from '../channel/caller.ts';
import { type Member, mostMembers } from '../channel/channel-ports.ts';
import { changeChannel } from '../channel/channels.ts';
import type { Rosters } from '../channel/rosters.ts';
import type { Deps } from '../ports.ts';
import { changeRole } from './role.ts';

/** Who leads a channel, by the names that Teams has now. */
export interface Facilitators {
  kind: 'facilitators';
  names: string[];
  /** The same people by the codes that they have in the channel. */
  people: string[];
  /** How many of them are no longer in the channel. */
  gone: number;
  /** Whether none of them is, so that a member can take the role. */
  free: boolean;
  /** Who can be named, by the code that they have in the channel. */
  candidates: { person: string; name: string }[];
  /** Set where Teams does not say who is in the channel. */
  unread?: true;
}

/** Who leads the channel. Refused as `notHere` where the bot does not know the channel. */
export async function facilitators(context: CallContext): Promise<Facilitators | Refusal> {
  const { deps, rosters } = context;
  const channel = await channelOf(context);
  if (!channel) return refused('notHere');
  const found = await facilitatorsOf({ deps, rosters }, channel);
  return (await isThere(context)) ? found : refused('notMember');
}

/** Who leads a channel, for whoever may know of it. */
export async function facilitatorsOf(
  { deps, rosters }: Pick<CallContext, 'deps' | 'rosters'>,
  channel: Channel,
): Promise<Facilitators> {
  const members = await membersOf(deps, rosters, channel);
  if (members) return shown(channel, members);
  const free = channel.facilitators.length === 0;
  return { kind: 'facilitators', names: [], people: [], gone: 0, free, candidates: [], unread: true };
}

/** A facilitator makes another member one too. Done twice it is done once. */
export async function nameFacilitator(context: CallContext, person: string): Promise<Facilitators | Refusal> {
  const { deps, rosters } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  const members = await membersOf(deps, rosters, channel);
  if (!members) return refused('unreadMembers');
  if (!members.has(person)) return refused('notHere');
  if (channel.facilitators.includes(person)) return shown(channel, members);
  const after = await changeRole(deps, channel, {
    how: 'named',
    person,
    change: (now) =>
      now.facilitators.includes(person) ? now : { ...now, facilitators: [...now.facilitators, person] },
  });
  return shown(after, members);
}

/** A facilitator stops being one, unless nobody would be left in the channel who is. */
export async function giveUpRole(context: CallContext): Promise<Facilitators | Refusal> {
  const { deps, rosters, caller } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const person = personInChannel(deps, caller.channel, caller.userId);
  const members = await membersOf(deps, rosters, allowed.channel);
  if (!members) return refused('unreadMembers');
  const after = await changeChannel(deps, caller.channel, (channel) => {
    const others = channel.facilitators.filter((each) => each !== person);
    return others.some((each) => members.has(each)) ? { ...channel, facilitators: others } : channel;
  });
  if (!after || after.facilitators.includes(person)) return refused('lastFacilitator');
  return shown(after, members);
}

/** A member takes the role where none of those who had it is in the channel any longer. Of two at once one gets it. */
export async function takeRole(context: CallContext): Promise<Facilitators | Refusal> {
  const { deps, rosters, caller } = context;
  const channel = await channelOf(context);
  if (!channel || channel.kind === 'personal') return refused('notHere');
  const members = await membersOf(deps, rosters, channel);
  const person = personInChannel(deps, caller.channel, caller.userId);
  if (!members) return refused('unreadMembers');
  if (!members.has(person)) return refused('notMember');
  if (channel.facilitators.includes(person)) return shown(channel, members);
  if (!isFree(channel, members)) return refused('roleTaken');
  const after = await changeRole(deps, channel, {
    how: 'taken',
    person,
    change: (now) => (isFree(now, members) ? { ...now, facilitators: [person] } : now),
  });
  return after.facilitators.includes(person) ? shown(after, members) : refused('roleTaken');
}

/** @returns undefined where Teams does not say who is there. */
async function membersOf(deps: Deps, rosters: Rosters, channel: Channel): Promise<Map<string, Member> | undefined> {
  const members = await rosters.refresh(channel);
  return members && new Map(members.map((member) => [personInChannel(deps, channel, member.userId), member]));
}

/** Of a list that Teams cut off nobody can say who is not on it. */
function isFree({ facilitators: kept }: Channel, members: ReadonlyMap<string, Member>): boolean {
  return kept.length === 0 || (members.size < mostMembers && !kept.some((person) => members.has(person)));
}

function shown(channel: Channel, members: ReadonlyMap<string, Member>): Facilitators {
  const people = channel.facilitators.filter((person) => members.has(person));
  const names = people.map((person) => members.get(person)?.name ?? '');
  return {
    kind: 'facilitators',
    names: names.toSorted(alphabetically),
    people,
    gone: channel.facilitators.length - people.length,
    free: isFree(channel, members),
    candidates: [...members]
      .filter(([person]) => !channel.facilitators.includes(person))
      .map(([person, { name }]) => ({ person, name }))
      .toSorted((a, b) => alphabetically(a.name, b.name)),
  };
}
