/** What stands between the internet and the bot: tests take every branch of it, and notice when it is changed. */
export const doorFiles = [
  'src/teams/door.ts',
  'src/teams/tokens.ts',
  'src/teams/verbs.ts',
  'src/teams/inputs.ts',
  'src/teams/activity.ts',
  'src/teams/service-urls.ts',
  'src/teams/crowd.ts',
  'src/web/addresses.ts',
  'src/web/server.ts',
  'src/config.ts',
] as const;

/** The tests that do so: those that go through the door, without the long ones that attack it by chance or in numbers. */
export const doorTests = [
  'test/config.test.ts',
  'test/door/fault.test.ts',
  'test/door/tokens.test.ts',
  'test/teams/*.test.ts',
  'test/web/*.test.ts',
] as const;
