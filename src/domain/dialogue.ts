import { hasAreas, type Published, type ThemeResult } from './results.ts';
import { type Standing, standingOf } from './standing.ts';

/** What a group is asked to talk about, by how it answered a theme; from published results alone. */

/** How a theme stands: `one` and `dontKnow` where there is too little to say, undefined where nobody answered it. */
export function topicOf(
  { people, result }: Pick<ThemeResult, 'people' | 'result'>,
  smallestGroup: number,
): Standing | 'one' | 'dontKnow' | undefined {
  if (result.level === 'none') return people > 0 ? 'dontKnow' : undefined;
  return result.n === 1 ? 'one' : standingOf(result, smallestGroup);
}

type Full = Extract<Published, { level: 'full' }>;

/** A focus area to begin with. */
export interface StandsOut {
  why: 'split' | 'low';
  unitId: string;
  result: Full;
  /** The results of all focus areas of the theme. */
  among: Published[];
}

/** The focus area where the answers lie furthest apart or, where none is split, the lowest where not all of them are low. */
export function standsOut({ units, result }: Pick<ThemeResult, 'units' | 'result'>, smallestGroup: number) {
  if (!hasAreas(units) || result.level !== 'full') return undefined;
  const candidates = units.flatMap(({ unitId, result: of }) => {
    const standing = standingOf(of, smallestGroup);
    return of.level === 'full' && standing && !standing.few ? [{ unitId, result: of, standing }] : [];
  });
  const [furthest] = candidates
    .filter(({ standing }) => standing.split)
    .toSorted((a, b) => a.result.agreement - b.result.agreement);
  const low = candidates
    .filter(({ standing }) => standing.height === 'low')
    .toSorted((a, b) => a.result.mean - b.result.mean);
  const found = furthest ?? (low.length < candidates.length ? low[0] : undefined);
  if (!found) return undefined;
  return {
    why: furthest ? 'split' : 'low',
    unitId: found.unitId,
    result: found.result,
    among: units.map(({ result: of }) => of),
  } satisfies StandsOut;
}
