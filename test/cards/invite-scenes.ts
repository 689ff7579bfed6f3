import type { Language } from '../../src/domain/language.ts';
import type { Card } from '../../src/teams/cards/templates.ts';
import { invitationCard, inviteCard, withdrawQuestion } from '../../src/teams/round/invite-view.ts';
import type { CountedInvitation, Invitations } from '../../src/usecases/guests/invitations.ts';
import { roundId, settings, texts } from './rounds.ts';

/** The cards about links for people without Teams. */

type Made = [name: string, card: Card];

const address = `https://hjulet.example.dk/answers/${'a'.repeat(22)}.${'b'.repeat(7)}.${'c'.repeat(6)}.${'d'.repeat(43)}`;
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

function roundIn(language: Language) {
  const [setting] = settings(language);
  if (!setting) throw new Error('There is a setting in each language');
  return setting.round;
}

export function inviteCards(language: Language): Made[] {
  const shown: Invitations = { kind: 'invitations', round: roundIn(language), invitations: [] };
  const ten = Array.from({ length: 10 }, (_, i) => link(i, i === 3 ? { ended: 'withdrawn' } : {}));
  return [
    ['no link yet', inviteCard(texts[language], shown)],
    ['some links', inviteCard(texts[language], { ...shown, invitations: [link(1), link(2, { ended: 'closed' })] })],
    ['a number that cannot be', inviteCard(texts[language], { ...shown, fault: 'most' }, { most: '0', plain: 'true' })],
    ['as many as there may be', inviteCard(texts[language], { ...shown, invitations: ten, fault: 'tooMany' })],
  ];
}

export function invitationCards(language: Language): Made[] {
  const card = (change: Partial<CountedInvitation>) =>
    invitationCard(
      texts[language],
      { kind: 'invitation', round: roundIn(language), invitation: link(1, change) },
      address,
    );
  return [
    ['new', card({ taken: 0 })],
    ['in plain words', card({ plain: true })],
    ['closed', card({ ended: 'closed' })],
    ['thrown away', card({ ended: 'withdrawn' })],
  ];
}

export function withdrawQuestions(language: Language): Made[] {
  const shown = { kind: 'invitation', round: roundIn(language), invitation: link(1) } as const;
  return [['asked', withdrawQuestion(texts[language], shown)]];
}
