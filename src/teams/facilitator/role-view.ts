import { escaped } from '../../texts/marks.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Facilitators } from '../../usecases/facilitator/facilitators.ts';
import type { RoleNotice } from '../../usecases/facilitator/role-ports.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { choosable } from './choosable.ts';

/** Who leads the channel, with what can be done about it. @param search a part of the names to choose from. */
export function facilitators(texts: Texts, told: Omit<Facilitators, 'people'>, search = ''): Card {
  const { names, gone, free, candidates, unread } = told;
  const { t } = texts;
  const wanted = search.slice(0, 40);
  const { some, all } = choosable({ candidates }, search);
  const choices = some.map(({ person, name }) => ({ title: name || t('role.nameless'), value: person }));
  const nobody = all === 0 && candidates.length > 0;
  return {
    template: 'role',
    data: {
      ...head(texts, t('role.title')),
      title: t('role.title'),
      names: names.map((name) => name || t('role.nameless')),
      lines: [
        ...(unread ? [t('refusal.unreadMembers')] : []),
        ...(names.length === 0 && !unread ? [t('role.none')] : []),
        ...(gone > 0 ? [t('role.gone', { count: gone })] : []),
        ...(free ? [t('role.free')] : []),
      ],
      who: t('role.who'),
      choices,
      notes: [
        ...(nobody ? [t('role.noMatch', { search: escaped(wanted) })] : []),
        ...(choices.length < all ? [t('role.first', { number: choices.length })] : []),
        t('role.what'),
      ],
      actions: [
        ...(choices.length > 0 ? [button('nameFacilitator', {}, { title: t('role.name'), inputs: 'auto' })] : []),
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
  return news(texts, t('role.newsTitle'), { names: [told], lines: [] });
}

/** Tells a channel where the bot was added once more that it is there, and who leads it. */
export function backAgain(texts: Texts, { names, free, unread }: Omit<Facilitators, 'people'>): Card {
  const { t, list } = texts;
  const called = list(names.map((name) => name || t('role.nameless')));
  const nobody = unread ? [t('again.ask')] : [t('role.none'), ...(free ? [t('again.free')] : [])];
  return news(texts, t('again.title'), {
    names: names.length > 0 ? [t('again.facilitators', { count: names.length, names: called })] : [],
    lines: [...(names.length > 0 ? [] : nobody), t('again.kept')],
  });
}

/** @param told names: what has names of people in it, which are shown as they are written. */
function news(texts: Texts, title: string, told: { names: string[]; lines: string[] }): Card {
  return {
    template: 'role',
    data: {
      ...head(texts, title),
      title,
      ...told,
      who: '',
      choices: [],
      notes: [texts.t('role.what')],
      actions: [],
    },
  };
}
