import type { Channel } from '../../domain/channel.ts';
import type { Answered, ChannelKey, Closing, Round } from '../../domain/round.ts';
import { closed, mayLead } from '../../domain/round.ts';
import { channelOf } from '../channel/access.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import { crashFallbackDelayMs, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { scheduleAnonymise } from '../privacy/anonymise.ts';
import { roundBefore } from '../results/trend.ts';
import { answeredIn } from './rounds.ts';

export interface CloseQuestion {
  kind: 'closeQuestion';
  round: Round;
  answered: Answered;
}

/** "5 af 8 har svaret – luk nu?", for somebody who may. */
export async function askClose(deps: Deps, caller: Caller, roundId: string): Promise<CloseQuestion | Refusal> {
  const round = await closable(deps, caller, roundId);
  if (round.kind === 'refused') return round;
  return { kind: 'closeQuestion', round: round.round, answered: await answeredIn(deps, round.round) };
}

export async function closeByPerson(
  deps: Deps,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'closed'; round: Round } | Refusal> {
  const found = await closable(deps, caller, roundId);
  if (found.kind === 'refused') return found;
  const round = await closeRound(deps, caller.channel, roundId, 'person');
  return round ? { kind: 'closed', round } : refused('notHere');
}

async function closable(
  deps: Deps,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'found'; round: Round } | Refusal> {
  const [channel, found] = await Promise.all([channelOf(deps, caller), deps.store.round(caller.channel, roundId)]);
  if (!channel || !found || found.record.state === 'closed') return refused('notHere');
  const person = personInChannel(deps, caller.channel, caller.userId);
  return mayLead(found.record, person, channel.facilitators)
    ? { kind: 'found', round: found.record }
    : refused('notAllowed');
}

/**
 * Closes a round in two steps, each a compare-and-set: from `closing` on no answer is accepted, so the summary counts
 * exactly the answers that were. Whoever finds a round `closing` finishes it. Closing twice gives the first summary.
 * @returns the closed round, undefined where there is none.
 */
export async function closeRound(
  deps: Deps,
  key: ChannelKey,
  roundId: string,
  closedBy: Closing,
): Promise<Round | undefined> {
  await stopAnswers(deps, key, roundId, closedBy);
  const round = await finishClosing(deps, key, roundId);
  await scheduleDue(deps, 'publish', { id: roundId, channel: key }, 0);
  return round;
}

async function stopAnswers(deps: Deps, key: ChannelKey, roundId: string, closedBy: Closing): Promise<void> {
  for (;;) {
    const found = await deps.store.round(key, roundId);
    if (found?.record.state !== 'open') return;
    // Noted first, so that a crash in between leaves no closed round without its summary.
    await scheduleDue(deps, 'publish', found.record, crashFallbackDelayMs);
    if (await deps.store.saveRound({ ...found.record, state: 'closing', closedBy }, found.version)) return;
  }
}

/**
 * Takes a round that is `closing` to its end. Whoever is about to close an open one loses the compare-and-set and notes
 * the closing once more, however long it was held up. @returns the closed round; undefined where it is open or unknown.
 */
export async function finishClosing(deps: Deps, key: ChannelKey, roundId: string): Promise<Round | undefined> {
  for (;;) {
    const found = await deps.store.round(key, roundId);
    if (!found) return undefined;
    const { record, version } = found;
    if (record.state === 'open') {
      if (await deps.store.saveRound(record, version)) return undefined;
      continue;
    }
    if (record.state === 'closed') {
      await changeChannel(deps, key, (channel) => unlink(channel, roundId));
      return record;
    }
    const wheel = await deps.wheels.of(record, record.language);
    const answers = await deps.store.freezeAnswers(key, roundId, { months: record.terms.retentionMonths });
    const before = await roundBefore(deps, record);
    const pictureId = deps.newId();
    await deps.store.savePicture(pictureId, key, roundId);
    const { smallestGroup } = record.terms;
    const end = { closedAt: deps.now(), smallestGroup, pictureId };
    await scheduleAnonymise(deps, record, end.closedAt);
    const saved = await deps.store.saveRound(closed(record, { wheel, answers, before }, end), version);
    if (!saved) await deps.store.removePicture(pictureId);
  }
}

/** The channel has no open round any longer, and this is its latest. */
function unlink(channel: Channel, roundId: string): Channel {
  if (channel.openRoundId !== roundId) return channel;
  const { openRoundId: _, ...rest } = channel;
  return { ...rest, latestRoundId: roundId };
}
