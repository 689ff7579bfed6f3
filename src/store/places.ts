import type { AnswerRef } from '../domain/answer.ts';
import type { ChannelKey } from '../domain/round.ts';

/**
 * What is kept, and where: each record is one JSON document under a partition and an id, as in Azure Cosmos DB. What
 * belongs to one channel shares a partition, so that everything a person waits for touches one partition only. Every
 * document carries `v`, the version of its shape.
 */

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
  jointScore: (key: ChannelKey, roundId: string, themeId: string): DocumentKey => ({
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
  answer: (key: ChannelKey, { roundId, themeId, person }: AnswerRef): DocumentKey => ({
    partition: ofChannel(key),
    id: `answer:${roundId}:${themeId}:${person}`,
  }),
  posts: (key: ChannelKey, roundId: string): DocumentKey => ({ partition: ofChannel(key), id: `post:${roundId}:` }),
  post: (key: ChannelKey, roundId: string, slot: string): DocumentKey => ({
    partition: ofChannel(key),
    id: `post:${roundId}:${slot}`,
  }),
  hold: (key: ChannelKey, activityId: string): DocumentKey => ({
    partition: ofChannel(key),
    id: `hold:${activityId}`,
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
  /** One post that names people, or the beginning of all their ids. */
  namedPost: (key: ChannelKey, postId = ''): DocumentKey => ({ partition: ofChannel(key), id: `named:${postId}` }),
  reminded: (key: ChannelKey, roundId: string): DocumentKey => ({
    partition: ofChannel(key),
    id: `reminded:${roundId}`,
  }),
  noReminders: (tenantId: string, person: string): DocumentKey => ({
    partition: tenantId,
    id: `no-reminders:${person}`,
  }),
  plan: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'plan' }),
  frame: (key: ChannelKey): DocumentKey => ({ partition: ofChannel(key), id: 'frame' }),
  /** One link of a round, or the beginning of all their ids. */
  invitation: (key: ChannelKey, roundId: string, id = ''): DocumentKey => ({
    partition: ofChannel(key),
    id: `invitation:${roundId}:${id}`,
  }),
  /** One seat of a link, or the beginning of all their ids. */
  seat: (key: ChannelKey, { roundId, id }: { roundId: string; id: string }, seat: number | '' = ''): DocumentKey => ({
    partition: ofChannel(key),
    id: `seat:${roundId}:${id}:${seat}`,
  }),
  invitationPlace: (id: string): DocumentKey => ({ partition: `invitation|${id}`, id: 'invitation' }),
  picture: (pictureId: string): DocumentKey => ({ partition: `picture|${pictureId}`, id: 'picture' }),
  wheel: (id: string, version: number, language: string): DocumentKey => ({
    partition: 'wheels',
    id: `wheel:${id}:${version}:${language}`,
  }),
};
