import type { Channel } from '../../domain/channel.ts';
import { planBounds, type Status, type Tracked, turned } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import { member } from '../channel/access.ts';
import { type Caller, type Refusal, refused } from '../channel/caller.ts';
import type { Rosters } from '../channel/rosters.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { changing } from './plan.ts';
import type { Item } from './plan-ports.ts';
import { named } from './shown-plan.ts';

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
    const outcome = turned(found.record, turn, { status, reason });
    if (outcome.kind === 'unchanged') return 'saved';
    if (outcome.kind === 'stale') return 'stale';
    if (status === 'open') await scheduleFollowUp(deps, key, found.record.content.date);
    if (await changing(deps, key, () => save(key, outcome.item, found.version))) return 'saved';
  }
}
