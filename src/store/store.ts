import { keptUntil, retention } from '../domain/retention.ts';
import type { Round } from '../domain/round.ts';
import type { Wheel } from '../domain/wheel.ts';
import type { Due, DueState, Store } from '../usecases/ports.ts';
import { type Database, shards } from './database.ts';
import {
  agreedDocument,
  answerDocument,
  channelDocument,
  commentsDocument,
  dueDocument,
  pictureDocument,
  places,
  postDocument,
  rosterDocument,
  roundDocument,
  scheduleDocument,
  wheelDocument,
} from './documents.ts';
import { erasing, readMany } from './erasing.ts';
import { plans } from './plan.ts';
import { counts, document, one, overwrite, parse, save, saveWhileOpen, type Until, versioned } from './records.ts';

export interface StoreOptions {
  now(): number;
  /** How many months what belongs to a round is kept after its closing. */
  retentionMonths: number;
}

/** The store over any database: turns records into documents and back, and says how long each is kept. */
export function createStore(db: Database, options: Partial<StoreOptions> = {}): Store {
  const { now = Date.now, retentionMonths = retention.default } = options;
  const until: Until = (state, { from = now(), months = retentionMonths } = {}) => keptUntil(state, from, months);

  return {
    channel: (key) => one(db, places.channel(key), channelDocument),
    channelsOf: async (tenantId) =>
      (await db.list(places.channels(tenantId))).map((kept) => parse(kept, channelDocument)),
    saveChannel: (channel, version) => save(db, places.channel(channel), channel, { version }),

    round: (key, roundId) => one(db, places.round(key, roundId), roundDocument),
    saveRound: (round, version) =>
      save(db, places.round(round.channel, round.id), round, {
        version,
        expiresAt: untilFor(round, until),
      }),
    roundsOf: async (key) => (await db.list(places.rounds(key))).map((kept) => parse(kept, roundDocument)),

    agreed: (key, roundId, themeId) => one(db, places.agreed(key, roundId, themeId), agreedDocument),
    jointScoresIn: async (key, roundId) =>
      (await db.list(places.jointScoresIn(key, roundId))).map((kept) => parse(kept, agreedDocument)),
    saveJointScore: (key, agreed, version) =>
      save(db, places.agreed(key, agreed.roundId, agreed.themeId), agreed, { version, expiresAt: until('closed') }),

    async roundAndAnswer(key, roundId, themeId, person) {
      const round = places.round(key, roundId);
      const answer = places.answer(key, { roundId, themeId, person });
      const kept = await db.read(round.partition, [round.id, answer.id]);
      const keptRound = kept.find(({ id }) => id === round.id);
      const keptAnswer = kept.find(({ id }) => id === answer.id);
      const found = keptRound && parse(keptRound, roundDocument);
      return {
        ...(found && { round: found }),
        ...(keptAnswer && counts(keptAnswer, found?.state) && { answer: versioned(keptAnswer, answerDocument) }),
      };
    },
    saveAnswer: (key, answer, version) =>
      saveWhileOpen(db, places.answer(key, answer), answer, {
        version,
        whileOpen: places.round(key, answer.roundId).id,
        expiresAt: until('open'),
      }),
    answers: async (key, roundId) =>
      (await db.list(places.answers(key, roundId), places.round(key, roundId).id)).map((kept) =>
        parse(kept, answerDocument),
      ),
    freezeAnswers: async (key, roundId, told) =>
      (await db.freeze(places.answers(key, roundId), until('closed', told))).map((kept) => parse(kept, answerDocument)),
    async answersAt(key, refs) {
      const ids = refs.map((ref) => places.answer(key, ref).id);
      return (await readMany(db, places.all(key).partition, ids)).map((kept) => parse(kept, answerDocument));
    },
    async answered(key, roundId, themeIds) {
      const under = places.answers(key, roundId);
      const themes = (await db.ids(under, places.round(key, roundId).id)).map((id) =>
        themeIn(id.slice(under.id.length)),
      );
      return Object.fromEntries(themeIds.map((themeId) => [themeId, themes.filter((each) => each === themeId).length]));
    },

    posts: async (key, roundId) =>
      (await db.list(places.posts(key, roundId))).map((kept) => versioned(kept, postDocument)),
    savePost: (key, post, version) =>
      save(db, places.post(key, post.roundId, post.slot), post, { version, expiresAt: until('open') }),
    async addPostWhileOpen(key, post) {
      const whileOpen = places.round(key, post.roundId).id;
      const place = places.post(key, post.roundId, post.slot);
      return (await saveWhileOpen(db, place, post, { whileOpen, expiresAt: until('open') })) === 'saved';
    },
    removePost: (key, post, version) => db.remove(places.post(key, post.roundId, post.slot), version),

    roster: async (key) => (await one(db, places.roster(key), rosterDocument))?.record,
    saveRoster: (key, roster) => overwrite(db, places.roster(key), document(roster)),

    schedule: (key) => one(db, places.schedule(key), scheduleDocument),
    saveSchedule: (schedule, version) => save(db, places.schedule(schedule.channel), schedule, { version }),

    ...comments(db, until),
    ...erasing(db),
    ...dueItems(db, until),
    ...plans(db, until),
    ...pictures(db, until),
    ...wheels(db),
  };
}

/** A round is kept for as long as people were told before they answered, however often it is written. */
function untilFor({ terms, summary }: Round, until: Until): number {
  const months = terms.retentionMonths;
  return summary ? until('closed', { from: summary.closedAt, months }) : until('open', { months });
}

/** Ends after which an item is never armed again: its one post was made, may have been, or came too late. */
const settled: ReadonlySet<DueState> = new Set<DueState>(['sent', 'unknown', 'skippedLate']);

/** Armed anew it is never put off: many answers in a row must not keep their recount waiting. */
function sooner(before: Due, due: Due): Due {
  const dueAt = Math.min(before.dueAt, due.dueAt);
  return { ...due, dueAt, visibleAt: Math.min(before.visibleAt, due.visibleAt) };
}

function dueItems(db: Database, until: Until): Pick<Store, 'addDue' | 'dueItem' | 'due' | 'saveDue'> {
  const write = (due: Due, version?: string) =>
    db.writeDue(
      {
        id: due.id,
        body: document(due),
        waiting: due.state === 'waiting',
        visibleAt: due.visibleAt,
        // What waits is kept until it was done.
        ...(due.state !== 'waiting' && { expiresAt: until('open') }),
      },
      version,
    );
  const dueIn = async (shard: number, now: number, limit: number) =>
    (await db.listDue(shard, now, limit)).map((kept) => versioned(kept, dueDocument));
  return {
    async addDue(due) {
      for (;;) {
        const kept = await db.readDue(due.id);
        const before = kept && parse(kept, dueDocument);
        if (before && (settled.has(before.state) || before.sending)) return;
        if (await write(before?.state === 'waiting' ? sooner(before, due) : due, kept?.version)) return;
      }
    },
    async dueItem(id) {
      const kept = await db.readDue(id);
      return kept && versioned(kept, dueDocument);
    },
    async due(now, limit, shard) {
      if (shard !== undefined) return dueIn(shard, now, limit);
      const all = await Promise.all(Array.from({ length: shards }, (_, each) => dueIn(each, now, limit)));
      const byTime = (a: Due, b: Due) => a.visibleAt - b.visibleAt || (a.id < b.id ? -1 : 1);
      return all
        .flat()
        .toSorted((a, b) => byTime(a.record, b.record))
        .slice(0, limit);
    },
    saveDue: write,
  };
}

function comments(db: Database, until: Until): Pick<Store, 'comments' | 'keepComments'> {
  return {
    async comments(key, roundId) {
      const kept = (await db.list(places.comments(key, roundId))).map((each) => parse(each, commentsDocument));
      return new Map(kept.map((each) => [each.themeId, each.comments]));
    },
    async keepComments(round, themeId, written) {
      const place = places.comments(round.channel, round.id, themeId);
      await db.write(place, document({ themeId, comments: written }), { expiresAt: untilFor(round, until) });
    },
  };
}

function pictures(db: Database, until: Until): Pick<Store, 'picture' | 'savePicture'> {
  return {
    async picture(pictureId) {
      const { partition, id } = places.picture(pictureId);
      const [kept] = await db.read(partition, [id]);
      return kept && parse(kept, pictureDocument);
    },
    savePicture: (pictureId, { tenantId, conversationId }, roundId) =>
      overwrite(
        db,
        places.picture(pictureId),
        document({ channel: { tenantId, conversationId }, roundId }),
        until('closed'),
      ),
  };
}

function wheels(db: Database): Pick<Store, 'wheel' | 'keepWheel'> {
  const read = async (id: string, version: number, language: string) => {
    const place = places.wheel(id, version, language);
    const [kept] = await db.read(place.partition, [place.id]);
    return kept && parse(kept, wheelDocument).wheel;
  };
  return {
    wheel: read,
    async keepWheel(wheel: Wheel) {
      const { id, version, language } = wheel;
      await db.write(places.wheel(id, version, language), document({ wheel }));
      return (await read(id, version, language)) ?? wheel;
    },
  };
}

/** "<theme>:<person>"; a person's key has no colon. */
const themeIn = (answerId: string) => answerId.slice(0, answerId.lastIndexOf(':'));
