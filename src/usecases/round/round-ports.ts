import type { Answer, AnswerRef, AnswersAs } from '../../domain/answer.ts';
import type { Called } from '../../domain/called.ts';
import type { JointScore } from '../../domain/joint-score.ts';
import type { Answered, ChannelKey, Round } from '../../domain/round.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { PlanContext } from '../plan/plan-ports.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of rounds, of the answers to them and of their posts. */

/** Every write is a compare-and-set: it returns false, and has written nothing, where somebody else was first. */
export interface RoundStore {
  round(key: ChannelKey, roundId: string): Promise<Versioned<Round> | undefined>;
  saveRound(round: Round, version?: string): Promise<boolean>;
  /** All rounds of a channel, open ones too, in no particular order. */
  roundsOf(key: ChannelKey): Promise<Round[]>;

  /**
   * The way of an answer: one read.
   * @param beside other themes. @returns `beside` those of them that the person has answered, and what the person said
   * last in any of these answers of whom they answer as, in a round that asks.
   */
  roundAndAnswer(
    key: ChannelKey,
    ref: AnswerRef,
    beside?: readonly string[],
  ): Promise<{ round?: Round; answer?: Versioned<Answer>; beside?: string[]; answersAs?: AnswersAs }>;
  /** One write, refused as `closed` once the round is: what was acknowledged is always counted. */
  saveAnswer(key: ChannelKey, answer: Answer, version?: string): Promise<'saved' | 'changed' | 'closed'>;
  answers(key: ChannelKey, roundId: string): Promise<Answer[]>;
  /**
   * The answers of a round that is `closing`, fixed: everything that `saveAnswer` called saved and nothing that comes
   * later. Two who close at once get the same.
   * @param promised how many months people were promised that they are kept, where that is not the setting.
   */
  freezeAnswers(key: ChannelKey, roundId: string, promised?: { months: number }): Promise<Answer[]>;
  /** How many of the channel have answered each theme; not those by link. */
  answered(key: ChannelKey, roundId: string, themeIds: readonly string[]): Promise<Answered>;
  /** The same, and how many have answered all of the themes; `byLink` where somebody answered by link. */
  progress(key: ChannelKey, roundId: string, themeIds: readonly string[]): Promise<Counted & { byLink?: Counted }>;

  /** Which themes each person has answered, by their code in the round. */
  answeredBy(key: ChannelKey, roundId: string): Promise<Map<string, string[]>>;

  posts(key: ChannelKey, roundId: string): Promise<Versioned<Post>[]>;
  post(key: ChannelKey, roundId: string, slot: Slot): Promise<Versioned<Post> | undefined>;
  savePost(key: ChannelKey, post: Post, version?: string): Promise<boolean>;
  /** A new post, refused as well where its round is not open any longer. */
  addPostWhileOpen(key: ChannelKey, post: Post): Promise<boolean>;
  removePost(key: ChannelKey, post: Post, version: string): Promise<boolean>;
}

/**
 * One of a round's posts: a theme's card, the status, the summary, what a theme's thread is asked to talk about. Its
 * address is empty until it was sent.
 */
export interface Post extends PostAddress {
  roundId: string;
  slot: Slot;
  /**
   * `sending` is written before the first byte leaves, so that a crash in between is known as `unknown`, never
   * repeated; `unknown` is also a post that Teams refused; `gone` was deleted by somebody, or is made no more.
   */
  state: PostState;
  /** A digest of what it is known to show; absent where that is not known. */
  shows?: string;
  /**
   * An update that is or was under way, whichever instance began it: until then Teams may apply it still, epoch
   * milliseconds. `shows`: the digest of what it shows, absent where that is not known; `mixed`: one from before it shows
   * something else, and may be applied after it.
   */
  uncertain?: { until: number; by: string; shows?: string; mixed?: true };
  /** How often in a row Teams refused to update it. */
  refusals?: number;
  /** Of a stray: when it was found, epoch milliseconds. */
  foundAt?: number;
}

export const postStates = ['sending', 'sent', 'unknown', 'gone'] as const;
type PostState = (typeof postStates)[number];

/** Which of a round's posts it is: `theme:` and `prompt:` with the theme's id, `stray:` with the slot that it is another card of. */
export type Slot = CardSlot | 'summary' | 'plan' | `prompt:${string}` | StraySlot;

/** A slot whose card has buttons that people press, so that another card of it may be found. */
export type CardSlot = 'status' | 'choice' | `theme:${string}`;

/** Another card of a slot, by its id in Teams: an earlier one, one that came though nobody said so, an answer to `status` or `overblik`. */
type StraySlot = `stray:${CardSlot | 'summary'}:${string}`;

/** What of a round's posts surely is in the channel, and what people may miss. */
export interface Delivery {
  /** Themes without a card that surely is there. */
  themes: string[];
  /** The summary of a closed round; `coming` as long as nothing is known of it. */
  summary: 'coming' | 'there' | 'missing';
  /** Whether what follows a closed round is missing: a thread's question, the card of the dots, the plan. */
  followUp: boolean;
}

/** Where the card of each theme is; a theme is left out where that is not known. */
export type ThemePlaces = Partial<Record<string, PostAddress>>;

/** How many have answered each theme, and all of them. */
interface Counted {
  answered: Answered;
  complete: number;
}

/** The same of an open round's channel, and of those by link; of a closed round only the themes are known, with all who answered. */
export interface Progress {
  answered: Answered;
  complete?: number;
  /** Absent where nobody answered by link. */
  byLink?: Counted;
}

/** What the people of a channel see of a round, in the round's language. */
export type RoundNotice =
  | { card: 'theme'; round: Round; themeId: string }
  | ({ card: 'themeResult'; round: Round; themeId: string; jointScore?: JointScore } & PublishedDetails)
  | ({ card: 'status'; round: Round; delivery: Delivery } & Progress)
  | { card: 'summary'; round: Round; planContext: PlanContext; places: ThemePlaces }
  | { card: 'nudge'; round: Round; complete: number };

/** What is published of a theme beside its figures. */
export interface PublishedDetails {
  /** In a confidential round, as far as they are published; in an open one they stand with who wrote them. */
  comments: string[];
  names: NamedScores[];
}

/** Who chose what in an open (åben) round, looked up when shown. */
export interface NamedScores extends Called {
  scores: Answer['scores'];
  comment: string;
}
