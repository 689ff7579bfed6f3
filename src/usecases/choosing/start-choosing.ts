import type { Channel } from '../../domain/channel.ts';
import type { Choice } from '../../domain/choosing.ts';
import { type ClosedRound, isScored, type Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { changeThen, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { isLost } from '../round/theme-cards.ts';
import { choiceOf } from './end-voting.ts';

/** What the channel sees of a choosing. */
export interface ChoosingShown {
  kind: 'choosing';
  round: Round;
  choice: Choice;
  /** How many have voted. */
  voted: number;
  /** Whether it was begun by this press. */
  begun: boolean;
}

/** Starts the choosing after the channel's latest round, or shows the one that there is. */
export async function startChoosing(
  context: CallContext,
  roundId: string,
): Promise<ChoosingShown | { kind: 'newerRound' } | Refusal> {
  const { deps } = context;
  const found = await closedRound(context, roundId);
  if (found.kind === 'refused') return found;
  const { round, channel } = found;
  for (;;) {
    const before = await choiceOf(deps, round);
    if (before) {
      if (before.record.state === 'open') await sendMissingCard(deps, round);
      return shown(deps, round, before.record);
    }
    if (channel.latestRoundId !== round.id) return { kind: 'newerRound' };
    const choice: Choice = { roundId: round.id, channel: round.channel, state: 'open', startedAt: deps.now() };
    const started = await changeThen(deps, { work: 'choosing', subject: round }, () => deps.store.saveChoice(choice));
    if (started) return { ...(await shown(deps, round, choice)), begun: true };
  }
}

/** A card that never surely reached the channel is sent again when somebody asks for it; two of them do no harm. */
async function sendMissingCard(deps: Deps, round: Round): Promise<void> {
  const posts = await deps.store.posts(round.channel, round.id);
  const lost = posts.find(({ record }) => record.slot === 'choice' && isLost(record));
  if (!lost || !(await deps.store.removePost(round.channel, lost.record, lost.version))) return;
  await scheduleDue(deps, 'choosing', { subject: round });
}

/** A choosing as it is now. */
export async function shown(deps: Deps, round: Round, choice: Choice): Promise<ChoosingShown> {
  const voted = choice.outcome?.voters ?? (await deps.store.voted(round.channel, round.id));
  return { kind: 'choosing', round, choice, voted, begun: false };
}

/** A closed round with something to choose from, for somebody of its channel. */
export async function closedRound(
  context: CallContext,
  roundId: string,
): Promise<{ kind: 'closed'; channel: Channel; round: ClosedRound } | Refusal> {
  const { deps, caller } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const round = (await deps.store.round(caller.channel, roundId))?.record;
  if (!round || !isScored(round)) return refused('notHere');
  return { kind: 'closed', channel: allowed.channel, round };
}
