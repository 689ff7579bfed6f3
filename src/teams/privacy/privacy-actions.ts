import type { CardTexts } from '../../texts/results.ts';
import { askEraseRound, erasable, eraseChannel, eraseRound } from '../../usecases/privacy/erase.ts';
import { eraseMine, myData, type OwnAnswer, type OwnDots } from '../../usecases/privacy/mine.ts';
import { type BotContext, textsOf } from '../cards/bot-context.ts';
import { readChoice } from '../cards/inputs.ts';
import {
  type CommandHandler,
  cardReply,
  type Handler,
  personalOnly,
  type Reply,
  refusal,
  textReply,
} from '../cards/reply.ts';
import type { Verb } from '../cards/verbs.ts';
import { eraseChannelQuestion, eraseMenu, eraseRoundQuestion } from './erase-view.ts';
import { eraseMineQuestion, mine, mostOnACard } from './mine-view.ts';

/** What buttons about a person's own data and about deleting do. */
export const dataActions = {
  mineData: (context, { from }) => personalOnly(context, () => mineReply(context, from)),
  askEraseMine,
  eraseMine: (context) =>
    personalOnly(context, async () => {
      const { answers } = await eraseMine(context);
      return textReply(context.texts.t('eraseMine.done', { count: answers }));
    }),
  keep: cancelErase,
  askEraseRound: async (context, { round: named }, { inputs }) => {
    const chosen = named ?? readChoice(inputs.chosenRound);
    if (chosen === undefined) return textReply(context.texts.t('erase.required'));
    const found = await askEraseRound(context, chosen);
    if (found.kind === 'refused') return refusal(context, found);
    const { wheel, texts } = await textsOf(context, found.round);
    return cardReply(eraseRoundQuestion(texts, { ...found, wheel: wheel.name }));
  },
  eraseRound: async (context, { round }) => {
    const outcome = await eraseRound(context, round);
    if (outcome.kind === 'refused') return refusal(context, outcome);
    return textReply(context.texts.t('erase.doneRound'));
  },
  askEraseChannel: async (context) => {
    const allowed = await erasable(context);
    if (allowed.kind === 'refused') return refusal(context, allowed);
    return cardReply(eraseChannelQuestion(context.texts));
  },
  eraseChannel: async (context) => {
    const outcome = await eraseChannel(context);
    if (outcome.kind === 'refused') return refusal(context, outcome);
    return textReply(context.texts.t('erase.doneEverything'));
  },
} satisfies { [V in Verb]?: Handler<V> };

/** A person's own data. */
export const mineDataCommand: CommandHandler = (context) => personalOnly(context, () => mineReply(context, 0));

export const eraseMineCommand: CommandHandler = askEraseMine;

/** What can be deleted of a channel: its rounds, or everything. */
export const eraseCommand: CommandHandler = async (context) => {
  const found = await erasable(context);
  if (found.kind === 'refused') return refusal(context, found);
  const named = found.rounds.map(async (round) => ({ round, wheel: (await textsOf(context, round)).wheel.name }));
  return cardReply(eraseMenu(context.texts, await Promise.all(named)));
};

function askEraseMine(context: BotContext): Promise<Reply> {
  return personalOnly(context, async () => cardReply(eraseMineQuestion(context.texts)));
}

async function mineReply(context: BotContext, from: number): Promise<Reply> {
  const data = await myData(context, { from, most: mostOnACard });
  const cardTexts = new Map<OwnAnswer | OwnDots, CardTexts>();
  for (const own of [...data.answers, ...data.dots]) cardTexts.set(own, await textsOf(context, own.round));
  const textsFor = (own: OwnAnswer | OwnDots): CardTexts => {
    const found = cardTexts.get(own);
    if (!found) throw new Error(`Round ${own.round.id} has no wheel to show what was given in it with`);
    return found;
  };
  return cardReply(mine(context.texts, data, { from, textsFor }));
}

/** Nothing is deleted after all. */
async function cancelErase({ texts }: BotContext): Promise<Reply> {
  return textReply(texts.t('erase.nothing'));
}
