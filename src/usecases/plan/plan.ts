import type { Channel } from '../../domain/channel.ts';
import { arranged, followUp, planBounds, type Status, stepOf, type Tracked, turned } from '../../domain/plan.ts';
import type { ChannelKey, Round } from '../../domain/round.ts';
import type { Member } from '../channel/channel-ports.ts';
import { member } from '../channel/channels.ts';
import { type Caller, personInChannel, type Refusal, type Rosters, refused } from '../channel/people.ts';
import { isScored } from '../choosing/choosing.ts';
import { crashFallbackDelayMs, scheduleDue, scheduleDueAt } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import type { Item, PlanContext, ShownFocus, ShownPlan } from './plan-ports.ts';

/** The plan, for somebody in the channel. */
export async function showPlan(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
): Promise<{ kind: 'plan'; plan: ShownPlan } | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  return { kind: 'plan', plan: await planOf(deps, allowed.channel, await rosters.people(allowed.channel)) };
}

/** @param people who is in the channel, to name who sees to what; nobody is named where they are not known. */
export async function planOf(deps: Deps, channel: Channel, people: Member[] | undefined): Promise<ShownPlan> {
  const round = await latestRound(deps, channel);
  const [focuses, frame] = await Promise.all([focusesOf(deps, channel, round), deps.store.frame(channel)]);
  return {
    focuses: people ? named(deps, channel, focuses, people) : focuses,
    ...(frame && { frame: frame.record.content }),
    ...(round && isScored(round) && { roundId: round.id }),
  };
}

/** What a summary shows beside the round's own. */
export async function planContextOf(deps: Deps, round: Round): Promise<PlanContext> {
  const [frame, plan] = await Promise.all([deps.store.frame(round.channel), focusesOf(deps, round.channel, round)]);
  return { ...(frame && { frame: frame.record.content }), ...(plan.length > 0 && { plan }) };
}

/** The plan's focuses with their actions, and how far each is by a round's published results. */
export async function focusesOf(deps: Deps, key: ChannelKey, round: Round | undefined): Promise<ShownFocus[]> {
  const [focuses, actions] = await Promise.all([deps.store.focuses(key), deps.store.actions(key)]);
  return arranged(focuses, actions).map((each) => {
    const { wheelId, unitId, roundId } = each.focus;
    const later = round?.summary && round.wheelId === wheelId && round.id !== roundId;
    const now = later ? stepOf(round.summary?.themes ?? [], unitId) : undefined;
    return now === undefined ? each : { ...each, now };
  });
}

function named(deps: Deps, key: ChannelKey, focuses: ShownFocus[], people: readonly Member[]): ShownFocus[] {
  const names = new Map(people.map(({ userId, name }) => [personInChannel(deps, key, userId), name]));
  return focuses.map((each) => {
    const { owner } = each.focus.content;
    return owner === undefined ? each : { ...each, owner: names.get(owner) ?? '' };
  });
}

export async function latestRound(deps: Deps, { latestRoundId, ...key }: Channel): Promise<Round | undefined> {
  return latestRoundId === undefined ? undefined : (await deps.store.round(key, latestRoundId))?.record;
}

/** One thing of the plan, as a button names it. */
export interface ItemRef {
  kind: Item['kind'];
  id: string;
}

export interface ItemShown {
  kind: 'item';
  item: Item;
  owner?: string;
  /** What just became of it; `stale`: somebody else had changed how far it is. */
  note?: 'saved' | 'stale';
}

export async function showItem(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  ref: ItemRef,
): Promise<ItemShown | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  return itemOf(deps, rosters, allowed.channel, ref);
}

/** @param note what just became of it. */
export async function itemOf(
  deps: Deps,
  rosters: Rosters,
  channel: Channel,
  ref: ItemRef,
  note?: ItemShown['note'],
): Promise<ItemShown | Refusal> {
  const action = ref.kind === 'action' ? (await deps.store.action(channel, ref.id))?.record : undefined;
  const focusId = ref.kind === 'action' ? action?.content.focusId : ref.id;
  const focus = focusId === undefined ? undefined : (await deps.store.focus(channel, focusId))?.record;
  if (!focus) return refused('notHere');
  const people = focus.content.owner === undefined ? undefined : await rosters.people(channel);
  const [{ owner } = {}] = people ? named(deps, channel, [{ focus, actions: [] }], people) : [];
  return {
    kind: 'item',
    item: action ? { kind: 'action', action, focus } : { kind: 'focus', focus },
    ...(owner !== undefined && { owner }),
    ...(note && { note }),
  };
}

export interface DropForm {
  kind: 'dropForm';
  item: Item;
  reason: string;
  fault: boolean;
}

/** A form to say why something is dropped. */
export async function askDrop(deps: Deps, rosters: Rosters, caller: Caller, ref: ItemRef): Promise<DropForm | Refusal> {
  const shown = await showItem(deps, rosters, caller, ref);
  return shown.kind === 'refused' ? shown : { kind: 'dropForm', item: shown.item, reason: '', fault: false };
}

/**
 * Marks something as done, dropped or open again; anyone in the channel may.
 * @param turn the turn that the button was made for. @param reason why it is dropped.
 */
export async function setStatus(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  ref: ItemRef & { turn: number },
  status: Status,
  reason = '',
): Promise<ItemShown | DropForm | Refusal> {
  const allowed = await member(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  if (status === 'dropped' && (reason === '' || reason.length > planBounds.reason)) {
    const shown = await itemOf(deps, rosters, allowed.channel, ref);
    return shown.kind === 'refused' ? shown : { kind: 'dropForm', item: shown.item, reason, fault: true };
  }
  const outcome =
    ref.kind === 'focus'
      ? await turnItem(deps, caller.channel, ref, status, reason, deps.store.focus, deps.store.saveFocus)
      : await turnItem(deps, caller.channel, ref, status, reason, deps.store.action, deps.store.saveAction);
  return outcome ? itemOf(deps, rosters, allowed.channel, ref, outcome) : refused('notHere');
}

async function turnItem<T extends Tracked & { content: { date?: string } }>(
  deps: Deps,
  key: ChannelKey,
  { id, turn }: { id: string; turn: number },
  status: Status,
  reason: string,
  read: (key: ChannelKey, id: string) => Promise<Versioned<T> | undefined>,
  save: (key: ChannelKey, item: T, version: string) => Promise<boolean>,
): Promise<'saved' | 'stale' | undefined> {
  for (;;) {
    const found = await read(key, id);
    if (!found) return undefined;
    const outcome = turned(found.record, turn, status, reason);
    if (outcome.kind === 'unchanged') return 'saved';
    if (outcome.kind === 'stale') return 'stale';
    if (status === 'open') await scheduleFollowUp(deps, key, found.record.content.date);
    if (await changing(deps, key, () => save(key, outcome.item, found.version))) return 'saved';
  }
}

/** Changes of the plan within this time share one update of its post. */
const shownAfterMs = 400;

/** Makes a change of the plan and has its newest post show it; noted first, so that a crash in between loses neither. */
export async function changing(deps: Deps, key: ChannelKey, write: () => Promise<boolean>): Promise<boolean> {
  await scheduleDue(deps, 'plan', subjectOf(key), crashFallbackDelayMs);
  const written = await write();
  if (written) await scheduleDue(deps, 'plan', subjectOf(key), shownAfterMs);
  return written;
}

/** Notes that it is asked how something went, once its date has passed. What has the same day is asked about together. */
export async function scheduleFollowUp(deps: Deps, key: ChannelKey, date: string | undefined): Promise<void> {
  if (date === undefined) return;
  const { on, at } = followUp(date, deps.settings.timeZone);
  if (at > deps.now()) await scheduleDueAt(deps, 'followUp', subjectOf(key), at, on);
}

function subjectOf({ tenantId, conversationId }: ChannelKey) {
  return { id: conversationId, channel: { tenantId, conversationId } };
}
