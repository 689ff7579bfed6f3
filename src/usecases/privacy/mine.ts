import type { Answer } from '../../domain/answer.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Vote } from '../../domain/choosing.ts';
import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { personInTenant } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';
import type { Recounts } from '../round/recounts.ts';
import { type Kept, ownRef, personalPlaces, type Whose } from './personal-places.ts';

/** One of a person's own answers, and where it was given. */
export interface OwnAnswer {
  channel: Channel;
  round: Round;
  answer: Answer;
}

/** A person's own dots, and where they were given. */
export interface OwnDots {
  channel: Channel;
  round: Round;
  vote: Vote;
}

export interface MyData {
  kind: 'myData';
  /** How many answers there are. */
  total: number;
  /** Newest first, from the one that was asked for. */
  answers: OwnAnswer[];
  /** Up to `mostDotsShown`. */
  dots: OwnDots[];
  /** How many rounds have dots of theirs. */
  dotted: number;
  /** How many rounds the person started. */
  started: number;
  /** Where the person is a facilitator. */
  facilitates: Channel[];
  /** Where the person sees to something of the plan. */
  owns: Channel[];
  /** In how many channels it is kept that the person is there. */
  known: number;
  /** Whether they want no reminders in private. */
  noReminders: boolean;
}

/** Which of somebody's answers are shown: so many, from one on. */
export interface AnswerPage {
  from: number;
  most: number;
}

/** Channels read at once, so that one person does not keep the database from everybody else. */
const atOnce = 4;
/** Dots are kept while a choosing runs, and after it in open rounds alone: nobody has many. */
const mostDotsShown = 10;

/**
 * What is kept of a person in the whole tenant. Nobody needs to be asked whether they are still in a channel: the keys
 * that answers are kept under are made from the id of the person who asks, so that nobody else's can be found.
 */
export async function myData(context: CallContext, page: AnswerPage): Promise<MyData> {
  const {
    deps,
    caller: { channel, userId },
  } = context;
  let total = 0;
  const newest = createNewest(page.from + page.most);
  const dots: { channel: Channel; vote: Vote }[] = [];
  const found = await eachChannel(deps, channel.tenantId, async (each) => {
    const { answers, votes, ...kept } = await keptIn(await whoseIn(deps, each, userId));
    total += answers.length;
    newest.add(answers.map((answer) => ({ channel: each, answer })));
    dots.push(...votes.map((vote) => ({ channel: each, vote })));
    return { channel: each, ...kept };
  });
  const where = (isSo: (kept: (typeof found)[number]) => boolean) => found.filter(isSo).map((each) => each.channel);
  return {
    kind: 'myData',
    total,
    answers: await withRounds(deps, newest.all().slice(page.from), ({ answer }) => answer.roundId),
    dots: await withRounds(deps, dots.slice(0, mostDotsShown), ({ vote }) => vote.roundId),
    dotted: dots.length,
    started: found.reduce((sum, { started }) => sum + started, 0),
    facilitates: where(({ facilitates }) => facilitates),
    owns: where(({ owns }) => owns),
    known: where(({ known }) => known).length,
    noReminders: await deps.store.wantsNoReminders(channel.tenantId, personInTenant(deps, channel.tenantId, userId)),
  };
}

async function whoseIn(deps: Deps, channel: Channel, userId: string): Promise<Whose> {
  const rounds = await deps.store.roundKeysOf(channel);
  const refs = rounds.map((round) => ownRef(deps, channel, { round, userId }));
  return { deps, channel, userId, rounds, ...(await deps.store.ownIn(channel, refs)) };
}

async function keptIn(whose: Whose): Promise<Kept> {
  const nothing: Kept = { answers: [], votes: [], started: 0, facilitates: false, owns: false, known: false };
  const found = await Promise.all(personalPlaces.map((place) => place.find(whose)));
  return Object.assign(nothing, ...found);
}

/** Keeps so many of the newest answers, and lets go of all others as they come. */
function createNewest(most: number) {
  let kept: Omit<OwnAnswer, 'round'>[] = [];
  const name = ({ answer }: Omit<OwnAnswer, 'round'>) => `${answer.roundId} ${answer.themeId}`;
  const byTime = (a: Omit<OwnAnswer, 'round'>, b: Omit<OwnAnswer, 'round'>) =>
    b.answer.savedAt - a.answer.savedAt || (name(a) < name(b) ? -1 : 1);
  const all = () => kept.toSorted(byTime).slice(0, most);
  return {
    all,
    add(some: Omit<OwnAnswer, 'round'>[]) {
      kept.push(...some);
      if (kept.length > 2 * most) kept = all();
    },
  };
}

async function withRounds<T extends { channel: Channel }>(
  deps: Deps,
  all: readonly T[],
  roundOf: (own: T) => string,
): Promise<(T & { round: Round })[]> {
  const found: (T & { round: Round })[] = [];
  for (const own of all) {
    const round = (await deps.store.round(own.channel, roundOf(own)))?.record;
    if (round) found.push({ ...own, round });
  }
  return found;
}

/**
 * Removes everything that is kept of a person: answers and dots, the codes that say that they are in a channel, lead it,
 * started a round, see to something of the plan or were reminded, and that they want no reminders. What a round came to stays as it was published.
 * @returns how many answers there were.
 */
export async function eraseMine(
  context: CallContext & Pick<Recounts, 'answering'>,
): Promise<{ kind: 'erasedMine'; answers: number }> {
  const {
    deps,
    rosters,
    answering,
    caller: { channel: chat, userId },
  } = context;
  const counts = await eachChannel(deps, chat.tenantId, async (channel) => {
    const whose = await whoseIn(deps, channel, userId);
    for (const place of personalPlaces) await place.empty({ ...whose, rosters, answering });
    return whose.answers.length;
  });
  await deps.store.allowReminders(chat.tenantId, personInTenant(deps, chat.tenantId, userId));
  await deps.store.removeChannel(chat);
  return { kind: 'erasedMine', answers: counts.reduce((sum, count) => sum + count, 0) };
}

/** Every channel and group chat of a tenant, also those that the bot cannot write in now. */
async function eachChannel<T>(deps: Deps, tenantId: string, read: (channel: Channel) => Promise<T>): Promise<T[]> {
  const channels = (await deps.store.channelsOf(tenantId)).filter(({ kind }) => kind !== 'personal');
  const found: T[] = [];
  for (let i = 0; i < channels.length; i += atOnce) {
    found.push(...(await Promise.all(channels.slice(i, i + atOnce).map(read))));
  }
  return found;
}
