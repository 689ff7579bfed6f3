/** One line of the table: a figure of the product beside the same figure of what it is measured against. */
export interface Line {
  what: string;
  /** With its unit. */
  product: string;
  against: string;
  baseline: string;
  /** Product to baseline: the median over the rounds, the lowest and the highest. */
  ratio: Spread;
  goal: { is: 'at least' | 'at most'; value: number };
  /** What the ratio does not show. */
  note?: string;
}

export interface Spread {
  median: number;
  lowest: number;
  highest: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: median(values), lowest: sorted[0] ?? Number.NaN, highest: sorted.at(-1) ?? Number.NaN };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** A line from the figures of each round, in the same order for both. */
export function lineOf(
  { what, against, goal }: Pick<Line, 'what' | 'against' | 'goal'>,
  figures: { product: readonly number[]; baseline: readonly number[]; unit(value: number): string },
): Line {
  const { product, baseline, unit } = figures;
  const ratios = product.map((value, i) => value / (baseline[i] ?? Number.NaN));
  return {
    what,
    against,
    product: unit(median(product)),
    baseline: unit(median(baseline)),
    ratio: spread(ratios),
    goal,
  };
}

/** A line whose baseline is the most that was promised. */
export function bounded(
  what: string,
  product: readonly number[],
  { limit, unit }: { limit: number; unit(value: number): string },
): Line {
  const goal = { is: 'at most', value: 1 } as const;
  const baseline = product.map(() => limit);
  return lineOf({ what, against: 'the most that was promised', goal }, { product, baseline, unit });
}

export function isMet({ ratio, goal }: Line): boolean {
  return goal.is === 'at least' ? ratio.median >= goal.value : ratio.median <= goal.value;
}

/** The lines as a table in Markdown, which reads well in a terminal too. */
export function tableOf(lines: readonly Line[]): string {
  const head = ['what', 'Hjulet', 'against', 'its figure', 'ratio (lowest to highest)', 'goal', 'met'];
  const rows = lines.map((line) => {
    const { median: middle, lowest, highest } = line.ratio;
    const ratio = `${digits(middle)} (${digits(lowest)} to ${digits(highest)})`;
    const goal = `${line.goal.is} ${line.goal.value}`;
    return [line.what, line.product, line.against, line.baseline, ratio, goal, isMet(line) ? 'yes' : '**no**'];
  });
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const text = (row: string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const notes = lines.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`]));
  return [text(head), text(widths.map((width) => '-'.repeat(width))), ...rows.map(text), '', ...notes]
    .join('\n')
    .trimEnd();
}

function digits(value: number): string {
  return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
