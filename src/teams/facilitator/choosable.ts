import { lowerCase } from '../../domain/language.ts';
import type { Facilitators } from '../../usecases/facilitator/facilitators.ts';
import { withinBudget } from '../cards/parts.ts';

/** As many names as a card has room for, in bytes with the element around each. */
const budget = 12_000;
const overhead = 15;

/** Who can be named on the card, as far as there is room, and how many have such a name. @param search a part of it. */
export function choosable({ candidates }: Pick<Facilitators, 'candidates'>, search: string) {
  const found = candidates.filter(({ name }) => lowerCase(name).includes(lowerCase(search).slice(0, 40)));
  const some = withinBudget(found, { budget, overhead });
  return { some, all: found.length };
}
