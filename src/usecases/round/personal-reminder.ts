import { type Channel, channelName } from '../../domain/channel.ts';
import { peopleToRemind, type Reminding } from '../../domain/reminding.ts';
import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { personInChannel, personInRound, personInTenant } from '../channel/caller.ts';
import type { PostAddress } from '../due/due-ports.ts';
import { type Lease, TryLater, type WorkOutcome } from '../due/lease.ts';
import { whenLate } from '../due/work.ts';
import type { Deps } from '../ports.ts';
import { unlessWithdrawn, Withdrawn } from '../posts/send.ts';
import { occasionOf } from './deadline.ts';
import { note, reminderCode, takeBack } from './reminded.ts';
import { openNow } from './rounds.ts';

/**
 * So many people are reminded in one go, and so long is waited before the next: Teams takes 60 new chats in 30 s from a bot,
 * and several rounds may have the same deadline.
 */
const spread = { atOnce: 10, pauseMs: 10_000 } as const;

/**
 * Reminds each person who has yet to answer, in their own chat with the bot, at most once in a round. Some at a time, so
 * that the limits of Teams are never met; whoever is next is worked out anew each time.
 */
export async function personalReminder(deps: Deps, channel: Channel, lease: Lease): Promise<WorkOutcome> {
  const round = await openNow(deps, channel, lease.due.subject);
  if (!round?.personalReminders || lease.due.occasion !== occasionOf(round)) return { state: 'cancelled' };
  const late = whenLate(deps, lease, round.zone);
  if (late) return late;
  const members = await deps.messenger.members(channel);
  if (!members) {
    deps.log.warn({}, 'nobody is reminded in private, since Teams does not let the bot see who is in the channel');
    return { state: 'cancelled' };
  }
  const left = await yetToRemind(deps, { channel, round, userIds: members.map(({ userId }) => userId) });
  const outcomes: Reminded[] = [];
  for (const person of nextOf(left, lease.due.attempts)) {
    const outcome = await remind(deps, { channel, round, lease }, person);
    if (outcome === 'closed') return { state: 'cancelled' };
    outcomes.push(outcome);
  }
  const refused = outcomes.filter((outcome) => outcome === 'refused').length;
  // The channel is none the wiser: that somebody has no chat with the bot says nothing of it.
  if (refused > 0)
    deps.log.info(
      { refused },
      'Teams refused private messages to some people, who may have blocked the app or not have it',
    );
  const done = outcomes.filter((outcome) => outcome !== 'later').length;
  if (done === left.length) return { state: 'done' };
  if (done === 0) throw new TryLater();
  return { visibleAt: deps.now() + spread.pauseMs };
}

/**
 * How the reminding of one person went: `closed` where the round is, or has another deadline; `later` where it surely did
 * not leave, which may be for one person alone.
 */
type Reminded = 'done' | 'refused' | 'closed' | 'later';

/** Some of those who are left, other ones at each try: one person whom Teams has a fault with must not keep it from the rest. */
function nextOf(left: readonly Person[], attempts: number): Person[] {
  const from = left.length > spread.atOnce ? (attempts * spread.atOnce) % left.length : 0;
  return [...left.slice(from), ...left.slice(0, from)].slice(0, spread.atOnce);
}

interface Person extends Reminding {
  userId: string;
  /** Their code in the list of those whom the reminding is done with. */
  code: string;
}

/** Who is in the channel now, has yet to answer, and whom the reminding is not done with. */
async function yetToRemind(
  deps: Deps,
  { channel, round, userIds }: { channel: Channel; round: Round; userIds: readonly string[] },
): Promise<Person[]> {
  const [given, reminded] = await Promise.all([deps.store.answeredBy(channel, round.id), deps.store.reminded(round)]);
  const themes = Object.keys(round.units).length;
  if ([...given.values()].filter((answered) => answered.length >= themes).length >= round.expected) return [];
  const done = new Set(reminded?.record.people);
  const people = userIds.map((userId) => ({
    userId,
    code: reminderCode(deps, round, userId),
    isStarter: personInChannel(deps, channel, userId) === round.startedBy,
    answered: given.get(personInRound(deps, { channel, roundId: round.id, userId }))?.length ?? 0,
  }));
  return peopleToRemind(round, people).filter(({ code }) => !done.has(code));
}

interface Reminder {
  channel: Channel;
  round: Round;
  lease: Lease;
}

/**
 * Reminds one person, if they still lack something and have not said that they want no reminders. That the message is
 * about to leave is written first, so that nobody gets two, whatever crashes.
 * @throws LostLease @throws TryLater where Teams says "too many".
 */
async function remind(deps: Deps, { channel, round, lease }: Reminder, { userId, code }: Person): Promise<Reminded> {
  const is = { round, code };
  if (await deps.store.wantsNoReminders(channel.tenantId, personInTenant(deps, channel.tenantId, userId))) {
    await note(deps, is);
    return 'done';
  }
  const chat = await deps.messenger.openChat(channel, userId);
  if (chat.kind === 'later') return orWait(chat.afterMs);
  if (chat.kind !== 'accepted' || chat.conversationId === '') {
    await note(deps, is);
    return 'refused';
  }
  const { now, lacking } = await lackingOf(deps, round, userId);
  if (now?.state !== 'open' || occasionOf(now) !== occasionOf(round)) return 'closed';
  if (lacking.length === 0) return 'done';
  const at = await cardOf(deps, round, lacking);
  const where = channelName(channel);
  const notice = { card: 'personalReminder', round: now, themeIds: lacking, where, ...(at && { at }) } as const;
  const before = async () => {
    await lease.hold();
    if (!(await note(deps, is))) throw new Withdrawn();
  };
  const sent = deps.messenger.reply(channel, chat.conversationId, { notice, before });
  const outcome = await sent.catch(unlessWithdrawn);
  if (!outcome) return 'done';
  if (outcome.kind === 'later') {
    await takeBack(deps, is);
    return orWait(outcome.afterMs);
  }
  return outcome.kind === 'refused' ? 'refused' : 'done';
}

/** @throws TryLater where Teams named a time, as it does with "too many": that is for everybody. */
function orWait(afterMs: number): 'later' {
  if (afterMs > 0) throw new TryLater(afterMs);
  return 'later';
}

/** The round and what the person lacks of it, as both are now. */
async function lackingOf(deps: Deps, { channel, id: roundId, units }: Round, userId: string) {
  const themeIds = Object.keys(units);
  const [themeId = '', ...others] = themeIds;
  const person = personInRound(deps, { channel, roundId, userId });
  const { round, answer, beside = [] } = await deps.store.roundAndAnswer(channel, { roundId, themeId, person }, others);
  const lacking = themeIds.filter((id) => (id === themeId ? !answer : !beside.includes(id)));
  return { now: round, lacking };
}

/** The first card that the person has yet to answer, or else the round's own. */
async function cardOf(
  deps: Deps,
  { channel, id }: Round,
  themeIds: readonly string[],
): Promise<PostAddress | undefined> {
  const posts = (await deps.store.posts(channel, id)).map(({ record }) => record);
  const slots = [...themeIds.map((themeId) => `theme:${themeId}`), 'status'];
  const there = slots.flatMap((slot) => posts.find((post) => post.slot === slot && post.state === 'sent') ?? []);
  const [found] = there.filter(({ activityId }) => activityId !== '');
  return found && { conversationId: found.conversationId, activityId: found.activityId };
}

/** The person who asks gets no reminders in private any longer, wherever in the tenant. */
export async function stopReminders({ deps, caller }: CallContext): Promise<void> {
  const { tenantId } = caller.channel;
  await deps.store.stopReminders(tenantId, personInTenant(deps, tenantId, caller.userId));
}

/** The person who asks gets reminders again. */
export async function allowReminders({ deps, caller }: CallContext): Promise<void> {
  const { tenantId } = caller.channel;
  await deps.store.allowReminders(tenantId, personInTenant(deps, tenantId, caller.userId));
}
