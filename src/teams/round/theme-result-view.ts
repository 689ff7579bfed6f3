import type { JointScore, Steps } from '../../domain/joint-score.ts';
import type { ThemeResult } from '../../domain/results.ts';
import type { Round } from '../../domain/round.ts';
import { calledText } from '../../texts/called.ts';
import { groupFigures } from '../../texts/groups.ts';
import { agreedStep } from '../../texts/joint-score.ts';
import { type CardTexts, resultLines, themeOf } from '../../texts/results.ts';
import type { NamedScores } from '../../usecases/round/round-ports.ts';
import { head, namedUnits, progress, withinBudget } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** Cards go up to about 28 KB; what people wrote gets what the rest leaves, in bytes with the elements around it. */
const words = { budget: 16_000, overhead: 150 };

export interface ThemeResultNeeds {
  themeId: string;
  /** As far as they are published. */
  comments?: string[];
  /** Who chose what, in an open round. */
  names?: NamedScores[];
  jointScore?: JointScore | undefined;
}

/** A theme after closing: what it came to, what the team has agreed on since, and no inputs. */
export function themeResult(
  cardTexts: CardTexts,
  round: Round,
  { themeId, comments = [], names = [], jointScore }: ThemeResultNeeds,
): Card {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const found = themeOf(wheel, themeId);
  const result = round.summary?.themes.find((theme) => theme.themeId === themeId);
  const units = unitLines(cardTexts, round, { result, agreed: jointScore?.steps });
  const shown = withinBudget(comments, words);
  const named = withinBudget(
    names.map((person) => ({
      name: calledText(texts, person),
      text: namedText(cardTexts, round, { ...person, themeId }),
    })),
    words,
  );
  return {
    template: 'theme-result',
    data: {
      ...head(texts, found.name),
      progress: progress(cardTexts, themeId),
      title: found.name,
      people: t('result.people', { count: result?.people ?? 0 }),
      units,
      why: units.some(({ held }) => held) ? t('result.halfWhy', { smallest: round.summary?.smallestGroup }) : '',
      groupsTitle: result?.groups ? t('groups.title') : '',
      groups: groupFigures(cardTexts, result?.groups),
      namesTitle: t('result.names'),
      names: named,
      moreNames: names.length > named.length ? t('result.moreNames', { count: names.length - named.length }) : '',
      commentsTitle: t('result.comments'),
      comments: shown,
      moreComments:
        comments.length > shown.length ? t('result.moreComments', { count: comments.length - shown.length }) : '',
      talk: t('result.talk'),
      hint: units.length > 0 && units.every(({ agreed }) => agreed !== '') ? '' : t('agreed.hint'),
      actions: [button('agree', { round: round.id, theme: themeId }, t('agreed.set'))],
    },
  };
}

/** Every unit of a theme, for the theme's own card and for "Vis alle tal". */
export function unitLines(
  cardTexts: CardTexts,
  round: Round,
  { result, agreed = {} }: { result: ThemeResult | undefined; agreed?: Steps | undefined },
) {
  if (!result) return [];
  const { t } = cardTexts.texts;
  return namedUnits(round, themeOf(cardTexts.wheel, result.themeId)).flatMap(({ unit, name }) => {
    const told = result.units.find(({ unitId }) => unitId === unit.id);
    if (!told) return [];
    const dontKnow = told.dontKnow > 0 ? t('result.dontKnow', { count: told.dontKnow }) : '';
    return [
      {
        unitId: unit.id,
        name,
        dontKnow,
        ...resultLines(cardTexts, told.result),
        agreed: agreedStep(cardTexts, agreed[unit.id]),
      },
    ];
  });
}

function namedText(
  cardTexts: CardTexts,
  round: Round,
  { themeId, scores, comment }: NamedScores & { themeId: string },
): string {
  const { t, list } = cardTexts.texts;
  const each = namedUnits(round, themeOf(cardTexts.wheel, themeId)).map(({ unit, name }) => {
    const score = scores[unit.id];
    const told = score === undefined || score === 'dontKnow' ? t('common.dontKnow') : String(score);
    return name ? `${name} ${told}` : told;
  });
  return `: ${list(each)}${comment ? ` – ${comment}` : ''}`;
}
