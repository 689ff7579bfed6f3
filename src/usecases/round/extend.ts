import { deadlineFaults, deadlineOf, type Round, type RoundSettings, type SettingFault } from '../../domain/round.ts';
import { filledIn, type Untouched } from '../../domain/untouched.ts';
import type { CallContext } from '../call-context.ts';
import type { Refusal } from '../channel/caller.ts';
import { changeThen } from '../due/schedule-due.ts';
import { cancelDeadline, occasionOf, scheduleDeadline } from './deadline.ts';
import { ledRound } from './lead.ts';

/** A form to give a round more time. */
export interface DeadlineForm {
  kind: 'deadlineForm';
  round: Round;
  input: DeadlineInput;
  faults: (SettingFault | 'notLater' | 'missing')[];
}

/** What was filled in of it. */
export type DeadlineInput = Partial<Pick<RoundSettings, 'deadline' | 'deadlineTime'>> & Untouched;

/** A card to give the round more time on. */
export async function askExtend(context: CallContext, roundId: string): Promise<DeadlineForm | Refusal> {
  const found = await ledRound(context, { roundId, states: ['open'] });
  if (found.kind === 'refused') return found;
  const { round } = found;
  const input = { deadline: round.deadline, deadlineTime: round.deadlineTime };
  return { kind: 'deadlineForm', round, input, faults: [] };
}

/**
 * Gives the round more time. Asked for twice it is done once, since the second time it says what is so already.
 * @param asked the round, and the occasion of the deadline that the form was made from, where its button says it.
 */
export async function extend(
  context: CallContext,
  { roundId, from }: { roundId: string; from?: string },
  given: DeadlineInput,
): Promise<{ kind: 'extended'; round: Round } | DeadlineForm | Refusal> {
  const { deps } = context;
  for (;;) {
    const found = await ledRound(context, { roundId, states: ['open'] });
    if (found.kind === 'refused') return found;
    const { round, version } = found;
    const { deadline, deadlineTime } = filledIn(given, given.untouched, round);
    const input = { ...given, ...(deadline && { deadline }), ...(deadlineTime && { deadlineTime }) };
    if (deadline === undefined || deadlineTime === undefined)
      return { kind: 'deadlineForm', round, input, faults: ['missing'] };
    const after = { ...round, deadline, deadlineTime };
    const isSame = occasionOf(after) === occasionOf(round);
    if (isSame && from !== occasionOf(round)) return { kind: 'extended', round };
    const faults: DeadlineForm['faults'] = deadlineFaults(after, deps.now());
    if (faults.length === 0 && (isSame || deadlineOf(after) < deadlineOf(round))) faults.push('notLater');
    if (faults.length > 0) return { kind: 'deadlineForm', round, input, faults };
    // Scheduled first: a crash in between leaves an item that finds another deadline and does nothing.
    await scheduleDeadline(deps, after);
    // The cards that everyone sees show the deadline too.
    const save = () => deps.store.saveRound(after, version);
    if (!(await changeThen(deps, { work: 'recount', subject: round }, save))) continue;
    await cancelDeadline(deps, round);
    return { kind: 'extended', round: after };
  }
}
