import type { Caller } from './channel/caller.ts';
import type { Rosters } from './channel/rosters.ts';
import type { Deps } from './ports.ts';

/** What a use case works with that somebody asked for. */
export interface CallContext {
  deps: Deps;
  rosters: Rosters;
  /** Who asks, and where. */
  caller: Caller;
}
