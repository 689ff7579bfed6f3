import { LRUCache } from 'lru-cache';
import type { Channel } from '../../domain/channel.ts';
import { everyoneAnswered, type Round } from '../../domain/round.ts';
import { channelOnceSo } from '../channel/channels.ts';
import { personInRound } from '../channel/people.ts';
import type { Lease } from '../due/lease.ts';
import { endInterrupted, postOnce, updatePost } from '../due/posts.ts';
import { crashFallbackDelayMs, scheduleDue } from '../due/schedule-due.ts';
import { planContextOf } from '../plan/plan.ts';
import type { Deps, Notice } from '../ports.ts';
import { commentsOn } from '../privacy/comments.ts';
import type { Versioned } from '../versioned.ts';
import { closeRound, finishClosing } from './close.ts';
import type { Post, PublishedDetails } from './round-ports.ts';
import { answeredIn, missingThemes, themeOfPost } from './rounds.ts';

/** What due work on a round's cards is done with. */
export interface RoundWork {
  channel: Channel;
  round: Round;
  lease: Lease;
}

/** Posts a card for each theme, in order, and the status in the thread where the round was started. */
export async function open(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  // A round that closed meanwhile gets no more cards, but one that was under way is followed up.
  const linked =
    round.state !== 'open' || (await channelOnceSo(deps, channel, ({ openRoundId }) => openRoundId === round.id));
  if (!linked) return;
  const posts = await deps.store.posts(channel, round.id);
  const answered = await answeredIn(deps, round);
  for (const themeId of Object.keys(round.units)) {
    await postOnce(deps, lease, { channel, round, slot: `theme:${themeId}`, posts, whileOpen: true }, () =>
      deps.messenger.post(channel, { card: 'theme', round, themeId, answered: answered[themeId] ?? 0 }),
    );
  }
  const missing = missingThemes(await deps.store.posts(channel, round.id));
  await postOnce(deps, lease, { channel, round, slot: 'status', posts, whileOpen: true }, () =>
    deps.messenger.reply(channel, round.thread, { card: 'status', round, answered, missing }),
  );
  await recount(deps, { channel, round });
}

/** Shows on every card how many have answered by now, and closes a round that everybody has answered. */
export async function recount(deps: Deps, { channel, round }: Omit<RoundWork, 'lease'>): Promise<void> {
  if (round.state !== 'open') return showResults(deps, round);
  const answered = await answeredIn(deps, round);
  if (round.closeWhenAll && everyoneAnswered(round, answered)) {
    await closeRound(deps, channel, round.id, 'everyone');
    return;
  }
  const posts = await deps.store.posts(channel, round.id);
  const missing = missingThemes(posts);
  await updateCards(deps, channel, posts, (themeId) =>
    themeId === undefined
      ? { card: 'status', round, answered, missing }
      : { card: 'theme', round, themeId, answered: answered[themeId] ?? 0 },
  );
  if ((await deps.store.round(channel, round.id))?.record.state !== 'open') await showResults(deps, round);
}

/** A count may have come to a card after the results did, since calls to Teams overtake each other. */
async function showResults(deps: Deps, round: Round): Promise<void> {
  await scheduleDue(deps, 'publish', round, 0);
}

/** Posts a closed round's summary and turns its cards into results. */
export async function publish(deps: Deps, { channel, round: before, lease }: RoundWork): Promise<void> {
  const round = await finishClosing(deps, before.channel, before.id);
  if (!round) return;
  // Teams fetches it as soon as the summary is there; drawn only then it would come 0.1 s later.
  await deps.drawAhead(round);
  const posts = await deps.store.posts(channel, round.id);
  // Whoever posted them may have died, and the round have closed before anybody could take that over.
  await endInterrupted(deps, channel, posts, 'theme:');
  await endInterrupted(deps, channel, posts, 'status');
  const planContext = await planContextOf(deps, round);
  await postOnce(deps, lease, { channel, round, slot: 'summary', posts }, () =>
    deps.messenger.post(channel, { card: 'summary', round, planContext }),
  );
  const results = await resultsOf(deps, channel, round);
  const answered = await answeredIn(deps, round);
  await updateCards(deps, channel, posts, (themeId) =>
    themeId === undefined ? { card: 'status', round, answered, missing: [] } : results(themeId),
  );
  await scheduleDue(deps, 'dialogue', round, 0);
}

/** What each theme of a closed round tells beside its figures. */
export async function publishedDetailsOf(
  deps: Deps,
  channel: Channel,
  round: Round,
): Promise<(themeId: string) => PublishedDetails> {
  return round.privacy === 'open' ? namedIn(deps, channel, round) : writtenIn(deps, round);
}

/** What each theme's card shows of a closed round. */
export async function resultsOf(deps: Deps, channel: Channel, round: Round): Promise<(themeId: string) => Notice> {
  const beside = await publishedDetailsOf(deps, channel, round);
  const agreed = await deps.store.jointScoresIn(round.channel, round.id);
  return (themeId) => {
    const set = agreed.find((each) => each.themeId === themeId);
    return { card: 'themeResult', round, themeId, ...beside(themeId), ...(set && { agreed: set }) };
  };
}

/** Shows on each theme's card, and on the status card (no theme), what it shows now; no other post changes. */
async function updateCards(
  deps: Deps,
  channel: Channel,
  posts: readonly Versioned<Post>[],
  noticeFor: (themeId: string | undefined) => Notice,
): Promise<void> {
  const sent = posts.filter(
    ({ record }) => record.state === 'sent' && (record.slot === 'status' || themeOfPost(record) !== undefined),
  );
  await Promise.all(sent.map(({ record }) => updatePost(deps, channel, record, noticeFor(themeOfPost(record)))));
}

/** Of an open round: who said what. Names come from Teams now and are kept nowhere. */
async function namedIn(deps: Deps, channel: Channel, round: Round): Promise<(themeId: string) => PublishedDetails> {
  const members = await deps.messenger.members(channel);
  const names = new Map(
    members.map(({ userId, name }) => [personInRound(deps, round.channel, round.id, userId), name]),
  );
  const answers = await deps.store.answers(round.channel, round.id);
  const named = answers.map(({ themeId, person, scores, comment }) => ({
    themeId,
    told: { name: names.get(person) ?? '', scores, comment },
  }));
  const sorted = named.toSorted((a, b) => a.told.name.localeCompare(b.told.name, 'da'));
  return (themeId) => ({
    names: sorted.flatMap((each) => (each.themeId === themeId ? [each.told] : [])),
    comments: [],
  });
}

/** Of a confidential one: what was written. */
async function writtenIn(deps: Deps, round: Round): Promise<(themeId: string) => PublishedDetails> {
  const comments = await commentsOn(deps, round);
  return (themeId) => ({ names: [], comments: comments.get(themeId) ?? [] });
}

/** Answers within this time share one recount. */
export const recountAfterMs = 400;

/** Told before counts of a round change. @returns what is told once they have. */
export type Changing = (round: Round) => () => void;

export interface Recounts {
  /** A round's answers. */
  answering: Changing;
  /** The votes after it. */
  voting: Changing;
  /** Resolves when all that was noted is written. */
  settled(): Promise<unknown>;
}

/**
 * Notes that counts changed: at once, then at most once in a moment for each round, and always after the last change, so
 * that many answers cost few writes and none is left out. Before a change it is noted for a moment later, unless such a
 * note is there: an instance that ends between the two leaves no card behind. In SQLite that is the change's own commit.
 * @param gather calls what it is given with the newest round of a name, spaced by `recountAfterMs`.
 */
export function createRecounts(
  deps: Deps,
  gather: (name: string, round: Round, note: (newest: Round) => Promise<void>) => Promise<void>,
): Recounts {
  const noting = new Set<Promise<void>>();
  const keep = (noted: Promise<void>) => {
    if (noting.has(noted)) return;
    noting.add(noted);
    noted
      .catch((error: unknown) => deps.log.error({}, 'a recount could not be noted', error))
      .finally(() => noting.delete(noted));
  };
  /** Until when what was noted waits, by name. */
  const waits = new LRUCache<string, number>({ max: 10_000 });
  const note = (work: 'recount' | 'choice', name: string, round: Round, inMs: number) => {
    waits.set(name, deps.now() + inMs);
    return scheduleDue(deps, work, round, inMs);
  };
  const changing =
    (work: 'recount' | 'choice'): Changing =>
    (round) => {
      const name = `${work}:${round.id}`;
      if (deps.now() >= (waits.get(name) ?? 0)) keep(note(work, name, round, crashFallbackDelayMs));
      return () => keep(gather(name, round, (newest) => note(work, name, newest, recountAfterMs)));
    };
  return {
    answering: changing('recount'),
    voting: changing('choice'),
    settled: () => Promise.allSettled(noting),
  };
}
