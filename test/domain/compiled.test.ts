import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compiled } from '../../src/domain/compiled.ts';
import { channelDocument } from '../../src/store/documents/channel-documents.ts';
import { dueDocument } from '../../src/store/documents/due-documents.ts';
import { answerDocument, postDocument, roundDocument } from '../../src/store/documents/round-documents.ts';

/** More than it takes for a schema to become a function. */
const often = 100;

const channel = { tenantId: 't', conversationId: '19:c' };
const documents: [string, z.ZodType, Record<string, unknown>][] = [
  [
    'a round of version 0.1',
    roundDocument,
    {
      ...{ v: 1, id: 'r', channel, wheelId: 'w', wheelVersion: 1, depth: 'screening', privacy: 'confidential' },
      ...{ language: 'da', expected: 12, deadline: '2026-12-20', closeWhenAll: true, startedBy: 'p', startedAt: 1 },
      ...{ units: { theme: ['theme'] }, thread: '19:c;messageid=1', state: 'open' },
    },
  ],
  [
    'an answer',
    answerDocument,
    {
      ...{ v: 1, roundId: 'r', themeId: 'theme', person: 'p', scores: { theme: 3, other: 'dontKnow' }, comment: 'Ja' },
      ...{ savedAt: 1, revision: 1, accepted: [{ fingerprint: 'f', at: 1 }], answersAs: { group: null, at: 1 } },
    },
  ],
  [
    'a post',
    postDocument,
    { v: 1, roundId: 'r', slot: 'theme:a', state: 'sent', conversationId: 'c', activityId: 'a', refusals: 2 },
  ],
  [
    'a due item of version 0.1',
    dueDocument,
    {
      ...{ v: 1, id: 'card:r', work: 'card', channel, subject: 'r', occasion: '', dueAt: 1, visibleAt: 2 },
      ...{ state: 'waiting', attempts: 0, post: { conversationId: 'c', activityId: 'a' } },
    },
  ],
  [
    'a channel of version 0.1',
    channelDocument,
    {
      ...{ v: 1, ...channel, kind: 'channel', name: 'UU – Ledelse', serviceUrl: 'https://s', language: 'da' },
      ...{ facilitators: ['p'], active: true, welcomed: true },
    },
  ],
];

describe.each(documents)('the schema of %s that was used often', (_, schema, document) => {
  for (let i = 0; i < often; i++) compiled(schema);

  it('is a function of its own', () => {
    expect(compiled(schema)).not.toBe(schema);
    expect(() => z.compile(schema, { strict: true })).not.toThrow();
  });

  it('reads the same', () => {
    expect(compiled(schema).parse(document)).toEqual(schema.parse(document));
  });

  it('finds the same faults', () => {
    const wrong = Object.keys(document).flatMap((key) => {
      const { [key]: left, ...rest } = document;
      const others = [
        undefined,
        null,
        '',
        'x',
        -1,
        1.5,
        Number.NaN,
        true,
        [],
        {},
        [left],
        { ...Object(left), more: 1 },
      ];
      return [rest, ...others.map((other) => ({ ...rest, [key]: other }))];
    });
    for (const each of [...wrong, undefined, null, [], 'x', { ...document, more: 1 }])
      expect(compiled(schema).safeParse(each)).toEqual(schema.safeParse(each));
  });
});

it('a schema that is used now and then stays as it is', () => {
  const schema = z.object({ name: z.string() });
  expect(compiled(schema)).toBe(schema);
});
