import { ceilings, closingAnswers, prices, unitsPerClosedAnswer, usage } from './cost-ledger.ts';

const monthSeconds = 730 * 3_600;

/** The section of docs/operations.md about what Cosmos DB costs a month, between its two comments. */
export function costSection(): string {
  return `\n\n${table()}\n\n${assumptions()}\n\n`;
}

/** Request units of one round, from its opening to the last reading of its overview. */
function unitsOfRound(): number {
  const { people, themes, changedPercent, mineARound, statusARound, overviewARound } = usage;
  const answers = people * themes;
  const changes = (answers * changedPercent) / 100;
  return (
    ceilings.opening.units +
    answers * (ceilings.answer.units + ceilings.recount.units) +
    changes * (ceilings.change.units + ceilings.recount.units) +
    mineARound * ceilings.mine.units +
    statusARound * ceilings.status.units +
    overviewARound * ceilings.overview.units +
    ceilings.closing.units +
    (answers - closingAnswers) * unitsPerClosedAnswer
  );
}

/** Request units a month of instances that have nothing to do. */
function unitsOfWaiting(): number {
  const { instances, sweepSeconds, probeSeconds } = usage;
  const each = ceilings.sweep.units / sweepSeconds + ceilings.probe.units / probeSeconds;
  return instances * each * monthSeconds;
}

/** For how many channels costs are worked out. */
export const sizes = [1, 98, 10_000] as const;

/** What Cosmos DB costs a month. */
export function databaseCost(channels: number): { units: number; gb: number; serverless: number; autoscale: number } {
  const units = unitsOfWaiting() + (channels * usage.roundsAYear * unitsOfRound()) / 12;
  const gb = (channels * usage.roundsAYear * (usage.retentionMonths / 12) * usage.kbARound) / 1_024 ** 2;
  const storage = gb * prices.storagePerGbMonth;
  // Autoscale bills the highest second of each hour, at least a tenth of its maximum of 1,000 RU/s.
  const billed = Math.max(100, (units / monthSeconds) * usage.peak);
  return {
    units,
    gb,
    serverless: (units / 1e6) * prices.serverlessPerMillionUnits + storage,
    autoscale: (billed / 100) * prices.autoscalePer100UnitsASecondAnHour * 730 + storage,
  };
}

function table(): string {
  const rows = sizes.map((channels) => {
    const { units, gb, serverless, autoscale } = databaseCost(channels);
    return [
      channels.toLocaleString('en'),
      `${(units / 1e6).toFixed(1)} million`,
      gb < 0.1 ? 'under 0.1 GB' : `${gb.toFixed(1)} GB`,
      `$${serverless.toFixed(2)}`,
      `$${autoscale.toFixed(2)}`,
    ];
  });
  const all = [['channels', 'request units', 'storage', 'serverless', 'autoscale'], ...rows];
  return markdownTable(all);
}

/** Rows as a table, the first one its head, each column as wide as its widest cell. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

function assumptions(): string {
  const { instances, roundsAYear, people, themes, sweepSeconds, probeSeconds, retentionMonths } = usage;
  return [
    `Worked out by \`npm run cost\` from the ceilings that the tests hold each use case to (\`scripts/cost-ledger.ts\`), for`,
    `${instances} instances that look for due work every ${sweepSeconds} seconds and are asked every ${probeSeconds} seconds whether they are ready,`,
    `${roundsAYear} rounds a year in each channel with ${people} people and ${themes} themes, kept for ${retentionMonths} months. Reads at Strong consistency are`,
    `counted twice. The waiting alone is ${(unitsOfWaiting() / 1e6).toFixed(1)} million units a month, one round ${Math.round(unitsOfRound()).toLocaleString('en')} units; most of a round is the`,
    'counts on the cards. Autoscale is taken to peak at ten times the average. Prices are list prices for one region in US',
    'dollars of November 2026; West Europe may differ by some percent, and [everything else](da/omkostninger.md) comes on top.',
  ].join('\n');
}
