import { type Answered, type ChannelKey, mayLead, type Round } from '../../domain/round.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/people.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Post } from './round-ports.ts';

/** The round that a channel has open; a link to one that never came to be counts as none. */
export async function openRound(deps: Deps, key: ChannelKey): Promise<Round | undefined> {
  const channel = await deps.store.channel(key);
  const id = channel?.record.openRoundId;
  if (id === undefined) return undefined;
  const round = (await deps.store.round(key, id))?.record;
  return round && round.state !== 'closed' ? round : undefined;
}

/** How many have answered each theme; of a closed round as many as had then, whoever takes their answers back since. */
export async function answeredIn(deps: Deps, round: Round): Promise<Answered> {
  if (round.summary) return Object.fromEntries(round.summary.themes.map(({ themeId, people }) => [themeId, people]));
  return deps.store.answered(round.channel, round.id, Object.keys(round.units));
}

export interface Status {
  kind: 'status';
  round: Round;
  answered: Answered;
  /** Themes whose card never surely reached the channel. */
  missing: string[];
}

/** How far the open round is, or one that is named; never who. */
export async function status(deps: Deps, caller: Caller, roundId?: string): Promise<Status | Refusal> {
  const round =
    roundId === undefined
      ? await openRound(deps, caller.channel)
      : (await deps.store.round(caller.channel, roundId))?.record;
  if (!round) return refused('notHere');
  return {
    kind: 'status',
    round,
    answered: await answeredIn(deps, round),
    missing: missingThemes(await deps.store.posts(round.channel, round.id)),
  };
}

/** Sends the cards again that never surely reached the channel; a double card leads to the same round and theme. */
export async function sendMissing(deps: Deps, caller: Caller, roundId: string): Promise<Status | Refusal> {
  return resend(deps, caller, roundId, ({ state }) => state === 'unknown');
}

/** Posts all theme cards anew, for when the first have scrolled out of sight; for the tovholder, since everyone sees them. */
export async function sendAgain(deps: Deps, caller: Caller, roundId: string): Promise<Status | Refusal> {
  const [channel, round] = await Promise.all([
    deps.store.channel(caller.channel),
    deps.store.round(caller.channel, roundId),
  ]);
  const person = personInChannel(deps, caller.channel, caller.userId);
  if (round && !mayLead(round.record, person, channel?.record.facilitators ?? [])) return refused('notAllowed');
  return resend(deps, caller, roundId, (post) => themeOfPost(post) !== undefined);
}

async function resend(
  deps: Deps,
  caller: Caller,
  roundId: string,
  which: (post: Post) => boolean,
): Promise<Status | Refusal> {
  const now = await status(deps, caller, roundId);
  if (now.kind === 'refused' || now.round.state !== 'open') return refused('notHere');
  const posts = await deps.store.posts(caller.channel, roundId);
  await Promise.all(
    posts.flatMap(({ record, version }) =>
      which(record) ? [deps.store.removePost(caller.channel, record, version)] : [],
    ),
  );
  await scheduleDue(deps, 'open', now.round, 0);
  return { ...now, missing: [] };
}

/** The theme that a post is the card of, undefined for the round's other posts. */
export function themeOfPost({ slot }: Post): string | undefined {
  return slot.startsWith('theme:') ? slot.slice('theme:'.length) : undefined;
}

/** Themes whose card never surely reached the channel. */
export function missingThemes(posts: readonly { record: Post }[]): string[] {
  return posts.flatMap(({ record }) => (record.state === 'unknown' ? (themeOfPost(record) ?? []) : []));
}
