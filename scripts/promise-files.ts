const simulated = ['test/simulation/simulation.test.ts'];

/**
 * What keeps the bot's promises: that nothing is posted twice, early or never, that a closed round says what was answered,
 * and that nobody's answer can be read out of a result. Each file has the tests that notice when it is changed, the
 * quickest of those that go through it.
 */
export const promises: Record<string, readonly string[]> = {
  'src/usecases/posts/send.ts': [
    'test/timers/lease.test.ts',
    'test/timers/held-up.test.ts',
    'test/front-door/lost-posts.test.ts',
    'test/front-door/refused-posts.test.ts',
    'test/front-door/without-ids.test.ts',
    'test/timers/connector-faults.test.ts',
  ],
  'src/usecases/posts/show.ts': [
    'test/timers/held-up.test.ts',
    'test/front-door/late-updates.test.ts',
    'test/front-door/refused-posts.test.ts',
    'test/front-door/held-forms.test.ts',
  ],
  'src/usecases/posts/strays.ts': [
    'test/front-door/strays.test.ts',
    'test/front-door/unknown-cards.test.ts',
    'test/front-door/without-ids.test.ts',
    'test/front-door/status.test.ts',
    'test/front-door/lost-posts.test.ts',
    'test/timers/held-up.test.ts',
  ],
  'src/usecases/due/lease.ts': [
    'test/timers/once-more.test.ts',
    'test/timers/lease.test.ts',
    'test/timers/held-up.test.ts',
    'test/timers/late-changes.test.ts',
    'test/front-door/late-updates.test.ts',
    ...simulated,
  ],
  'src/usecases/due/run.ts': [
    'test/timers/lease.test.ts',
    'test/timers/held-up.test.ts',
    'test/timers/late-changes.test.ts',
    'test/timers/two-instances.test.ts',
    'test/front-door/coming-and-going.test.ts',
    'test/timers/clocks.test.ts',
    ...simulated,
  ],
  'src/usecases/due/schedule-due.ts': [
    'test/timers/follows.test.ts',
    'test/timers/lease.test.ts',
    'test/timers/two-instances.test.ts',
    'test/timers/held-up.test.ts',
    'test/front-door/schedule.test.ts',
    'test/timers/made-anew.test.ts',
    ...simulated,
  ],
  'src/usecases/run-due.ts': [
    'test/timers/once-more.test.ts',
    'test/timers/two-instances.test.ts',
    'test/timers/late-changes.test.ts',
    'test/timers/held-up.test.ts',
    'test/front-door/roles.test.ts',
    'test/front-door/schedule.test.ts',
    'test/front-door/follow-up.test.ts',
    'test/front-door/coming-and-going.test.ts',
    'test/front-door/erase.test.ts',
  ],
  'src/usecases/round/close.ts': [
    'test/timers/late-changes.test.ts',
    'test/front-door/deadline.test.ts',
    'test/front-door/round.test.ts',
    ...simulated,
  ],
  'src/usecases/round/answer.ts': ['test/front-door/one-answer.test.ts', 'test/front-door/round.test.ts'],
  'src/domain/retries.ts': ['test/domain/answer.test.ts', 'test/domain/choosing.test.ts'],
  'src/domain/results.ts': ['test/domain/results.test.ts'],
  'src/domain/perspectives.ts': ['test/domain/perspectives.test.ts'],
  'src/domain/group-changes.ts': ['test/domain/perspectives.test.ts'],
  'src/domain/change.ts': ['test/domain/trend.test.ts'],
  'src/domain/trend.ts': ['test/domain/trend.test.ts'],
};
