import type { Score, Scores } from '../../src/domain/answer.ts';
import type { ThemeResult } from '../../src/domain/results.ts';
import type { Step } from '../../src/domain/scale.ts';
import { unitsOf, type Wheel } from '../../src/domain/wheel.ts';
import { random } from '../support/random.ts';
import { type Deed, type Final, finalOf, linkOf, type Plan, withFinal } from './plan.ts';

/**
 * A round of 2 to 15 people in 2 to 5 groups: some say nothing, some would rather not, some change their mind. Some answer
 * by a link for a group or for several, correct or delete what they gave, and now and then a link is withdrawn.
 */
export function groupPlanOf(seed: number, wheels: readonly Wheel[], smallestGroup: number): Plan {
  const pick = random(seed + 5_000);
  const whole = wheels[pick(wheels.length)];
  if (!whole?.perspectives) throw new Error('no wheel with groups');
  const perspectives = whole.perspectives.slice(0, 2 + pick(4));
  const wheel = { ...whole, perspectives };
  const depth = pick(2) === 0 ? 'screening' : 'deep';
  const people = 2 + pick(14);
  const doubt = 6 + pick(30);
  const deeds: Deed[] = [];
  const linkFor = (group: string | null) => ({ group, people: [] as number[] });
  const links = pick(4) === 0 ? [] : [...perspectives.map(({ id }) => linkFor(id)), linkFor(null)];
  for (let person = 0; person < people; person++) {
    const themes = wheel.themes.filter((_, i) => i === 0 || pick(10) > 0);
    const scoreOf = (): Score => (pick(doubt) === 0 ? 'dontKnow' : ((pick(4) + 1) as Step));
    const own = themes.map(({ id: themeId, ...theme }): Deed => {
      const units = unitsOf({ id: themeId, ...theme }, depth);
      const scores: Scores = Object.fromEntries(units.map(({ id }) => [id, scoreOf()]));
      return { kind: 'answer', person, themeId, scores, comment: '' };
    });
    // The first is the facilitator, who is a member.
    const link = person > 0 && pick(2) === 0 ? links[Math.min(pick(links.length), pick(links.length))] : undefined;
    if (link) {
      link.people.push(person);
      const corrected = pick(4) === 0 ? own.map(otherwise(scoreOf)) : [];
      deeds.push(...own, ...corrected, ...(pick(15) === 0 ? [{ kind: 'erase', person } as const] : []));
      continue;
    }
    // A few groups are large and the others small, as they are.
    const group = () => perspectives[Math.min(pick(perspectives.length), pick(perspectives.length))]?.id ?? null;
    const said = Array.from({ length: [0, 1, 1, 1, 1, 1, 2][pick(7)] ?? 1 }, (): Deed => {
      const themeId = themes[pick(themes.length)]?.id ?? '';
      return { kind: 'say', person, themeId, group: pick(10) === 0 ? null : group() };
    });
    const erased: Deed[] = person > 0 && pick(15) === 0 ? [{ kind: 'erase', person }] : [];
    deeds.push(...own, ...said, ...erased);
  }
  deeds.push({ kind: 'look' });
  const thrown = links.flatMap((_, link): Deed[] =>
    pick(12) === 0 ? [{ kind: 'withdraw', link }, { kind: 'look' }] : [],
  );
  deeds.push(...thrown);
  const isMember = (person: number) => linkOf({ links }, person) < 0;
  const late = Array.from({ length: people }, (_, person) => person).filter((each) => pick(10) === 0 && isMember(each));
  return { wheel, depth, smallestGroup, people, deeds, late, groups: true, links };
}

/** Makes another answer of the same person to the same theme. */
const otherwise =
  (scoreOf: () => Score) =>
  (deed: Deed): Deed =>
    deed.kind === 'answer'
      ? { ...deed, scores: Object.fromEntries(Object.keys(deed.scores).map((unit) => [unit, scoreOf()])) }
      : deed;

/** Whom each person answers as in the end; absent where they said nothing, or nothing of theirs is left. */
export function groupsIn(plan: Plan): Map<number, string | null> {
  const { deeds, links = [] } = plan;
  const groups = new Map<number, string | null>();
  for (const deed of deeds) {
    if (deed.kind === 'say') groups.set(deed.person, deed.group);
    const link = deed.kind === 'answer' ? links[linkOf(plan, deed.person)] : undefined;
    if (link && deed.kind === 'answer') groups.set(deed.person, link.group);
    if (deed.kind === 'withdraw') for (const person of links[deed.link]?.people ?? []) groups.delete(person);
    if (deed.kind === 'erase') groups.delete(deed.person);
  }
  return groups;
}

/**
 * Other answers that nobody may be able to tell from the real ones: within a group that is shown, and among those who
 * are in none, each said of a theme what another had said. Who chose "ved ikke" is known and stays.
 * @param shown the groups that are shown on a theme.
 */
export function regrouped(plan: Plan, shown: (themeId: string) => readonly string[]): { twin: Plan; changed: boolean } {
  const groups = groupsIn(plan);
  let changed = false;
  const other: Final = new Map(
    [...finalOf(plan)].map(([themeId, said]) => {
      const sure = [...said].filter(([, scores]) => !Object.values(scores).includes('dontKnow'));
      const partOf = (person: number) => {
        const group = groups.get(person) ?? '';
        return shown(themeId).includes(group) ? group : '';
      };
      const parts = [...Map.groupBy(sure, ([person]) => partOf(person)).values()];
      const moved = parts.flatMap((part) =>
        part.map(([person, own], i): [number, Scores] => {
          const next = part[(i + 1) % part.length]?.[1] ?? own;
          changed ||= JSON.stringify(next) !== JSON.stringify(own);
          return [person, next];
        }),
      );
      return [themeId, new Map([...said, ...moved])];
    }),
  );
  return { twin: withFinal(plan, other), changed };
}

/** The groups of a theme that are shown. */
export function shownOn(themes: readonly ThemeResult[] = []): (themeId: string) => string[] {
  return (themeId) => themes.find((theme) => theme.themeId === themeId)?.groups?.map(({ groupId }) => groupId) ?? [];
}
