import { invitationBounds } from '../../domain/invitation.ts';
import { groupName } from '../../texts/groups.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { CountedInvitation, Invitations, ShownInvitation } from '../../usecases/guests/invitations.ts';
import { message } from '../cards/message.ts';
import { groupChoices, head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** The links of a round, and a form for a new one. @param given what was filled in before, as it came. */
export function inviteCard(
  cardTexts: CardTexts,
  { round, invitations, fault }: Invitations,
  given: { most?: unknown; plain?: unknown; showsTotals?: unknown; answersAs?: unknown } = {},
): Card {
  const { texts } = cardTexts;
  const { t } = texts;
  const { most } = invitationBounds;
  const [newest] = invitations.toReversed();
  return {
    template: 'invite',
    data: {
      ...head(texts, t('invite.title')),
      title: t('invite.title'),
      lines: [t('invite.intro'), t('invite.counts')],
      faults:
        fault === undefined
          ? []
          : [t(`invite.fault.${fault}`, { ...most, max: fault === 'most' ? most.max : invitationBounds.perRound })],
      groups: groupsOf(cardTexts, round, given.answersAs),
      most: {
        label: t('invite.most'),
        min: most.min,
        max: most.max,
        value: typeof given.most === 'string' || typeof given.most === 'number' ? given.most : most.usual,
        error: t('invite.fault.most', most),
      },
      plain: { label: t('invite.plain'), value: toggled(given.plain) },
      showsTotals: { label: t('invite.showsTotals'), value: toggled(given.showsTotals) },
      links: newest
        ? [
            {
              label: t('invite.pick'),
              value: newest.id,
              choices: invitations.map((each) => ({ title: choiceOf(cardTexts, each), value: each.id })),
            },
          ]
        : [],
      actions: [
        button(
          'makeInvitation',
          { round: round.id, seen: invitations.length },
          { title: t('invite.make'), style: 'positive', inputs: 'auto', again: fault !== undefined },
        ),
        ...(newest ? [button('pickInvitation', { round: round.id }, { title: t('invite.show'), inputs: 'auto' })] : []),
        button('status', { round: round.id }, t('invite.back')),
      ],
    },
  };
}

function toggled(given: unknown): string {
  return String(given === 'true' || given === true);
}

/** Whom those who use the link answer as, where the round asks it. */
function groupsOf(cardTexts: CardTexts, { groups }: Invitations['round'], value: unknown): object[] {
  const { t } = cardTexts.texts;
  if (!groups) return [];
  const choices = groupChoices(cardTexts, groups, t('invite.group.mixed'));
  return [{ label: t('invite.group.ask'), value: typeof value === 'string' ? value : '', choices }];
}

function choiceOf(cardTexts: CardTexts, { createdAt, taken, most, ended, group }: CountedInvitation): string {
  const { texts } = cardTexts;
  const { t } = texts;
  const choice = t('invite.choice', {
    date: texts.moment(createdAt),
    taken,
    most,
    state: t(`invite.short.${ended ?? 'open'}`),
  });
  return group === undefined ? choice : t('invite.group.choice', { group: groupName(cardTexts, group), choice });
}

/** One link, to be given to people, and what can be done about it. @param address where it leads. */
export function invitationCard(cardTexts: CardTexts, { round, invitation }: ShownInvitation, address: string): Card {
  const { texts } = cardTexts;
  const { t, language } = texts;
  const { id, taken, most, plain, showsTotals, ended, group } = invitation;
  const ref = { round: round.id, invitation: id };
  const isThere = ended !== 'withdrawn';
  return {
    template: 'invitation',
    data: {
      ...head(texts, t('invite.linkTitle')),
      title: t('invite.linkTitle'),
      lines: [
        ...(isThere ? [t('own.onlyYou')] : []),
        t(`invite.state.${ended ?? 'open'}`),
        ...(isThere ? [t('invite.taken', { taken, count: most })] : []),
        ...(isThere && round.groups
          ? [
              group === undefined
                ? t('invite.group.none')
                : t('invite.group.said', { group: groupName(cardTexts, group) }),
            ]
          : []),
        ...(plain ? [t('invite.plainOn')] : []),
        ...(isThere && showsTotals ? [t('invite.showsTotalsOn')] : []),
        ...(ended === undefined ? [t('invite.onlyOwn')] : []),
      ],
      // A field, since a phone lets nobody copy the words of a card.
      addressLabel: t('invite.address'),
      address: ended === undefined ? address : '',
      links:
        ended === undefined
          ? [
              { title: t('invite.open'), url: address },
              { title: t('invite.poster'), url: `${address}/${language}/poster` },
              { title: t('invite.paper'), url: `${address}/${language}/paper` },
            ]
          : [],
      actions: [
        ...(ended === undefined ? [button('closeInvitation', ref, t('invite.close'))] : []),
        ...(isThere ? [{ ...button('askWithdraw', ref, t('invite.withdraw')), mode: 'secondary' as const }] : []),
        { ...button('invite', { round: round.id }, t('invite.all')), mode: 'secondary' as const },
      ],
    },
  };
}

/** Asks whether a link is to be withdrawn with its answers. */
export function withdrawQuestion(texts: Texts, { round, invitation }: ShownInvitation): Card {
  const { t } = texts;
  const ref = { round: round.id, invitation: invitation.id };
  return message(texts, {
    title: t('invite.withdrawTitle'),
    lines: [t('invite.withdrawText', { taken: invitation.taken })],
    actions: [
      button('withdraw', ref, { title: t('invite.withdrawConfirm'), style: 'destructive' }),
      button('invite', { round: round.id }, t('invite.all')),
    ],
  });
}
