import type { Called } from '../../domain/called.ts';
import type { Channel } from '../../domain/channel.ts';
import { planBounds, type Status, type Tracked, turned } from '../../domain/plan.ts';
import type { CallContext } from '../call-context.ts';
import { member } from '../channel/access.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import type { Deps } from '../ports.ts';
import type { Versioned } from '../versioned.ts';
import { scheduleFollowUp } from './follow-up.ts';
import { changePlan, ownersIn } from './plan.ts';
import type { Item } from './plan-ports.ts';
import { withOwners } from './shown-plan.ts';

/** One thing of the plan, as a button names it. */
export interface ItemRef {
  kind: Item['kind'];
  id: string;
}

/** A focus or an action as people see it. */
export interface ItemShown {
  kind: 'item';
  item: Item;
  /** Who sees to it; absent where there is nobody. */
  owner?: Called;
  /** What just became of it; `stale`: somebody else had changed how far it is. */
  note?: 'saved' | 'stale';
}

/** A focus or an action, for somebody in the channel. */
export async function showItem(context: CallContext, ref: ItemRef): Promise<ItemShown | Refusal> {
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  return itemOf(context, allowed.channel, ref);
}

/** A focus or an action as people see it. @param ref note: what just became of it. */
export async function itemOf(
  { deps, rosters }: CallContext,
  channel: Channel,
  { kind, id, note }: ItemRef & Pick<ItemShown, 'note'>,
): Promise<ItemShown | Refusal> {
  const action = kind === 'action' ? (await deps.store.action(channel, id))?.record : undefined;
  const focusId = kind === 'action' ? action?.content.focusId : id;
  const focus = focusId === undefined ? undefined : (await deps.store.focus(channel, focusId))?.record;
  if (!focus) return refused('notHere');
  const people = ownersIn([action ?? focus]).length === 0 ? undefined : await rosters.people(channel);
  const focuses = [{ focus, actions: action ? [action] : [] }];
  const [named] = people ? withOwners(deps, channel, { focuses, people }) : [];
  const owner = action ? named?.actions[0]?.owner : named?.owner;
  return {
    kind: 'item',
    item: action ? { kind: 'action', action, focus } : { kind: 'focus', focus },
    ...(owner !== undefined && { owner }),
    ...(note && { note }),
  };
}

/** A form to say why something is dropped. `fault`: no reason was given, or one that is too long. */
export interface DropForm {
  kind: 'dropForm';
  item: Item;
  reason: string;
  fault: boolean;
}

/** A form to say why something is dropped. */
export async function askDrop(context: CallContext, ref: ItemRef): Promise<DropForm | Refusal> {
  const shown = await showItem(context, ref);
  return shown.kind === 'refused' ? shown : { kind: 'dropForm', item: shown.item, reason: '', fault: false };
}

/**
 * Marks something as done, dropped or open again; anyone in the channel may.
 * @param change the reason is why it is dropped.
 */
export async function setStatus(
  context: CallContext,
  ref: TurnRef,
  change: { status: Status; reason?: string },
): Promise<ItemShown | DropForm | Refusal> {
  const { deps } = context;
  const { status, reason = '' } = change;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  if (status === 'dropped' && (reason === '' || reason.length > planBounds.reason)) {
    const shown = await itemOf(context, channel, ref);
    return shown.kind === 'refused' ? shown : { kind: 'dropForm', item: shown.item, reason, fault: true };
  }
  const { focus, saveFocus, action, saveAction } = deps.store;
  const note =
    ref.kind === 'focus'
      ? await turnItem(deps, { channel, ref, change, read: focus, save: saveFocus })
      : await turnItem(deps, { channel, ref, change, read: action, save: saveAction });
  return note ? itemOf(context, channel, { ...ref, note }) : refused('notHere');
}

/** One thing of the plan as a button names it that changes its status. */
interface TurnRef extends ItemRef {
  /** The turn that the button was made for. */
  turn: number;
}

interface Turning<T> {
  channel: Channel;
  ref: TurnRef;
  change: { status: Status; reason?: string };
  read(key: Channel, id: string): Promise<Versioned<T> | undefined>;
  save(key: Channel, item: T, version: string): Promise<boolean>;
}

async function turnItem<T extends Tracked & { content: { date?: string } }>(
  deps: Deps,
  { channel, ref, change, read, save }: Turning<T>,
): Promise<'saved' | 'stale' | undefined> {
  for (;;) {
    const found = await read(channel, ref.id);
    if (!found) return undefined;
    const outcome = turned(found.record, ref.turn, change);
    if (outcome.kind === 'unchanged') return 'saved';
    if (outcome.kind === 'stale') return 'stale';
    if (change.status === 'open') await scheduleFollowUp(deps, channel, found.record.content.date);
    if (await changePlan(deps, channel, () => save(channel, outcome.item, found.version))) return 'saved';
  }
}
