import type { Answer } from '../../src/domain/answer.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { JointScore } from '../../src/domain/joint-score.ts';
import { type ChannelKey, closed, newRound, type Round } from '../../src/domain/round.ts';
import type { Due } from '../../src/usecases/due/due-ports.ts';
import type { Post } from '../../src/usecases/round/round-ports.ts';
import { smallWheel } from '../domain/small-wheel.ts';
import { roundSettings, terms } from '../support/round-settings.ts';

/** Records as the use cases make them, each with what a test wants different. */

export const here: ChannelKey = { tenantId: 'tenant-1', conversationId: '19:here@thread.tacv2' };
export const elsewhere: ChannelKey = { tenantId: here.tenantId, conversationId: '19:elsewhere@thread.tacv2' };
export const otherTenant: ChannelKey = { tenantId: 'tenant-2', conversationId: here.conversationId };
export const wheel = smallWheel({ a: ['a1', 'a2'], 'a-b': [] });

export function channel(change: Partial<Channel> = {}): Channel {
  return {
    ...here,
    kind: 'channel',
    teamId: '19:team@thread.tacv2',
    teamName: 'Ungeindsatsen',
    name: 'Sammenhæng',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    language: 'da',
    facilitators: ['p1'],
    active: true,
    welcomed: false,
    ...change,
  };
}

export function round(change: Partial<Round> = {}): Round {
  const settings = roundSettings(wheel, { expected: 5, nudges: true, personalReminders: true });
  const start = { id: 'r1', channel: here, startedBy: 'p1', startedAt: 1_000, thread: '19:here;messageid=1', terms };
  return { ...newRound(settings, wheel, start), ...change };
}

/** @param closedAt a round is kept from its closing on: far ahead, so that no database removes it in a test. */
export function closedRound(
  answers: readonly Answer[],
  closedAt = Date.UTC(2050, 0),
  change: Partial<Round> = {},
): Round {
  const closing = round({ state: 'closing', closedBy: 'person', ...change });
  return closed(closing, { wheel, answers }, { closedAt, smallestGroup: 4, pictureId: 'picture-1' });
}

export function answer(change: Partial<Answer> = {}): Answer {
  return {
    roundId: 'r1',
    themeId: 'a',
    person: 'p1',
    scores: { a1: 3, a2: 'dontKnow' },
    comment: '',
    savedAt: 1_500,
    revision: 1,
    accepted: [{ fingerprint: 'f1', at: 1_500 }],
    ...change,
  };
}

export function agreed(change: Partial<JointScore> = {}): JointScore {
  return { roundId: 'r1', themeId: 'a', steps: { a1: 3 }, revision: 1, before: {}, ...change };
}

export function post(change: Partial<Post> = {}): Post {
  return { roundId: 'r1', slot: 'theme:a', state: 'sending', conversationId: '', activityId: '', ...change };
}

export function due(change: Partial<Due> = {}): Due {
  return {
    id: 'recount:r1',
    work: 'recount',
    channel: here,
    subject: 'r1',
    occasion: '',
    dueAt: 1_000,
    visibleAt: 1_000,
    state: 'waiting',
    attempts: 0,
    ...change,
  };
}

/** An answer, or dots, as a closing leaves it: nothing is kept by which a late retry of it would be known. */
export function counted<T extends Pick<Answer, 'accepted'>>(record: T): T {
  return { ...record, accepted: [] };
}

/** A record that must be there. */
export function there<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('nothing is kept there');
  return found;
}
