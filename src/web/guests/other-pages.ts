import type { Score } from '../../domain/answer.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { type Round, traceableDays } from '../../domain/round.ts';
import { stepName, type Theme, unitsOf, type Wheel } from '../../domain/wheel.ts';
import { type Html, html, nothing } from '../../html.ts';
import { deadlineText } from '../../texts/deadline.ts';
import { groupName } from '../../texts/groups.ts';
import { creditOf } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { GuestView } from '../../usecases/guests/guest-answer.ts';
import type { PageBody, Place } from './page.ts';

/** What people are told before they answer. */
export function welcomePage({ texts, base }: Place, view: GuestView, wheel: Wheel): PageBody {
  const { round, team, answers } = view;
  const { t, language } = texts;
  const told = [
    ...whoSees(texts, view),
    t('guest.names'),
    t('guest.cookie'),
    howLong(texts, view),
    t('guest.deadline', { date: deadlineText(texts, round) }),
  ];
  const hasAnswered = Object.keys(answers).length > 0;
  const main = html`<h1>${t('guest.heading')}</h1>
<p>${team === '' ? t('guest.fromNobody') : t('guest.from', { team })}</p>
${answersAsLine(texts, view.invitation, wheel)}<h2>${wheel.name}</h2>
<p>${wheel.about}</p>
<p>${t('guest.count', { count: wheel.themes.length })}</p>
<p>${t('guest.talk')}</p>
<h2>${t('guest.know')}</h2>
${listed(told)}
<p><a class="button" href="${base}/${language}/${hasAnswered ? 'done' : '1'}">${hasAnswered ? t('guest.goOn') : t('guest.begin')}</a></p>
<p class="hint">${creditOf(texts, wheel)}</p>
`;
  return { title: t('guest.title', { wheel: wheel.name }), main };
}

/** Who sees what of an answer. */
export function whoSees({ t }: Texts, { round: { privacy, terms }, invitation }: Told): string[] {
  return [
    t(`guest.who.${privacy}`, { smallest: terms.smallestGroup }),
    ...(invitation.group === undefined ? [] : [t(`guest.groupsShown.${privacy}`)]),
  ];
}

/** For how long an answer is kept. */
export function howLong({ t }: Texts, { round: { privacy, terms } }: Told): string {
  const months = t('common.months', { count: terms.retentionMonths });
  return t(`guest.kept.${privacy}`, { days: traceableDays, months });
}

/** What people are told before they answer comes of these. */
interface Told {
  round: Pick<Round, 'privacy' | 'terms'>;
  invitation: Pick<Invitation, 'group'>;
}

export function listed(lines: readonly string[]): Html {
  return html`<ul>${lines.map(
    (line) => html`<li>${line}</li>
`,
  )}</ul>`;
}

interface DonePage {
  view: GuestView;
  wheel: Wheel;
  token: string;
  savedTheme?: string | undefined;
  deleted: boolean;
}

/** What this phone answered, what comes next, and what can still be done about it. */
export function donePage(place: Place, { view, wheel, token, savedTheme, deleted }: DonePage): PageBody {
  const { texts, base } = place;
  const { t, language } = texts;
  const { answers } = view;
  const left = wheel.themes.findIndex(({ id }) => answers[id] === undefined);
  const hasNone = Object.keys(answers).length === 0;
  const title = hasNone ? t('guest.noneTitle') : left >= 0 ? t('guest.partTitle') : t('guest.doneTitle');
  const note =
    deleted && hasNone ? t('guest.deleted') : savedTheme === undefined ? '' : t('guest.saved', { theme: savedTheme });
  const next = hasNone ? t('guest.begin') : t('guest.finish');
  const main = html`${note === '' ? nothing : html`<p class="saved" role="status">${note}</p>`}
<h1>${title}</h1>
${left < 0 ? nothing : html`<p><a class="button" href="${base}/${language}/${left + 1}">${next}</a></p>`}
${left < 0 ? html`<h2>${t('guest.nextTitle')}</h2><p>${t('guest.next')} ${view.invitation.showsTotals ? t('guest.totals') : t('guest.perhapsTotals')}</p><p>${t('guest.deadline', { date: deadlineText(texts, view.round) })}</p>` : nothing}
${hasNone ? nothing : given(place, view, wheel)}
${hasNone ? nothing : handingOn(place, token)}
${hasNone ? nothing : deletion(place, token)}
`;
  return { title, main };
}

/** What this phone answered by a link that takes no more answers, and how it is deleted; nothing where there is nothing. */
export function lateAnswer(place: Place, { view, wheel, token, deleted }: Omit<DonePage, 'savedTheme'>): Html {
  const { t } = place.texts;
  if (Object.keys(view.answers).length > 0)
    return html`${given(place, view, wheel)}
${deletion(place, token)}`;
  return deleted ? html`<p class="saved" role="status">${t('guest.deleted')}</p>` : nothing;
}

function post(
  { texts: { language }, base }: Place,
  token: string,
  { page, label }: { page: 'next' | 'delete'; label: string },
): Html {
  return html`<form method="post" action="${base}/${language}/${page}"><input type="hidden" name="token" value="${token}">
<p><button type="submit" class="quiet">${label}</button></p></form>`;
}

/** For a screen that several share; where nothing was answered the next person can begin as things are. */
function handingOn(place: Place, token: string): Html {
  const { t } = place.texts;
  return html`<h2>${t('guest.nextPersonTitle')}</h2>
<p>${t('guest.nextPersonText')}</p>
${post(place, token, { page: 'next', label: t('guest.nextPerson') })}`;
}

function deletion(place: Place, token: string): Html {
  const { t } = place.texts;
  const form = post(place, token, { page: 'delete', label: t('guest.deleteConfirm') });
  return html`<details><summary>${t('guest.delete')}</summary><p>${t('guest.deleteText')}</p>${form}</details>`;
}

/** The answers of a phone by theme, each with a link to where it is given as long as it can be. */
function given({ texts, base }: Place, view: GuestView, wheel: Wheel): Html {
  const { t, language } = texts;
  const shown = wheel.themes.map((theme, i) => {
    const has = view.answers[theme.id] !== undefined;
    const label = has ? t('guest.change', { theme: theme.name }) : t('guest.answer', { theme: theme.name });
    const link = view.state === 'open' ? html`<a href="${base}/${language}/${i + 1}">${label}</a>` : nothing;
    return html`<li>${lines(texts, view, { wheel, theme }).map((line) => html`<span>${line}</span><br>`)}${link}</li>
`;
  });
  return html`<h2>${t('guest.mine')}</h2>
<ul class="given">${shown}</ul>`;
}

function lines({ t }: Texts, { round, answers }: GuestView, of: { wheel: Wheel; theme: Theme }): string[] {
  const { wheel, theme } = of;
  const answer = answers[theme.id];
  if (!answer) return [`${theme.name}: ${t('guest.yet')}`];
  const said = (score: Score | undefined) =>
    typeof score === 'number'
      ? t('common.stepChoice', { step: score, name: stepName(wheel, score) })
      : t('common.dontKnow');
  return [
    ...unitsOf(theme, round.depth).map(({ id, name }) => `${name}: ${said(answer.scores[id])}`),
    ...(answer.comment === '' ? [] : [t('guest.comment', { comment: answer.comment })]),
  ];
}

/** Whom those who use the link answer as; nothing where it is for no group. */
export function answersAsLine({ t }: Texts, { group }: Pick<Invitation, 'group'>, wheel: Wheel): Html {
  if (group === undefined) return nothing;
  return html`<p><strong>${t('guest.group', { group: groupName({ wheel }, group) })}</strong></p>
`;
}
