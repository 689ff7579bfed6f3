import type { Member } from '../../src/usecases/channel/channel-ports.ts';
import type { BeforeLeaving, ChangeOutcome, Messenger, Notice, SendOutcome } from '../../src/usecases/ports.ts';
import type { PersonalReminderNotice } from '../../src/usecases/round/reminder-ports.ts';
import type { connectorBehaviours, rosterBehaviours } from '../support/teams-behaviours.ts';
import type { Dice } from './dice.ts';
import { Expected, type Instance, type Kernel } from './kernel.ts';
import type { Ledger } from './ledger.ts';

export const people = Array.from({ length: 8 }, (_, i) => ({ userId: `29:p${i}`, name: `Person ${i}` }));

/** Teams: takes posts and forgets to say so, refuses, puts off, and shows what it took. */
export interface Teams extends Messenger {
  /** What each post shows now, by its id. */
  shown: Map<string, Notice>;
  /** Posts whose last update was refused for good. */
  stale: Set<string>;
  /** Applies the updates that were given up and are still under way. */
  land(): void;
}

/** Ways in which a send ends that was not simply accepted, so often as they stand here. */
const ends = [
  'later',
  'later',
  'later',
  'lost',
  'lost',
  'never',
  'never',
  'refused',
  'forbidden',
  // A 404 that passes: msteams-docs issue 9425, BotFramework-Services issue 349.
  'gone',
  // Accepted with an empty answer, or with 202 and none: teams.py issue 586.
  'noId',
  // A PUT that the bot has given up is applied all the same: found by holding one back for 14 s.
  'late',
  // Somebody deletes the message, and every PUT on it gets 403 from then on: BotFramework-Services issue 269.
  'deleted',
] as const;

/** So long after it was given up an update may be applied. */
const landsWithinMs = 25_000;

/** How often a simulation has one of them, which it keeps to. */
const oddRosters = 0.2;
const rosters = ['namelessGuests', 'membersForbidden'] as const satisfies readonly (
  | keyof typeof rosterBehaviours
  | keyof typeof connectorBehaviours
)[];

/** @param odd chance of its own, so that what is drawn for rosters changes nothing else. */
export function createTeams(kernel: Kernel, { dice, odd }: { dice: Dice; odd: Dice }, ledger: Ledger): Teams {
  const roster = odd.chance(oddRosters) ? odd.one(rosters) : undefined;
  const told =
    roster === 'namelessGuests' ? people.map((each, at) => (at === 1 ? { ...each, name: '' } : each)) : people;
  const shown = new Map<string, Notice>();
  const stale = new Set<string>();
  const deleted = new Set<string>();
  /** The last update of each post by each instance: an instance sends them one after the other. */
  const lanes = new WeakMap<Instance, Map<string, Promise<unknown>>>();
  let underWay: { at: number; activityId: string; notice: Notice }[] = [];
  let posts = 0;

  const land = (until: number) => {
    for (const { activityId, notice } of underWay.filter(({ at }) => at <= until)) shown.set(activityId, notice);
    underWay = underWay.filter(({ at }) => at > until);
  };
  const fate = (): (typeof ends)[number] | 'accepted' =>
    dice.chance(kernel.storm.sendFails) ? dice.one(ends) : 'accepted';
  const refused = (status: number): SendOutcome => {
    kernel.task().refused = true;
    return { kind: 'refused', status };
  };
  const outcome = (accept: () => SendOutcome, way = fate()): SendOutcome => {
    switch (way) {
      case 'accepted':
        return accept();
      case 'noId': {
        const taken = accept();
        return taken.kind === 'accepted' ? { ...taken, activityId: '' } : taken;
      }
      case 'lost':
      case 'late':
      case 'deleted':
        accept();
        return { kind: 'unknown' };
      case 'never':
        return { kind: 'unknown' };
      case 'later':
        return { kind: 'later', afterMs: dice.one([0, 2_000, 60_000, 600_000]) };
      case 'refused':
        return refused(dice.one([400, 413]));
      case 'forbidden':
        return refused(403);
      case 'gone':
        return refused(404);
    }
  };
  const post = async (conversationId: string, notice: Notice, before: BeforeLeaving) => {
    await before();
    return kernel.call(false, async () =>
      outcome(() => {
        const task = kernel.task();
        const activityId = `post-${++posts}`;
        shown.set(activityId, notice);
        const due = ledger.due.get(task.due ?? '')?.due;
        if (notice.card === 'nudge' || notice.card === 'reassess') {
          ledger.took(task, { id: activityId, key: task.due ?? '', ...(due && { due }) });
        } else ledger.took(task, { id: activityId, key: placeOf(notice) });
        return { kind: 'accepted', conversationId, activityId };
      }),
    );
  };

  const remind = async (conversationId: string, { round }: PersonalReminderNotice, before: BeforeLeaving) => {
    await before();
    return kernel.call(false, async () =>
      outcome(() => {
        ledger.reminds(kernel.task(), round, conversationId);
        return { kind: 'accepted', conversationId, activityId: `post-${++posts}` };
      }),
    );
  };

  const inTurn = <T>(activityId: string, send: () => Promise<T>): Promise<T> => {
    const { instance } = kernel.task();
    const lane = lanes.get(instance) ?? new Map<string, Promise<unknown>>();
    lanes.set(instance, lane);
    const sent = (lane.get(activityId) ?? Promise.resolve()).then(send, send);
    lane.set(activityId, sent);
    return sent;
  };

  const read = <T>(found: T) =>
    kernel.call(false, async () => {
      // What a due item gives up for.
      if (found === undefined) kernel.task().refused = true;
      if (fate() !== 'accepted') throw new Expected('Teams did not answer');
      return found;
    });

  return {
    shown,
    stale,
    land: () => land(Number.POSITIVE_INFINITY),
    post: (channel, notice, before) => post(`${channel.conversationId};messageid=${posts + 1}`, notice, before),
    reply: (_, conversationId, { notice, before }) =>
      notice.card === 'personalReminder'
        ? remind(conversationId, notice, before)
        : post(conversationId, notice, before),
    openChat: (_, userId) =>
      kernel.call(false, async () => {
        return ofChange(outcome(() => ({ kind: 'accepted', conversationId: `a:${userId}`, activityId: '' })));
      }),
    update: (_, { conversationId, activityId }, { notice }) =>
      inTurn(activityId, () =>
        kernel.call(false, async () => {
          land(kernel.now);
          const way = deleted.has(activityId) ? 'forbidden' : fate();
          if (way === 'deleted') deleted.add(activityId);
          if (way === 'late') {
            underWay.push({ at: kernel.now + dice.between(0, landsWithinMs), activityId, notice });
            return { kind: 'later', afterMs: 0 };
          }
          const ended = ofChange(
            outcome(
              () => {
                shown.set(activityId, notice);
                return { kind: 'accepted', conversationId, activityId };
              },
              way === 'deleted' ? 'forbidden' : way,
            ),
          );
          if (ended.kind === 'refused') stale.add(activityId);
          else if (ended.kind === 'accepted') stale.delete(activityId);
          return ended;
        }),
      ),
    members: () => read<Member[] | undefined>(roster === 'membersForbidden' ? undefined : told),
    isMember: () => read(roster === 'membersForbidden' ? undefined : true),
  };
}

/** Made twice it is the same chat, and the same post, so a call without an answer is made again. */
const ofChange = (made: SendOutcome): ChangeOutcome => (made.kind === 'unknown' ? { kind: 'later', afterMs: 0 } : made);

/** Where in its round a post is. */
function placeOf(notice: Notice): string {
  switch (notice.card) {
    case 'theme':
      return `${notice.round.id}/theme:${notice.themeId}`;
    case 'dialogue':
      return `${notice.round.id}/prompt:${notice.themeId}`;
    case 'status':
    case 'summary':
      return `${notice.round.id}/${notice.card}`;
    default:
      throw new Error(`Nobody posts a ${notice.card} by itself`);
  }
}
