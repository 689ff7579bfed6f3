import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeys } from '../../src/keys.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { personInChannel, personInRound } from '../../src/usecases/channel/caller.ts';
import { channelId, message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { button, parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import {
  allScores,
  anders,
  cardThat,
  fatima,
  lars,
  mette,
  nameOf,
  pressTwo,
  signe,
  startRound,
} from '../support/rounds.ts';
import { now, pass } from '../support/time.ts';

/** Somebody who asks to be forgotten is forgotten: in every document, and on every card in the channel. */

const key = { tenantId, conversationId: channelId };
const everyone = [mette, anders, fatima, lars, signe];
const isOwnChat = ({ conversationId }: Shown) => conversationId.startsWith('a:');
const { keyedId } = createKeys([Buffer.alloc(32, 7)]);

interface Place {
  harness: Harness;
  file: string;
  rounds: string[];
}

/** What the documents hold, byte for byte, but for what only says which record it is in the posts of Teams. */
function stored({ file }: Place): string {
  return [file, `${file}-wal`].map((path) => readFileSync(path, { encoding: 'latin1', flag: 'a+' })).join('\n');
}

/** The codes that somebody has in the channel and in its rounds. */
function codesOf({ rounds }: Place, userId: string): string[] {
  const deps = { keyedId } as Parameters<typeof personInChannel>[0];
  return [
    personInChannel(deps, key, userId),
    ...rounds.map((roundId) => personInRound(deps, { channel: key, roundId, userId })),
  ];
}

async function ask(harness: Harness, person: string, text: string): Promise<Shown> {
  const from = harness.connector.shown.length;
  await harness.say(person, text, { conversationId: `a:${person.slice(3)}`, type: 'personal' });
  return cardThat(harness, '', from);
}

/** The cards in the channel that name somebody, in what is read or in what can be chosen. */
function naming({ connector }: Harness, person: string): string[] {
  return connector.shown
    .filter((post) => !isOwnChat(post) && JSON.stringify(post.cardNow).includes(nameOf(person)))
    .map(({ cardNow: card }) => textOf(card));
}

const isDots = ({ cardNow: card }: Shown) => textOf(card).startsWith('Prioritér sammen');

/** A channel in which Anders has done everything that leaves something of him behind. */
async function lived(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'hjulet-forgotten-'));
  const file = join(folder, 'hjulet.sqlite');
  const harness = await startHarness({ trial: true, database: async ({ clock }) => openSqlite(file, { clock }) });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = await startRound(harness, { privacy: 'open', expected: '5' });
  for (const person of everyone)
    for (const theme of first.themes)
      await harness.press(person, theme, 'Gem min vurdering', {
        ...allScores(theme, '2'),
        comment: `Ord fra ${person.split('-')[1]}`,
      });
  const summary = await cardThat(harness, 'Overblik');
  // The first choosing is ended, decided on and planned; Anders sees to what was chosen.
  await harness.press(mette, summary, 'Prioritér sammen');
  const dots = await harness.eventually(() => harness.connector.shown.find(isDots));
  for (const person of everyone) await harness.press(person, dots, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
  await harness.eventually(() => textOf(dots.cardNow).includes(nameOf(anders)));
  const decision = { short: 'unge-som-medskabere', long: '' };
  await pressTwo(harness, mette, dots, ['Skriv jeres beslutning ind', 'Gem og lav en plan'], decision);
  const plan = await cardThat(harness, 'Planen');
  const [focus] = await harness.store.focuses(key);
  const form = await harness.execute(anders, plan, 'editFocus', { focus: focus?.id });
  await harness.execute(anders, plan, 'saveFocus', { focus: focus?.id, seen: 1, term: 'short', owner: anders });
  expect(JSON.stringify(form.card)).toContain(nameOf(anders));
  const adding = await harness.execute(anders, plan, 'newAction', { focus: focus?.id });
  const { action } = button(adding.card, 'Gem').data;
  const doing = { action, seen: 0, forFocus: focus?.id, title: 'Ring rundt', owner: anders };
  await harness.execute(anders, plan, 'saveAction', doing);
  await harness.eventually(() => textOf(plan.cardNow).split(nameOf(anders)).length === 3);
  // The plan is shown once more: the post of before follows no longer.
  await harness.say(mette, 'plan');
  // Anders becomes a facilitator, and what the channel is told of it names him.
  const from = harness.connector.shown.length;
  await harness.say(mette, 'tovholder');
  const role = await cardThat(harness, 'Tovholdere', from);
  const choices = parts(role.cardNow).find(({ id }) => id === 'facilitator')?.choices as {
    title: string;
    value: string;
  }[];
  const code = choices.find(({ title }) => title === nameOf(anders))?.value;
  await harness.press(mette, role, 'Udpeg', { facilitator: code });
  await cardThat(harness, 'Ny tovholder');
  await harness.say(mette, 'tovholder');
  // A client of before has what it is answered with posted, names and all.
  const old = message(harness.connector, anders, '');
  const value = { verb: 'showItem', kind: 'focus', id: focus?.id };
  await harness.send({ ...old, text: undefined, value });
  // He starts a round, and answers.
  const shown = harness.connector.shown.length;
  await harness.execute(anders, plan, 'setup', {});
  await cardThat(harness, 'Ny runde', shown);
  const { id, themes } = await startRound(harness, { expected: '5' });
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  await harness.press(anders, theme, 'Gem min vurdering', { ...allScores(theme, '3'), comment: 'Ord fra anders igen' });
  return { harness, file, rounds: [first.id, id] };
}

describe('mine data', () => {
  it('shows dots, roles, rounds that were started and that one is known, and afterwards nothing of it', async () => {
    const { harness } = await lived();
    const before = textOf((await ask(harness, anders, 'mine data')).cardNow);
    expect(before).toContain('Dine prikker i');
    expect(before).toContain('Unge som medskabere');
    expect(before).toContain('Du er tovholder i');
    expect(before).toContain('Du står som ansvarlig');
    expect(before).toContain('en kode for, at du er med i én kanal');
    expect(textOf((await ask(harness, mette, 'mine data')).cardNow)).toContain('Du har startet 2 runder');
    const question = await ask(harness, anders, 'slet mine data');
    expect((await harness.press(anders, question, 'Slet mine data')).text).toContain('dine 5 svar');
    const after = textOf((await ask(harness, anders, 'mine data')).cardNow);
    expect(after).toContain('Jeg har ingen svar');
    for (const kept of ['prikker', 'tovholder', 'ansvarlig', 'startet', 'en kode for', 'koder for'])
      expect(after).not.toContain(kept);
  });
});

describe('slet mine data', () => {
  it('leaves no name on a card in the channel and no code in the database', async () => {
    const place = await lived();
    const { harness } = place;
    expect(naming(harness, anders).length).toBeGreaterThan(5);
    for (const code of codesOf(place, anders)) expect(stored(place)).toContain(code);
    await harness.press(anders, await ask(harness, anders, 'slet mine data'), 'Slet mine data');
    await harness.holds(() => expect(naming(harness, anders)).toEqual([]));
    expect(
      harness.connector.shown
        .filter((post) => !isOwnChat(post))
        .map(({ cardNow: card }) => textOf(card))
        .join(),
    ).not.toContain('Ord fra anders');
    await harness.holds(async () => {
      for (const code of codesOf(place, anders)) expect(stored(place)).not.toContain(code);
    });
    // Everybody else is where they were.
    expect(naming(harness, fatima).length).toBeGreaterThan(0);
    expect((await harness.store.focuses(key)).map(({ content }) => content.owner)).toEqual([undefined]);
    expect((await harness.store.actions(key)).map(({ content }) => content.owner)).toEqual([undefined]);
    await harness.holds(async () =>
      expect((await harness.store.namedPosts(key)).every(({ record }) => !record.outdated)).toBe(true),
    );
  });

  it('counts one less in a choosing that runs', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '4' });
    for (const person of [mette, anders, fatima, lars])
      for (const theme of themes) await harness.press(person, theme, 'Gem min vurdering', allScores(theme, '2'));
    const summary = await cardThat(harness, 'Overblik');
    await harness.press(mette, summary, 'Prioritér sammen');
    const dots = await harness.eventually(() => harness.connector.shown.find(isDots));
    for (const person of [anders, fatima])
      await harness.press(person, dots, 'Gem mine prikker', { dots: 'unge-som-medskabere' });
    expect((await harness.press(fatima, dots, 'Se mine prikker')).text).toContain('2 af 4 har sat prikker');
    await harness.press(anders, await ask(harness, anders, 'slet mine data'), 'Slet mine data');
    expect((await harness.press(fatima, dots, 'Se mine prikker')).text).toContain('1 af 4 har sat prikker');
    expect(await harness.store.voted(key, id)).toBe(1);
  });
});

describe('"slet alt i kanalen"', () => {
  it('leaves no name and no code but of who leads it, and no card of before', async () => {
    const place = await lived();
    const { harness } = place;
    const [plan] = harness.connector.shown.filter(({ cardNow: card }) => textOf(card).startsWith('Planen'));
    await harness.execute(mette, plan ?? { conversationId: channelId, activityId: '1' }, 'eraseChannel', {});
    for (const person of everyone) await harness.holds(() => expect(naming(harness, person)).toEqual([]));
    await harness.holds(async () => {
      for (const code of codesOf(place, fatima)) expect(stored(place)).not.toContain(code);
    });
    const led = (await harness.store.channel(key))?.record.facilitators ?? [];
    expect(led).toHaveLength(2);
    // Each line is shown once more, since what was begun before may land on it; of nobody anything is kept meanwhile.
    expect((await harness.store.namedPosts(key)).flatMap(({ record }) => record.people)).toEqual([]);
    await pass(harness, now(harness) + 31_000);
    expect(await harness.store.namedPosts(key)).toEqual([]);
  });
});
