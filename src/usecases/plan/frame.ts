import { edited } from '../../domain/edits.ts';
import { type Frame, type FrameContent, type FrameFault, faultsOfFrame } from '../../domain/frame.ts';
import { filledIn } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import { mayChangeSettings, member } from '../channel/access.ts';
import type { Refusal } from '../channel/caller.ts';

/** A channel's frame; until it has one, what it is offered. */
export interface FrameShown {
  kind: 'frame';
  content: FrameContent;
  /** 0 until the channel has a frame of its own. */
  revision: number;
}

/** A form to change the frame. */
export interface FrameForm {
  kind: 'frameForm';
  content: FrameContent;
  /** The revision that the form was filled from. */
  seen: number;
  faults: FrameFault[];
  /** What somebody else has made of it since. */
  theirs?: FrameContent;
}

/** The channel's frame, or what a frame is prefilled with where it has none. */
export async function showFrame(context: CallContext): Promise<FrameShown | Refusal> {
  const { deps } = context;
  const allowed = await member(context);
  if (allowed.kind === 'refused') return allowed;
  const { channel } = allowed;
  const found = await deps.store.frame(channel);
  return found
    ? { kind: 'frame', ...found.record }
    : { kind: 'frame', content: deps.prefilledFrame(channel.language), revision: 0 };
}

/** A form filled in with the frame as it is. */
export async function editFrame(context: CallContext): Promise<FrameForm | Refusal> {
  const allowed = await mayChangeSettings(context);
  if (allowed.kind === 'refused') return allowed;
  const shown = await showFrame(context);
  if (shown.kind === 'refused') return shown;
  return { kind: 'frameForm', content: shown.content, seen: shown.revision, faults: [] };
}

/** Takes the frame that was offered as the channel's own. */
export async function confirmFrame(context: CallContext): Promise<FrameShown | FrameForm | Refusal> {
  const shown = await showFrame(context);
  if (shown.kind === 'refused' || shown.revision > 0) return shown;
  return saveFrame(context, { seen: 0, content: shown.content });
}

/** Keeps a frame in place of the one that the form was filled from; another that came meanwhile is shown beside it. */
export async function saveFrame(
  context: CallContext,
  { seen, content: given, untouched }: Pick<FrameForm, 'seen' | 'content'> & { untouched?: readonly string[] },
): Promise<FrameShown | FrameForm | Refusal> {
  const { deps, caller } = context;
  const allowed = await mayChangeSettings(context);
  if (allowed.kind === 'refused') return allowed;
  const now = untouched?.length ? await showFrame(context) : undefined;
  const content = filledIn(given, untouched, now?.kind === 'frame' ? now.content : {});
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
