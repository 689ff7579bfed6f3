import { publish } from '../../src/domain/results.ts';
import type { Round } from '../../src/domain/round.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { type Step, steps } from '../../src/domain/scale.ts';
import type { Wheel } from '../../src/domain/wheel.ts';
import type { AdaptiveCard } from '../../src/teams/cards/templates.ts';
import { unitLines } from '../../src/teams/round/theme-result-view.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { distributions } from '../domain/distributions.ts';
import { asRead, textOf } from '../support/cards.ts';

const texts = loadTexts('Europe/Copenhagen').da;

/** What an attacker knows of one unit: who answered with a step and who with "ved ikke", and what the cards say. */
export interface Target {
  wheel: Wheel;
  round: Round;
  themeId: string;
  unitId: string;
  /** How many chose a step. */
  n: number;
  dontKnow: number;
  smallestGroup: number;
}

/** A card is read once, however many areas are looked for on it. */
const words = new WeakMap<AdaptiveCard, string>();
function read(card: AdaptiveCard): string {
  const text = words.get(card) ?? textOf(card);
  words.set(card, text);
  return text;
}

/** The cards that show a theme's result, in every version, as text. */
export function resultsOf(seen: readonly (AdaptiveCard | string)[], { wheel, themeId }: Target): string[] {
  const title = wheel.themes.find(({ id }) => id === themeId)?.name;
  return seen.flatMap((card) => {
    if (typeof card === 'string') return [];
    const text = read(card);
    return text.split('\n')[1] === title && /har svaret på temaet/.test(text) ? [text] : [];
  });
}

/**
 * Every way in which the answers can have fallen that agrees with what the cards say. The attacker has the program and
 * tries each: a way agrees where the program would say the same of it.
 */
export function explanations(target: Target, cards: readonly string[]): Counts[] {
  return distributions(target.n).filter((counts) => {
    const told = publishedDetailsOf(target, counts);
    return cards.every((card) => `${card}\n`.includes(told));
  });
}

const known = new Map<string, string>();

/** The lines of a unit on its theme's card, if its answers had fallen so. */
function publishedDetailsOf(
  { wheel, round, themeId, unitId, dontKnow, smallestGroup }: Target,
  counts: Counts,
): string {
  const name = [wheel.id, wheel.version, round.depth, unitId, dontKnow, smallestGroup, counts].join('|');
  const found = known.get(name);
  if (found !== undefined) return found;
  const result = publish(counts, { privacy: 'confidential', smallestGroup });
  const unit = { unitId, result, dontKnow };
  const cardTexts = { texts, wheel, smallestGroup };
  const [line] = unitLines(cardTexts, round, { result: { themeId, people: 0, result, units: [unit] } });
  if (!line) throw new Error(`There is no unit ${unitId}`);
  const lines = [line.name, line.value, line.agreement, line.distribution, line.dontKnow];
  const told = asRead(`${lines.filter(Boolean).join('\n')}\n`);
  known.set(name, told);
  return told;
}

/**
 * The steps that one of the others may have chosen, to somebody who knows what some of them chose. Nobody who is not
 * known can be told from another, so that what one may have chosen any may.
 */
export function possibleSteps(explained: readonly Counts[], knownSteps: readonly Step[]): Step[] {
  const left = explained.flatMap((counts) => {
    const rest = counts.map((count, i) => count - knownSteps.filter((step) => step === i + 1).length);
    return rest.every((count) => count >= 0) ? [rest] : [];
  });
  return steps.filter((step) => left.some((rest) => (rest[step - 1] ?? 0) > 0));
}
