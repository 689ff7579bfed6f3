import type { Language } from '../../src/domain/language.ts';
import type { Card } from '../../src/teams/cards/templates.ts';
import { invitationCard, inviteCard, withdrawQuestion } from '../../src/teams/round/invite-view.ts';
import type { CountedInvitation, Invitations } from '../../src/usecases/guests/invitations.ts';
import { askingGroups, roundId, type Setting, settings } from './rounds.ts';

/** The cards about links for people without Teams. */

type Made = [name: string, card: Card];

const address = `https://hjulet.example.dk/answers/${'a'.repeat(22)}.${'b'.repeat(7)}.${'c'.repeat(6)}.${'d'.repeat(43)}`;
/** The one with the longest name. */
const longestGroup = 'civilsamfund-og-frivillige';
const id = (i: number) => String(i).padStart(22, 'i');
const link = (i: number, change: Partial<CountedInvitation> = {}): CountedInvitation => ({
  id: id(i),
  roundId,
  most: 200,
  plain: false,
  createdAt: Date.UTC(2026, 10, 26, 9, i),
  taken: 17,
  ...change,
});

function settingIn(language: Language): Setting {
  const setting = settings(language).find(({ cardTexts }) => cardTexts.wheel.perspectives);
  if (!setting) throw new Error('There is a setting in each language');
  return setting;
}

export function inviteCards(language: Language): Made[] {
  const { cardTexts, round } = settingIn(language);
  const shown: Invitations = { kind: 'invitations', round, invitations: [] };
  const grouped: Invitations = { ...shown, round: askingGroups({ name: '', cardTexts, round }).round };
  const ten = Array.from({ length: 10 }, (_, i) => link(i, i === 3 ? { ended: 'withdrawn' } : {}));
  return [
    ['no link yet', inviteCard(cardTexts, shown)],
    ['some links', inviteCard(cardTexts, { ...shown, invitations: [link(1), link(2, { ended: 'closed' })] })],
    ['a number that cannot be', inviteCard(cardTexts, { ...shown, fault: 'most' }, { most: '0', plain: 'true' })],
    [
      'with groups',
      inviteCard(cardTexts, { ...grouped, invitations: [link(1), link(2, { group: longestGroup })], fault: 'group' }),
    ],
    ['as many as there may be', inviteCard(cardTexts, { ...shown, invitations: ten, fault: 'tooMany' })],
  ];
}

export function invitationCards(language: Language): Made[] {
  const setting = settingIn(language);
  const card = (change: Partial<CountedInvitation>, { cardTexts, round } = setting) =>
    invitationCard(cardTexts, { kind: 'invitation', round, invitation: link(1, change) }, address);
  return [
    ['new', card({ taken: 0 })],
    ['in plain words, with totals', card({ plain: true, showsTotals: true })],
    ['closed', card({ ended: 'closed' })],
    ['withdrawn', card({ ended: 'withdrawn' })],
    ['for a group', card({ group: longestGroup }, askingGroups(setting))],
    ['for several groups', card({}, askingGroups(setting))],
  ];
}

export function withdrawQuestions(language: Language): Made[] {
  const { cardTexts, round } = settingIn(language);
  return [['asked', withdrawQuestion(cardTexts.texts, { kind: 'invitation', round, invitation: link(1) })]];
}
