import { expect, it } from 'vitest';
import { invoke } from '../support/activities.ts';
import { startHarness } from '../support/app.ts';
import { button } from '../support/cards.ts';
import { anders, startRound } from '../support/rounds.ts';

const clientInfo = (locale: unknown) => [{ type: 'clientInfo', locale, platform: 'iOS' }];
const danish = 'Du har ikke svaret på dette tema endnu';
const english = 'You have not answered this theme yet';

it.each<[string, object, string]>([
  ['Danish', { locale: 'da-DK' }, danish],
  ['Danish with an underscore', { locale: 'da_DK' }, danish],
  ['Danish in capitals', { locale: 'DA' }, danish],
  ['Faroese', { locale: 'fo-FO' }, danish],
  ['Greenlandic', { locale: 'kl-GL' }, danish],
  ['Norwegian', { locale: 'nb-NO' }, english],
  ['English', { locale: 'en-GB' }, english],
  ['English in a list', { locale: 'en-GB,en;q=0.9' }, english],
  ['English as a system names it', { locale: 'en_GB.UTF-8' }, english],
  ['German as Switzerland writes it', { locale: 'de-CH' }, english],
  ['German as Germany writes it', { locale: 'de-DE' }, english],
  ['none, and English in an entity as on iOS', { entities: clientInfo('en-GB') }, english],
  ['none, and Danish in an entity', { entities: clientInfo('da-DK') }, danish],
  ['Danish, and English in an entity', { locale: 'da-DK', entities: clientInfo('en-GB') }, danish],
  ['nothing that is a language, and English in an entity', { locale: '*', entities: clientInfo('en-US') }, english],
  ['none', {}, danish],
  ['an empty one', { locale: '' }, danish],
  ['nothing that is a language', { locale: '🌍' }, danish],
  ['an undetermined one', { locale: 'und' }, danish],
  ['the one of a system without any', { locale: 'POSIX' }, danish],
  ['several at once', { locale: 'mul' }, danish],
  ['a word for a language', { locale: 'dansk' }, danish],
  ['no words at all, and English in an entity', { locale: 'zxx', entities: clientInfo('en-GB') }, english],
  ['null, and no language in an entity', { locale: null, entities: clientInfo(7) }, danish],
])('a client whose language is %s', async (_name, given, words) => {
  const harness = await startHarness();
  const { themes } = await startRound(harness);
  const [theme] = themes;
  if (!theme) throw new Error('no theme card');
  const { verb, data } = button(theme.cardNow, 'Se min vurdering');
  const { locale: _, ...press } = invoke(harness.connector, anders, theme, verb, data);
  const { body } = await harness.send({ ...press, ...given });
  expect(JSON.stringify(body)).toContain(words);
});
