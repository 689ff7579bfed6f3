import type { Steps } from '../../domain/joint-score.ts';
import type { Step } from '../../domain/scale.ts';
import { type CardTexts, resultLines, themeOf } from '../../texts/results.ts';
import type { AgreeForm, JointScoreShown } from '../../usecases/dialogue/joint-score.ts';
import { type AskedField, fieldFaults } from '../cards/field-faults.ts';
import { message } from '../cards/message.ts';
import { head, namedUnits, progress, stepChoices, stepMeanings } from '../cards/parts.ts';
import { notAgreed, scoreInput } from '../cards/pressed.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** Where a team sets the step that it agrees on, for each unit of a theme. */
export function agreeForm(cardTexts: CardTexts, form: AgreeForm): Card {
  const { round, themeId, steps, seen, undoable } = form;
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const theme = themeOf(wheel, themeId);
  const ids = { round: round.id, theme: themeId, seen };
  const units = namedUnits(round, theme);
  const several = units.some(({ name }) => name !== '');
  const told = round.summary?.themes.find((each) => each.themeId === themeId)?.units ?? [];
  return {
    template: 'agree-form',
    data: {
      ...head(texts, theme.name),
      progress: progress(cardTexts, themeId),
      title: t('agreed.title'),
      theme: theme.name,
      conflict: whyNotSaved(cardTexts, form, units),
      intro: t('agreed.intro'),
      stepsTitle: t('theme.stepsTitle'),
      // Once, where the same choice is made several times.
      steps: several ? stepMeanings(cardTexts) : [],
      units: units.map(({ unit, name }) => {
        const result = told.find(({ unitId }) => unitId === unit.id)?.result;
        return {
          input: scoreInput(unit.id),
          label: name || t('agreed.whole'),
          result: result ? t('agreed.result', { value: resultLines(cardTexts, result).value }) : '',
          value: String(steps[unit.id] ?? notAgreed),
        };
      }),
      choices: [...stepChoices(cardTexts, { explained: !several }), { title: t('agreed.notYet'), value: notAgreed }],
      actions: [
        button('saveAgreed', ids, {
          title: t('agreed.save'),
          style: 'positive',
          inputs: 'auto',
          again: form.newer !== undefined || form.unread !== undefined,
        }),
        ...(undoable && !form.newer ? [button('undoAgreed', ids, t('agreed.undo'))] : []),
        button('leaveAgree', { round: round.id, theme: themeId }, t('common.cancel')),
      ],
    },
  };
}

function whyNotSaved(cardTexts: CardTexts, form: AgreeForm, units: ReturnType<typeof namedUnits>): string[] {
  const { texts } = cardTexts;
  const { newer, nothing, unread } = form;
  if (newer) return conflictLines(cardTexts, units, newer);
  if (!unread) return nothing ? [texts.t('agreed.chooseOne')] : [];
  const asked = units.map(({ unit, name }): AskedField => {
    const given = unread[unit.id];
    return { label: name || texts.t('agreed.title'), filled: given === undefined, given, right: 'choice' };
  });
  return fieldFaults(texts, asked);
}

/** What was just saved or taken back, to the one who did it; everybody else sees it on the theme's card. */
export function jointScoreSaved(cardTexts: CardTexts, { round, themeId, jointScore, undone }: JointScoreShown): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const theme = themeOf(wheel, themeId);
  const ids = { round: round.id, theme: themeId };
  const lines = namedUnits(round, theme).map(({ unit, name }) => unitText(cardTexts, name, jointScore.steps[unit.id]));
  return message(texts, {
    title: theme.name,
    lines: [undone ? t('agreed.undone') : t('agreed.saved'), ...lines],
    actions: [
      button('agree', ids, t('agreed.edit')),
      ...(jointScore.before ? [button('undoAgreed', { ...ids, seen: jointScore.revision }, t('agreed.undo'))] : []),
    ],
  });
}

/** @param name empty where the theme itself is the unit. */
function unitText({ texts: { t }, wheel }: CardTexts, name: string, step: Step | undefined): string {
  const found = { step, name: step && wheel.steps[step - 1]?.name };
  if (!name) return step === undefined ? t('agreed.notYet') : t('agreed.named', found);
  return t('agreed.unit', { unit: name, value: step === undefined ? t('agreed.notYet') : t('agreed.value', found) });
}

/** What somebody else set meanwhile, and what has become of the person's own choices. */
function conflictLines(cardTexts: CardTexts, units: ReturnType<typeof namedUnits>, newer: Steps): string[] {
  const { t } = cardTexts.texts;
  const each = units.flatMap(({ unit, name }) => {
    const step = newer[unit.id];
    return step === undefined ? [] : [unitText(cardTexts, name, step)];
  });
  return [t('agreed.conflict'), ...(each.length > 0 ? each : [t('agreed.nothing')]), t('agreed.notSaved')];
}
