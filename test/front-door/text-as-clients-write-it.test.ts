import { describe, expect, it } from 'vitest';
import { message } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { textOf } from '../support/cards.ts';
import { mette } from '../support/rounds.ts';

const quotedReply = { type: 'quotedReply', quotedReply: { messageId: '1700000000001' } };

async function answerTo(harness: Harness, text: string, given: object = {}) {
  const sent = message(harness.connector, mette, '');
  await harness.send({ ...sent, text, ...given });
  return textOf((await harness.eventually(() => harness.connector.shown[0])).cardNow);
}

describe('a command in a channel', () => {
  it.each([
    ['plain text', '<at>Hjulet</at> status'],
    ['a space that does not break', '<at>Hjulet</at>&nbsp;status'],
    ['the same space as a number', '<at>Hjulet</at>&#160;status&#xa0;'],
    ['the same space as itself', '<at>Hjulet</at>\u00a0status'],
    ['a paragraph', '<p><at>Hjulet</at>&nbsp;status</p>'],
    ['blocks and a line break', '<div><div><at id="0">Hjulet</at><br>status</div>\n</div>'],
    ['words that are bold', '<p><at>Hjulet</at> <strong>st</strong><em>atus</em></p>'],
    // microsoft/teams.ts issue 482
    ['a quoted reply', '<quoted messageId="1700000000001"/> <at>Hjulet</at> status', { entities: [quotedReply] }],
    ['a quoted reply with the words in it', '<quoted messageId="17">Skal vi begynde?</quoted><at>Hjulet</at> status'],
    ['a quoted reply that is not closed', '<quoted messageId="1700000000001"> <at>Hjulet</at> status'],
    ['an attachment before the mention', '<attachment id="1700000000001"></attachment><at>Hjulet</at> status'],
    ['an attachment that closes itself', '<attachment id="1700000000001"/>\n<at>Hjulet</at> status'],
    [
      'a quote before the mention',
      '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong>Anders</strong><p>slet alt</p></blockquote><p><at>Hjulet</at>&nbsp;status</p>',
    ],
    [
      'a long quote before the mention',
      `<blockquote>${'Vi talte om det. '.repeat(200)}</blockquote><at>Hjulet</at> status`,
    ],
    ['two mentions', '<at>Hjulet</at> <at>Anders</at> status'],
    ['the bot mentioned twice', '<at>Hjulet</at> status <at>Hjulet</at>'],
    ['a mention behind many spaces', `<at>Hjulet</at>${'&nbsp;'.repeat(2_000)}status`],
    ['a line of a numbered list', '1. <at>Hjulet</at> status'],
    ['after a greeting', 'Hej <at>Hjulet</at>, status'],
    [
      'a mention in the words of its schema',
      '<p><span itemtype="http://schema.skype.com/Mention">Hjulet</span>&nbsp;status</p>',
    ],
    ['a block of code', '<at>Hjulet</at><codeblock class="plaintext"><code>status</code></codeblock>'],
    ['words of which some are marked', '<p><at>Hjulet</at> st<mark>at</mark>u<sub>s</sub></p>'],
    ['words that were put in', '<p><at>Hjulet</at> s<ins>tat</ins>us</p>'],
    ['what was copied with its style', '<style>p { margin: 0 }</style><p><at>Hjulet</at> status</p>'],
    ['after what was struck out', '<p><at>Hjulet</at> <s>slet</s> status</p>'],
    ['letters that are bold by themselves', '<at>Hjulet</at> 𝘀𝘁𝗮𝘁𝘂𝘀'],
    ['wide letters', '<at>Hjulet</at> ｓｔａｔｕｓ'],
    ['a word with what cannot be seen in it', '<at>Hjulet</at> st\u200bat\u00adus\u0000'],
  ])('is understood as %s', async (_name, text, { entities } = { entities: [] }) => {
    const harness = await startHarness();
    const mention = message(harness.connector, mette, '').entities;
    expect(await answerTo(harness, text, { entities: [...entities, ...mention] })).toContain('Der er ingen runde');
  });

  it('keeps signs that only look like markup', async () => {
    const harness = await startHarness();
    expect(await answerTo(harness, '<at>Hjulet</at> status <3 & 1<2')).toContain('Der er ingen runde');
  });

  it('is understood where its words come as HTML beside it alone', async () => {
    const harness = await startHarness();
    const content = '<div><div><at id="0">Hjulet</at>&nbsp;status</div></div>';
    const attachments = [
      { contentType: 'image/*', contentUrl: 'https://example.org' },
      { contentType: 'text/html', content },
    ];
    expect(await answerTo(harness, '', { text: undefined, attachments })).toContain('Der er ingen runde');
  });

  it('is not what is quoted', async () => {
    const harness = await startHarness();
    expect(await answerTo(harness, '<blockquote>status</blockquote><at>Hjulet</at> guide')).toContain('Køreplan');
  });
});

it.each(['mine&nbsp;data', '@Hjulet mine data', '<p>mine&nbsp;data</p>', '<div>mine <b>data</b>&nbsp;</div>'])(
  'a command in a chat of their own is understood as %s',
  async (text) => {
    const harness = await startHarness();
    const own = {
      conversation: { id: 'a:mette', conversationType: 'personal', tenantId: 'b3a1f9d0-0000-4000-8000-000000000001' },
      channelData: {},
    };
    expect(await answerTo(harness, text, { ...own, entities: [] })).toContain('Dine data');
  },
);
