import { edited } from '../../domain/edits.ts';
import { type Frame, type FrameContent, type FrameFault, faultsOfFrame } from '../../domain/frame.ts';
import { channelOf, mayChangeSettings } from '../channel/access.ts';
import { type Caller, type Refusal, refused } from '../channel/caller.ts';
import type { Rosters } from '../channel/rosters.ts';
import type { Deps } from '../ports.ts';

/** A channel's frame; until it has one, what it is offered. */
export interface FrameShown {
  kind: 'frame';
  content: FrameContent;
  /** 0 until the channel has a frame of its own. */
  revision: number;
}

export interface FrameForm {
  kind: 'frameForm';
  content: FrameContent;
  /** The revision that the form was filled from. */
  seen: number;
  faults: FrameFault[];
  /** What somebody else has made of it since. */
  theirs?: FrameContent;
}

export async function showFrame(deps: Deps, caller: Caller): Promise<FrameShown | Refusal> {
  const channel = await channelOf(deps, caller);
  if (!channel) return refused('notHere');
  const found = await deps.store.frame(channel);
  return found
    ? { kind: 'frame', ...found.record }
    : { kind: 'frame', content: deps.prefilledFrame(channel.language), revision: 0 };
}

/** A form filled in with the frame as it is. */
export async function editFrame(deps: Deps, rosters: Rosters, caller: Caller): Promise<FrameForm | Refusal> {
  const allowed = await mayChangeSettings(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const shown = await showFrame(deps, caller);
  if (shown.kind === 'refused') return shown;
  return { kind: 'frameForm', content: shown.content, seen: shown.revision, faults: [] };
}

/** Takes the frame that was offered as the channel's own. */
export async function confirmFrame(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
): Promise<FrameShown | FrameForm | Refusal> {
  const shown = await showFrame(deps, caller);
  if (shown.kind === 'refused' || shown.revision > 0) return shown;
  return saveFrame(deps, rosters, caller, { seen: 0, content: shown.content });
}

/** Keeps a frame in place of the one that the form was filled from; another that came meanwhile is shown beside it. */
export async function saveFrame(
  deps: Deps,
  rosters: Rosters,
  caller: Caller,
  { seen, content }: Pick<FrameForm, 'seen' | 'content'>,
): Promise<FrameShown | FrameForm | Refusal> {
  const allowed = await mayChangeSettings(deps, rosters, caller);
  if (allowed.kind === 'refused') return allowed;
  const faults = faultsOfFrame(content);
  if (faults.length > 0) return { kind: 'frameForm', content, seen, faults };
  for (;;) {
    const before = await deps.store.frame(caller.channel);
    if (!before) {
      const made = { content, revision: 1 };
      if (await deps.store.saveFrame(caller.channel, made)) return { kind: 'frame', ...made };
      continue;
    }
    const edit = edited<FrameContent, Frame>(before.record, seen, content);
    if (edit.kind === 'unchanged') return { kind: 'frame', ...before.record };
    if (edit.kind === 'conflict') {
      const { content: theirs, revision } = before.record;
      return { kind: 'frameForm', content, seen: revision, faults: [], theirs };
    }
    if (await deps.store.saveFrame(caller.channel, edit.item, before.version)) return { kind: 'frame', ...edit.item };
  }
}
