import { answeringAs } from '../../domain/perspectives.ts';
import { unitsIn } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { isThere } from '../channel/access.ts';
import { personInRound, type Refusal, refused } from '../channel/caller.ts';
import { type OwnView, ownView, type ThemeRef, themesBeside } from './answer.ts';
import type { Recounts } from './recounts.ts';

/**
 * Keeps whom somebody answers as, in their answer to this theme; it holds for all their answers in the round.
 * @param group one of the round's, null where they would rather not say. Another one changes nothing.
 * @returns the theme as they see it; without an answer there is nothing to keep it in.
 */
export async function sayAnswersAs(
  context: CallContext & Pick<Recounts, 'answering'>,
  { roundId, themeId }: ThemeRef,
  group: string | null,
): Promise<OwnView | Refusal> {
  const { deps, answering, caller } = context;
  const ref = { roundId, themeId, person: personInRound(deps, { ...caller, roundId }) };
  for (;;) {
    const found = await deps.store.roundAndAnswer(caller.channel, ref, themesBeside(context, themeId));
    const { round, answer, answersAs: said } = found;
    if (!round || !unitsIn(round, themeId) || round.state !== 'open') return refused('notHere');
    if (!(await isThere(context))) return refused('notMember');

    const isKnown = group === null || round.groups?.includes(group);
    if (!round.groups || !answer || !isKnown || said?.group === group) return ownView(context, { roundId, themeId });
    const answered = answering(round);
    const change = answeringAs(answer.record, group, { said, now: deps.now() });
    const outcome = await deps.store.saveAnswer(caller.channel, change, answer.version);
    if (outcome === 'closed') return refused('notHere');
    if (outcome === 'saved') {
      answered();
      return ownView(context, { roundId, themeId });
    }
  }
}
