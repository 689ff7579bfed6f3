import type { Score, Scores } from '../../src/domain/answer.ts';
import type { Step } from '../../src/domain/scale.ts';
import { type Depth, unitsOf, type Wheel } from '../../src/domain/wheel.ts';
import { random } from '../support/random.ts';

/** What the people of a channel do in one round, one thing after the other. */
export interface Plan {
  wheel: Wheel;
  depth: Depth;
  smallestGroup: number;
  /** How many people are in the channel. */
  people: number;
  deeds: Deed[];
  /** Who has their data deleted once the round is closed. */
  late: number[];
  /** Whether people are asked whom they answer as. */
  groups?: boolean;
  /** Who answers by which link instead of in Teams, and whom they answer as. */
  links?: LinkPlan[];
}

interface LinkPlan {
  group: string | null;
  people: number[];
}

/** The link that somebody answers by; −1 for a member. */
export function linkOf({ links = [] }: Pick<Plan, 'links'>, person: number): number {
  return links.findIndex(({ people }) => people.includes(person));
}

export type Deed =
  | { kind: 'answer'; person: number; themeId: string; scores: Scores; comment: string }
  | { kind: 'erase'; person: number }
  /** A link is withdrawn with all that came by it. */
  | { kind: 'withdraw'; link: number }
  /** Says whom they answer as, with the answer to a theme that they have given. */
  | { kind: 'say'; person: number; themeId: string; group: string | null }
  /** The bot brings its cards up to date, and somebody asks for the status. */
  | { kind: 'look' };

/** The answers that a round ends with: by theme, who said what. */
export type Final = Map<string, Map<number, Scores>>;

/** A round of 2 to 12 people: some change their mind, some take their answers back, some leave themes out. */
export function planOf(seed: number, wheels: readonly Wheel[], smallestGroup: number): Plan {
  const pick = random(seed + 1);
  const wheel = wheels[pick(wheels.length)];
  if (!wheel) throw new Error('no wheel');
  const depth = pick(2) === 0 ? 'screening' : 'deep';
  const people = 2 + pick(11);
  const thoroughness = 1 + pick(10);
  const deeds: Deed[] = [];
  const put = (deed: Deed, after = -1) => {
    const at = after + 1 + pick(deeds.length - after);
    deeds.splice(at, 0, deed);
    return at;
  };
  for (let person = 0; person < people; person++) {
    for (const theme of wheel.themes) {
      if (pick(10) >= thoroughness) continue;
      // Half of the groups lean one way, so that many rounds are as unanimous as real ones.
      const lean = pick(2) === 0 ? undefined : (seed % 4) + 1;
      const said = (): Deed => ({
        kind: 'answer',
        person,
        themeId: theme.id,
        scores: Object.fromEntries(unitsOf(theme, depth).map(({ id }) => [id, scoreOf(pick, lean)])),
        comment: pick(3) === 0 ? `Ord ${person} om ${theme.id}` : '',
      });
      let at = put(said());
      while (pick(4) === 0) at = put(said(), at);
    }
  }
  // The first is the facilitator, and is needed to close the round.
  for (let person = 1; person < people; person++) if (pick(8) === 0) put({ kind: 'erase', person });
  for (let i = pick(3); i >= 0; i--) put({ kind: 'look' });
  const late = Array.from({ length: people }, (_, person) => person).filter(() => pick(6) === 0);
  return { wheel, depth, smallestGroup, people, deeds, late };
}

function scoreOf(pick: (below: number) => number, lean: number | undefined): Score {
  if (pick(8) === 0) return 'dontKnow';
  return (lean !== undefined && pick(4) > 0 ? lean : pick(4) + 1) as Step;
}

export function finalOf({ deeds, wheel, links = [] }: Plan): Final {
  const final: Final = new Map(wheel.themes.map(({ id }) => [id, new Map()]));
  for (const deed of deeds) {
    if (deed.kind === 'answer') final.get(deed.themeId)?.set(deed.person, deed.scores);
    const gone =
      deed.kind === 'erase' ? [deed.person] : deed.kind === 'withdraw' ? links[deed.link]?.people : undefined;
    for (const person of gone ?? []) for (const said of final.values()) said.delete(person);
  }
  return final;
}

/** The same deeds, with other scores in the answers that count in the end. */
export function withFinal(plan: Plan, other: Final): Plan {
  const final = finalOf(plan);
  const deeds = plan.deeds.map((deed): Deed => {
    if (deed.kind !== 'answer' || final.get(deed.themeId)?.get(deed.person) !== deed.scores) return deed;
    return { ...deed, scores: other.get(deed.themeId)?.get(deed.person) ?? deed.scores };
  });
  return { ...plan, deeds };
}

/** How many chose a step of a unit, and whether that is too few for figures. */
export function isSmall({ smallestGroup }: Plan, said: ReadonlyMap<number, Scores>, unitId: string): boolean {
  return [...said.values()].filter((scores) => scores[unitId] !== 'dontKnow').length < smallestGroup;
}

const neighbour: Record<Score, Score> = { 1: 2, 2: 1, 3: 4, 4: 3, dontKnow: 'dontKnow' };

/**
 * Other answers that nobody may be able to tell from the real ones: where few answered, people chose the other step of
 * their half; where many did, each said what the next one had said.
 * @param one only this person's answers differ where few answered, and nobody's elsewhere.
 */
export function twinOf(plan: Plan, one?: number): Plan {
  const final = finalOf(plan);
  const twin: Final = new Map(
    [...final].map(([themeId, said]) => {
      const people = [...said.keys()];
      const changed = people.map((person, i): [number, Scores] => {
        const own = said.get(person) ?? {};
        const next = said.get(people[(i + 1) % people.length] ?? person) ?? own;
        const scores = Object.keys(own).map((unitId): [string, Score] => {
          const score = own[unitId] ?? 'dontKnow';
          if (isSmall(plan, said, unitId))
            return [unitId, one === undefined || one === person ? neighbour[score] : score];
          return [unitId, one === undefined ? (next[unitId] ?? score) : score];
        });
        return [person, Object.fromEntries(scores)];
      });
      return [themeId, new Map(changed)];
    }),
  );
  return withFinal(plan, twin);
}
