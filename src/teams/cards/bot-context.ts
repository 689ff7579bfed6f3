import type { Rosters } from '../../usecases/channel/people.ts';
import type { World } from '../../usecases/ports.ts';
import type { Changing } from '../../usecases/round/cards.ts';
import type { Studio } from '../outbound/notices.ts';

/** What commands and buttons work with. */
export interface Room {
  world: World;
  rosters: Rosters;
  /** Sees to it that the cards follow when a round's answers change. */
  answering: Changing;
  /** The same for the votes after a round. */
  voting: Changing;
  studio: Studio;
}
