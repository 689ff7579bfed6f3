import { describe, expect, it } from 'vitest';
import { type Harness, startHarness } from '../support/app.ts';
import { asRead, buttons, inputs, parts, textOf } from '../support/cards.ts';
import type { Shown } from '../support/connector.ts';
import { allScores, anders, cardThat, fatima, lars, mette, saved, signe, startRound } from '../support/rounds.ts';
import { here } from '../support/time.ts';

const question = 'Hvem svarer du som?';
const save = 'Gem, hvem jeg svarer som';
const asked = { perspectives: 'true', expected: '8' };

/** Somebody answers a theme. @returns their own card. */
async function answer(harness: Harness, person: string, theme: Shown, step = '2') {
  const reply = await harness.press(person, theme, 'Gem min vurdering', allScores(theme, step));
  expect(reply.text).toContain(saved);
  if (!reply.card) throw new Error('no card');
  return { ...theme, cardNow: reply.card };
}

const first = (themes: readonly Shown[]): Shown => {
  const [theme] = themes;
  if (!theme) throw new Error('A round has themes');
  return theme;
};

describe('whom a person answers as', () => {
  it('is told of before they answer, asked once their first answer is saved, and said once a round', async () => {
    const harness = await startHarness();
    const { themes, setup } = await startRound(harness, asked);
    expect(textOf(setup.cardNow)).toContain('alle har svaret og valgt, hvem de svarer som');
    expect(textOf(first(themes).cardNow)).toContain('spørger jeg, hvem du svarer som');
    const own = await answer(harness, anders, first(themes));
    expect(textOf(own.cardNow)).toContain(question);
    const said = await harness.press(anders, own, save, { answersAs: 'virksomhed' });
    expect(said.text).toContain('Du svarer som: **Virksomhed**');
    expect(said.text).not.toContain(question);
    const next = await answer(harness, anders, themes[1] ?? first(themes));
    expect(textOf(next.cardNow)).toContain('Du svarer som: **Virksomhed**');
    expect(textOf(next.cardNow)).not.toContain(question);
    const other = await answer(harness, fatima, first(themes));
    expect(textOf(other.cardNow)).toContain(question);
  });

  it('can be changed until the round closes, on whichever of their cards, and may be left unsaid', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, asked);
    const own = await answer(harness, anders, first(themes));
    const said = await harness.press(anders, own, save, { answersAs: 'unge' });
    await answer(harness, anders, themes[1] ?? first(themes));
    const mine = await harness.press(anders, themes[1] ?? first(themes), 'Se min vurdering');
    if (!mine.card || !said.card) throw new Error('no card');
    const again = await harness.press(anders, { ...own, cardNow: mine.card }, 'Ret, hvem jeg svarer som');
    if (!again.card) throw new Error('no card');
    expect(inputs(again.card)).toMatchObject({ answersAs: 'unge' });
    const declined = await harness.press(anders, { ...own, cardNow: again.card }, save, { answersAs: '-' });
    expect(declined.text).toContain('Du har valgt ikke at sige, hvem du svarer som.');
    const kept = (await harness.store.answers(here, id)).map(({ answersAs }) => answersAs?.group);
    expect(kept.sort()).toEqual([null, 'unge']);
    const now = await harness.press(anders, first(themes), 'Se min vurdering');
    expect(now.text).toContain('Du har valgt ikke at sige');
  });

  it('is asked again where nothing was chosen, and is no group that the round has not', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, asked);
    const own = await answer(harness, anders, first(themes));
    const nothing = await harness.press(anders, own, save, { answersAs: '' });
    expect(nothing.text).toContain('Vælg, hvem du svarer som, og gem igen.');
    for (const answersAs of ['ministeriet', 'constructor', { $ne: null }]) {
      const reply = await harness.press(anders, own, save, { answersAs });
      expect(reply.text).toContain(question);
    }
    expect((await harness.store.answers(here, id)).filter(({ answersAs }) => answersAs)).toEqual([]);
  });

  it('outlives a change of the answer that it was said with', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, asked);
    const own = await answer(harness, anders, first(themes));
    await harness.press(anders, own, save, { answersAs: 'unge' });
    await answer(harness, anders, first(themes), '4');
    expect((await harness.store.answers(here, id)).map(({ answersAs }) => answersAs?.group)).toEqual(['unge']);
  });

  it('is not asked in a round that was set up without it, nor on the button of another round', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, { expected: '8' });
    expect(textOf(first(themes).cardNow)).not.toContain('hvem du svarer som');
    const own = await answer(harness, anders, first(themes));
    expect(textOf(own.cardNow)).not.toContain(question);
    const data = { round: id, theme: 'baeredygtigt-samarbejde', answersAs: 'unge' };
    const reply = await harness.execute(anders, own, 'answersAs', data);
    expect(reply.text).not.toContain('Du svarer som');
    expect((await harness.store.answers(here, id)).filter(({ answersAs }) => answersAs)).toEqual([]);
  });

  it('is shown by “mine data” and gone with the answers', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness, asked);
    const own = await answer(harness, anders, first(themes));
    await harness.press(anders, own, save, { answersAs: 'unge' });
    const chat = { conversationId: 'a:anders', type: 'personal' as const };
    await harness.say(anders, 'mine data', chat);
    const shown = await harness.eventually(() =>
      harness.connector.shown.find(({ conversationId }) => conversationId === chat.conversationId),
    );
    expect(textOf(shown.cardNow)).toContain('Du svarer som: **Unge**');
    const on = { ...chat, activityId: shown.activityId };
    await harness.execute(anders, on, 'eraseMine', {});
    expect(await harness.store.answers(here, id)).toEqual([]);
  });
});

describe('a round that closes by itself', () => {
  it('waits until the last to answer has said it', async () => {
    const harness = await startHarness();
    const { themes, setup } = await startRound(harness, { perspectives: 'true', expected: '2' });
    const cards: Shown[] = [];
    for (const person of [anders, fatima]) for (const theme of themes) cards.push(await answer(harness, person, theme));
    await harness.eventually(() => textOf(setup.cardNow).includes('2 af 2 har svaret på alle temaer'));
    const [ofAnders, ofFatima] = [cards[0], cards.at(-1)];
    if (!ofAnders || !ofFatima) throw new Error('no card');
    await harness.press(anders, ofAnders, save, { answersAs: 'unge' });
    await harness.press(fatima, ofFatima, save, { answersAs: '-' });
    expect(textOf((await cardThat(harness, 'Overblik')).cardNow)).toContain('2');
  });
});

describe('what the groups see differently', () => {
  const everybody = { [mette]: 'kommunen', [anders]: 'kommunen', [fatima]: 'unge', [lars]: 'unge', [signe]: '-' };

  async function closed(given: Record<string, string>) {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { perspectives: 'true', expected: '5', ...given });
    for (const [person, group] of Object.entries(everybody)) {
      const cards = [];
      for (const theme of themes) cards.push(await answer(harness, person, theme, group === 'unge' ? '1' : '3'));
      const [own] = cards;
      if (!own) throw new Error('no card');
      await harness.press(person, own, save, { answersAs: group });
    }
    const summary = await cardThat(harness, 'Overblik');
    return { harness, themes, summary: textOf(summary.cardNow) };
  }

  it('is shown of an open round on the summary, the themes and in their threads', async () => {
    const { harness, themes, summary } = await closed({ privacy: 'open' });
    expect(summary).toContain('Størst forskel mellem grupperne: 2,0 trin på 4 af temaerne.');
    expect(summary).toContain('Kommunen 3,0 · Unge 1,0');
    expect(summary).toContain('Unge (1,0) ligger 2,0 trin lavere end Kommunen (3,0).');
    await harness.eventually(() => textOf(first(themes).cardNow).includes('Kommunen 3,0 · Unge 1,0'));
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow }) => textOf(cardNow).includes('Hør et eksempel fra hver gruppe')),
    );
  });

  it('is not shown of a confidential one where the groups are too small, and the card says why', async () => {
    const { themes, summary } = await closed({});
    expect(summary).toContain('Grupperne kan ikke sammenlignes.');
    expect(summary).not.toContain('Unge 1,0');
    expect(buttons(first(themes).cardNow).length).toBeGreaterThan(0);
  });
});

describe('groups of which only one chose a step', () => {
  it('cannot be compared, and are not said to have given no answers', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { perspectives: 'true', expected: '2', privacy: 'open' });
    for (const [person, group, step] of [
      [mette, 'kommunen', '3'],
      [anders, 'unge', 'dontKnow'],
    ] as const) {
      const cards = [];
      for (const theme of themes) cards.push(await answer(harness, person, theme, step));
      await harness.press(person, cards[0] ?? first(themes), save, { answersAs: group });
    }
    const summary = textOf((await cardThat(harness, 'Overblik')).cardNow);
    expect(summary).toContain('1 svarede Ved ikke');
    expect(summary).toContain('for der er ikke vurderinger fra mere end én af dem på noget tema.');
  });
});

describe('groups that can be compared on some themes alone', () => {
  it('are said to lie close there, and not on all themes', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { perspectives: 'true', expected: '2', privacy: 'open' });
    for (const [person, group] of [
      [mette, 'kommunen'],
      [anders, 'unge'],
    ] as const) {
      const cards = [];
      for (const [i, theme] of themes.entries())
        cards.push(await answer(harness, person, theme, group === 'unge' && i > 0 ? 'dontKnow' : '3'));
      await harness.press(person, cards[0] ?? first(themes), save, { answersAs: group });
    }
    const summary = textOf((await cardThat(harness, 'Overblik')).cardNow);
    expect(summary).toContain('Hvor grupperne kan sammenlignes, ligger de mindre end et halvt trin fra hinanden.');
    expect(summary).not.toContain('på alle temaer');
  });
});

describe('“overblik” of a round with groups', () => {
  const members = (group: string) => Array.from({ length: 4 }, (_, i) => `29:${group}-${i}`);
  const [kommunen, unge, skole] = ['kommunen', 'unge', 'skole'].map(members) as [string[], string[], string[]];
  const chat = { conversationId: 'a:kommunen-0', type: 'personal' as const };

  /** A closed confidential round of these people. @returns its summary and what `overblik` says to somebody, here and in their own chat. */
  async function shownTo(asker: string, groups: Record<string, readonly string[]>) {
    const harness = await startHarness();
    const people = Object.values(groups).flat();
    harness.connector.members = [...people, mette].map((id) => ({ id, name: id }));
    const { id, themes } = await startRound(harness, { perspectives: 'true', expected: String(people.length) });
    for (const [group, persons] of Object.entries(groups)) {
      for (const person of persons) {
        for (const theme of themes) await answer(harness, person, theme, group === 'unge' ? '1' : '3');
        const data = { round: id, theme: 'baeredygtigt-samarbejde', answersAs: group };
        await harness.execute(person, first(themes), 'answersAs', data);
      }
    }
    const summary = textOf((await cardThat(harness, 'Overblik')).cardNow);
    const before = harness.connector.shown.length;
    await harness.say(asker, 'overblik');
    const here = textOf((await cardThat(harness, 'Overblik', before)).cardNow);
    const after = harness.connector.shown.length;
    await harness.say(asker, 'overblik', chat);
    const own = textOf((await cardThat(harness, 'Overblik', after)).cardNow);
    return { harness, shown: [summary, here, own] };
  }

  it('shows them beside each other as the summary does, in the channel and in one’s own chat', async () => {
    const { harness, shown } = await shownTo(kommunen[0] ?? '', { kommunen, unge });
    for (const text of shown) {
      expect(text).toContain('Størst forskel mellem grupperne: 2,0 trin på 4 af temaerne.');
      expect(text.match(/Kommunen 3,0 · Unge 1,0/g)).toHaveLength(4);
    }
    const before = harness.connector.shown.length;
    harness.connector.members = harness.connector.members.filter(({ id }) => id !== unge[0]);
    await harness.say(unge[0] ?? '', 'overblik', { ...chat, conversationId: 'a:unge-0' });
    const told = await harness.eventually(() => harness.connector.shown[before]);
    expect(textOf(told.cardNow)).not.toContain('Unge 1,0');
  });

  it('shows no group that is too small, nor one that those left over could be worked out from', async () => {
    const { shown } = await shownTo(kommunen[0] ?? '', {
      kommunen,
      unge,
      'skole-og-uddannelse': skole.slice(0, 3),
    });
    for (const text of shown) {
      expect(text).not.toMatch(/Skole og uddannelse \d/);
      expect(text).not.toContain('Kommunen 3,0 · Unge 1,0');
    }
  });
});

describe('the groups round by round', () => {
  const answersAs = { [mette]: 'kommunen', [anders]: 'kommunen', [fatima]: 'unge', [lars]: 'unge' };

  /** A closed open round. @param given the step of everybody in each group. */
  async function round(harness: Harness, given: Record<string, string>, asks = true) {
    harness.clock.offset += 100 * 86_400_000;
    const before = harness.connector.shown.length;
    const options = { privacy: 'open', expected: '4', ...(asks && { perspectives: 'true' }) };
    const { id, themes } = await startRound(harness, options);
    for (const [person, group] of Object.entries(answersAs)) {
      for (const theme of themes) await answer(harness, person, theme, given[group]);
      if (asks)
        await harness.execute(person, first(themes), 'answersAs', {
          round: id,
          theme: 'baeredygtigt-samarbejde',
          answersAs: group,
        });
    }
    await cardThat(harness, 'Overblik', before);
  }

  /** What `udvikling` says, and the page of the report. */
  async function shownOf(harness: Harness) {
    const before = harness.connector.shown.length;
    await harness.say(anders, 'udvikling');
    const trend = textOf((await cardThat(harness, 'Udvikling', before)).cardNow);
    await harness.say(mette, 'eksport');
    const offer = await cardThat(harness, 'Tag resultatet med', before);
    const { card } = await harness.press(mette, offer, 'Vis links');
    const address = String(parts(card).find(({ title }) => title === 'Åbn rapporten')?.url);
    return { trend, report: asRead(await (await fetch(address)).text()) };
  }

  it('stand under each round on “udvikling” and in a table under the report’s chart', async () => {
    const harness = await startHarness();
    await round(harness, { kommunen: '3', unge: '1' });
    await round(harness, { kommunen: '3', unge: '2' });
    const { trend, report } = await shownOf(harness);
    expect(trend).toMatch(/: 2,5 \(4 vurderinger\)\nKommunen 3,0 \(uændret\) · Unge 2,0 \(↑ 1,0\)\n/);
    expect(trend).toMatch(/: 2,0 \(4 vurderinger\)\nKommunen 3,0 · Unge 1,0\n/);
    const table = report.slice(report.indexOf('Grupperne runde for runde'));
    expect(table).toMatch(
      /<th scope="col"[^>]*>Runde<\/th><th scope="col"[^>]*>Kommunen<\/th><th scope="col"[^>]*>Unge<\/th>/,
    );
    expect(table).toContain('<td class="text">3,0 (uændret)</td><td class="text">2,0 (op 1,0)</td>');
    expect(report.match(/Grupperne hver for sig/g)).toHaveLength(1);
  });

  it('are missing of an older round that asked nobody, which is said nothing of', async () => {
    const harness = await startHarness();
    await round(harness, { kommunen: '3', unge: '1' }, false);
    await round(harness, { kommunen: '3', unge: '2' });
    const { trend, report } = await shownOf(harness);
    expect(trend.match(/Unge 2,0/g)).toHaveLength(4);
    expect(trend).not.toContain('Unge 1,0');
    expect(report).not.toContain('Grupperne runde for runde');
  });
});
