import { lowerCase } from '../../domain/language.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Facilitators } from '../../usecases/facilitator/facilitators.ts';
import type { RoleNotice } from '../../usecases/facilitator/role-ports.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** As many names as a card has room for, in bytes with the element around each. */
const budget = 12_000;
const overhead = 60;

/** Who leads the channel, with what can be done about it. @param search a part of the names to choose from. */
export function facilitators(texts: Texts, { names, gone, free, candidates }: Facilitators, search = ''): Card {
  const { t } = texts;
  const wanted = lowerCase(search).slice(0, 40);
  const found = candidates.filter(({ name }) => lowerCase(name).includes(wanted));
  let left = budget;
  const choices = found.flatMap(({ person, name }) => {
    left -= Buffer.byteLength(JSON.stringify(name)) + overhead;
    return left >= 0 ? [{ title: name || t('role.nameless'), value: person }] : [];
  });
  const nobody = found.length === 0 && candidates.length > 0;
  return {
    template: 'role',
    data: {
      ...head(texts, t('role.title')),
      title: t('role.title'),
      names: names.map((name) => name || t('role.nameless')),
      lines: [
        ...(names.length === 0 ? [t('role.none')] : []),
        ...(gone > 0 ? [t('role.gone', { count: gone })] : []),
        ...(free ? [t('role.free')] : []),
      ],
      who: t('role.who'),
      required: t('role.required'),
      choices,
      notes: [
        ...(nobody ? [t('role.noMatch', { search: wanted })] : []),
        ...(choices.length < found.length ? [t('role.first', { number: choices.length })] : []),
        t('role.what'),
      ],
      actions: [
        ...(choices.length > 0 ? [button('nameFacilitator', {}, t('role.name'), { inputs: 'auto' })] : []),
        ...(free ? [button('takeRole', {}, t('role.take'))] : [button('giveUpRole', {}, t('role.giveUp'))]),
      ],
    },
  };
}

/** Tells the channel who leads it. */
export function role(texts: Texts, { taken, name: given }: RoleNotice): Card {
  const { t } = texts;
  const name = given || t('role.nameless');
  const told = taken ? t('role.taken', { name }) : t('role.named', { name });
  return {
    template: 'role',
    data: {
      ...head(texts, t('role.newsTitle')),
      title: t('role.newsTitle'),
      names: [told],
      lines: [],
      who: '',
      required: '',
      choices: [],
      notes: [t('role.what')],
      actions: [],
    },
  };
}
