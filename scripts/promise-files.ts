const simulated = ['test/simulation/simulation.test.ts'];

/**
 * What keeps the bot's promises: that nothing is posted twice, early or never, that a closed round says what was answered,
 * and that nobody's answer can be read out of a result. Each file has the tests that notice when it is changed, the
 * quickest of those that go through it.
 */
export const promises: Record<string, readonly string[]> = {
  'src/usecases/posts/send.ts': [
    ...simulated,
    'test/timers/connector-faults.test.ts',
    'test/front-door/lost-posts.test.ts',
  ],
  'src/usecases/posts/show.ts': [
    ...simulated,
    'test/front-door/late-updates.test.ts',
    'test/front-door/refused-posts.test.ts',
  ],
  'src/usecases/posts/strays.ts': [
    'test/front-door/strays.test.ts',
    'test/front-door/unknown-cards.test.ts',
    'test/front-door/without-ids.test.ts',
    'test/front-door/status.test.ts',
    'test/front-door/lost-posts.test.ts',
  ],
  'src/usecases/due/lease.ts': [...simulated, 'test/timers/late-changes.test.ts'],
  'src/usecases/due/run.ts': [...simulated, 'test/timers/clocks.test.ts', 'test/timers/late-changes.test.ts'],
  'src/usecases/due/schedule-due.ts': [...simulated, 'test/front-door/schedule.test.ts'],
  'src/usecases/run-due.ts': simulated,
  'src/usecases/round/close.ts': [...simulated, 'test/front-door/deadline.test.ts', 'test/front-door/round.test.ts'],
  'src/usecases/round/answer.ts': ['test/front-door/one-answer.test.ts', 'test/front-door/round.test.ts'],
  'src/domain/retries.ts': ['test/domain/answer.test.ts', 'test/domain/choosing.test.ts'],
  'src/domain/results.ts': ['test/domain/results.test.ts'],
  'src/domain/perspectives.ts': ['test/domain/perspectives.test.ts'],
  'src/domain/group-changes.ts': ['test/domain/perspectives.test.ts'],
  'src/domain/change.ts': ['test/domain/trend.test.ts'],
  'src/domain/trend.ts': ['test/domain/trend.test.ts'],
};
