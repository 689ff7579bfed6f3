import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { allUnits, answerByLink, byLink, createPhone } from '../support/guests.ts';
import { cardOf, invited } from '../support/links.ts';
import { anders, answerAll, mette } from '../support/rounds.ts';

const asked = { perspectives: 'true' };

describe('a link to a round with groups', () => {
  it('is for one of them, which its card, the list, the pages and the papers say', async () => {
    const harness = await startHarness();
    const { address, link, setup } = await invited(harness, { answersAs: 'unge' }, asked);
    expect(textOf(link.cardNow)).toContain('De svarer som: **Unge**');
    const list = JSON.stringify(cardOf(await harness.press(mette, setup, 'Inviter andre')));
    expect(list).toContain('Unge: Lavet');
    const phone = createPhone(address);
    for (const page of ['', '/da/poster', '/da/paper'])
      expect((await phone.open(`${address}${page}`)).text).toContain('Du svarer som: Unge');
    for (const page of ['', '/da/paper'])
      expect((await phone.open(`${address}${page}`)).text).toContain('men kun hvor ingens svar kan regnes ud');
  });

  it('brings answers that count in it, also when they are corrected', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness, { answersAs: 'unge' }, asked);
    const phone = await answerByLink(createPhone(address), address, '2');
    await phone.follow('Ret Unge som medskabere');
    await phone.press('Gem og gå videre', allUnits(phone, '4'));
    const groups = (await byLink(harness, id)).map(({ answersAs }) => answersAs?.group);
    expect(groups).toEqual(['unge', 'unge', 'unge', 'unge']);
  });

  it('is made for none where they are of several, and says nothing of it then', async () => {
    const harness = await startHarness();
    const { address, id, link } = await invited(harness, { answersAs: '-' }, asked);
    expect(textOf(link.cardNow)).toContain('De svarer uden at høre til en gruppe.');
    const phone = await answerByLink(createPhone(address), address, '2');
    expect((await phone.open(address)).text).not.toContain('Du svarer som');
    expect((await byLink(harness, id)).map(({ answersAs }) => answersAs?.group)).toEqual([null, null, null, null]);
  });

  it('is not made before it is said whom for, nor for a group that the round has not', async () => {
    const harness = await startHarness();
    const { setup } = await invited(harness, { answersAs: 'unge' }, asked);
    const offer = cardOf(await harness.press(mette, setup, 'Inviter andre'));
    for (const answersAs of ['', 'ministeriet', 'constructor', { $ne: null }]) {
      const again = await harness.press(mette, { ...setup, cardNow: offer }, 'Lav et link', { answersAs, most: '7' });
      expect(again.text).toContain('Vælg, hvem de svarer som.');
      expect(JSON.stringify(again.card)).toContain('"value":"7"');
    }
  });

  it('shows its group beside the others once the round is closed', async () => {
    const harness = await startHarness();
    const inRound = { ...asked, privacy: 'open' };
    const { address, id, setup, themes } = await invited(harness, { answersAs: 'unge' }, inRound);
    await answerAll(harness, themes, [mette, anders], '3');
    for (const person of [mette, anders])
      await harness.execute(person, setup, 'answersAs', {
        round: id,
        theme: 'baeredygtigt-samarbejde',
        answersAs: 'kommunen',
      });
    await answerByLink(createPhone(address), address, '1');
    const question = cardOf(await harness.press(mette, setup, 'Luk runden'));
    await harness.press(mette, { ...setup, cardNow: question }, 'Luk nu');
    await harness.eventually(() =>
      harness.connector.shown.some(({ cardNow }) => textOf(cardNow).includes('Kommunen 3,0 · Unge 1,0')),
    );
  });
});

describe('a link to a round without groups', () => {
  it('asks nothing of them, and takes none', async () => {
    const harness = await startHarness();
    const { address, id, link } = await invited(harness, { answersAs: 'unge' });
    expect(textOf(link.cardNow)).not.toContain('De svarer');
    await answerByLink(createPhone(address), address, '2');
    expect((await byLink(harness, id)).filter(({ answersAs }) => answersAs)).toEqual([]);
  });
});
