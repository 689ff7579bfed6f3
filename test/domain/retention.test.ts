import { expect, it, test } from 'vitest';
import { keptUntil } from '../../src/domain/retention.ts';
import { bounds } from '../../src/domain/round.ts';

const at = (day: string) => Date.parse(`${day}T10:00Z`);

it.each([
  { closed: '2026-11-22', months: 12, until: '2027-11-22' },
  { closed: '2026-11-30', months: 3, until: '2027-02-28' },
  { closed: '2027-12-31', months: 2, until: '2028-02-29' },
  { closed: '2026-11-22', months: 120, until: '2036-11-22' },
])('what closes on $closed is kept for $months calendar months, until $until', ({ closed, months, until }) => {
  expect(keptUntil('closed', at(closed), months)).toBe(at(until));
});

test('what is written while a round is open outlives the latest closing that the round can have', () => {
  const latestClosing = at('2026-11-22') + bounds.deadlineDays * 86_400_000;
  expect(keptUntil('open', at('2026-11-22'), 1)).toBeGreaterThan(keptUntil('closed', latestClosing, 1));
});
