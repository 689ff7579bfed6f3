import type { Channel } from '../../domain/channel.ts';
import { arranged, type Focus, type PlanAction, stepOf } from '../../domain/plan.ts';
import { type ChannelKey, isScored, type Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { personInChannel, type Refusal } from '../channel/caller.ts';
import type { Member } from '../channel/channel-ports.ts';
import type { Deps } from '../ports.ts';
import { calledBy } from '../round/names.ts';
import { latestRound } from '../round/rounds.ts';
import type { PlanContext, ShownFocus, ShownPlan } from './plan-ports.ts';

/** The plan, for somebody in the channel. */
export async function showPlan(context: CallContext): Promise<{ kind: 'plan'; plan: ShownPlan } | Refusal> {
  const { deps, rosters } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  return { kind: 'plan', plan: await planOf(deps, allowed.channel, await rosters.people(allowed.channel)) };
}

/** The plan as people see it. @param people who is in the channel; nobody is named where they are not known. */
export async function planOf(deps: Deps, channel: Channel, people: Member[] | undefined): Promise<ShownPlan> {
  const round = await latestRound(deps, channel);
  const [focuses, frame] = await Promise.all([focusesOf(deps, channel, round), deps.store.frame(channel)]);
  return {
    focuses: people ? withOwners(deps, channel, { focuses, people }) : focuses,
    ...(frame && { frame: frame.record.content }),
    ...(round && isScored(round) && { roundId: round.id }),
  };
}

/** What a summary shows beside the round's own. */
export async function planContextOf(deps: Deps, round: Round): Promise<PlanContext> {
  const [frame, plan] = await Promise.all([deps.store.frame(round.channel), focusesOf(deps, round.channel, round)]);
  return { ...(frame && { frame: frame.record.content }), ...(plan.length > 0 && { plan }) };
}

/** The plan's focuses with their actions, and the step of each by a round's published results. */
export async function focusesOf(deps: Deps, key: ChannelKey, round: Round | undefined): Promise<ShownFocus[]> {
  const [focuses, actions] = await Promise.all([deps.store.focuses(key), deps.store.actions(key)]);
  return arranged(focuses, actions).map((each) => {
    const { wheelId, unitId, roundId } = each.focus;
    const later = round?.summary && round.wheelId === wheelId && round.id !== roundId;
    const now = later ? stepOf(round.summary?.themes ?? [], unitId) : undefined;
    return now === undefined ? each : { ...each, now };
  });
}

/** Focuses and their actions with the names of who sees to them. */
export function withOwners(
  deps: Deps,
  key: ChannelKey,
  { focuses, people }: { focuses: ShownFocus[]; people: readonly Member[] },
): ShownFocus[] {
  const called = calledBy(people, (userId) => personInChannel(deps, key, userId));
  const ownerOf = ({ content: { owner } }: Focus | PlanAction) => (owner === undefined ? {} : { owner: called(owner) });
  return focuses.map((each) => ({
    ...each,
    ...ownerOf(each.focus),
    actions: each.actions.map((action) => ({ ...action, ...ownerOf(action) })),
  }));
}

/** What the plan works on of a round's wheel. */
export async function openFocuses(deps: Deps, { channel, wheelId }: Round): Promise<Focus[]> {
  const focuses = await deps.store.focuses(channel);
  return focuses.filter((focus) => focus.status === 'open' && focus.wheelId === wheelId);
}
