import { hasAreas } from '../../domain/results.ts';
import { type ClosedRound, publishedByLink } from '../../domain/round.ts';
import type { Wheel } from '../../domain/wheel.ts';
import { html, nothing } from '../../html.ts';
import { headline } from '../../texts/headline.ts';
import { creditOf, rowOf, themeOf } from '../../texts/results.ts';
import type { PageBody, Place } from './page.ts';

/** What a round came to, for those who answered by link: totals alone. */
export function resultsPage({ texts }: Place, round: ClosedRound, wheel: Wheel): PageBody {
  const { t } = texts;
  const { people, smallestGroup } = round.summary;
  const themes = publishedByLink(round);
  const cardTexts = { texts, wheel, smallestGroup };
  const said = headline(cardTexts, { themes, smallestGroup }).map(({ text }) => text);
  const isHeld = themes.some(({ result }) => result.level === 'half' || result.level === 'withheld');
  const title = t('guest.results.title', { wheel: wheel.name });
  const main = html`<h1>${title}</h1>
<p>${t('guest.results.closed')} ${t('guest.results.people', { count: people })}</p>
${said.length === 0 ? nothing : html`<h2>${t('guest.results.headline')}</h2><p class="question">${said.join(' ')}</p>`}
<h2>${t('guest.results.themes')}</h2>
<ul class="given">${themes.map(
    ({ themeId, result, units }) => html`<li><strong>${themeOf(wheel, themeId).name}</strong><br>
<span>${rowOf(cardTexts, result, hasAreas(units)).value.text}</span></li>
`,
  )}</ul>
${isHeld ? html`<p class="hint">${t('guest.results.held', { smallest: smallestGroup })}</p>` : nothing}
<h2>${t('guest.nextTitle')}</h2>
<p>${t('guest.results.next')}</p>
<p class="hint">${creditOf(texts, wheel)}</p>
`;
  return { title, main };
}
