import type { RoundSettings } from '../../src/domain/round.ts';
import type { Wheel } from '../../src/domain/wheel.ts';

/** How a round of a wheel is set up where a test does not ask for something else. */
export function roundSettings(
  { id, version }: Pick<Wheel, 'id' | 'version'>,
  change: Partial<RoundSettings> = {},
): RoundSettings {
  return {
    wheelId: id,
    wheelVersion: version,
    depth: 'deep',
    privacy: 'confidential',
    language: 'da',
    expected: 9,
    deadline: '2026-12-10',
    deadlineTime: '16:00',
    zone: 'Europe/Copenhagen',
    nudges: false,
    personalReminders: false,
    closeWhenAll: false,
    ...change,
  };
}

/** What people were promised of it. */
export const terms = { smallestGroup: 4, retentionMonths: 12 };

/** Who started it, where and when, where that does not matter. */
export const roundStart = {
  id: 'r',
  channel: { tenantId: 'tenant', conversationId: 'channel' },
  startedBy: 'p',
  startedAt: 0,
  thread: 'thread',
  terms,
};
