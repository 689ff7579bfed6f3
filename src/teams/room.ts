import type { Round } from '../domain/round.ts';
import type { Rosters } from '../usecases/people.ts';
import type { World } from '../usecases/ports.ts';
import type { Studio } from './notices.ts';

/** What commands and buttons work with. */
export interface Room {
  world: World;
  rosters: Rosters;
  /** Notes that a round's counts changed. */
  touched(round: Round): void;
  /** Notes that the votes after a round changed. */
  voted(round: Round): void;
  studio: Studio;
}
