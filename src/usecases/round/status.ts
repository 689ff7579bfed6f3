import type { Answered, Round } from '../../domain/round.ts';
import { type Caller, type Refusal, refused } from '../channel/caller.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { ledRound } from './lead.ts';
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

/** How many have answered the open round, or one that is named; never who. */
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
  return resend(deps, await status(deps, caller, roundId), ({ state }) => state === 'unknown');
}

/** Posts all theme cards anew, for when the first have scrolled out of sight; for a facilitator, since everyone sees them. */
export async function sendAgain(deps: Deps, caller: Caller, roundId: string): Promise<Status | Refusal> {
  const found = await ledRound(deps, caller, { roundId, states: ['open', 'closing', 'closed'] });
  if (found.kind === 'refused') return found;
  return resend(deps, await status(deps, caller, roundId), (post) => themeOfPost(post) !== undefined);
}

async function resend(
  deps: Deps,
  now: Status | Refusal,
  isSentAgain: (post: Post) => boolean,
): Promise<Status | Refusal> {
  if (now.kind === 'refused' || now.round.state !== 'open') return refused('notHere');
  const { channel, id } = now.round;
  const posts = (await deps.store.posts(channel, id)).filter(({ record }) => isSentAgain(record));
  await Promise.all(posts.map(({ record, version }) => deps.store.removePost(channel, record, version)));
  await scheduleDue(deps, 'open', { subject: now.round });
  return { ...now, missing: [] };
}
