import { z } from 'zod';
import { agreementWords } from '../domain/agreement.ts';
import type { Answer } from '../domain/answer.ts';
import type { Channel } from '../domain/channel.ts';
import type { JointScore } from '../domain/joint-score.ts';
import { lists, type Priorities, type Priority, patterns } from '../domain/priorities.ts';
import { halves, type Published, privacies, type ThemeResult } from '../domain/results.ts';
import { type ChannelKey, closings, type Round, type Summary } from '../domain/round.ts';
import type { Occasion } from '../domain/schedule.ts';
import type { Change, ChangeSinceLast } from '../domain/trend.ts';
import { depths, languages, wheelSchema } from '../domain/wheel.ts';
import { type Due, dueEnds, dueWorks, type Post, type Roster, type Schedule } from '../usecases/ports.ts';

/**
 * What is kept, and where: each record is one JSON document under a partition and an id, as in Azure Cosmos DB. What
 * belongs to one channel shares a partition, so that everything a person waits for touches one partition only. Every
 * document carries `v`, the version of its shape.
 */

export const step = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export const channelKey: z.ZodType<ChannelKey> = z.object({ tenantId: z.string(), conversationId: z.string() });
export const v = z.literal(1);

export const channelDocument: z.ZodType<Channel> = z
  .object({
    v,
    tenantId: z.string(),
    conversationId: z.string(),
    kind: z.enum(['channel', 'group', 'personal']),
    teamId: z.string().exactOptional(),
    teamName: z.string().exactOptional(),
    name: z.string(),
    serviceUrl: z.string(),
    language: z.enum(languages),
    facilitators: z.array(z.string()),
    openRoundId: z.string().exactOptional(),
    latestRoundId: z.string().exactOptional(),
    active: z.boolean(),
    deleted: z.boolean().exactOptional(),
    welcomed: z.boolean(),
  })
  .transform(withoutVersion)
  .transform(withTeamApart);

/** Version 0.1 kept both names as one. */
function withTeamApart({ name, ...channel }: Channel): Channel {
  const [teamName = '', ...own] = name.split(' – ');
  const isOne = channel.kind === 'channel' && channel.teamName === undefined && own.length > 0;
  return isOne ? { ...channel, teamName, name: own.join(' – ') } : { ...channel, name };
}

const full = z.object({
  level: z.literal('full'),
  n: z.int(),
  step,
  mean: z.number(),
  median: z.number(),
  counts: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  agreement: z.number(),
  word: z.enum(agreementWords),
});
const half = z.object({ level: z.literal('half'), n: z.int(), half: z.enum(halves) });
/** Version 0.1 told the nearest step of a small group. */
const nearestStep = z.object({ level: z.literal('step'), n: z.int(), step }).transform(({ n, step: at }) => ({
  level: 'half' as const,
  n,
  half: at <= 2 ? ('lower' as const) : ('upper' as const),
}));
const published: z.ZodType<Published> = z.union([
  z.object({ level: z.literal('none'), n: z.literal(0) }),
  z.object({ level: z.literal('withheld'), n: z.int() }),
  half,
  nearestStep,
  full,
]);
const themeResult: z.ZodType<ThemeResult> = z.object({
  themeId: z.string(),
  people: z.int(),
  result: published,
  units: z.array(z.object({ unitId: z.string(), result: published, dontKnow: z.int() })),
});
const priority: z.ZodType<Priority> = z.object({
  themeId: z.string(),
  unitId: z.string(),
  pattern: z.enum(patterns),
  result: z.union([half, nearestStep, full]),
});
const priorities: z.ZodType<Priorities> = z.record(z.enum(lists), z.array(priority));
const change: z.ZodType<Change> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('told'), before: z.number(), tenths: z.int() }),
  z.object({ kind: z.literal('held') }),
  z.object({ kind: z.literal('none') }),
]);
const trend: z.ZodType<ChangeSinceLast> = z.object({
  since: z.number(),
  peopleBefore: z.int(),
  otherDepth: z.boolean(),
  reworded: z.boolean(),
  themes: z.array(z.object({ themeId: z.string(), change, units: z.array(z.object({ unitId: z.string(), change })) })),
});
const summary: z.ZodType<Summary> = z.object({
  closedAt: z.number(),
  people: z.int(),
  smallestGroup: z.int(),
  themes: z.array(themeResult),
  priorities,
  trend: trend.exactOptional(),
  pictureId: z.string(),
});

export const roundDocument: z.ZodType<Round> = z
  .object({
    v,
    id: z.string(),
    channel: channelKey,
    wheelId: z.string(),
    wheelVersion: z.int(),
    depth: z.enum(depths),
    privacy: z.enum(privacies),
    language: z.enum(languages),
    expected: z.int(),
    deadline: z.string(),
    // Rounds of version 0.1 had a day and no hour, and reminded nobody.
    deadlineTime: z.string().default('23:59'),
    zone: z.string().default('Europe/Copenhagen'),
    nudges: z.boolean().default(false),
    closeWhenAll: z.boolean(),
    startedBy: z.string(),
    startedAt: z.number(),
    units: z.record(z.string(), z.array(z.string())),
    thread: z.string(),
    // Rounds of version 0.1 promised the default, and to be kept for as long as people like.
    terms: z
      .object({ smallestGroup: z.int(), retentionMonths: z.int() })
      .default({ smallestGroup: 4, retentionMonths: 12 }),
    state: z.enum(['open', 'closing', 'closed']),
    closedBy: z.enum(closings).exactOptional(),
    summary: summary.exactOptional(),
  })
  .transform(withoutVersion);

export const answerDocument: z.ZodType<Answer> = z
  .object({
    v,
    roundId: z.string(),
    themeId: z.string(),
    person: z.string(),
    scores: z.record(z.string(), z.union([step, z.literal('dontKnow')])),
    comment: z.string(),
    savedAt: z.number(),
    revision: z.int(),
    accepted: z.array(z.object({ fingerprint: z.string(), at: z.number() })),
  })
  .transform(withoutVersion);

const steps = z.record(z.string(), step);
export const agreedDocument: z.ZodType<JointScore> = z
  .object({
    v,
    roundId: z.string(),
    themeId: z.string(),
    steps,
    revision: z.int(),
    before: steps.exactOptional(),
  })
  .transform(withoutVersion);

export const postDocument: z.ZodType<Post> = z
  .object({
    v,
    roundId: z.string(),
    slot: z.union([
      z.enum(['status', 'summary', 'choice', 'plan']),
      z.templateLiteral(['theme:', z.string()]),
      z.templateLiteral(['prompt:', z.string()]),
    ]),
    state: z.enum(['sending', 'sent', 'unknown']),
    conversationId: z.string(),
    activityId: z.string(),
  })
  .transform(withoutVersion);

export const rosterDocument: z.ZodType<Roster> = z
  .object({ v, people: z.array(z.string()), readAt: z.number() })
  .transform(withoutVersion);

export const posted = z.object({ conversationId: z.string(), activityId: z.string() });

export const dueDocument: z.ZodType<Due> = z
  .object({
    v,
    id: z.string(),
    work: z.enum(dueWorks),
    channel: channelKey,
    subject: z.string(),
    occasion: z.string(),
    dueAt: z.number(),
    visibleAt: z.number(),
    state: z.enum(['waiting', ...dueEnds]),
    attempts: z.int(),
    sending: z.boolean().exactOptional(),
    post: posted.exactOptional(),
  })
  .transform(withoutVersion);

const occasion: z.ZodType<Occasion> = z.object({ day: z.string(), on: z.string(), at: z.number() });
export const scheduleDocument: z.ZodType<Schedule> = z
  .object({
    v,
    id: z.string(),
    channel: channelKey,
    rule: z.object({
      cadence: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('months'), every: z.int() }),
        z.object({ kind: z.literal('date'), date: z.string() }),
      ]),
      from: z.string(),
      time: z.string(),
      zone: z.string(),
    }),
    next: occasion.exactOptional(),
    snoozed: z.object({ from: z.string(), to: occasion }).exactOptional(),
    stopped: z.boolean(),
    card: posted.exactOptional(),
    last: z.string().exactOptional(),
  })
  .transform(withoutVersion);

export const commentsDocument = z
  .object({ v, themeId: z.string(), comments: z.array(z.string()) })
  .transform(withoutVersion);

export const pictureDocument = z.object({ v, channel: channelKey, roundId: z.string() }).transform(withoutVersion);
export const wheelDocument = z.object({ v, wheel: wheelSchema });

export function withoutVersion<T extends { v: 1 }>({ v: _, ...record }: T): Omit<T, 'v'> {
  return record;
}

/** Where a record is kept. */
export interface DocumentKey {
  partition: string;
  id: string;
}

const ofChannel = ({ tenantId, conversationId }: ChannelKey) => `${tenantId}|${conversationId}`;

/** Channels share their tenant's partition, so that a person's teams are found without searching everywhere. */
export const places = {
  channels: (tenantId: string): DocumentKey => ({ partition: tenantId, id: 'channel:' }),
  channel: (key: ChannelKey): DocumentKey => ({ partition: key.tenantId, id: `channel:${key.conversationId}` }),
  round: (key: ChannelKey, roundId: string): DocumentKey => ({ partition: ofChannel(key), id: `round:${roundId}` }),
  agreed: (key: ChannelKey, roundId: string, themeId: string): DocumentKey => ({
    partition: ofChannel(key),
    id: `agreed:${roundId}:${themeId}`,
  }),
  jointScoresIn: (key: ChannelKey, roundId?: string): DocumentKey => ({
    partition: ofChannel(key),
    id: roundId === undefined ? 'agreed:' : `agreed:${roundId}:`,
  }),
  answers: (key: ChannelKey, roundId: string, themeId?: string): DocumentKey => ({
    partition: ofChannel(key),
    id: themeId === undefined ? `answer:${roundId}:` : `answer:${roundId}:${themeId}:`,
  }),
  answer: (
    key: ChannelKey,
    { roundId, themeId, person }: Pick<Answer, 'roundId' | 'themeId' | 'person'>,
  ): DocumentKey => ({
    partition: ofChannel(key),
    id: `answer:${roundId}:${themeId}:${person}`,
  }),
  posts: (key: ChannelKey, roundId: string): DocumentKey => ({ partition: ofChannel(key), id: `post:${roundId}:` }),
  post: (key: ChannelKey, roundId: string, slot: string): DocumentKey => ({
    partition: ofChannel(key),
    id: `post:${roundId}:${slot}`,
  }),
  comments: (key: ChannelKey, roundId: string, themeId = ''): DocumentKey => ({
    partition: ofChannel(key),
    id: `comments:${roundId}:${themeId}`,
  }),
  /** Everything of a channel but the channel itself. */
  all: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: '' }),
  rounds: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'round:' }),
  roster: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'roster' }),
  schedule: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'schedule' }),
  choice: (key: ChannelKey, roundId: string): DocumentKey => ({ partition: ofChannel(key), id: `choice:${roundId}` }),
  votes: (key: ChannelKey, roundId: string): DocumentKey => ({ partition: ofChannel(key), id: `vote:${roundId}:` }),
  vote: (key: ChannelKey, roundId: string, person: string): DocumentKey => ({
    partition: ofChannel(key),
    id: `vote:${roundId}:${person}`,
  }),
  /** One focus, or the beginning of all their ids; the same for an action. */
  focus: (key: ChannelKey, focusId = ''): DocumentKey => ({ partition: ofChannel(key), id: `focus:${focusId}` }),
  action: (key: ChannelKey, actionId = ''): DocumentKey => ({ partition: ofChannel(key), id: `action:${actionId}` }),
  plan: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'plan' }),
  frame: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'frame' }),
  picture: (pictureId: string): DocumentKey => ({ partition: `picture|${pictureId}`, id: 'picture' }),
  wheel: (id: string, version: number, language: string): DocumentKey => ({
    partition: 'wheels',
    id: `wheel:${id}:${version}:${language}`,
  }),
};
