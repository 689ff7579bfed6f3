import { type Channel, withoutRefusals } from '../../domain/channel.ts';
import type { Deps } from '../ports.ts';
import { changeChannel } from './channels.ts';

/** A channel is taken to be gone after so many refusals in a row, over so long. */
const suspendedAfter = { count: 3, overMs: 5 * 60_000 } as const;

/** After so long without a refusal they are counted anew: what was refused then says nothing of today. */
const forgottenAfterMs = 24 * 3_600_000;

/** Teams refused a post of its own in the channel. @returns whether it did so often enough that the channel is suspended. */
export async function noteRefused(deps: Deps, channel: Channel, status: number): Promise<boolean> {
  const at = deps.now();
  const after = await changeChannel(deps, channel, (now) => refusedAt(now, at));
  const { count = 0 } = after?.refusals ?? {};
  if (count <= 1 && status === 403)
    deps.log.warn(
      { status },
      'Teams refused a post: an owner can allow bots in the moderation settings of the channel, or the app was blocked',
    );
  else if (count <= 1)
    deps.log.warn({ status }, 'Teams refused a post: the channel may be gone, or the app was removed from it');
  if (after?.active !== false) return false;
  deps.log.warn({ status, count }, 'a channel refused everything for minutes and gets no more until it is heard from');
  return true;
}

/** The channel took a post, so refusals before that were not its own. */
export async function noteAccepted(deps: Deps, { refusals, ...key }: Channel): Promise<void> {
  if (refusals) await changeChannel(deps, key, withoutRefusals);
}

function refusedAt(channel: Channel, at: number): Channel {
  if (!channel.active) return channel;
  const { count, since } = rowOf(channel, at) ?? { count: 0, since: at };
  const refusals = { count: count + 1, since, last: at };
  const isOver = refusals.count >= suspendedAfter.count && at - since >= suspendedAfter.overMs;
  return { ...channel, refusals, active: !isOver };
}

/** The refusals that one of now is the next of. */
function rowOf({ refusals }: Channel, at: number): Channel['refusals'] {
  // A row that began before this was kept has none.
  const last = refusals?.last ?? refusals?.since ?? at;
  return at - last < forgottenAfterMs ? refusals : undefined;
}
