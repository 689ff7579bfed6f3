import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { personalPlaces } from '../../src/usecases/privacy/personal-places.ts';

/**
 * What is kept of people, held against the documents themselves: each field of each kind is in a place that `mine data`
 * shows and `slet mine data` empties, or stands here with the reason why it says nothing of one person.
 */

const folder = new URL('../../src/store/documents/', import.meta.url);

/** Fields that are of no one person, by what they are. A new field must be put here, or in a place of its own. */
const ofNobody: Record<string, readonly string[]> = {
  'which record it is, and where': [
    'channel.tenantId',
    'channel.teamId',
    'channel.openRoundId',
    'channel.latestRoundId',
    'round.id',
    'round.channel',
    'round.thread',
    'choice.roundId',
    'choice.channel',
    'comments.themeId',
    'due.id',
    'due.work',
    'due.channel',
    'due.subject',
    'due.post',
    'focus.id',
    'focus.roundId',
    'focus.chosenAfter',
    'action.id',
    'action.content.focusId',
    'jointScore.roundId',
    'jointScore.themeId',
    'namedPost.id',
    'picture',
    'invitation.id',
    'invitation.roundId',
    'invitation.group',
    'invitationPlace',
    'post',
    'schedule.id',
    'schedule.channel',
    'schedule.card',
    'schedule.older',
  ],
  'where a post is that names people': [
    'namedPost.conversationId',
    'namedPost.activityId',
    'namedPost.keptAt',
    'namedPost.outdated',
    'namedPost.isLine',
    'planPost.conversationId',
    'planPost.activityId',
  ],
  'a code for one card alone, gone an hour after its form': ['hold'],
  'names that Teams gives to a team, a channel or a chat': ['channel.teamName', 'channel.name'],
  'settings and states': [
    'channel.kind',
    'channel.serviceUrl',
    'channel.language',
    'channel.active',
    'channel.deleted',
    'channel.disallowed',
    'channel.refusals',
    'channel.welcomed',
    'round.wheelId',
    'round.wheelVersion',
    'round.depth',
    'round.privacy',
    'round.language',
    'round.expected',
    'round.deadline',
    'round.deadlineTime',
    'round.zone',
    'round.nudges',
    'round.personalReminders',
    'round.closeWhenAll',
    'round.resultsByLink',
    'round.startedAt',
    'round.units',
    'round.groups',
    'round.terms',
    'round.state',
    'round.closedBy',
    'choice.state',
    'choice.startedAt',
    'due.dueAt',
    'due.visibleAt',
    'due.state',
    'due.attempts',
    'due.sending',
    'focus.status',
    'focus.turn',
    'focus.createdAt',
    'focus.revision',
    'action.status',
    'action.turn',
    'action.createdAt',
    'action.revision',
    'frame.revision',
    'jointScore.revision',
    'roster.readAt',
    'schedule.rule',
    'schedule.next',
    'schedule.snoozed',
    'schedule.stopped',
    'schedule.last',
    'invitation.most',
    'invitation.plain',
    'invitation.showsTotals',
    'invitation.createdAt',
    'invitation.ended',
  ],
  'a code that a phone without Teams made up, which no account has': ['seat.code'],
  'totals, as they were published': ['round.summary', 'choice.outcome'],
  'what was written in a confidential round, of which nobody can find out any more who wrote it': ['comments.comments'],
  'what a team decided together': [
    'choice.focuses',
    'focus.wheelId',
    'focus.wheelVersion',
    'focus.themeId',
    'focus.unitId',
    'focus.from',
    'focus.content.term',
    'focus.content.target',
    'focus.content.date',
    'focus.reason',
    'action.reason',
    'action.content.title',
    'action.content.date',
    'action.content.milestone',
    'action.content.goal',
    'action.content.value',
    'action.content.partners',
    'frame.content',
    'jointScore.steps',
    'jointScore.before',
  ],
  'the words of a wheel': ['wheel'],
};

/**
 * What `slet mine data` empties beside the places of a channel: the record of the person's own chat, as a whole, and that
 * they want no reminders, which is of the whole tenant.
 */
const ownChat = ['channel.conversationId', 'noReminders'];
/** A day, a deadline or a record's id; version 0.1 had a person's code here in items of the kind `role`. */
const occasions = ['due.occasion'];

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** The fields of a document, down to the last. */
function fieldsOf(schema: JsonSchema, path: string): string[] {
  const parts = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const below = parts.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, each]) => (name === 'v' ? [] : fieldsOf(each, `${path}.${name}`))),
  );
  return below.length > 0 ? [...new Set(below)] : [path];
}

async function documents(): Promise<[name: string, schema: z.ZodType][]> {
  const modules = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file): Promise<Record<string, unknown>> => import(new URL(file, folder).href)),
  );
  return modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, schema]): [string, z.ZodType][] =>
      name.endsWith('Document') && schema instanceof z.ZodType ? [[name.slice(0, -'Document'.length), schema]] : [],
    ),
  );
}

const isUnder = (field: string, known: string) => field === known || field.startsWith(`${known}.`);

describe('the fields of what is stored', () => {
  const classified = [
    ...personalPlaces.flatMap(({ fields }) => fields),
    ...Object.values(ofNobody).flat(),
    ...ownChat,
    ...occasions,
  ];

  it('are each of nobody, or in a place that can be shown and emptied; none is forgotten and none in both', async () => {
    const found = await documents();
    expect(found.map(([name]) => name)).toContain('answer');
    const fields = found.flatMap(([name, schema]) =>
      fieldsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, name),
    );
    expect(fields.length).toBeGreaterThan(100);
    const ways = (field: string) => classified.filter((known) => isUnder(field, known));
    expect(fields.filter((field) => ways(field).length !== 1)).toEqual([]);
    expect(classified.filter((known) => !fields.some((field) => isUnder(field, known)))).toEqual([]);
  });
});
