import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import type { Language } from '../domain/language.ts';
import type { Focus } from '../domain/plan.ts';
import type { Round } from '../domain/round.ts';
import type { TrendHistory } from '../domain/trend.ts';
import type { Wheel } from '../domain/wheel.ts';
import type { Texts } from '../texts/texts.ts';
import type { Wheels } from '../usecases/ports.ts';
import type { Report, ReportFile } from '../usecases/results/report.ts';
import type { Content } from './content.ts';
import { csvOf } from './csv.ts';
import { createPages, type Pages } from './page.ts';
import { figuresTable, sheets } from './sheets.ts';
import type { Table } from './tables.ts';

export interface ReportNeeds {
  /** The content of a round's report; undefined where the round is not kept any longer. */
  read(round: Round): Promise<Report | undefined>;
  texts: Record<Language, Texts>;
  /** The same for group chats. */
  chatTexts: Record<Language, Texts>;
  wheels: Wheels;
  /** The wheel of a closed round as SVG. */
  draw(round: Round, language: Language): Promise<string>;
  /** The chart of the rounds up to this one, as SVG. */
  drawHistory(round: Round, history: TrendHistory, language: Language): Promise<string>;
  workbook(tables: readonly Table[]): Promise<Buffer>;
  /** The fonts that both are drawn with. */
  fonts: Parameters<typeof createPages>[0]['fonts'];
  /** Where the channel is: an IANA name. */
  timeZone: string;
  /** Epoch milliseconds. */
  now(): number;
}

/** A report in one of its forms, as a browser gets it. */
export interface ReportDocument {
  type: string;
  /** Made of ids and dates only. */
  name: string;
  body: Buffer;
  /** The Content-Security-Policy of a page; a file to download has none. */
  policy?: string;
}

/** A link may be opened a thousand times in a row: a document is served again for this long. */
const cachedMs = 60_000;
const maxCachedBytes = 32 * 1024 * 1024;

/** @returns a function that makes a closed round's report in a form; undefined where the round is not kept any longer. */
export function createReports(
  needs: ReportNeeds,
): (round: Round, file: ReportFile) => Promise<ReportDocument | undefined> {
  const pages = createPages({ fonts: needs.fonts });
  const documents = new LRUCache<string, ReportDocument, { round: Round; file: ReportFile }>({
    maxSize: maxCachedBytes,
    sizeCalculation: ({ body }) => body.byteLength,
    ttl: cachedMs,
    perf: { now: needs.now },
    fetchMethod: (_key, _stale, { context: { round, file } }) => makeDocument({ ...needs, pages }, round, file),
    // One that is thrown out while it is made is still given to those who wait for it.
    ignoreFetchAbort: true,
  });
  return (round, file) => documents.fetch(`${round.id} ${file.language} ${file.format}`, { context: { round, file } });
}

async function makeDocument(
  needs: ReportNeeds & { pages: Pages },
  round: Round,
  { language, format }: ReportFile,
): Promise<ReportDocument | undefined> {
  const { pages } = needs;
  const report = await needs.read(round);
  if (!report) return undefined;
  const content = await contentOf(needs, report, language);
  const name = `hjulet-${content.day(report.round.summary.closedAt)}-${round.id.slice(0, 8)}.${format}`;
  switch (format) {
    case 'html': {
      const { history } = report;
      const pictures = {
        wheel: await needs.draw(round, language),
        history: history.rounds.length > 1 ? await needs.drawHistory(round, history, language) : '',
      };
      const page = pages.page(content, pictures, needs.now());
      return { type: 'text/html; charset=utf-8', name, body: Buffer.from(page), policy: pages.policy };
    }
    case 'xlsx': {
      const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      return { type, name, body: await needs.workbook(sheets(content)) };
    }
    case 'csv':
      return { type: 'text/csv; charset=utf-8', name, body: csvOf(figuresTable(content)) };
  }
}

async function contentOf(
  { texts, chatTexts, wheels, timeZone }: ReportNeeds,
  report: Report,
  language: Language,
): Promise<Content> {
  const { kind, round, plan } = report;
  const wheel = await wheels.of(round, language);
  const named = (focus: Pick<Focus, 'wheelId' | 'wheelVersion'>) => `${focus.wheelId} ${focus.wheelVersion}`;
  const others = new Map<string, Wheel>();
  for (const { focus } of plan) {
    if (!others.has(named(focus))) others.set(named(focus), await wheels.of(focus, language));
  }
  return {
    report,
    language,
    cardTexts: {
      texts: (kind === 'group' ? chatTexts : texts)[language],
      wheel,
      smallestGroup: round.summary.smallestGroup,
    },
    day: (instant) =>
      Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    wheelOf: (focus) => others.get(named(focus)) ?? wheel,
  };
}
