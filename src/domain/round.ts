import type { Answer } from './answer.ts';
import { isGuest } from './invitation.ts';
import type { Language } from './language.ts';
import { withGroups } from './perspectives.ts';
import { type Privacy, publish, results, type ThemeResult, themeResult } from './results.ts';
import { type ChangeSinceLast, type Comparable, trendSince } from './trend.ts';
import { instantOf } from './wall-time.ts';
import { type Depth, unitsOf, type Wheel } from './wheel.ts';

/** Where a round lives: a Teams channel, or a group chat, in a tenant. */
export interface ChannelKey {
  tenantId: string;
  /** The channel's own conversation id, without the thread. */
  conversationId: string;
}

/** Whether two keys are of one channel. */
export function isSameChannel(a: ChannelKey, b: ChannelKey): boolean {
  return a.tenantId === b.tenantId && a.conversationId === b.conversationId;
}

/** What is chosen when a round is started. */
export interface RoundSettings {
  wheelId: string;
  wheelVersion: number;
  depth: Depth;
  privacy: Privacy;
  /** The language of the cards that everyone shares. */
  language: Language;
  /** How many are expected to answer. */
  expected: number;
  /** The last day to answer, a plain date such as "2026-12-10". */
  deadline: string;
  /** The wall time on that day when the round closes, such as "16:00". */
  deadlineTime: string;
  /** IANA name of the zone that the wall time is in; the instant is worked out when it is needed. */
  zone: string;
  /** Whether the channel is reminded while people have yet to answer. */
  nudges: boolean;
  /** Whether each person who has yet to answer is reminded in a private message, the working day before the deadline. */
  personalReminders: boolean;
  closeWhenAll: boolean;
}

/** A round of one wheel in one channel. */
export interface Round extends RoundSettings {
  id: string;
  channel: ChannelKey;
  /** Keyed hash of the person in this channel. */
  startedBy: string;
  /** Epoch milliseconds. */
  startedAt: number;
  /** What a card may send: the unit ids of each theme at this round's depth. */
  units: Record<string, string[]>;
  /** The groups of the wheel that people are asked to answer as; absent where they are not asked. */
  groups?: string[];
  /** The thread it was started in, where its status card lives. */
  thread: string;
  terms: PrivacyTerms;
  /** `closing` is the moment between the last answer that counts and the summary made of them. */
  state: 'open' | 'closing' | 'closed';
  /** Set with `closing`. */
  closedBy?: Closing;
  /** Set with `closing` where those who answered by link may see on its page what the round came to. */
  resultsByLink?: boolean;
  /** Set when the round closes and never changed again. */
  summary?: Summary;
}

/** What people are promised before they answer; stored with the round, so that a changed setting breaks no promise. */
export interface PrivacyTerms {
  /** From how many answers figures are shown in a confidential round, 3–10. */
  smallestGroup: number;
  /** How long after its closing a round is kept. */
  retentionMonths: number;
}

/**
 * For so many days after its closing somebody with the database could find out who gave which answer in a confidential
 * round.
 */
export const traceableDays = 30;

/** What closes a round: a person, everyone having answered, or the deadline. */
export const closings = ['person', 'everyone', 'deadline'] as const;
export type Closing = (typeof closings)[number];

/** What a round came to, frozen when it closed. */
export interface Summary {
  /** Epoch milliseconds. */
  closedAt: number;
  /** How many people answered at least one theme. */
  people: number;
  /** How many of them did so by link; absent where nobody did. */
  byLink?: number;
  smallestGroup: number;
  themes: ThemeResult[];
  /**
   * Since the last round of the same wheel; absent where there was none with answers. Frozen too, so that the post
   * stays true.
   */
  trend?: ChangeSinceLast;
  /** 128 random bits, the picture's address. */
  pictureId: string;
}

/**
 * The bounds of the set-up card. `expected` reaches well past the largest group that can meet; `days` past a school
 * year.
 */
export const bounds = { expected: { min: 1, max: 1000 }, deadlineDays: 400, comment: 500 } as const;

/** `expected` is out of bounds; the deadline has passed already, or is too far ahead. */
export type SettingFault = 'expected' | 'deadlinePast' | 'deadlineFar';

/** What is wrong with a round's settings at `now`, epoch milliseconds; nothing where all is right. */
export function faultsOf(settings: RoundSettings, now: number): SettingFault[] {
  const { expected } = settings;
  const faults: SettingFault[] = [];
  if (!Number.isInteger(expected) || expected < bounds.expected.min || expected > bounds.expected.max)
    faults.push('expected');
  return [...faults, ...deadlineFaults(settings, now)];
}

/** What is wrong with the time a round is to close. */
export function deadlineFaults(settings: Deadline, now: number): SettingFault[] {
  const at = deadlineOf(settings);
  if (at <= now) return ['deadlinePast'];
  return at > now + (bounds.deadlineDays + 1) * 86_400_000 ? ['deadlineFar'] : [];
}

type Deadline = Pick<RoundSettings, 'deadline' | 'deadlineTime' | 'zone'>;

/** When a round closes, epoch milliseconds. */
export function deadlineOf({ deadline, deadlineTime, zone }: Deadline): number {
  return instantOf(deadline, deadlineTime, zone);
}

/** An open round, with the units that its wheel has at the depth that was chosen. */
export function newRound(
  settings: RoundSettings,
  wheel: Wheel,
  start: Pick<Round, 'id' | 'channel' | 'startedBy' | 'startedAt' | 'thread' | 'terms' | 'groups'>,
): Round {
  const units = Object.fromEntries(
    wheel.themes.map((theme) => [theme.id, unitsOf(theme, settings.depth).map((unit) => unit.id)]),
  );
  return { ...settings, ...start, units, state: 'open' };
}

/**
 * The round closed with its results worked out; a round that is closed already stays as it is.
 * @param before the closed round that it is compared with.
 */
export function closed(
  round: Round,
  { wheel, answers, before }: { wheel: Wheel; answers: readonly Answer[]; before?: Comparable | undefined },
  end: Pick<Summary, 'closedAt' | 'smallestGroup' | 'pictureId'>,
): Round {
  if (round.state === 'closed') return round;
  const rule = { privacy: round.privacy, smallestGroup: end.smallestGroup };
  const themes = withGroups(results({ wheel, depth: round.depth }, answers, rule), {
    groups: round.groups ?? [],
    answers,
    rule,
  });
  const people = [...new Set(answers.map((answer) => answer.person))];
  const byLink = people.filter(isGuest).length;
  const summary: Summary = { ...end, people: people.length, ...(byLink > 0 && { byLink }), themes };
  // Without an answer there is nothing to compare.
  const trend = before && summary.people > 0 ? trendSince(before, { ...round, summary }) : undefined;
  return { ...round, state: 'closed', summary: trend ? { ...summary, trend } : summary };
}

/** What is scored in a theme of the round; undefined for a theme it has not, whatever word a client sent. */
export function unitsIn({ units }: Round, themeId: string): string[] | undefined {
  return Object.hasOwn(units, themeId) ? units[themeId] : undefined;
}

/** Whether as many as were expected have answered every theme. */
export function everyoneAnswered(round: Round, answered: Answered): boolean {
  return Object.keys(round.units).every((themeId) => (answered[themeId] ?? 0) >= round.expected);
}

/** How many have answered each theme. */
export type Answered = Record<string, number>;

/**
 * Who may close a round and see to its cards: the person who started it, and a facilitator any round of the channel.
 */
export function mayLead(round: Round, person: string, facilitators: readonly string[]): boolean {
  return round.startedBy === person || facilitators.includes(person);
}

/** A round that has closed. */
export type ClosedRound = Round & { summary: Summary };

/** Whether a round has closed with something to choose from. */
export function isScored(round: Round): round is ClosedRound {
  return round.summary?.themes.some(({ result }) => result.level !== 'none') ?? false;
}

/**
 * What those who answered by link may see of a round, whoever has the link by now: no more than of a confidential one,
 * and no groups.
 */
export function publishedByLink({ summary }: ClosedRound): ThemeResult[] {
  const rule = { privacy: 'confidential', smallestGroup: summary.smallestGroup } as const;
  return summary.themes.map(({ groups: _, ...theme }) => {
    const units = theme.units.map(({ result, ...unit }) => ({
      ...unit,
      result: result.level === 'full' ? publish(result.counts, rule) : result,
    }));
    return { ...theme, units, result: themeResult(units) };
  });
}

/** The units of a round in the wheel's order. */
export function unitIds({ units }: Pick<Round, 'units'>): string[] {
  return Object.values(units).flat();
}
