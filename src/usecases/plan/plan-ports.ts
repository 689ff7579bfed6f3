import type { Called } from '../../domain/called.ts';
import type { Frame, FrameContent } from '../../domain/frame.ts';
import type { Language } from '../../domain/language.ts';
import type { Focus, PlanAction, PlannedFocus } from '../../domain/plan.ts';
import type { ChannelKey } from '../../domain/round.ts';
import type { Step } from '../../domain/scale.ts';
import type { PostAddress } from '../due/due-ports.ts';
import type { Versioned } from '../versioned.ts';

/** What the use cases need of the plan and of what the channel steers by. */

/** A plan, its newest post and the frame. A write is a compare-and-set. */
export interface PlanStore {
  focuses(key: ChannelKey): Promise<Focus[]>;
  focus(key: ChannelKey, id: string): Promise<Versioned<Focus> | undefined>;
  saveFocus(key: ChannelKey, focus: Focus, version?: string): Promise<boolean>;
  actions(key: ChannelKey): Promise<PlanAction[]>;
  action(key: ChannelKey, id: string): Promise<Versioned<PlanAction> | undefined>;
  saveAction(key: ChannelKey, action: PlanAction, version?: string): Promise<boolean>;

  /** The newest post that shows the plan to everyone. */
  planPost(key: ChannelKey): Promise<PlanPost | undefined>;
  savePlanPost(key: ChannelKey, post: PlanPost): Promise<void>;

  frame(key: ChannelKey): Promise<Versioned<Frame> | undefined>;
  saveFrame(key: ChannelKey, frame: Frame, version?: string): Promise<boolean>;
}

/** Where the newest post is that shows the plan to everyone. */
export interface PlanPost extends PostAddress {
  /** Who it has named, by their codes in the channel; absent on posts of version 0.1. */
  named?: string[];
}

/** A plan as people see it. */
export interface ShownPlan {
  frame?: FrameContent;
  focuses: ShownFocus[];
  /** The latest round that closed with something to choose from. */
  roundId?: string;
}

/** An action as people see it. */
export interface ShownAction extends PlanAction {
  /** Who sees to it, looked up when shown; absent where there is nobody. */
  owner?: Called;
}

/** A focus as people see it. */
export interface ShownFocus extends PlannedFocus {
  actions: ShownAction[];
  /** Who sees to it, looked up when shown; absent where there is nobody. */
  owner?: Called;
  /** The nearest step by the latest round of the same wheel; absent where that round is the one it was chosen after. */
  now?: Step;
}

/** What a summary shows beside the round's own: what the channel steers by, and how far its plan is. */
export interface PlanContext {
  frame?: FrameContent;
  plan?: ShownFocus[];
}

/** Something of the plan; an action comes with the focus that it serves. */
export type Item = { kind: 'focus'; focus: Focus } | { kind: 'action'; action: PlanAction; focus: Focus };

/** What the channel sees of its plan, in its language; `followUp`: what is still open though its date has passed. */
export type PlanNotice = { language: Language } & (
  | { card: 'plan'; plan: ShownPlan }
  | { card: 'followUp'; items: Item[] }
);
