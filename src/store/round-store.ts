import { isGuest } from '../domain/invitation.ts';
import { lastSaid } from '../domain/perspectives.ts';
import type { Answered, ChannelKey } from '../domain/round.ts';
import type { RoundStore } from '../usecases/round/round-ports.ts';
import type { Database } from './database.ts';
import { answerDocument, postDocument, roundDocument } from './documents/round-documents.ts';
import { places } from './places.ts';
import { counts, frozenUntil, one, parse, parseAll, save, saveWhileOpen, versioned } from './records.ts';
import { type Until, untilFor } from './retention.ts';

/** Rounds, the answers to them and their posts. */
export function roundStore(db: Database, until: Until): RoundStore {
  return { ...rounds(db, until), ...answers(db, until), ...posts(db, until) };
}

function rounds(db: Database, until: Until): Pick<RoundStore, 'round' | 'saveRound' | 'roundsOf'> {
  return {
    round: (key, roundId) => one(db, places.round(key, roundId), roundDocument),
    saveRound: (round, version) =>
      save(db, places.round(round.channel, round.id), { record: round, version, expiresAt: untilFor(round, until) }),
    roundsOf: async (key) => parseAll(await db.list(places.rounds(key)), roundDocument),
  };
}

type AnswerStore = Pick<
  RoundStore,
  'roundAndAnswer' | 'saveAnswer' | 'answers' | 'freezeAnswers' | 'answered' | 'progress' | 'answeredBy'
>;

function answers(db: Database, until: Until): AnswerStore {
  const given = async (key: ChannelKey, roundId: string) => {
    const under = places.answers(key, roundId);
    const ids = await db.ids(under, places.round(key, roundId).id);
    return ids.map((id) => partsOf(id.slice(under.id.length)));
  };
  return {
    async roundAndAnswer(key, ref, beside = []) {
      const round = places.round(key, ref.roundId);
      const answer = places.answer(key, ref);
      const others = new Map(beside.map((themeId) => [places.answer(key, { ...ref, themeId }).id, themeId]));
      const kept = await db.read(round.partition, [round.id, answer.id, ...others.keys()]);
      const keptRound = kept.find(({ id }) => id === round.id);
      const keptAnswer = kept.find(({ id }) => id === answer.id);
      const found = keptRound && parse(keptRound, roundDocument);
      const said =
        found?.groups &&
        lastSaid(
          kept
            .filter((each) => each !== keptRound && counts(each, found.state))
            .map((each) => parse(each, answerDocument)),
        );
      return {
        ...(said && { answersAs: said }),
        ...(found && { round: found }),
        ...(keptAnswer && counts(keptAnswer, found?.state) && { answer: versioned(keptAnswer, answerDocument) }),
        ...(beside.length > 0 && { beside: kept.flatMap(({ id }) => others.get(id) ?? []) }),
      };
    },
    saveAnswer: (key, answer, version) =>
      saveWhileOpen(db, places.answer(key, answer), {
        record: answer,
        version,
        whileOpen: places.round(key, answer.roundId).id,
        expiresAt: until('open'),
      }),
    answers: async (key, roundId) =>
      parseAll(await db.list(places.answers(key, roundId), places.round(key, roundId).id), answerDocument),
    freezeAnswers: async (key, roundId, promised) =>
      parseAll(await db.freeze(places.answers(key, roundId), frozenUntil(until('closed', promised))), answerDocument),
    answered: async (key, roundId, themeIds) =>
      countsOf(
        themeIds,
        (await given(key, roundId)).filter(({ person }) => !isGuest(person)),
      ),
    async progress(key, roundId, themeIds) {
      const answers = (await given(key, roundId)).filter(({ themeId }) => themeIds.includes(themeId));
      const { member = [], guest } = Object.groupBy(answers, ({ person }) => (isGuest(person) ? 'guest' : 'member'));
      return { ...progressOf(themeIds, member), ...(guest && { byLink: progressOf(themeIds, guest) }) };
    },
    async answeredBy(key, roundId) {
      const byPerson = Map.groupBy(await given(key, roundId), ({ person }) => person);
      return new Map([...byPerson].map(([person, all]) => [person, all.map(({ themeId }) => themeId)]));
    },
  };
}

function progressOf(themeIds: readonly string[], answers: readonly { themeId: string; person: string }[]) {
  const byPerson = [...Map.groupBy(answers, ({ person }) => person).values()];
  const complete = byPerson.filter(({ length }) => length === themeIds.length).length;
  return { answered: countsOf(themeIds, answers), complete };
}

function countsOf(themeIds: readonly string[], answers: readonly { themeId: string }[]): Answered {
  return Object.fromEntries(
    themeIds.map((themeId) => [themeId, answers.filter((answer) => answer.themeId === themeId).length]),
  );
}

/** "<theme>:<person>"; a person's key has no colon. */
function partsOf(answerId: string): { themeId: string; person: string } {
  const colon = answerId.lastIndexOf(':');
  return { themeId: answerId.slice(0, colon), person: answerId.slice(colon + 1) };
}

function posts(
  db: Database,
  until: Until,
): Pick<RoundStore, 'posts' | 'post' | 'savePost' | 'addPostWhileOpen' | 'removePost'> {
  return {
    posts: async (key, roundId) =>
      (await db.list(places.posts(key, roundId))).map((kept) => versioned(kept, postDocument)),
    post: (key, roundId, slot) => one(db, places.post(key, roundId, slot), postDocument),
    savePost: (key, post, version) =>
      save(db, places.post(key, post.roundId, post.slot), { record: post, version, expiresAt: until('open') }),
    async addPostWhileOpen(key, post) {
      const whileOpen = places.round(key, post.roundId).id;
      const place = places.post(key, post.roundId, post.slot);
      return (await saveWhileOpen(db, place, { record: post, whileOpen, expiresAt: until('open') })) === 'saved';
    },
    removePost: (key, post, version) => db.remove(places.post(key, post.roundId, post.slot), version),
  };
}
