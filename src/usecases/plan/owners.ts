import type { Channel } from '../../domain/channel.ts';
import { alphabetically } from '../../domain/language.ts';
import type { CallContext } from '../call-context.ts';
import { personInChannel } from '../channel/caller.ts';
import type { Member } from '../channel/channel-ports.ts';

/** Who sees to something of the plan, as a form asks for it and takes it. */

/** Choices of a form beside the people; no id of Teams looks like them. */
export const [nobody, asNow] = ['none', 'keep'];

/** Who can be chosen on a form. */
export interface OwnerChoices {
  /** Who is to be chosen from, as far as they stand on the form. */
  people: Member[];
  /** Whether Teams' own picker finds the people who have an id in Entra ID; the Playground has none. */
  picker: boolean;
  /** Whether somebody sees to it who is not among the people. */
  ownerGone: boolean;
}

/** @param most how many names the form has room for. @returns the choices, and which of them stands on the form. */
export async function ownerChoices(
  { deps, rosters, caller }: CallContext,
  channel: Channel,
  { before, given, most }: { before: string | undefined; given: string | undefined; most: number },
): Promise<OwnerChoices & { chosen: string }> {
  const all = (await rosters.people(channel)) ?? [];
  const seesToIt = all.find(({ userId }) => personInChannel(deps, channel, userId) === before);
  const ownerGone = before !== undefined && !seesToIt;
  const picker = !deps.settings.trial;
  const listed = picker ? all.filter(({ entraId }) => entraId === undefined) : all;
  // The one who asks and the one who sees to it now can always be chosen, however many others there are.
  const first = ({ userId }: Member) => Number(userId === caller.userId || userId === seesToIt?.userId);
  const people = listed.toSorted((a, b) => first(b) - first(a) || alphabetically(a.name, b.name)).slice(0, most);
  const owning = picker ? (seesToIt?.entraId ?? seesToIt?.userId) : seesToIt?.userId;
  const kept = owning ?? (ownerGone ? asNow : nobody);
  return { people, picker, ownerGone, chosen: given === undefined || given === asNow ? kept : given };
}

/** Who was chosen, by their code in the channel. @returns undefined where whoever was chosen is not in the channel. */
export async function chosenOwner(
  { deps, rosters }: CallContext,
  channel: Channel,
  { before, given = nobody }: { before: string | undefined; given: string | undefined },
): Promise<{ owner?: string } | undefined> {
  if (given === nobody) return {};
  if (given === asNow) return before === undefined ? {} : { owner: before };
  const chosen = await rosters.find(channel, given);
  return chosen && { owner: personInChannel(deps, channel, chosen.userId) };
}
