import type { Channel } from '../../domain/channel.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Caller } from '../../usecases/channel/caller.ts';
import type { Rosters } from '../../usecases/channel/rosters.ts';
import type { Deps, Wheels } from '../../usecases/ports.ts';
import type { Presses } from '../../usecases/posts/presses.ts';
import type { Counts } from '../../usecases/round/counts.ts';
import type { Changing } from '../../usecases/round/recounts.ts';
import { cardTextsFor, type RenderContext, renderIn } from './render-context.ts';

/** What commands and buttons work with, whoever asks. */
export interface BotDeps {
  deps: Deps;
  rosters: Rosters;
  /** Has the cards follow when a round's answers change. */
  answering: Changing;
  /** How many have answered, for whoever answers. */
  counts: Counts;
  /** The same for the votes after a round. */
  voting: Changing;
  /** Told of each press, once it is to be answered. */
  noticed: Presses['noticed'];
  /** Does work once a press was answered. */
  later: Presses['later'];
  render: RenderContext;
}

/** Who asks, and where. */
export interface Asked {
  caller: Caller;
  /** The conversation with its thread. */
  thread: string;
  /** The post that a pressed button is on, where Teams tells. */
  activityId?: string;
  kind: Channel['kind'];
  /** In somebody's own chat with the bot, where nobody else reads. */
  personal: boolean;
}

/** What one command or one press is handled with. */
export interface BotContext extends BotDeps, Asked {
  /** In the caller's language. */
  texts: Texts;
}

export function botContext(bot: BotDeps, asked: Asked): BotContext {
  const render = renderIn(bot.render, asked.kind);
  return { ...bot, ...asked, render, texts: render.texts[asked.caller.language] };
}

/** What a round's cards are made with for the caller. */
export function textsOf({ render, caller }: BotContext, round: Parameters<Wheels['of']>[0]): Promise<CardTexts> {
  return cardTextsFor(render, round, caller.language);
}
