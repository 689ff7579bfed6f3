import type { Channel } from '../../domain/channel.ts';
import {
  bounds,
  type ChannelKey,
  faultsOf,
  newRound,
  type PrivacyTerms,
  type Round,
  type RoundSettings,
  type SettingFault,
} from '../../domain/round.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import { hasFocusAreas, type Wheel } from '../../domain/wheel.ts';
import { workdayAfter } from '../../domain/workdays.ts';
import type { CallContext } from '../call-context.ts';
import { channelOf, isThere, member } from '../channel/access.ts';
import { personInChannel, type Refusal, refused } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import { scheduleAhead, scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { wasErased } from '../privacy/erase.ts';
import { today } from '../today.ts';
import { scheduleDeadline } from './deadline.ts';
import { openRound } from './rounds.ts';

/** What the set-up card asks for, as far as it was filled in with something of the right kind. */
export type SetupInput = Partial<Omit<RoundSettings, 'wheelVersion' | 'zone'>> & {
  /** Whether people are asked whom they answer as, where the wheel has groups. */
  perspectives?: boolean;
} & Untouched;

/** The card that a round is set up on. */
export interface Setup {
  kind: 'setup';
  /** The round's id is made of it, so that a second press on the same card starts nothing more. */
  setupId: string;
  input: SetupInput;
  faults: SetupFault[];
  wheels: Pick<Wheel, 'id' | 'name' | 'short' | 'about' | 'themes' | 'perspectives'>[];
  /** The first day that can be chosen, a plain date. */
  today: string;
}
/** `missing`: not everything was filled in. */
export type SetupFault = SettingFault | 'missing';

/** No round can be started beside the one that is open. */
export interface OpenAlready {
  kind: 'openAlready';
  round: Round;
}

/** Where a set-up card was pressed. */
export interface SetupPlace {
  setupId: string;
  /** The thread the card is in. */
  thread: string;
  /** The card's own post where the set-up has one; it becomes the status card. */
  activityId?: string;
}

const defaultDays = 14;
/** While people are at work, so that the summary comes by day. */
const defaultTime = '16:00';

/** A set-up card to start from, or the round that is open already. */
export async function showSetup(context: CallContext): Promise<Setup | OpenAlready | Refusal> {
  const { deps, rosters, caller } = context;
  const channel = await channelOf(context);
  if (!channel || channel.kind === 'personal') return refused('notHere');
  const open = await openRound(deps, caller.channel);
  if (open) return { kind: 'openAlready', round: open };
  const people = (await rosters.refresh(channel).catch(() => undefined)) ?? [];
  if (!(await isThere(context))) return refused('notMember');
  return setup(context, { setupId: deps.newId(), input: shownAtFirst(deps, channel, people.length), faults: [] });
}

/** What stands on a set-up card at first. @param people how many are in the channel, as far as Teams says. */
function shownAtFirst(deps: Deps, channel: Channel, people: number): SetupInput {
  return {
    depth: 'screening',
    privacy: 'confidential',
    language: channel.language,
    deadline: workdayAfter(today(deps), defaultDays),
    deadlineTime: defaultTime,
    closeWhenAll: true,
    nudges: true,
    personalReminders: true,
    perspectives: false,
    ...(people > 0 && { expected: Math.min(people, bounds.expected.max) }),
  };
}

/** What was filled in, with what stood in fields that nobody touched. */
async function withUntouched({ deps, rosters }: CallContext, channel: Channel, given: SetupInput): Promise<SetupInput> {
  const { untouched = [] } = given;
  if (untouched.length === 0) return given;
  const people = (await rosters.people(channel)) ?? [];
  const [first] = deps.wheels.all(channel.language);
  return filledIn(given, untouched, {
    ...shownAtFirst(deps, channel, people.length),
    ...(first && { wheelId: first.id }),
  });
}

/**
 * Starts a round; a second press on the same card starts nothing more. Refused as `setupUsed` where that round is over.
 */
export async function startRound(
  context: CallContext,
  place: SetupPlace,
  given: SetupInput,
): Promise<{ kind: 'started'; round: Round } | Setup | OpenAlready | Refusal> {
  const { deps, caller } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;

  const id = roundIdOf(deps, caller.channel, place.setupId);
  // Version 0.1 gave a round the set-up's own id.
  for (const used of [id, place.setupId]) {
    const before = (await deps.store.round(caller.channel, used))?.record;
    if (before?.state === 'open') return link(deps, before);
    if (before || (await wasErased(deps, caller.channel, used))) return refused('setupUsed');
  }
  const open = await openRound(deps, caller.channel);
  if (open) return { kind: 'openAlready', round: open };

  const input = await withUntouched(context, channel, given);
  const wheel = deps.wheels.all(channel.language).find(({ id }) => id === input.wheelId);
  const settings = wheel && complete(input, wheel, deps.settings.timeZone);
  if (!wheel || !settings) return setup(context, { setupId: place.setupId, input, faults: ['missing'] });
  const faults = faultsOf(settings, deps.now());
  if (faults.length > 0) return setup(context, { setupId: place.setupId, input, faults });

  const startedBy = personInChannel(deps, caller.channel, caller.userId);
  const round = newRound(settings, wheel, {
    id,
    channel: caller.channel,
    startedBy,
    startedAt: deps.now(),
    thread: place.thread,
    terms: termsOf(deps.settings),
    ...(input.perspectives && wheel.perspectives && { groups: wheel.perspectives.map((group) => group.id) }),
  });
  return begin(deps, round, place);
}

async function begin(
  deps: Deps,
  round: Round,
  place: SetupPlace,
): Promise<{ kind: 'started'; round: Round } | OpenAlready> {
  if (place.activityId !== undefined) {
    const { thread: conversationId, activityId } = place;
    await deps.store.savePost(round.channel, {
      roundId: round.id,
      slot: 'status',
      state: 'sent',
      conversationId,
      activityId,
    });
  }
  await deps.store.saveRound(round);
  return link(deps, round);
}

/**
 * Makes it the channel's open round. Its cards and its times are scheduled before that, so that a crash in between leaves no
 * open round without them; anew at each try, since an instance that finds the round unlinked cancels what is due of it.
 * Done again where an instance died on the way and the button was pressed once more.
 */
async function link(deps: Deps, round: Round): Promise<{ kind: 'started'; round: Round } | OpenAlready> {
  const channel = await changeChannel(deps, round.channel, async (before): Promise<Channel> => {
    await scheduleDeadline(deps, round);
    await scheduleAhead(deps, 'open', { subject: round });
    return {
      ...before,
      openRoundId: before.openRoundId ?? round.id,
      language: round.language,
      facilitators: before.facilitators.length > 0 ? before.facilitators : [round.startedBy],
    };
  });
  const winner = channel?.openRoundId ?? round.id;
  if (winner !== round.id) {
    // Two people pressed two set-up cards at once. The other round stands; this one is left unlinked and without posts.
    const other = await deps.store.round(round.channel, winner);
    if (other) return { kind: 'openAlready', round: other.record };
  }
  await scheduleDue(deps, 'open', { subject: round });
  return { kind: 'started', round };
}

/** Keyed and of the channel: whoever presses may send any set-up id, and must not name another round's due items by it. */
function roundIdOf(deps: Deps, { tenantId, conversationId }: ChannelKey, setupId: string): string {
  return deps.keyedId(`setup|${tenantId}|${conversationId}`, setupId);
}

function setup(context: CallContext, filledIn: Pick<Setup, 'setupId' | 'input' | 'faults'>): Setup {
  const {
    deps,
    caller: { language },
  } = context;
  return { kind: 'setup', ...filledIn, wheels: deps.wheels.all(language), today: today(deps) };
}

function termsOf({ smallestGroup, retentionMonths }: PrivacyTerms): PrivacyTerms {
  return { smallestGroup, retentionMonths };
}

/** The settings, where everything was filled in. */
function complete(input: SetupInput, wheel: Wheel, zone: string): RoundSettings | undefined {
  const { wheelId, depth, privacy, language, expected, deadline, deadlineTime } = input;
  const { closeWhenAll, nudges, personalReminders } = input;
  if (
    wheelId === undefined ||
    depth === undefined ||
    privacy === undefined ||
    language === undefined ||
    expected === undefined ||
    deadline === undefined ||
    deadlineTime === undefined ||
    closeWhenAll === undefined ||
    nudges === undefined ||
    personalReminders === undefined
  ) {
    return undefined;
  }
  return {
    wheelId,
    wheelVersion: wheel.version,
    // Without focus areas there is nothing to go into.
    depth: hasFocusAreas(wheel) ? depth : 'screening',
    privacy,
    language,
    expected,
    deadline,
    deadlineTime,
    zone,
    closeWhenAll,
    nudges,
    personalReminders,
  };
}
