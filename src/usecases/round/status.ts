import { type Answered, mayLead, type Round } from '../../domain/round.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/caller.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Post } from './round-ports.ts';
import { answeredIn, openRound } from './rounds.ts';
import { missingThemes, themeOfPost } from './theme-cards.ts';

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
