import type { CardTexts } from '../../texts/results.ts';
import { askEraseRound, erasable, eraseChannel, eraseRound } from '../../usecases/privacy/erase.ts';
import { eraseMine, myData, type OwnAnswer } from '../../usecases/privacy/mine.ts';
import type { BotContext } from '../cards/bot-context.ts';
import { readChoice } from '../cards/inputs.ts';
import { cardTextsFor } from '../cards/render-context.ts';
import { asCard, type Handler, type Press, type Reply, refusal } from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { eraseChannelQuestion, eraseMenu, eraseRoundQuestion } from './erase-view.ts';
import { eraseMineQuestion, mine } from './mine-view.ts';

/** What buttons about a person's own data and about deleting do. */
export const dataActions = {
  mineData: (context, press, { from }) => personalOnly(context, press, () => mineReply(context, press, from)),
  askEraseMine: (context, press) =>
    personalOnly(context, press, async () => ({ kind: 'card', card: eraseMineQuestion(textsFor(context, press)) })),
  eraseMine: (context, press) =>
    personalOnly(context, press, async () => {
      const { answers } = await eraseMine(context.deps, context.rosters, context.answering, press.caller);
      return { kind: 'text', text: textsFor(context, press).t('eraseMine.done', { count: answers }) };
    }),
  keep: async (context, press) => ({ kind: 'text', text: textsFor(context, press).t('erase.nothing') }),
  askEraseRound: async (context, press, { round: named }, { inputs }) => {
    const chosen = named ?? readChoice(inputs.chosenRound);
    if (chosen === undefined) return { kind: 'text', text: textsFor(context, press).t('erase.required') };
    const found = await askEraseRound(context.deps, context.rosters, press.caller, chosen);
    if (found.kind === 'refused') return refusal(context, press, found);
    const { wheel, texts } = await cardTextsFor(context.render, found.round, press.caller.language);
    return { kind: 'card', card: eraseRoundQuestion(texts, found.round, wheel.name, found.people) };
  },
  eraseRound: async (context, press, { round }) => {
    const outcome = await eraseRound(context.deps, context.rosters, press.caller, round);
    if (outcome.kind === 'refused') return refusal(context, press, outcome);
    return { kind: 'text', text: textsFor(context, press).t('erase.doneRound') };
  },
  askEraseChannel: async (context, press) => {
    const allowed = await erasable(context.deps, context.rosters, press.caller);
    if (allowed.kind === 'refused') return refusal(context, press, allowed);
    return { kind: 'card', card: eraseChannelQuestion(textsFor(context, press)) };
  },
  eraseChannel: async (context, press) => {
    const outcome = await eraseChannel(context.deps, context.rosters, press.caller);
    if (outcome.kind === 'refused') return refusal(context, press, outcome);
    return { kind: 'text', text: textsFor(context, press).t('erase.doneEverything') };
  },
} satisfies { [V in Verb]?: Handler<V> };

/** What somebody who writes the command is shown of their own data. */
export const mineCard = async (context: BotContext, press: Press) =>
  asCard(context, press, await personalOnly(context, press, () => mineReply(context, press, 0)));

export const eraseMineCard = async (context: BotContext, press: Press) =>
  asCard(context, press, await dataActions.askEraseMine(context, press));

/** What can be deleted: in a channel its rounds, in somebody's own chat their own data. */
export async function eraseCard(context: BotContext, press: Press) {
  if (press.personal) return eraseMineCard(context, press);
  const found = await erasable(context.deps, context.rosters, press.caller);
  if (found.kind === 'refused') return asCard(context, press, refusal(context, press, found));
  const named = found.rounds.map(async (round) => {
    const { wheel } = await cardTextsFor(context.render, round, press.caller.language);
    return { round, wheel: wheel.name };
  });
  return eraseMenu(textsFor(context, press), await Promise.all(named));
}

/** Where others would read along, the answer is where to ask instead. */
async function personalOnly(context: BotContext, press: Press, reply: () => Promise<Reply>): Promise<Reply> {
  return press.personal ? reply() : { kind: 'text', text: textsFor(context, press).t('mine.elsewhere') };
}

async function mineReply(context: BotContext, press: Press, from: number): Promise<Reply> {
  const data = await myData(context.deps, press.caller);
  const looks = new Map<OwnAnswer, CardTexts>();
  for (const own of data.answers) looks.set(own, await cardTextsFor(context.render, own.round, press.caller.language));
  const lookOf = (own: OwnAnswer): CardTexts => {
    const cardTexts = looks.get(own);
    if (!cardTexts) throw new Error(`An answer of round ${own.round.id} has no wheel to show it with`);
    return cardTexts;
  };
  return { kind: 'card', card: mine(textsFor(context, press), data, { from, lookOf }) };
}

function textsFor({ render }: BotContext, { caller }: Press) {
  return render.texts[caller.language];
}
