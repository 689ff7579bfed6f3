import type { Round } from '../../domain/round.ts';
import { personInRound } from '../channel/caller.ts';
import type { Member } from '../channel/channel-ports.ts';
import type { Deps } from '../ports.ts';

/** The names of people by their keys in a round. They come from Teams now and are kept nowhere. */
export function namesIn(deps: Deps, { channel, id }: Round, members: readonly Member[]): Map<string, string> {
  return new Map(members.map(({ userId, name }) => [personInRound(deps, { channel, roundId: id, userId }), name]));
}
