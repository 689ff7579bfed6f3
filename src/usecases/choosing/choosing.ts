import { byName, type Called } from '../../domain/called.ts';
import type { Choice } from '../../domain/choosing.ts';
import { newFocus } from '../../domain/plan.ts';
import { type ClosedRound, isScored, type Round } from '../../domain/round.ts';
import { personInRound } from '../channel/caller.ts';
import type { Member } from '../channel/channel-ports.ts';
import type { RoundWork } from '../due/work.ts';
import { changePlan, keepPlanPost } from '../plan/plan.ts';
import { planOf } from '../plan/shown-plan.ts';
import type { Deps, Notice } from '../ports.ts';
import { postOnce } from '../posts/send.ts';
import { isUpdatable, showOn } from '../posts/show.ts';
import { cardSlot } from '../posts/strays.ts';
import { calledBy } from '../round/names.ts';
import { endVoting, finishEnding } from './end-voting.ts';

/** Takes the choosing after a round as far as it can go: its card, its end once all have voted, and what was decided. */
export async function choosing(deps: Deps, { channel, round, lease }: RoundWork): Promise<void> {
  if (!isScored(round)) return;
  const choice = await endedWhereAllVoted(deps, round);
  if (!choice) return;
  const people = choice.state === 'open' ? undefined : await deps.messenger.members(channel).catch(() => undefined);
  const notice = await noticeOf(deps, { round, choice, people });
  const posts = await deps.store.posts(channel, round.id);
  await postOnce(deps, { lease, channel, round, slot: 'choice', posts }, (before) =>
    deps.messenger.post(channel, notice, before),
  );
  // What somebody has filled in on the card with the dots is lost with an edit, so it is left as it is until they are counted.
  const cards = choice.state === 'open' ? [] : posts.filter(({ record }) => cardSlot(record) === 'choice');
  for (const post of cards) if (isUpdatable(post.record)) await showOn(deps, { channel, post, notice, lease });
  if (choice.state === 'settled') {
    await makeFocuses(deps, round, choice);
    const plan = await planOf(deps, channel, people);
    await postOnce(deps, { lease, channel, round, slot: 'plan', posts }, (before) =>
      deps.messenger.post(channel, { card: 'plan', language: channel.language, plan }, before),
    );
    const postedBefore = posts.some(({ record }) => record.slot === 'plan');
    await keepOwnPlanPost(deps, round, postedBefore);
  }
  await removeVotes(deps, round, choice);
}

async function endedWhereAllVoted(deps: Deps, round: ClosedRound): Promise<Choice | undefined> {
  const choice = await finishEnding(deps, round);
  if (choice?.state !== 'open') return choice;
  return (await deps.store.voted(round.channel, round.id)) >= round.expected ? endVoting(deps, round) : choice;
}

async function noticeOf(
  deps: Deps,
  { round, choice, people }: { round: Round; choice: Choice; people: readonly Member[] | undefined },
): Promise<Notice> {
  if (choice.state === 'open') return { card: 'choosing', round };
  return { card: 'outcome', round, choice, names: people ? await namesByUnit(deps, round, people) : {} };
}

/** Who gave each unit a dot, in an open (åben) round. */
async function namesByUnit(
  deps: Deps,
  round: Round,
  people: readonly Member[],
): Promise<Partial<Record<string, Called[]>>> {
  if (round.privacy !== 'open') return {};
  const { channel, id: roundId } = round;
  const called = calledBy(people, (userId) => personInRound(deps, { channel, roundId, userId }));
  const votes = await deps.store.votes(round.channel, round.id);
  const given = votes.flatMap(({ record: { person, units } }) =>
    units.map((unitId) => ({ unitId, who: called(person) })),
  );
  const byUnit = Object.entries(Object.groupBy(given, ({ unitId }) => unitId));
  return Object.fromEntries(byUnit.map(([unitId, some = []]) => [unitId, some.map(({ who }) => who).toSorted(byName)]));
}

/** Puts what was decided in the plan; on what is there already from an earlier round it writes that it was chosen again. */
async function makeFocuses(deps: Deps, round: Round, { focuses = [] }: Choice): Promise<void> {
  const { channel } = round;
  for (const chosen of focuses) {
    const made = newFocus(round, chosen, deps.now());
    if (await changePlan(deps, channel, () => deps.store.saveFocus(channel, made))) continue;
    for (;;) {
      const found = await deps.store.focus(channel, chosen.focusId);
      if (!found || found.record.chosenAfter === round.id) break;
      const { content, revision } = found.record;
      const again = { ...found.record, chosenAfter: round.id, content: { ...content, term: chosen.term } };
      const after = { ...again, revision: revision + 1 };
      if (await changePlan(deps, channel, () => deps.store.saveFocus(channel, after, found.version))) break;
    }
  }
}

/** Keeps the post that has just been made as the plan's newest. @param postedBefore whether it was made earlier. */
async function keepOwnPlanPost(deps: Deps, round: Round, postedBefore: boolean): Promise<void> {
  if (postedBefore && (await deps.store.planPost(round.channel))) return;
  const posts = await deps.store.posts(round.channel, round.id);
  const post = posts.find(({ record }) => record.slot === 'plan' && record.state === 'sent')?.record;
  if (post) await keepPlanPost(deps, round.channel, post);
}

/** Once the dots are counted nobody needs to know who gave which, but in an open (åben) round, which shows it. */
async function removeVotes(deps: Deps, round: Round, { outcome }: Choice): Promise<void> {
  if (!outcome || round.privacy === 'open') return;
  for (const { record, version } of await deps.store.votes(round.channel, round.id)) {
    await deps.store.removeVote(round.channel, record, version);
  }
}
