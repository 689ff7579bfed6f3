import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../../support/app.ts';
import { tenantId } from '../../support/canaries.ts';
import { button, buttons, inputs, roundOn, textOf } from '../../support/cards.ts';
import { mette, notHere, saved } from '../../support/rounds.ts';
import { roundPlace, type SentButton, sentCards } from './sent-cards.ts';

/** The buttons of every version, in test/fixtures/cards/<version>/<card>.json; those of this version by `npm run golden-cards`. */
const folder = new URL('../../fixtures/cards/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

function kept(ofVersion: string): Record<string, SentButton[]> {
  const here = new URL(`${ofVersion}/`, folder);
  const files = readdirSync(here).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, here), 'utf8')),
  ]);
  return Object.fromEntries(files);
}

function keep(sent: Record<string, SentButton[]>): void {
  const here = new URL(`${version}/`, folder);
  rmSync(here, { recursive: true, force: true });
  mkdirSync(here, { recursive: true });
  for (const [name, all] of Object.entries(sent))
    writeFileSync(new URL(`${name}.json`, here), `${JSON.stringify(all, undefined, 2)}\n`);
}

/** What a button carries, without what changes from day to day. */
const shapes = (sent: Record<string, SentButton[]>) =>
  Object.fromEntries(
    Object.entries(sent).map(([name, all]) => [
      name,
      all.map(({ verb, data }) => `${verb}: ${Object.keys(data).toSorted()}`),
    ]),
  );

interface Pressed extends SentButton {
  card: string;
}
const all: [string, Pressed][] = readdirSync(folder).flatMap((each) =>
  Object.entries(kept(each)).flatMap(([card, sent]) =>
    sent.map((button): [string, Pressed] => [`${each} ${card}: ${button.verb}`, { ...button, card }]),
  ),
);

const conversationId = '19:fra-foer@thread.tacv2';
const key = { tenantId, conversationId };

interface Channel {
  harness: Harness;
  /** The round's id; of a set-up card that was never used where there is no round. */
  round: string;
  /** Presses a button as if its card were about this round. */
  press(older: SentButton, given?: { data?: unknown; where?: string }): ReturnType<Harness['execute']>;
}

/** @param state of the channel's round. */
async function channelWith(state: 'no round' | 'open' | 'closed'): Promise<Channel> {
  const harness = await startHarness();
  await harness.say(mette, 'start', { conversationId });
  const setup = await harness.eventually(() => harness.connector.shown[0]);
  const setupId = String(buttons(setup.cardNow)[0]?.data.setup);
  const started = state !== 'no round' && (await harness.press(mette, setup, 'Start runden', { expected: '9' }));
  const round = started ? roundOn(started.card) : setupId;
  if (state === 'closed') {
    await harness.execute(mette, setup, 'close', { round });
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
  }
  const press: Channel['press'] = ({ verb, data }, given = {}) => {
    const about = JSON.parse(JSON.stringify(given.data ?? data).replaceAll(roundPlace, round));
    return harness.execute(mette, { conversationId: given.where ?? conversationId, activityId: '1' }, verb, about);
  };
  return { harness, round, press };
}

const status = /^Runden er i gang\n/;
const theme = /Tema \d af \d/;
const closeQuestion = /^Luk runden nu\?/;
const openAlready = /^Der er allerede en runde i gang/;
const setup = /^Ny runde/;
const setupComes = /^Kortet kommer her i tråden/;
const summary = /^Overblik/;

/** What the buttons of an open round do. */
const says: Record<string, RegExp> = {
  setup: openAlready,
  // The same set-up card again: its round is the one that is open.
  start: status,
  answer: new RegExp(saved),
  mine: theme,
  edit: theme,
  refresh: theme,
  status,
  sendMissing: status,
  sendAgain: status,
  askClose: closeQuestion,
  close: /^Runden er (lukket|ved at blive lukket)/,
};

describe('a button of an older card', () => {
  it.each(all.filter(([, { verb }]) => verb in says))('does today what it says: %s', async (_name, older) => {
    const { press } = await channelWith('open');
    const reply = await press(older);
    expect([reply.status, reply.text]).toEqual([200, expect.stringMatching(says[older.verb] ?? '')]);
  });

  it.each(all.filter(([, { verb }]) => verb === 'setup' || verb === 'start'))(
    'leads to a round where there is none: %s',
    async (_name, older) => {
      const { press } = await channelWith('no round');
      const reply = await press(older);
      expect([reply.status, reply.text]).toEqual([
        200,
        expect.stringMatching(/^Ny runde|^Runden er i gang|^Kortet kommer her i tråden/),
      ]);
    },
  );

  it.each(all.filter(([, { verb }]) => verb === 'team'))('still shows the result: %s', async (_name, older) => {
    const { press } = await channelWith('closed');
    const reply = await press(older, { where: 'a:mette' });
    expect([reply.status, reply.text]).toEqual([200, expect.stringMatching(summary)]);
  });
});

describe('a button of an older card of a closed round', () => {
  const says: Record<string, [text: RegExp, where: string]> = {
    agree: [/^Tema \d af \d\nFælles vurdering/, conversationId],
    // It was kept with no step chosen on it.
    saveAgreed: [/Der er ikke valgt noget trin/, conversationId],
    teamTrend: [/^Udvikling/, 'a:mette'],
    export: [/^Tag resultatet med/, conversationId],
  };
  it.each(all.filter(([, { verb }]) => verb in says))('does today what it says: %s', async (_name, older) => {
    const { press } = await channelWith('closed');
    const [text, where] = says[older.verb] ?? [];
    const reply = await press(older, where === undefined ? {} : { where });
    expect([reply.status, reply.text]).toEqual([200, expect.stringMatching(text ?? '')]);
  });
});

it.each(all.filter(([, { verb }]) => verb === 'saveAgreed'))(
  'a step chosen on an older card is saved: %s',
  async (_name, older) => {
    const { press } = await channelWith('closed');
    const chosen = Object.keys(older.data).filter((name) => name.startsWith('s_'));
    const data = { ...older.data, ...Object.fromEntries(chosen.map((name) => [name, '3'])) };
    const reply = await press(older, { data });
    expect([reply.status, reply.text]).toEqual([200, expect.stringMatching(/Jeres fælles vurdering er gemt/)]);
  },
);

const ids = new Set(['verb', 'round', 'theme', 'setup']);
const withMore = ({ data }: SentButton) => ({ ...data, since: 'en anden udgave' });
/** Without what is no id, and so as a version might have written it that knew less. */
const withLess = ({ data }: SentButton) =>
  Object.fromEntries(Object.entries(data).filter(([name]) => ids.has(name) || name.startsWith('s_')));
const once = Object.values(Object.fromEntries(all.map((each) => [each[1].verb, each])));

describe('a button whose data is another version’s', () => {
  it.each(once.filter(([, { verb }]) => verb in says))(
    'does the same with more in it than it knows: %s',
    async (_name, older) => {
      const { press } = await channelWith('open');
      const reply = await press(older, { data: withMore(older) });
      expect([reply.status, reply.text]).toEqual([200, expect.stringMatching(says[older.verb] ?? '')]);
    },
  );

  it('brings a fresh card of its kind, and does nothing, where it knows less', async () => {
    const older = once.find(([, { verb }]) => verb === 'answer')?.[1];
    if (!older) throw new Error('no theme card');
    const { harness, round, press } = await channelWith('open');
    const before = await harness.store.round(key, round);
    const reply = await press(older, { data: withLess(older) });
    expect([reply.status, reply.text]).toEqual([200, expect.stringMatching(theme)]);
    expect(buttons(reply.card)).not.toEqual([]);
    expect(await harness.store.round(key, round)).toEqual(before);
    expect(await harness.store.answers(key, round)).toEqual([]);
  });

  it('brings a set-up card where no round is open', async () => {
    const { harness, press } = await channelWith('no round');
    const setups = () => harness.connector.shown.filter(({ cardNow: card }) => setup.test(textOf(card))).length;
    for (const older of [
      { title: '', verb: 'setup', data: { since: 'før' } },
      { title: '', verb: 'start', data: { wheel: 'sammenhaengshjulet' } },
    ]) {
      const before = setups();
      expect((await press(older)).text).toMatch(setupComes);
      await harness.eventually(() => setups() === before + 1);
    }
  });

  it('brings the result where it was about one', async () => {
    const { press } = await channelWith('closed');
    const older = { title: '', verb: 'team', data: { round: roundPlace, channel: 'x' } };
    expect((await press(older, { where: 'a:mette' })).text).toMatch(summary);
  });

  it('brings the status where only the round can be read', async () => {
    const { press } = await channelWith('open');
    for (const verb of ['answer', 'mine', 'edit', 'refresh']) {
      const reply = await press({ title: '', verb, data: { round: roundPlace, area: 'baeredygtigt-samarbejde' } });
      expect(reply.text).toMatch(status);
    }
  });

  it('keeps on the fresh card what was filled in, and says that it is not saved', async () => {
    const { harness, round, press } = await channelWith('open');
    const older = all.find(([, { verb, card }]) => verb === 'answer' && card === 'theme')?.[1];
    if (!older) throw new Error('no theme card');
    const comment = `${'lang '.repeat(99)}teks💥`;
    const reply = await press(older, { data: { ...withLess(older), comment } });
    expect(reply.text).toContain('din vurdering er ikke gemt');
    expect(inputs(reply.card)).toMatchObject({
      's_baeredygtigt-samarbejde': '3',
      comment: comment.slice(0, 499),
    });
    const again = button(reply.card, 'Gem min vurdering');
    const answered = { ...inputs(reply.card), ...again.data };
    expect((await press({ ...again, data: answered })).text).toContain(saved);
    expect(await harness.store.answers(key, round)).toHaveLength(1);
  });

  it('shows what was saved before, where nothing was filled in', async () => {
    const { press } = await channelWith('open');
    const older = all.find(([, { verb, card }]) => verb === 'answer' && card === 'theme')?.[1];
    if (!older) throw new Error('no theme card');
    await press(older);
    const { round, theme: themeId } = older.data;
    const reply = await press({ title: '', verb: 'edit', data: { round, theme: themeId, since: 'før' } });
    expect(inputs(reply.card)).toMatchObject({ 's_baeredygtigt-samarbejde': '3', comment: 'Fra før' });
    expect(reply.text).not.toContain('ikke gemt');
  });

  it('gets the same no as ever where its verb is unknown, or the round is another’s or nowhere', async () => {
    const { harness, round, press } = await channelWith('open');
    const data = { round, theme: 'baeredygtigt-samarbejde', since: 'før' };
    for (const verb of ['vurder', 'toString', ''])
      expect((await press({ title: '', verb, data })).text).toContain(notHere);
    for (const verb of Object.keys(says).filter((name) => name !== 'setup' && name !== 'start')) {
      const nowhere = { ...data, round: 'A'.repeat(22) };
      expect([verb, (await press({ title: '', verb, data: nowhere })).text]).toEqual([
        verb,
        expect.stringContaining(notHere),
      ]);
      await harness.say(mette, 'hej', { conversationId: '19:et-andet@thread.tacv2' });
      const elsewhere = await press({ title: '', verb, data }, { where: '19:et-andet@thread.tacv2' });
      expect([verb, elsewhere.text]).toEqual([verb, expect.stringContaining(notHere)]);
      expect((await press({ title: '', verb, data: { round: [round] } })).text).toContain(notHere);
    }
  });
});

describe('the buttons of this version', () => {
  it('are kept, so that later versions are tested with them (after a change: npm run golden-cards)', async () => {
    const today = await sentCards(await startHarness());
    if (process.env.MODE === 'golden') keep(today);
    expect(shapes(today)).toEqual(shapes(kept(version)));
  });
});
