import { encodeQR } from 'qr';
import type { Invitation } from '../../domain/invitation.ts';
import type { Round } from '../../domain/round.ts';
import { steps } from '../../domain/scale.ts';
import { stepName, stepText, type Theme, unitsOf, type Wheel } from '../../domain/wheel.ts';
import { type Html, html, nothing, trusted } from '../../html.ts';
import { deadlineText } from '../../texts/deadline.ts';
import type { Texts } from '../../texts/texts.ts';
import { answersAsLine, howLong, listed, whoSees } from './other-pages.ts';
import type { PageBody, Place } from './page.ts';

interface Printed {
  round: Round;
  invitation: Pick<Invitation, 'group'>;
  wheel: Wheel;
  /** The whole address of the link, as a phone opens it. */
  address: string;
}

/** One side of A4 for a wall: what it is about, and a code for the camera of a phone. */
export function posterPage(place: Place, { round, invitation, wheel, address }: Printed): PageBody {
  const { texts } = place;
  const { t } = texts;
  const main = html`${menu(place)}
<h1>${t('guest.poster.title')}</h1>
<p class="question">${wheel.short === undefined ? wheel.name : t('guest.poster.subject', { wheel: wheel.name, short: wheel.short })}</p>
${answersAsLine(texts, invitation, wheel)}<div class="code" role="img" aria-label="${t('guest.poster.alt')}">${trusted(qrCode(address))}</div>
<ol>
<li>${t('guest.poster.scan')}</li>
<li>${t('guest.poster.answer', { count: wheel.themes.length })}</li>
<li>${t('guest.poster.anonymous')}</li>
</ol>
<p>${t('guest.deadline', { date: deadlineText(texts, round) })}</p>
<p class="address">${address}</p>
`;
  return { title: t('guest.poster.title'), main, look: 'poster' };
}

/** All themes of a round to be answered with a pen, by people who may never see the page of the link. */
export function paperPage(place: Place, printed: Printed): PageBody {
  const { round, invitation, wheel } = printed;
  const { texts } = place;
  const { t } = texts;
  const title = t('guest.paper.title', { wheel: wheel.name });
  const main = html`${menu(place)}
<p class="screen">${t('guest.paper.typing')}</p>
<h1>${title}</h1>
${answersAsLine(texts, invitation, wheel)}<p>${wheel.about}</p>
<p>${t('guest.count', { count: wheel.themes.length })}</p>
<p>${t('guest.paper.how')} ${t('guest.names')}</p>
<p>${t('guest.paper.hand', { date: deadlineText(texts, round) })}</p>
<section><h2>${t('guest.know')}</h2>
${listed([...whoSees(texts, printed), howLong(texts, printed)])}</section>
<section><h2>${t('guest.steps')}</h2><ul>
${steps.map(
  (step) => html`<li><strong>${step} · ${stepName(wheel, step)}</strong>: ${stepText(wheel, step)}</li>
`,
)}</ul></section>
${wheel.themes.map((theme) => onPaper(texts, { round, wheel, theme }))}`;
  return { title, main };
}

function onPaper({ t }: Texts, { round, wheel, theme }: { round: Round; wheel: Wheel; theme: Theme }): Html {
  const boxes = [
    ...steps.map((step) => t('common.stepChoice', { step, name: stepName(wheel, step) })),
    t('common.dontKnow'),
  ];
  return html`<section><h2>${theme.name}</h2>
<p>${theme.question}</p>
${unitsOf(theme, round.depth).map(
  ({ id, name, description }) => html`<div class="together">${
    id === theme.id ? nothing : html`<h3>${name}</h3><p>${description}</p>`
  }<ul class="boxes">${boxes.map(
    (box) => html`<li><span class="box"></span>${box}</li>
`,
  )}</ul></div>
`,
)}<div class="together"><p>${t('theme.comment')}</p><div class="write"></div></div></section>
`;
}

function menu({ texts: { t, language }, base }: Place): Html {
  const pages = [
    [`${base}/${language}/poster`, t('guest.poster.toPoster')],
    [`${base}/${language}/paper`, t('guest.poster.toPaper')],
    [`${base}/${language}/start`, t('guest.poster.toAnswer')],
  ] as const;
  return html`<nav class="screen" aria-label="${t('guest.poster.menu')}"><p class="more">${pages.map(
    ([href, label]) => html`<a href="${href}">${label}</a>
`,
  )}</p><p>${t('guest.poster.print')}</p></nav>`;
}

/** Stands some scratches and a coffee stain, and is read from across a room. */
function qrCode(address: string): string {
  return encodeQR(address, 'svg', { ecc: 'medium', border: 4 });
}
