import type { Published } from '../domain/results.ts';
import type { Round, Summary } from '../domain/round.ts';
import type { Language, Step } from '../domain/wheel.ts';
import { toldOf } from './cards.ts';
import { channelOf } from './channels.ts';
import { type NothingYet, overview } from './overview.ts';
import { type Caller, personInChannel, type Refusal, type Rosters, refused } from './people.ts';
import type { Told, World } from './ports.ts';

/**
 * What the report, the spreadsheet and the CSV file are made of: the frozen results of a closed round and what its cards
 * tell beside them. No answer is in it, so that none of the three can go round the smallest group.
 */
export interface Report {
  /** Such as "Ungeindsatsen – Sammenhæng"; empty where Teams tells none. */
  channel: string;
  round: ReportedRound;
  /** What people wrote and, in an open round, who answered what, by theme; absent where Teams could not tell the names. */
  told?: Record<string, Told>;
  /** What the team agreed on after talking, by unit. */
  agreed?: Partial<Record<string, Step>>;
  trend?: ReportedTrend;
  frame?: ReportedFrame;
  plan?: ReportedFocus[];
}

export interface ReportedRound extends Pick<Round, 'id' | 'wheelId' | 'wheelVersion' | 'depth' | 'privacy'> {
  summary: Summary;
}

/** The rounds of the same wheel, oldest first, this one included. */
interface ReportedTrend {
  rounds: { closedAt: number; people: number }[];
  /** Themes of the newest round, each with a point for each round. */
  themes: { themeId: string; points: TrendPoint[] }[];
}

export interface TrendPoint {
  result: Published;
  /** From the round before it, in tenths of a step; `held` where it could lay a few answers bare, absent where there is none. */
  change?: number | 'held';
  /** What the team agreed on, 1–4. */
  agreed?: number;
}

/** What the channel steers by. */
interface ReportedFrame {
  coreTask: string;
  destination: string;
  goals: string[];
  values: string[];
}

/** Something that the channel works on. Who sees to it is left out: a report holds no names but an open round's. */
export interface ReportedFocus {
  /** The wheel that it was chosen from, which may be another than the round's. */
  wheelId: string;
  wheelVersion: number;
  themeId: string;
  unitId: string;
  term: 'short' | 'long';
  status: PlanStatus;
  from?: Step;
  target?: Step;
  /** By the latest round. */
  now?: Step;
  /** A plain date. */
  date?: string;
  actions: ReportedAction[];
}

export interface ReportedAction {
  title: string;
  status: PlanStatus;
  /** A plain date. */
  date?: string;
  milestone: boolean;
  goal: string;
  value: string;
  partners: string;
}

type PlanStatus = 'open' | 'done' | 'dropped';

/** A closed round, as its report takes it. */
export function reported(round: Round): ReportedRound | undefined {
  const { id, wheelId, wheelVersion, depth, privacy, summary } = round;
  return summary && { id, wheelId, wheelVersion, depth, privacy, summary };
}

/** Everything that the report of a closed round tells; undefined for a round that is not closed, or no longer kept. */
export async function reportOf(world: World, round: Round): Promise<Report | undefined> {
  const channel = (await world.store.channel(round.channel))?.record;
  const published = reported(round);
  if (!channel || !published) return undefined;
  const report = { channel: channel.name, round: published };
  const told = await toldOf(world, channel, round).catch((error: unknown) => {
    world.log.error({}, 'the names for a report could not be looked up', error);
  });
  if (!told) return report;
  const themes = published.summary.themes.map(({ themeId }) => [themeId, told(themeId)] as const);
  return { ...report, told: Object.fromEntries(themes) };
}

/** The forms that a report comes in. */
export const reportFormats = ['html', 'xlsx', 'csv'] as const;
export interface ReportFile {
  language: Language;
  format: (typeof reportFormats)[number];
}

/** A result that can be taken along, before anybody asks for the links. */
export interface ExportOffer {
  kind: 'exportOffer';
  roundId: string;
  /** Epoch milliseconds. */
  closedAt: number;
}

/** What the links to a round's report are made of. */
export interface Export extends Pick<Round, 'privacy'> {
  kind: 'export';
  /** What the report is found by. */
  pictureId: string;
  /** The language that the channel reads. */
  language: Language;
  /** When the links end, epoch milliseconds. */
  expiresAt: number;
}

const linkHours = 24;

/** Offers the channel's latest result to a facilitator. The links are for whoever presses alone, since a channel reads every post. */
export async function offerExport(
  world: World,
  rosters: Rosters,
  caller: Caller,
): Promise<ExportOffer | NothingYet | Refusal> {
  const allowed = await facilitator(world, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const latest = await overview(world, caller);
  if (latest.kind === 'nothingYet') return latest;
  if (!latest.round.summary) return { kind: 'nothingYet', open: false };
  return { kind: 'exportOffer', roundId: latest.round.id, closedAt: latest.round.summary.closedAt };
}

/** Links to a closed round's report and its figures, for a facilitator. */
export async function exportRound(
  world: World,
  rosters: Rosters,
  caller: Caller,
  roundId: string,
): Promise<Export | Refusal> {
  const allowed = await facilitator(world, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const round = (await world.store.round(caller.channel, roundId))?.record;
  if (!round?.summary) return refused('notHere');
  const { privacy, summary } = round;
  const expiresAt = world.now() + linkHours * 3_600_000;
  return { kind: 'export', privacy, pictureId: summary.pictureId, language: allowed.language, expiresAt };
}

async function facilitator(
  world: World,
  rosters: Rosters,
  caller: Caller,
): Promise<{ kind: 'allowed'; language: Language } | Refusal> {
  const channel = await channelOf(world, caller);
  if (!channel) return refused('notHere');
  if (!(await rosters.has(caller.channel, caller.userId))) return refused('notMember');
  const person = personInChannel(world, caller.channel, caller.userId);
  return channel.facilitators.includes(person)
    ? { kind: 'allowed', language: channel.language }
    : refused('notFacilitator');
}
