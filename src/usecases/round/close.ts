import type { Channel } from '../../domain/channel.ts';
import type { Answered, ChannelKey, Closing, Round } from '../../domain/round.ts';
import { closed, mayLead } from '../../domain/round.ts';
import { changeChannel, channelOf } from '../channel/channels.ts';
import { type Caller, personInChannel, type Refusal, refused } from '../channel/people.ts';
import { arm, safetyMs } from '../due/schedule-due.ts';
import type { World } from '../ports.ts';
import { armForgetting } from '../privacy/comments.ts';
import { roundBefore } from '../results/trend.ts';
import { answeredIn } from './rounds.ts';

export interface CloseQuestion {
  kind: 'closeQuestion';
  round: Round;
  answered: Answered;
}

/** "5 af 8 har svaret – luk nu?", for somebody who may. */
export async function askClose(world: World, caller: Caller, roundId: string): Promise<CloseQuestion | Refusal> {
  const round = await closable(world, caller, roundId);
  if (round.kind === 'refused') return round;
  return { kind: 'closeQuestion', round: round.round, answered: await answeredIn(world, round.round) };
}

export async function closeByPerson(
  world: World,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'closed'; round: Round } | Refusal> {
  const found = await closable(world, caller, roundId);
  if (found.kind === 'refused') return found;
  const round = await closeRound(world, caller.channel, roundId, 'person');
  return round ? { kind: 'closed', round } : refused('notHere');
}

async function closable(
  world: World,
  caller: Caller,
  roundId: string,
): Promise<{ kind: 'found'; round: Round } | Refusal> {
  const [channel, found] = await Promise.all([channelOf(world, caller), world.store.round(caller.channel, roundId)]);
  if (!channel || !found || found.record.state === 'closed') return refused('notHere');
  const person = personInChannel(world, caller.channel, caller.userId);
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
  world: World,
  key: ChannelKey,
  roundId: string,
  closedBy: Closing,
): Promise<Round | undefined> {
  await stopAnswers(world, key, roundId, closedBy);
  const round = await finishClosing(world, key, roundId);
  await arm(world, 'publish', { id: roundId, channel: key }, 0);
  return round;
}

async function stopAnswers(world: World, key: ChannelKey, roundId: string, closedBy: Closing): Promise<void> {
  for (;;) {
    const found = await world.store.round(key, roundId);
    if (found?.record.state !== 'open') return;
    // Noted first, so that a crash in between leaves no closed round without its summary.
    await arm(world, 'publish', found.record, safetyMs);
    if (await world.store.saveRound({ ...found.record, state: 'closing', closedBy }, found.version)) return;
  }
}

/**
 * Takes a round that is `closing` to its end. Whoever is about to close an open one loses the compare-and-set and notes
 * the closing once more, however long it was held up. @returns the closed round; undefined where it is open or unknown.
 */
export async function finishClosing(world: World, key: ChannelKey, roundId: string): Promise<Round | undefined> {
  for (;;) {
    const found = await world.store.round(key, roundId);
    if (!found) return undefined;
    const { record, version } = found;
    if (record.state === 'open') {
      if (await world.store.saveRound(record, version)) return undefined;
      continue;
    }
    if (record.state === 'closed') {
      await changeChannel(world, key, (channel) => unlink(channel, roundId));
      return record;
    }
    const wheel = await world.wheels.of(record, record.language);
    const answers = await world.store.freezeAnswers(key, roundId, { months: record.terms.retentionMonths });
    const before = await roundBefore(world, record);
    const pictureId = world.newId();
    await world.store.savePicture(pictureId, key, roundId);
    const { smallestGroup } = record.terms;
    const end = { closedAt: world.now(), smallestGroup, pictureId };
    await armForgetting(world, record, end.closedAt);
    const saved = await world.store.saveRound(closed(record, wheel, answers, end, before), version);
    if (!saved) await world.store.removePicture(pictureId);
  }
}

/** The channel has no open round any longer, and this is its latest. */
function unlink(channel: Channel, roundId: string): Channel {
  if (channel.openRoundId !== roundId) return channel;
  const { openRoundId: _, ...rest } = channel;
  return { ...rest, latestRoundId: roundId };
}
