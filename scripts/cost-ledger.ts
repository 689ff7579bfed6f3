/**
 * What each use case may ask of Azure Cosmos DB: requests, and request units (RU) by Cosmos DB's published charges.
 * test/store/cost.test.ts holds the bot to it, and `npm run cost` works out from it what a month costs.
 */

export interface Ceiling {
  requests: number;
  units: number;
}

/** For a wheel of four themes with one score each, in a channel of which five people answer. */
export const ceilings = {
  /** From the command `start` until every card is posted. */
  opening: { requests: 67, units: 400 },
  /** A person's first answer to a theme, on its way: one query and one write, and a look at who has answered, which those share who answer within two seconds. */
  answer: { requests: 3, units: 20 },
  /** A change of it: the same, but that replacing costs twice as much as creating. */
  change: { requests: 3, units: 26 },
  /** The counts on the cards after it, noted before the answer and once more when it is kept; answers within a moment share one. */
  recount: { requests: 15, units: 105 },
  /** A person's own answer, shown to them. */
  mine: { requests: 3, units: 30 },
  /** Its answer becomes a post that follows the round, and is written down. */
  status: { requests: 9, units: 58 },
  /** With what the channel plans and steers by, what was chosen, and where each theme's card is. Where its answer is, is written down. */
  overview: { requests: 13, units: 40 },
  /** Closing, summary, results and what the threads are asked, with twenty answers, of which each is written once more. */
  closing: { requests: 123, units: 1_010 },
  /** One look for due work over all shards, with nothing due. */
  sweep: { requests: 8, units: 40 },
  /** Whether an instance is ready, asked by the platform. */
  probe: { requests: 1, units: 5 },
} as const satisfies Record<string, Ceiling>;

/** How many answers the ceiling of `closing` is for, and what each of them adds to it: two reads and a replacing. */
export const closingAnswers = 20;
export const unitsPerClosedAnswer = 20;

/** Published charges in RU. Source: learn.microsoft.com/azure/cosmos-db/optimize-cost-reads-writes, read in November 2026. */
export const charges = {
  /** A point read of 1 KB, and of 100 KB; between them in proportion. */
  read: { of1: 1, of100: 10 },
  /** An insert of 1 KB with nothing indexed; the article's table has ten times as much for 100 KB. Replacing costs twice as much. */
  insert: { of1: 5.5, of100: 55 },
  replaceFactor: 2,
  /** A query that finds nothing, as commonly seen; the article gives no figure. What it returns is charged as if each were read. */
  query: 2.3,
  /** At Strong consistency every read and query costs twice as much. */
  strongFactor: 2,
} as const;

/**
 * List prices in US dollars, of November 2026 for one region; West Europe's may differ by some percent, and
 * change. Source to look at: azure.microsoft.com/pricing/details/cosmos-db
 */
export const prices = {
  serverlessPerMillionUnits: 0.25,
  autoscalePer100UnitsASecondAnHour: 0.012,
  storagePerGbMonth: 0.25,
} as const;

/** What a channel does, and what the platform does around it. */
export const usage = {
  roundsAYear: 4,
  people: 12,
  themes: 4,
  /** Of a hundred answers so many are changed. */
  changedPercent: 10,
  /** Looks at the own answer, the status and the overview, in each round. */
  mineARound: 12,
  statusARound: 6,
  overviewARound: 12,
  /** Documents of a round, in KB, with what Cosmos DB adds to each. */
  kbARound: 150,
  instances: 2,
  sweepSeconds: 15,
  probeSeconds: 10,
  retentionMonths: 12,
  /** How many times the average the busiest second of an hour is taken to be. */
  peak: 10,
} as const;
