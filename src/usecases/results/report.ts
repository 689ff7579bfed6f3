import { type Channel, channelName } from '../../domain/channel.ts';
import type { FrameContent } from '../../domain/frame.ts';
import type { Steps } from '../../domain/joint-score.ts';
import type { Language } from '../../domain/language.ts';
import { type PlannedFocus, unowned } from '../../domain/plan.ts';
import type { Round, Summary } from '../../domain/round.ts';
import type { TrendHistory } from '../../domain/trend.ts';
import type { CallContext } from '../call-context.ts';
import { asFacilitator } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { ShownFocus } from '../plan/plan-ports.ts';
import type { Deps } from '../ports.ts';
import { publishedDetailsOf } from '../round/published-details.ts';
import type { PublishedDetails } from '../round/round-ports.ts';
import { type NothingYet, overview, sinceClosed } from './overview.ts';
import { trendUpTo } from './trend.ts';

/**
 * What the report, the spreadsheet and the CSV file are made of: the frozen results of a closed round and what its
 * cards show beside them. No answer is in it, so that none of the three can go round the smallest group.
 */
export interface Report {
  /** Such as "Ungeindsatsen – Sammenhæng"; empty where Teams gave none. */
  channel: string;
  /** Whether people read of a channel in it or of a chat. */
  kind: Channel['kind'];
  round: ReportedRound;
  /**
   * What people wrote and, in an open round, who answered what, by theme; absent where Teams could not be asked for the
   * names.
   */
  details?: Record<string, PublishedDetails>;
  /** What the team agreed on after talking, by theme. */
  jointScores: Partial<Record<string, Steps>>;
  /** The rounds of the same wheel up to this one. */
  history: TrendHistory;
  /** What the channel steers by now. */
  frame?: FrameContent;
  /** What the channel works on now. */
  plan: ReportedFocus[];
}

/** As much of a closed round as a report reads. */
export interface ReportedRound
  extends Pick<Round, 'id' | 'wheelId' | 'wheelVersion' | 'depth' | 'privacy' | 'units' | 'groups'> {
  summary: Summary;
}

/** Something that the channel works on. Who sees to it is left out: a report holds no names but an open round's. */
export type ReportedFocus = PlannedFocus & Pick<ShownFocus, 'now'>;

/** A closed round, as its report takes it. */
export function reported(round: Round): ReportedRound | undefined {
  const { id, wheelId, wheelVersion, depth, privacy, units, groups, summary } = round;
  return summary && { id, wheelId, wheelVersion, depth, privacy, units, ...(groups && { groups }), summary };
}

/** A focus with its actions, without who sees to them, neither by name nor by key. */
function withoutOwners({ focus, actions, now }: ShownFocus): ReportedFocus {
  return {
    focus: { ...focus, content: unowned(focus.content) },
    actions: actions.map(({ owner: _, ...action }) => ({ ...action, content: unowned(action.content) })),
    ...(now !== undefined && { now }),
  };
}

/** Everything that the report of a closed round holds; undefined for a round that is not closed, or no longer kept. */
export async function reportOf(deps: Deps, round: Round): Promise<Report | undefined> {
  const channel = (await deps.store.channel(round.channel))?.record;
  const published = reported(round);
  if (!channel || !published) return undefined;
  const [{ planContext, jointScores }, { history }, detailsOf] = await Promise.all([
    sinceClosed(deps, round),
    trendUpTo(deps, round),
    publishedDetailsOf(deps, channel, round).catch((error: unknown) => {
      deps.log.error({}, 'the names for a report could not be looked up', error);
    }),
  ]);
  const themes = published.summary.themes.map(({ themeId }) => themeId);
  return {
    channel: channelName(channel),
    kind: channel.kind,
    round: published,
    ...(detailsOf && { details: Object.fromEntries(themes.map((themeId) => [themeId, detailsOf(themeId)])) }),
    jointScores: Object.fromEntries(jointScores.map(({ themeId, steps }) => [themeId, steps])),
    history,
    ...(planContext.frame && { frame: planContext.frame }),
    plan: (planContext.plan ?? []).map(withoutOwners),
  };
}

/** The forms that a report comes in. */
export const reportFormats = ['html', 'xlsx', 'csv'] as const;
/** Which of a report's files is meant. */
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

/**
 * Offers the channel's latest result to a facilitator. The links are shown to the one who presses alone, since a
 * channel reads every post.
 */
export async function offerExport(context: CallContext): Promise<ExportOffer | NothingYet | Refusal> {
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const latest = await overview(context);
  if (latest.kind !== 'overview') return latest;
  if (!latest.round.summary) return { kind: 'nothingYet', open: false };
  return { kind: 'exportOffer', roundId: latest.round.id, closedAt: latest.round.summary.closedAt };
}

/** Links to a closed round's report and its figures, for a facilitator. */
export async function exportRound(context: CallContext, roundId: string): Promise<Export | Refusal> {
  const { deps, caller } = context;
  const allowed = await asFacilitator(context);
  if (allowed.kind === 'refused') return allowed;
  const round = (await deps.store.round(caller.channel, roundId))?.record;
  if (!round?.summary) return refused('notHere');
  const { privacy, summary } = round;
  const expiresAt = deps.now() + linkHours * 3_600_000;
  return { kind: 'export', privacy, pictureId: summary.pictureId, language: allowed.channel.language, expiresAt };
}
