import { describe, expect, it } from 'vitest';
import { isBare, read } from '../../src/teams/vocabulary.ts';
import { message } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { button, buttons, textOf } from '../support/cards.ts';
import { allScores, anders, mette, startRound } from '../support/rounds.ts';
import { quiet } from '../support/time.ts';

const personal = { conversationId: 'a:mette', type: 'personal' } as const;
const group = { conversationId: '19:gruppe@thread.v2', type: 'groupChat' } as const;

describe('what people write', () => {
  it.each([
    ['start', 'start'],
    ['START!', 'start'],
    ['  Start  nu ', 'start'],
    ['begynd', 'start'],
    ['overblik', 'overview'],
    ['Overview', 'overview'],
    ['resultat?', 'overview'],
    ['status', 'status'],
    ['hjælp', 'help'],
    ['HJÆLP', 'help'],
    ['hja\u0065lp', 'help'],
    ['hi', 'help'],
    ['Hej', 'help'],
    ['hello', 'help'],
    ['', 'help'],
    ['?', 'help'],
    ['mine data', 'mineData'],
    ['Mine  DATA, tak!', 'mineData'],
    ['vis mine data', 'mineData'],
    ['my data please', 'mineData'],
    ['slet mine data', 'eraseMine'],
    ['Slet mine svar nu', 'eraseMine'],
    ['delete my data', 'eraseMine'],
    ['slet', 'erase'],
    ['slet runde', 'erase'],
    ['delete round 2', 'erase'],
    ['tovholder', 'facilitator'],
    ['tovholder Anders', 'facilitator'],
    ['guide', 'guide'],
    ['privatliv', 'privacy'],
    ['privacy', 'privacy'],
  ])('%j is the command %s', (text, command) => {
    expect(read(text)).toEqual({ command });
  });

  it.each([
    ['vis status', 'status'],
    ['Vis mig status', 'status'],
    ['show status', 'status'],
    ['Show me the status, please', 'status'],
    ['status nu', 'status'],
    ['hvad er status', 'status'],
    ['Hvad er vores status lige nu?', 'status'],
    ["what's the status?", 'status'],
    ['What is our current status', 'status'],
    ['ny status', 'status'],
    ['kan du vise status?', 'status'],
    ['Hej Hjulet, hvordan går det?', 'status'],
    ['Hvordan går det nu', 'status'],
    ['hvor mange har svaret?', 'status'],
    ['Hvem mangler at svare?', 'status'],
    ['How is it going?', 'status'],
    ["how's it going so far", 'status'],
    ['latest summary', 'overview'],
    ['the latest summary', 'overview'],
    ['vis opsummering', 'overview'],
    ['seneste opsummering', 'overview'],
    ['Vis den seneste opsummering', 'overview'],
    ['vis resultatet', 'overview'],
    ['Må vi se resultaterne?', 'overview'],
    ['show results', 'overview'],
    ['opsummér', 'overview'],
    ['hvordan gik det?', 'overview'],
    ['vis planen', 'plan'],
    ['se handleplan', 'plan'],
    ['show the plan', 'plan'],
    ['vis udviklingen', 'trend'],
    ['hent rapporten', 'export'],
    ['kan du vise mine data', 'mineData'],
    ['vis rammen', 'frame'],
    ['vis tovholder', 'facilitator'],
    ['hvem er tovholder', 'facilitator'],
    ['what can you do?', 'help'],
    ['ny runde', 'start'],
    ['new round', 'start'],
    ['new', 'start'],
  ])('%j, said to the bot, is the command %s', (text, command) => {
    expect(read(text)).toEqual({ command });
  });

  it.each(['vis status', 'Vis mig planen', 'show status!', 'vis mine data', 'status', 'my data'])(
    '%j is a command and nothing more',
    (text) => expect(isBare(text)).toBe(true),
  );

  it.each([
    'hvordan går det',
    'Hvordan går det nu?',
    'How is it going?',
    'hvad er status',
    'status nu',
    'ny status',
    'Hvem mangler?',
    'hvor mange har svaret?',
    'resultaterne',
    'seneste opsummering',
    'latest summary',
    'vis mig status på budgettet',
    'vis det til Anders',
    'show me',
    'vis',
    'vis slet',
    'show start',
    'Kan du vise mig planen?',
    'opsummér',
    'what is next',
  ])('%j, said among people, is none', (text) => expect(isBare(text)).toBe(false));

  it.each([
    'Vis mig vejen',
    'hvad er klokken',
    'kan du slette det hele',
    'show me the way',
    'skal vi begynde',
    'vis',
    'kan du',
  ])('%j, said to the bot, is none either', (text) => expect(read(text).command).toBeUndefined());

  it.each([
    ['strat', 'start'],
    ['overblk', 'overview'],
    ['stauts', 'status'],
    ['hjlp', 'help'],
    ['mine dta', 'mineData'],
    ['minedata', 'mineData'],
    ['slt mine data', 'eraseMine'],
    ['slet mine dat', 'eraseMine'],
    ['Slet min data, tak', 'eraseMine'],
    ['delete my dta', 'eraseMine'],
    ['slett', 'erase'],
    ['tovhoder', 'facilitator'],
    ['privativ', 'privacy'],
  ])('%j is near the command %s', (text, nearest) => {
    expect(read(text)).toEqual({ nearest });
  });

  it('that is a slip in a longer command does not do what its first word does', () => {
    for (const slip of ['slet mine dat', 'slet mne data', 'delete mi data', 'vis min data'])
      expect(read(slip), slip).toHaveProperty('nearest');
  });

  it('that is near nothing has no guess', () => {
    expect(read('Hvordan går det med budgettet?')).toEqual({});
  });
});

describe('a message', () => {
  it.each([
    ['in a channel', {}],
    ['in a personal chat', personal],
    ['in a group chat', group],
  ])('%s is answered whatever it says', async (_where, where) => {
    const harness = await startHarness();
    for (const [i, text] of [
      'hej',
      'hjælp',
      'help',
      'overblk',
      'noget helt andet',
      '',
      'status',
      'overblik',
    ].entries()) {
      await harness.say(mette, text, where);
      await harness.eventually(() => harness.connector.shown.length === i + 1);
    }
    const texts = harness.connector.shown.map(({ cardNow: card }) => textOf(card));
    expect(texts[3]).toContain('Mente du »overblik«?');
    expect(texts[4]).toContain('Det forstod jeg ikke');
    expect(texts.every((text) => text.length > 20)).toBe(true);
  });

  it.each([
    ['overblk', ['Vis overblik']],
    ['planx', ['Se planen']],
    ['rammer', ['Se rammen']],
    ['påmindels', ['Se påmindelserne']],
    ['statsu', ['Vis status']],
    ['udvkling', ['Vis udvikling']],
    ['eksprot', ['Tag resultatet med']],
    ['guidee', ['Vis køreplanen']],
    ['slett', []],
    ['starrt', ['Start en runde']],
    ['noget helt andet', ['Start en runde']],
  ])('that says %j is helped on by %j', async (text, titles) => {
    const harness = await startHarness();
    await harness.say(mette, text);
    const [help] = await harness.eventually(() => harness.connector.shown.length === 1 && harness.connector.shown);
    expect(textOf(help?.cardNow)).toContain('Det forstod jeg ikke');
    expect(buttons(help?.cardNow).map(({ title }) => title)).toEqual(titles);
  });

  it.each([
    ['rammer', 'Se rammen', 'Jeres ramme'],
    ['påmindels', 'Se påmindelserne', 'Der er ikke planlagt flere påmindelser'],
    ['statsu', 'Vis status', 'Der er ingen runde i gang'],
    ['udvkling', 'Vis udvikling', 'Der er ikke noget resultat endnu'],
    ['eksprot', 'Tag resultatet med', 'Det kan kun en tovholder gøre'],
    ['guidee', 'Vis køreplanen', 'Køreplan til et møde på 90 minutter'],
  ])('that says %j is shown what it is near to by %j', async (text, title, shown) => {
    const harness = await startHarness();
    await harness.say(mette, text);
    const [help] = await harness.eventually(() => harness.connector.shown.length === 1 && harness.connector.shown);
    if (!help) throw new Error('no help');
    expect((await harness.press(mette, help, title)).text).toContain(shown);
  });

  it('that is nearly what can be shown in a personal chat has a button for it there', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'min dta', personal);
    await harness.say(mette, 'statsu', personal);
    const shown = await harness.eventually(() => harness.connector.shown.length === 2 && harness.connector.shown);
    expect(shown.map(({ cardNow }) => buttons(cardNow).map(({ title }) => title))).toEqual([['Vis mine data'], []]);
    const [help] = shown;
    if (!help) throw new Error('no help');
    expect((await harness.press(mette, help, 'Vis mine data')).text).toContain('Dine data');
  });

  it('in a channel is answered in the channel’s language, in a personal chat in the person’s', async () => {
    const harness = await startHarness();
    await harness.say(mette, 'help', { locale: 'en-US' });
    await harness.say(mette, 'hjælp', { ...personal, locale: 'en-US' });
    const [channel, own] = await harness.eventually(
      () => harness.connector.shown.length === 2 && harness.connector.shown,
    );
    expect(textOf(channel?.cardNow)).toContain('Det kan jeg');
    expect(textOf(own?.cardNow)).toContain('What I can do');
  });

  it('that does not mention the bot is left alone unless it is a command', async () => {
    const harness = await startHarness();
    const plain = (text: string) => ({ ...message(harness.connector, mette, text), text, entities: [] });
    await harness.send(plain('Skal vi holde frokost?'));
    await harness.send(plain('Start med at læse referatet'));
    await harness.send(plain('Slet bare det gamle dokument'));
    await harness.send(plain(''));
    await harness.send(plain('hjælp'));
    await harness.eventually(() => harness.connector.shown.length === 1);
    expect(textOf(harness.connector.shown[0]?.cardNow)).toContain('Det kan jeg');
  });
});

describe('words to others in a channel', () => {
  const bot = { type: 'mention', mentioned: { id: '28:bot', name: 'Hjulet' } };
  it.each<[string, object]>([
    ['somebody else', { entities: [{ type: 'mention', mentioned: { id: anders } }] }],
    ['another bot', { entities: [{ type: 'mention', mentioned: { id: '28:en-anden' } }] }],
    ['nobody who is told of', { entities: [{ type: 'mention' }, { type: 'mention', mentioned: {} }] }],
    ['somebody, where it is not told who the bot is', { entities: [bot], recipient: undefined }],
    ['somebody, where what is told of the bot has no id', { entities: [bot], recipient: {} }],
    ['nobody, where no entities are told', { entities: undefined }],
  ])('that mention %s are left alone', async (_name, given) => {
    const harness = await startHarness();
    const said = { ...message(harness.connector, mette, ''), text: '<at>x</at> Skal vi holde frokost?' };
    expect((await harness.send({ ...said, ...given })).status).toBe(200);
    await quiet(harness);
    expect(harness.connector.shown).toEqual([]);
  });
});

describe('overblik in a personal chat', () => {
  it('shows the latest result of the one team that a person belongs to, and nobody else’s', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '1' });
    for (const theme of themes) await harness.press(mette, theme, 'Gem min vurdering', allScores(theme, '2'));
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow: card }) => textOf(card).startsWith('Overblik')),
    );
    await harness.say(anders, 'overblik', { conversationId: 'a:anders', type: 'personal' });
    const own = await harness.eventually(() =>
      harness.connector.shown.find(({ conversationId }) => conversationId === 'a:anders'),
    );
    expect(textOf(own.cardNow)).toContain('1 af 1 har svaret');
    expect(buttons(own.cardNow)).toEqual([]);
    await harness.say('29:fremmed', 'overblik', { conversationId: 'a:fremmed', type: 'personal' });
    const other = await harness.eventually(() =>
      harness.connector.shown.find(({ conversationId }) => conversationId === 'a:fremmed'),
    );
    expect(textOf(other.cardNow)).toContain('Jeg fandt ikke noget resultat');
  });

  it('lets a person choose among several teams', async () => {
    const harness = await startHarness();
    const { connector } = harness;
    for (const conversationId of ['19:en@thread.v2', '19:to@thread.v2']) {
      await harness.say(mette, 'start', { conversationId, type: 'groupChat' });
      const setup = await harness.eventually(() =>
        connector.shown.find((shown) => shown.conversationId === conversationId),
      );
      await harness.press(mette, setup, 'Start runden');
      const status = await harness.eventually(() => textOf(setup.cardNow).includes('Runden er i gang') && setup);
      const question = await harness.press(mette, status, 'Luk runden');
      const { verb, data } = button(question.card, 'Luk nu');
      await harness.execute(mette, setup, verb, data);
    }
    await harness.say(anders, 'overblik', personal);
    const choice = await harness.eventually(() =>
      connector.shown.find(({ conversationId }) => conversationId === 'a:mette'),
    );
    const [first] = buttons(choice.cardNow);
    const titles = buttons(choice.cardNow).map(({ title }) => title);
    expect(titles).toEqual([expect.stringMatching(/^Gruppechat uden navn/), `${titles[0]} (2)`]);
    const chosen = await harness.execute(anders, choice, first?.verb, first?.data);
    expect(chosen.text).toContain('Ingen har svaret');
    const stranger = await harness.execute('29:fremmed', choice, first?.verb, first?.data);
    expect(stranger.text).toContain('Det kan jeg ikke finde');
    // Nothing reads marks there.
    expect(stranger.text).not.toContain('**');
  });
});

describe('a client that knows no Action.Execute', () => {
  it('saves by Action.Submit and shows nobody what was answered', async () => {
    const harness = await startHarness();
    const { id, themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const { data } = button(theme.cardNow, 'Gem min vurdering');
    const activity = message(harness.connector, anders, '', { conversationId: theme.conversationId });
    const before = harness.connector.shown.length;
    await harness.send({ ...activity, text: undefined, value: { ...data, ...allScores(theme, '4') } });
    const reply = await harness.eventually(() => harness.connector.shown[before]);
    expect(textOf(reply.cardNow)).toContain('En vurdering er gemt');
    expect(textOf(reply.cardNow)).not.toContain('Bæredygtig udvikling');
    expect(
      await harness.store.answers(
        { tenantId: activity.conversation.tenantId, conversationId: theme.conversationId.split(';')[0] ?? '' },
        id,
      ),
    ).toHaveLength(1);
  });
});
