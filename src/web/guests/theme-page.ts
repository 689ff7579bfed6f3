import type { Answer } from '../../domain/answer.ts';
import { bounds, type Round } from '../../domain/round.ts';
import { type Step, steps } from '../../domain/scale.ts';
import { stepName, stepText, type Theme, type Unit, unitsOf, type Wheel } from '../../domain/wheel.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { Texts } from '../../texts/texts.ts';
import type { AnswerInput } from '../../usecases/round/answer.ts';
import { scoreField } from './form.ts';
import type { PageBody, Place } from './page.ts';

/** One theme of a round, to be scored. */
export interface ThemePage {
  round: Round;
  wheel: Wheel;
  theme: Theme;
  /** From 1 on. */
  number: number;
  token: string;
  /** What this phone answered before. */
  answer?: Answer | undefined;
  /** What was sent and is not saved. */
  sent?: { input: AnswerInput; missing: string[]; commentTooLong: boolean };
  /** What was saved a moment ago. */
  savedTheme?: string | undefined;
}

/** A theme's form. Where something is wrong it says so first, with what was filled in. */
export function themePage(place: Place, shown: ThemePage): PageBody {
  const { texts, base } = place;
  const { t, language } = texts;
  const { round, wheel, theme, number, token, answer, sent, savedTheme } = shown;
  const units = unitsOf(theme, round.depth);
  const [only, ...others] = units;
  const isWhole = only !== undefined && others.length === 0;
  const given = sent?.input ?? { scores: answer?.scores ?? {}, comment: answer?.comment ?? '' };
  const title = `${theme.name} · ${t('theme.progress', { number, total: wheel.themes.length })}`;
  const main = html`${savedTheme === undefined || sent ? nothing : html`<p class="saved" role="status">${t('guest.saved', { theme: savedTheme })}</p>`}
<p class="progress">${t('theme.progress', { number, total: wheel.themes.length })}</p>
<h1>${theme.name}</h1>
${faults(texts, units, shown)}
${isWhole ? nothing : html`<p class="question">${theme.question}</p>`}
<details><summary>${t('guest.about')}</summary><p>${theme.description}</p></details>
${isWhole ? nothing : stepsOf(texts, wheel)}
<form method="post" action="${base}/${language}/${number}">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="seen" value="${answer?.revision ?? 0}">
${units.map((unit) => choices(texts, { ...shown, unit, isWhole, given }))}
${commentField(texts, given.comment, sent?.commentTooLong ?? false)}
<p><button type="submit">${t('guest.save')}</button></p>
</form>
<p class="more">${number > 1 ? html`<a href="${base}/${language}/${number - 1}">${t('guest.back')}</a>` : nothing}
<a href="${base}/${language}/done">${t('guest.mineLink')}</a></p>
`;
  return { title: sent ? t('guest.faultTitle', { title }) : title, main };
}

function faults({ t }: Texts, units: readonly Unit[], { theme, sent }: ThemePage): Html {
  if (!sent) return nothing;
  const lines = units
    .filter(({ id }) => sent.missing.includes(id))
    .map(
      ({ id, name }) =>
        html`<li><a href="#${scoreField(id)}_1">${id === theme.id ? t('guest.choose') : `${name}: ${t('guest.choose')}`}</a></li>`,
    );
  const tooLong = sent.commentTooLong
    ? html`<li><a href="#comment">${t('theme.tooLong', { max: bounds.comment })}</a></li>`
    : nothing;
  return html`<div class="wrong" role="alert"><h2>${t('guest.fault')}</h2><ul>${lines}${tooLong}</ul></div>`;
}

function stepsOf({ t }: Texts, wheel: Wheel): Html {
  return html`<details><summary>${t('guest.steps')}</summary><ul>
${steps.map(
  (step) => html`<li><strong>${step} · ${stepName(wheel, step)}</strong><br>${stepText(wheel, step)}</li>
`,
)}</ul></details>`;
}

type Chosen = ThemePage & { unit: Unit; isWhole: boolean; given: Pick<AnswerInput, 'scores' | 'comment'> };

interface Choice {
  value: string;
  label: string;
  /** Empty where it says nothing more. */
  description: string;
}

function stepChoice({ t }: Texts, { wheel, step, isWhole }: { wheel: Wheel; step: Step; isWhole: boolean }): Choice {
  const label = t('common.stepChoice', { step, name: stepName(wheel, step) });
  return { value: String(step), label, description: isWhole ? stepText(wheel, step) : '' };
}

/** The steps of one unit. What a step means stands beside it where there is one unit, else once above all. */
function choices(texts: Texts, { theme, wheel, sent, unit, isWhole, given }: Chosen): Html {
  const { t } = texts;
  const field = scoreField(unit.id);
  const isMissing = sent?.missing.includes(unit.id) ?? false;
  const choice = ({ value, label, description }: Choice, i: number) =>
    html`<label class="choice"><input type="radio" id="${field}_${i + 1}" name="${field}" value="${value}"${
      String(given.scores[unit.id] ?? '') === value ? html` checked` : nothing
    }${isMissing ? html` aria-describedby="${field}_e"` : nothing}><span>${label}${description === '' ? nothing : html`<small>${description}</small>`}</span></label>
`;
  return html`<fieldset><legend>${isWhole ? theme.question : unit.name}</legend>
${isWhole ? nothing : html`<p class="hint">${unit.description}</p>`}
${isMissing ? html`<p class="error" id="${field}_e">${t('guest.choose')}</p>` : nothing}
${[...steps.map((step) => stepChoice(texts, { wheel, step, isWhole })), { value: 'dontKnow', label: t('common.dontKnow'), description: '' }].map(choice)}</fieldset>
`;
}

function commentField({ t }: Texts, comment: string, isTooLong: boolean): Html {
  return html`<label class="label" for="comment">${t('theme.comment')}</label>
<p class="hint" id="comment_h">${t('theme.commentPlaceholder')}</p>
${isTooLong ? html`<p class="error" id="comment_e">${t('theme.tooLong', { max: bounds.comment })}</p>` : nothing}
<textarea id="comment" name="comment" rows="3" maxlength="${isTooLong ? comment.length : bounds.comment}" autocomplete="off" aria-describedby="comment_h${isTooLong ? ' comment_e' : ''}">
${comment}</textarea>
`;
}
