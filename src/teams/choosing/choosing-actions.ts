import type { Refusal } from '../../usecases/channel/people.ts';
import {
  askEndChoosing,
  type ChoosingShown,
  endChoosing,
  type OwnVote,
  ownVote,
  saveVote,
  startChoosing,
} from '../../usecases/choosing/choosing.ts';
import { askDecision, type Decision, decide } from '../../usecases/choosing/deciding.ts';
import type { Room } from '../cards/bot-context.ts';
import { type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { lookFor } from '../outbound/notices.ts';
import { readLists, readUnits } from '../plan/plan-inputs.ts';
import { choosing as choosingCard, decision, endQuestion, outcome, ownVote as ownVoteCard } from './choosing-view.ts';

/** What buttons about choosing what to work on do. */
export const choosingActions = {
  choose: async (room, press, { round }) => {
    const started = await startChoosing(room.world, room.rosters, press.caller, round);
    if (started.kind === 'refused') return refusal(room, press, started);
    const { t } = room.studio.texts[press.caller.language];
    if (started.kind === 'newerRound') return { kind: 'text', text: t('choosing.newerRound') };
    if (started.choice.state !== 'open') return decisionReply(room, press, started);
    return { kind: 'text', text: started.begun ? t('choosing.begun') : t('choosing.underWay') };
  },
  vote: async (room, press, { round, seen }, { inputs }) => {
    const given = { roundId: round, seen, units: readUnits(inputs.dots) };
    const outcome = await saveVote(room.world, room.rosters, room.voting, press.caller, given);
    return ownReply(room, press, outcome, false);
  },
  myVote: async (room, press, { round }) =>
    ownReply(room, press, await ownVote(room.world, press.caller, round), false),
  editVote: async (room, press, { round }) =>
    ownReply(room, press, await ownVote(room.world, press.caller, round), true),
  askEndChoosing: async (room, press, { round }) => {
    const question = await askEndChoosing(room.world, room.rosters, press.caller, round);
    if (question.kind === 'refused') return refusal(room, press, question);
    if (question.choice.state !== 'open') return decisionReply(room, press, question);
    const look = await lookFor(room.studio, question.round, press.caller.language);
    return { kind: 'card', card: endQuestion(look, question.round, question.voted) };
  },
  endChoosing: async (room, press, { round }) =>
    decisionReply(room, press, await endChoosing(room.world, room.rosters, press.caller, round)),
  goOnChoosing: async (room, press, { round }) =>
    decisionReply(room, press, await askEndChoosing(room.world, room.rosters, press.caller, round)),
  askDecision: async (room, press, { round }) =>
    decisionReply(room, press, await askDecision(room.world, room.rosters, press.caller, round)),
  decide: async (room, press, { round }, { inputs }) =>
    decisionReply(room, press, await decide(room.world, room.rosters, press.caller, round, readLists(inputs))),
} satisfies { [V in Verb]?: Handler<V> };

/** What a button of another version brings instead. */
export const freshChoosing = {
  vote: 'editVote',
  myVote: 'myVote',
  editVote: 'editVote',
  askEndChoosing: 'askEndChoosing',
  endChoosing: 'askEndChoosing',
  goOnChoosing: 'goOnChoosing',
  askDecision: 'askDecision',
  decide: 'askDecision',
} as const satisfies Partial<Record<Verb, Verb>>;

async function ownReply(room: Room, press: Press, own: OwnVote | Refusal, edit: boolean): Promise<Reply> {
  if (own.kind === 'refused') return refusal(room, press, own);
  const look = await lookFor(room.studio, own.round, press.caller.language);
  const { t } = look.texts;
  const instead = own.justSaved ? t('choosing.savedPublic') : t('own.needsNewer');
  return { kind: 'personal', card: ownVoteCard(look, own, edit), instead };
}

async function decisionReply(room: Room, press: Press, shown: Decision | ChoosingShown | Refusal): Promise<Reply> {
  if (shown.kind === 'refused') return refusal(room, press, shown);
  const look = await lookFor(room.studio, shown.round, press.caller.language);
  if (shown.kind === 'decision') return { kind: 'card', card: decision(look, shown) };
  const { round, choice, voted } = shown;
  // Names stand on the channel's own card alone: looking them up takes longer than a press may.
  const card = choice.state === 'open' ? choosingCard(look, round, voted) : outcome(look, round, choice, {});
  return { kind: 'card', card };
}
