import type { Look } from '../../texts/results.ts';
import { askEraseRound, erasable, eraseChannel, eraseRound } from '../../usecases/privacy/erase.ts';
import { eraseMine, myData, type OwnAnswer } from '../../usecases/privacy/mine.ts';
import type { Room } from '../cards/bot-context.ts';
import { readChoice } from '../cards/inputs.ts';
import { asCard, type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { lookFor } from '../outbound/notices.ts';
import { eraseChannelQuestion, eraseMenu, eraseRoundQuestion } from './erase-view.ts';
import { eraseMineQuestion, mine } from './mine-view.ts';

/** What buttons about a person's own data and about deleting do. */
export const dataActions = {
  mineData: (room, press, { from }) => personalOnly(room, press, () => mineReply(room, press, from)),
  askEraseMine: (room, press) =>
    personalOnly(room, press, async () => ({ kind: 'card', card: eraseMineQuestion(textsFor(room, press)) })),
  eraseMine: (room, press) =>
    personalOnly(room, press, async () => {
      const { answers } = await eraseMine(room.world, room.rosters, room.answering, press.caller);
      return { kind: 'text', text: textsFor(room, press).t('eraseMine.done', { count: answers }) };
    }),
  keep: async (room, press) => ({ kind: 'text', text: textsFor(room, press).t('erase.nothing') }),
  askEraseRound: async (room, press, { round: named }, { inputs }) => {
    const chosen = named ?? readChoice(inputs.chosenRound);
    if (chosen === undefined) return { kind: 'text', text: textsFor(room, press).t('erase.required') };
    const found = await askEraseRound(room.world, room.rosters, press.caller, chosen);
    if (found.kind === 'refused') return refusal(room, press, found);
    const { wheel, texts } = await lookFor(room.studio, found.round, press.caller.language);
    return { kind: 'card', card: eraseRoundQuestion(texts, found.round, wheel.name, found.people) };
  },
  eraseRound: async (room, press, { round }) => {
    const outcome = await eraseRound(room.world, room.rosters, press.caller, round);
    if (outcome.kind === 'refused') return refusal(room, press, outcome);
    return { kind: 'text', text: textsFor(room, press).t('erase.doneRound') };
  },
  askEraseChannel: async (room, press) => {
    const allowed = await erasable(room.world, room.rosters, press.caller);
    if (allowed.kind === 'refused') return refusal(room, press, allowed);
    return { kind: 'card', card: eraseChannelQuestion(textsFor(room, press)) };
  },
  eraseChannel: async (room, press) => {
    const outcome = await eraseChannel(room.world, room.rosters, press.caller);
    if (outcome.kind === 'refused') return refusal(room, press, outcome);
    return { kind: 'text', text: textsFor(room, press).t('erase.doneEverything') };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What somebody who writes the command is shown of their own data. */
export const mineCard = async (room: Room, press: Press) =>
  asCard(room, press, await personalOnly(room, press, () => mineReply(room, press, 0)));

export const eraseMineCard = async (room: Room, press: Press) =>
  asCard(room, press, await dataActions.askEraseMine(room, press));

/** What can be deleted: in a channel its rounds, in somebody's own chat their own data. */
export async function eraseCard(room: Room, press: Press) {
  if (press.personal) return eraseMineCard(room, press);
  const found = await erasable(room.world, room.rosters, press.caller);
  if (found.kind === 'refused') return asCard(room, press, refusal(room, press, found));
  const named = found.rounds.map(async (round) => {
    const { wheel } = await lookFor(room.studio, round, press.caller.language);
    return { round, wheel: wheel.name };
  });
  return eraseMenu(textsFor(room, press), await Promise.all(named));
}

/** Where others would read along, the answer is where to ask instead. */
async function personalOnly(room: Room, press: Press, reply: () => Promise<Reply>): Promise<Reply> {
  return press.personal ? reply() : { kind: 'text', text: textsFor(room, press).t('mine.elsewhere') };
}

async function mineReply(room: Room, press: Press, from: number): Promise<Reply> {
  const data = await myData(room.world, press.caller);
  const looks = new Map<OwnAnswer, Look>();
  for (const own of data.answers) looks.set(own, await lookFor(room.studio, own.round, press.caller.language));
  const lookOf = (own: OwnAnswer): Look => {
    const look = looks.get(own);
    if (!look) throw new Error(`An answer of round ${own.round.id} has no wheel to show it with`);
    return look;
  };
  return { kind: 'card', card: mine(textsFor(room, press), data, { from, lookOf }) };
}

function textsFor({ studio }: Room, { caller }: Press) {
  return studio.texts[caller.language];
}
