/**
 * What stands between the internet and the bot, each file with the tests that notice when it is changed: the quickest of
 * those that go through it, since each of a thousand changes is tried by itself. Tests take every branch of these files.
 */
export const door: Record<string, readonly string[]> = {
  'src/teams/door.ts': ['test/door/fault.test.ts', 'test/door/tokens.test.ts'],
  'src/teams/tokens.ts': ['test/door/tokens.test.ts'],
  'src/teams/verbs.ts': ['test/teams/verbs.test.ts', 'test/teams/bad-input.test.ts', 'test/teams/commands.test.ts'],
  'src/teams/inputs.ts': ['test/teams/inputs.test.ts', 'test/teams/bad-input.test.ts'],
  'src/teams/activity.ts': ['test/teams/origin.test.ts', 'test/teams/bad-input.test.ts'],
  'src/teams/service-urls.ts': ['test/teams/service-urls.test.ts'],
  'src/teams/crowd.ts': ['test/teams/crowd.test.ts'],
  'src/web/addresses.ts': ['test/web/addresses.test.ts'],
  'src/web/server.ts': ['test/web/server.test.ts', 'test/web/http.test.ts'],
  'src/config.ts': ['test/config.test.ts'],
};

export const doorFiles = Object.keys(door);

/** @param file one of the door's files, or none for the tests of all. */
export const doorTests = (file?: string): string[] => [
  ...new Set(file === undefined ? [...Object.values(door).flat(), 'test/teams/older-cards.test.ts'] : door[file]),
];
