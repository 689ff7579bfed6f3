import type { Answer } from '../../domain/answer.ts';
import type { Channel } from '../../domain/channel.ts';
import type { Focus } from '../../domain/plan.ts';
import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { personInChannel, personInRound } from '../channel/caller.ts';
import { changeChannel } from '../channel/channels.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import type { Changing, Recounts } from '../round/recounts.ts';

/** One of a person's own answers, and where it was given. */
export interface OwnAnswer {
  channel: Channel;
  round: Round;
  answer: Answer;
}

/** What is kept of a person. */
export interface MyData {
  kind: 'myData';
  /** How many answers there are. */
  total: number;
  /** Newest first, from the one that was asked for. */
  answers: OwnAnswer[];
  /** Where the person is a facilitator. */
  facilitates: Channel[];
  /** Where the person sees to something of the plan. */
  owns: Channel[];
}

/** Which of somebody's answers are shown: so many, from one on. */
export interface AnswerPage {
  from: number;
  most: number;
}

/** Channels read at once, so that one person does not keep the database from everybody else. */
const atOnce = 4;

/**
 * What is kept of a person in the whole tenant. Nobody needs to be asked whether they are still in a channel: the keys
 * that answers are kept under are made from the id of the person who asks, so that nobody else's can be found.
 */
export async function myData(context: CallContext, page: AnswerPage): Promise<MyData> {
  const {
    deps,
    caller: { channel, userId },
  } = context;
  let total = 0;
  const newest = createNewest(page.from + page.most);
  const found = await eachChannel(deps, channel.tenantId, async (each) => {
    const rounds = await deps.store.unitsOfRounds(each);
    const refs = rounds.flatMap((round) => refsOf(deps, { ...round, channel: each }, userId));
    const answers = await deps.store.answersAt(each, refs);
    total += answers.length;
    newest.add(answers.map((answer) => ({ channel: each, answer })));
    const focuses = await ownedBy(deps, each, personInChannel(deps, each, userId));
    return { channel: each, owns: focuses.length > 0 };
  });
  return {
    kind: 'myData',
    total,
    answers: await withRounds(deps, newest.all().slice(page.from)),
    facilitates: found.flatMap(({ channel: each }) =>
      each.facilitators.includes(personInChannel(deps, each, userId)) ? [each] : [],
    ),
    owns: found.flatMap(({ channel: each, owns }) => (owns ? [each] : [])),
  };
}

async function ownedBy(deps: Deps, channel: Channel, person: string): Promise<Focus[]> {
  return (await deps.store.focuses(channel)).filter(({ content }) => content.owner === person);
}

/** Keeps so many of the newest answers, and lets go of all others as they come. */
function createNewest(most: number) {
  let kept: Omit<OwnAnswer, 'round'>[] = [];
  const name = ({ answer }: Omit<OwnAnswer, 'round'>) => `${answer.roundId} ${answer.themeId}`;
  const byTime = (a: Omit<OwnAnswer, 'round'>, b: Omit<OwnAnswer, 'round'>) =>
    b.answer.savedAt - a.answer.savedAt || (name(a) < name(b) ? -1 : 1);
  const all = () => kept.toSorted(byTime).slice(0, most);
  return {
    all,
    add(some: Omit<OwnAnswer, 'round'>[]) {
      kept.push(...some);
      if (kept.length > 2 * most) kept = all();
    },
  };
}

async function withRounds(deps: Deps, answers: readonly Omit<OwnAnswer, 'round'>[]): Promise<OwnAnswer[]> {
  const found: OwnAnswer[] = [];
  for (const own of answers) {
    const round = (await deps.store.round(own.channel, own.answer.roundId))?.record;
    if (round) found.push({ ...own, round });
  }
  return found;
}

function refsOf(deps: Deps, { channel, id: roundId, units }: Pick<Round, 'channel' | 'id' | 'units'>, userId: string) {
  const person = personInRound(deps, { channel, roundId, userId });
  return Object.keys(units).map((themeId) => ({ roundId, themeId, person }));
}

/**
 * Removes everything that is kept of a person: answers and votes, the codes that say that they are in a channel, lead
 * it, started a round or see to something of the plan. What a round came to stays as it was published.
 * @returns how many answers there were.
 */
export async function eraseMine(
  context: CallContext & Pick<Recounts, 'answering'>,
): Promise<{ kind: 'erasedMine'; answers: number }> {
  const {
    deps,
    rosters,
    answering,
    caller: { channel: chat, userId },
  } = context;
  const counts = await eachChannel(deps, chat.tenantId, async (channel) => {
    const person = personInChannel(deps, channel, userId);
    let count = 0;
    for (const round of await deps.store.roundsOf(channel)) {
      count += await eraseAnswers(deps, round, { userId, answering });
      if (round.startedBy === person) await anonymiseStarter(deps, round);
    }
    for (const focus of await ownedBy(deps, channel, person)) await removeOwner(deps, focus, { channel, person });
    if (channel.facilitators.includes(person))
      await changeChannel(deps, channel, (now) => withoutFacilitator(now, person));
    await rosters.remove(channel, [userId]);
    return count;
  });
  await deps.store.removeChannel(chat);
  return { kind: 'erasedMine', answers: counts.reduce((sum, count) => sum + count, 0) };
}

async function eraseAnswers(
  deps: Deps,
  round: Round,
  { userId, answering }: { userId: string; answering: Changing },
): Promise<number> {
  const { channel, id } = round;
  const person = personInRound(deps, { channel, roundId: id, userId });
  const answers = await deps.store.answersAt(channel, refsOf(deps, round, userId));
  const answered = round.state === 'open' ? answering(round) : undefined;
  const count = await deps.store.removeOwn(channel, id, { themeIds: Object.keys(round.units), person });
  if (count === 0) return 0;
  answered?.();
  // A card of a closed round is made anew only where it showed a name or a comment: the update itself gives the removal
  // away.
  const shown = round.privacy === 'open' || answers.some(({ comment }) => comment !== '');
  if (round.state === 'closed' && shown) await scheduleDue(deps, 'publish', { subject: round });
  return count;
}

async function anonymiseStarter(deps: Deps, { channel, id }: Round): Promise<void> {
  for (;;) {
    const found = await deps.store.round(channel, id);
    if (!found || (await deps.store.saveRound({ ...found.record, startedBy: '' }, found.version))) return;
  }
}

async function removeOwner(
  deps: Deps,
  { id }: Focus,
  { channel, person }: { channel: Channel; person: string },
): Promise<void> {
  for (;;) {
    const found = await deps.store.focus(channel, id);
    if (found?.record.content.owner !== person) return;
    const { owner: _, ...content } = found.record.content;
    const changed = { ...found.record, content, revision: found.record.revision + 1 };
    if (await deps.store.saveFocus(channel, changed, found.version)) return;
  }
}

function withoutFacilitator(channel: Channel, person: string): Channel {
  return { ...channel, facilitators: channel.facilitators.filter((each) => each !== person) };
}

/** Every channel and group chat of a tenant, also those that the bot cannot write in now. */
async function eachChannel<T>(deps: Deps, tenantId: string, read: (channel: Channel) => Promise<T>): Promise<T[]> {
  const channels = (await deps.store.channelsOf(tenantId)).filter(({ kind }) => kind !== 'personal');
  const found: T[] = [];
  for (let i = 0; i < channels.length; i += atOnce) {
    found.push(...(await Promise.all(channels.slice(i, i + atOnce).map(read))));
  }
  return found;
}
