/**
 * Van der Eijk's A, agreement on an ordered scale: 1 everyone on the same step, 0 spread evenly, −1 half at each end.
 * Cees van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35 (2001), as in the R package agrmt.
 * Chosen over measures that take a mean of step numbers; "ved ikke" is not counted.
 */

/**
 * @param counts how many chose each step, whole numbers of 0 or more; its length is the number of steps, 3 or more.
 * @returns −1 to 1, or undefined where nobody has answered.
 * @throws RangeError on counts that are not whole: shares leave rounding residues that look like layers.
 */
export function agreement(counts: readonly number[]): number | undefined {
  const bad = counts.find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined || counts.length < 3) {
    throw new RangeError(`agreement: counts [${counts.join(', ')}] must be three or more whole numbers, 0 or more`);
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;

  const left = [...counts];
  let weighted = 0;
  for (;;) {
    const used = left.filter((count) => count > 0);
    if (used.length === 0) return weighted / total;
    const layer = Math.min(...used);
    weighted += layer * used.length * patternAgreement(left.map((count) => count > 0));
    for (const [step, count] of left.entries()) if (count > 0) left[step] = count - layer;
  }
}

/** Agreement of one layer: which steps are in use, without how often. */
function patternAgreement(pattern: readonly boolean[]): number {
  const steps = pattern.length;
  const inUse = pattern.filter(Boolean).length;
  if (inUse === 1) return 1;
  let together = 0;
  let apart = 0;
  for (let i = 0; i < steps; i++)
    for (let j = i + 1; j < steps; j++)
      for (let k = j + 1; k < steps; k++) {
        const triple = `${Number(pattern[i])}${Number(pattern[j])}${Number(pattern[k])}`;
        if (triple === '110' || triple === '011') together++;
        if (triple === '101') apart++;
      }
  const unimodality =
    together + apart === 0 ? 0 : ((steps - 2) * together - (steps - 1) * apart) / ((steps - 2) * (together + apart));
  return unimodality * (1 - (inUse - 1) / (steps - 1));
}

/** The words of the product; a card never shows one without its n. */
export const agreementWords = ['agreed', 'partly', 'split'] as const;
export type AgreementWord = (typeof agreementWords)[number];

/** Below this the group is split (uenig). */
const splitBelow = 0.3;

/** The word for an agreement. @param a van der Eijk's agreement A, from -1 to 1. */
export function agreementWord(a: number): AgreementWord {
  if (a >= 0.6) return 'agreed';
  return a >= splitBelow ? 'partly' : 'split';
}
