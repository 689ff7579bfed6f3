const buttonTests = [
  'test/teams/cards/verbs.test.ts',
  'test/teams/inbound/bad-input.test.ts',
  'test/teams/commands.test.ts',
];
/** What people without Teams send; what the pages say decides nothing. */
const guestTests = ['edges', 'door', 'one-phone', 'results', 'groups', 'answering'].map(
  (name) => `test/guests/${name}.test.ts`,
);
const guestFiles = ['form', 'guests', 'phone', 'rates', 'request', 'send', 'sender'].map(
  (name) => `src/web/guests/${name}.ts`,
);
const features = ['choosing', 'dialogue', 'facilitator', 'plan', 'privacy', 'results', 'round', 'schedule'];
/** What people without Teams are shown, with what they and a team wrote in it. */
const pageTests = {
  'theme-page': ['words'],
  'other-pages': ['words', 'results', 'answering', 'groups', 'edges'],
  page: ['words', 'edges'],
  'printed-pages': ['words', 'groups', 'edges'],
  'results-page': ['results', 'edges'],
};
const pages = Object.entries(pageTests).map(([name, tests]): [string, readonly string[]] => [
  `src/web/guests/${name}.ts`,
  tests.map((test) => `test/guests/${test}.test.ts`),
]);
/** What the buttons of each feature carry. */
const verbFiles = ['src/teams/cards/ids.ts', ...features.map((name) => `src/teams/${name}/${name}-verbs.ts`)];

/**
 * What stands between the internet and the bot, each file with the tests that notice when it is changed: the quickest of
 * those that go through it, since each of a thousand changes is tried by itself. Tests take every branch of these files.
 */
export const door: Record<string, readonly string[]> = {
  'src/teams/inbound/door.ts': ['test/door/fault.test.ts', 'test/door/tokens.test.ts'],
  'src/teams/inbound/tokens.ts': ['test/door/tokens.test.ts'],
  'src/teams/cards/verbs.ts': buttonTests,
  'src/teams/cards/pressed.ts': [
    'test/teams/cards/verbs.test.ts',
    'test/teams/cards/inputs.test.ts',
    'test/front-door/untouched-fields.test.ts',
    'test/front-door/choosing.test.ts',
  ],
  ...Object.fromEntries(verbFiles.map((file) => [file, buttonTests])),
  'src/teams/cards/inputs.ts': [
    'test/teams/cards/inputs.test.ts',
    'test/front-door/untouched-fields.test.ts',
    'test/guests/groups.test.ts',
  ],
  'src/teams/cards/fields.ts': ['test/teams/cards/inputs.test.ts'],
  'src/teams/inbound/activity.ts': [
    'test/teams/inbound/origin.test.ts',
    'test/teams/inbound/bad-input.test.ts',
    'test/front-door/coming-and-going.test.ts',
    'test/front-door/threads-of-chats.test.ts',
    'test/front-door/never-silent.test.ts',
    'test/door/tokens.test.ts',
    'test/front-door/text-as-clients-write-it.test.ts',
  ],
  'src/teams/inbound/entities.ts': ['test/front-door/languages-of-clients.test.ts', 'test/teams/commands.test.ts'],
  'src/teams/inbound/service-urls.ts': ['test/teams/inbound/service-urls.test.ts'],
  'src/teams/inbound/flood-limiter.ts': ['test/teams/inbound/flood-limiter.test.ts'],
  'src/teams/inbound/patience.ts': ['test/teams/inbound/patience.test.ts'],
  'src/teams/inbound/answered-presses.ts': ['test/teams/inbound/answered-presses.test.ts'],
  'src/web/addresses.ts': ['test/web/addresses.test.ts'],
  'src/web/body.ts': ['test/web/server.test.ts', 'test/web/http.test.ts'],
  'src/web/guards.ts': ['test/web/server.test.ts', 'test/web/http.test.ts'],
  'src/web/messages.ts': ['test/web/server.test.ts', 'test/web/http.test.ts'],
  'src/web/server.ts': ['test/web/server.test.ts', 'test/web/http.test.ts', 'test/web/headers.test.ts'],
  ...Object.fromEntries(guestFiles.map((file) => [file, guestTests])),
  ...Object.fromEntries(pages),
  'src/config.ts': ['test/config.test.ts'],
  'src/config/settings.ts': ['test/config.test.ts'],
  'src/config/values.ts': ['test/config.test.ts'],
};

export const doorFiles = Object.keys(door);

export const doorTests = [...new Set([...Object.values(door).flat(), 'test/teams/cards/older-cards.test.ts'])];
