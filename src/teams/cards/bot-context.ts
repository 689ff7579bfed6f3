import type { Rosters } from '../../usecases/channel/rosters.ts';
import type { Deps } from '../../usecases/ports.ts';
import type { Changing } from '../../usecases/round/recounts.ts';
import type { RenderContext } from './render-context.ts';

/** What commands and buttons work with. */
export interface BotContext {
  deps: Deps;
  rosters: Rosters;
  /** Sees to it that the cards follow when a round's answers change. */
  answering: Changing;
  /** The same for the votes after a round. */
  voting: Changing;
  render: RenderContext;
}
