import type { Channel } from '../../domain/channel.ts';
import { type ChannelKey, type Closing, closed, type Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import { scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { scheduleAnonymise } from '../privacy/anonymise.ts';
import { roundBefore } from '../results/trend.ts';
import type { Versioned } from '../versioned.ts';
import { ledRound } from './lead.ts';
import type { Progress } from './round-ports.ts';
import { progressIn } from './rounds.ts';

/** Asks whether a round is to be closed. */
export interface CloseQuestion {
  kind: 'closeQuestion';
  round: Round;
  progress: Progress;
}

/** A round that is over, whoever closed it: what somebody asked for who pressed twice, or as it closed by itself. */
interface Closed {
  kind: 'closed';
  round: Round;
}

/** "5 af 8 har svaret – luk nu?", for somebody who may. */
export async function askClose(context: CallContext, roundId: string): Promise<CloseQuestion | Closed | Refusal> {
  const { deps } = context;
  const found = await ledRound(context, { roundId, states: anyState });
  if (found.kind === 'refused') return found;
  if (found.round.state === 'closed') return { kind: 'closed', round: found.round };
  return { kind: 'closeQuestion', round: found.round, progress: await progressIn(deps, found.round) };
}

/**
 * Closes a round, for somebody who may.
 * @param resultsByLink whether those who answered by link are to see on its page what it came to.
 */
export async function closeByPerson(
  context: CallContext,
  { roundId, resultsByLink = false }: { roundId: string; resultsByLink?: boolean | undefined },
): Promise<Closed | Refusal> {
  const { deps } = context;
  const found = await ledRound(context, { roundId, states: anyState });
  if (found.kind === 'refused') return found;
  if (found.round.state === 'closed') return { kind: 'closed', round: found.round };
  const round = await closeRound(deps, { ...found.round, ...(resultsByLink && { resultsByLink }) }, 'person');
  return round ? { kind: 'closed', round } : refused('notHere');
}

const anyState = ['open', 'closing', 'closed'] as const;

/**
 * Closes a round in two steps, each a compare-and-set: from `closing` on no answer is accepted, so the summary counts
 * exactly the answers that were. Any instance that finds a round `closing` finishes it. Closing twice gives the first
 * summary.
 * @returns the closed round, undefined where there is none.
 */
export async function closeRound(
  deps: Deps,
  { channel, id, resultsByLink }: Pick<Round, 'channel' | 'id' | 'resultsByLink'>,
  closedBy: Closing,
): Promise<Round | undefined> {
  for (;;) {
    const found = await deps.store.round(channel, id);
    if (found?.record.state !== 'open') break;
    // Scheduled first, so that a crash in between leaves no closed round without its summary.
    await scheduleAhead(deps, 'publish', { subject: found.record });
    const closing: Round = { ...found.record, state: 'closing', closedBy, ...(resultsByLink && { resultsByLink }) };
    if (await deps.store.saveRound(closing, found.version)) break;
  }
  const round = await finishClosing(deps, channel, id);
  await scheduleDue(deps, 'publish', { subject: { id, channel } });
  return round;
}

/**
 * Takes a round that is `closing` to its end. Where it is still open, an instance that is about to close it loses the
 * compare-and-set and schedules the closing once more, however long that was held up.
 * @returns the closed round; undefined where it is open or unknown.
 */
export async function finishClosing(deps: Deps, key: ChannelKey, roundId: string): Promise<Round | undefined> {
  for (;;) {
    const found = await deps.store.round(key, roundId);
    if (!found) return undefined;
    const { record, version } = found;
    if (record.state === 'closed') {
      await changeChannel(deps, key, (channel) => withLatest(channel, roundId));
      return record;
    }
    if (record.state === 'closing') await summarise(deps, found);
    else if (await deps.store.saveRound(record, version)) return undefined;
  }
}

async function summarise(deps: Deps, { record: round, version }: Versioned<Round>): Promise<void> {
  const { channel, id, terms } = round;
  const wheel = await deps.wheels.of(round, round.language);
  const answers = await deps.store.freezeAnswers(channel, id, { months: terms.retentionMonths });
  // From here on nobody is added to it.
  if (round.personalReminders) await deps.store.removeReminded(round);
  const before = await roundBefore(deps, round);
  const pictureId = deps.newId();
  await deps.store.savePicture(pictureId, channel, id);
  const end = { closedAt: deps.now(), smallestGroup: terms.smallestGroup, pictureId };
  await scheduleAnonymise(deps, round, end.closedAt);
  const saved = await deps.store.saveRound(closed(round, { wheel, answers, before }, end), version);
  if (!saved) await deps.store.removePicture(pictureId);
}

/** The channel has no open round any longer, and this is its latest. */
function withLatest(channel: Channel, roundId: string): Channel {
  if (channel.openRoundId !== roundId) return channel;
  const { openRoundId: _, ...rest } = channel;
  return { ...rest, latestRoundId: roundId };
}
