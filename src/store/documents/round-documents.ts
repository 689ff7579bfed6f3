import { z } from 'zod';
import type { Answer } from '../../domain/answer.ts';
import { languages } from '../../domain/language.ts';
import { privacies } from '../../domain/results.ts';
import { closings, type Round } from '../../domain/round.ts';
import { depths } from '../../domain/wheel.ts';
import type { RoundKeys } from '../../usecases/privacy/privacy-ports.ts';
import { type Post, postStates } from '../../usecases/round/round-ports.ts';
import { accepted, channelKey, step, v, withoutVersion } from './common.ts';
import { summary } from './summary-documents.ts';

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
    // Rounds that were started before people could be reminded in private are not.
    personalReminders: z.boolean().default(false),
    closeWhenAll: z.boolean(),
    startedBy: z.string(),
    startedAt: z.number(),
    units: z.record(z.string(), z.array(z.string())),
    groups: z.array(z.string()).exactOptional(),
    thread: z.string(),
    // Rounds of version 0.1 promised the default, and to be kept for as long as people like.
    terms: z
      .object({ smallestGroup: z.int(), retentionMonths: z.int() })
      .default({ smallestGroup: 4, retentionMonths: 12 }),
    state: z.enum(['open', 'closing', 'closed']),
    closedBy: z.enum(closings).exactOptional(),
    resultsByLink: z.boolean().exactOptional(),
    summary: summary.exactOptional(),
  })
  .transform(withoutVersion);

/** The little of a round's document by which what somebody gave in it is found. */
export const roundKeys: z.ZodType<RoundKeys> = z.object({
  id: z.string(),
  units: z.record(z.string(), z.array(z.string())),
  startedBy: z.string(),
  privacy: z.enum(privacies),
  personalReminders: z.boolean().default(false),
  state: z.enum(['open', 'closing', 'closed']),
});

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
    accepted,
    answersAs: z.object({ group: z.string().nullable(), at: z.number() }).exactOptional(),
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
      z.templateLiteral(['stray:status:', z.string()]),
      z.templateLiteral(['stray:choice:', z.string()]),
      z.templateLiteral(['stray:summary:', z.string()]),
      z.templateLiteral(['stray:theme:', z.string(), ':', z.string()]),
    ]),
    state: z.enum(postStates),
    conversationId: z.string(),
    activityId: z.string(),
    shows: z.string().exactOptional(),
    uncertain: z
      .object({
        until: z.number(),
        by: z.string(),
        shows: z.string().exactOptional(),
        mixed: z.literal(true).exactOptional(),
      })
      .exactOptional(),
    refusals: z.int().exactOptional(),
    foundAt: z.number().exactOptional(),
  })
  .transform(withoutVersion);

export const commentsDocument = z
  .object({ v, themeId: z.string(), comments: z.array(z.string()) })
  .transform(withoutVersion);

export const pictureDocument = z.object({ v, channel: channelKey, roundId: z.string() }).transform(withoutVersion);
