import { agreement } from '../../src/domain/agreement.ts';
import type { Counts } from '../../src/domain/scale.ts';
import { asRead } from '../support/cards.ts';

/**
 * What words claim, read from the words themselves: a second opinion on every sentence, which knows neither the keys of
 * the texts nor the claims beside them.
 */

/** How the answers fell: those that a sentence is about, those of its theme, and those of the whole round. */
export interface Fell {
  /** One distribution, or those of a theme's focus areas that have answers. */
  of: Counts[];
  theme: Counts[];
  round: Counts[];
  /** From how many answers on it is said how far apart they lie. */
  smallestGroup: number;
}

const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0);
const pooled = (of: readonly Counts[]) => [0, 1, 2, 3].map((step) => sum(of.map((counts) => counts[step] ?? 0)));
const mean = (counts: Counts) => sum(counts.map((count, i) => count * (i + 1))) / sum(counts);
const meanOf = (of: readonly Counts[]) => Number((sum(of.map(mean)) / of.length).toFixed(9));
const read = (value: number) => Math.round(value * 10);
const below = (of: readonly Counts[]) => sum(pooled(of).slice(0, 2));
const above = (of: readonly Counts[]) => sum(pooled(of).slice(2));
const apart = (of: readonly Counts[]) => sum(of.map((counts) => agreement(counts) ?? Number.NaN)) / of.length;
const number = (text: string) => Math.round(Number(text.replace(',', '.')) * 10);

type Rule = [words: RegExp, holds: (fell: Fell, found: RegExpExecArray) => boolean];

const rules: Rule[] = [
  // No one is told from the others, nothing is put down to people who only answered alike, and nothing is vague.
  [/\b(u?enige?|mange|mindretal\w*|flertal\w*|alle kan|i snit|n\s=)\b/i, () => false],
  [/trin 3\?/, () => false],
  [/(\d,\d) i gennemsnit/, ({ of }, [, told = '']) => number(told) === read(meanOf(of))],
  [/^(\d,\d) ·/, ({ of }, [, told = '']) => number(told) === read(meanOf(of))],
  [/(\d,\d) · tættest på trin (\d)/, (_, [, told = '', step = '']) => Math.abs(number(told) - Number(step) * 10) < 5],
  [
    /(\d,\d) · midt mellem trin (\d) og trin (\d)/,
    (_, [, told = '', low = '', high = '']) => 2 * number(told) === (Number(low) + Number(high)) * 10,
  ],
  [
    /\balle (\d+) vurderinger (?:af .* )?er trin (\d)/i,
    ({ of }, [, n = '', step = '']) => sum(pooled(of)) === Number(n) && pooled(of)[Number(step) - 1] === Number(n),
  ],
  [/alle vurderinger er trin 1 eller 2/, ({ of }) => above(of) === 0],
  [/alle vurderinger er trin 3 eller 4/, ({ of }) => below(of) === 0],
  [/^Alle, der har svaret på .*, har valgt Ved ikke/, ({ of }) => of.length === 0],
  [/\balle\b(?! (\d+ )?vurderinger| , der har svaret|, der har svaret)/i, () => false],
  [/Halvdelen af vurderingerne .*er trin 1–2, halvdelen trin 3–4/, ({ of }) => below(of) === above(of)],
  [/[Mm]indst halvdelen .*trin 1–2/, ({ of }) => below(of) >= above(of)],
  [/(Mere end halvdelen|De fleste) .*trin 1–2/, ({ of }) => below(of) > above(of)],
  [/([Mm]ere end halvdelen|De fleste) .*trin 3–4/, ({ of }) => above(of) > below(of)],
  [/på begge sider af midten/, ({ of }) => below(of) > 0 && above(of) > 0],
  [/Nogle ser .* andre/, ({ of }) => below(of) > 0 && above(of) > 0],
  [
    /spredt fra trin (\d) til trin (\d)/,
    ({ of }, [, from = '', to = '']) => {
      const used = pooled(of).flatMap((count, i) => (count > 0 ? [i + 1] : []));
      return used.at(0) === Number(from) && used.at(-1) === Number(to);
    },
  ],
  [
    /ligger lavt/,
    ({ of, round }, { input }) =>
      /Intet ligger lavt/.test(input)
        ? round.every((each) => read(mean(each)) > 25)
        : read(meanOf(of)) < 25 && below(of) > above(of),
  ],
  [/ligger højt/, ({ of }) => read(meanOf(of)) > 25 && above(of) > below(of)],
  [/noget godt endnu bedre/, ({ of }) => read(meanOf(of)) > 25 && read(meanOf(of)) < 40],
  [/et trin bedre/, ({ of }) => read(meanOf(of)) < 40 && below(of) > 0],
  [
    /laveste?\b/,
    ({ of, round }) => round.filter((each) => read(mean(each)) <= read(meanOf(of))).length === 1 && round.length > 1,
  ],
  [
    /lavere end temaets andre/,
    ({ of, theme }) => theme.filter((each) => read(mean(each)) <= read(meanOf(of))).length === 1 && theme.length > 1,
  ],
  [
    /Stærkest:/,
    ({ of, round }) => round.filter((each) => read(mean(each)) >= read(meanOf(of))).length === 1 && round.length > 1,
  ],
  [
    /længst fra hinanden/,
    ({ of, theme }) => theme.filter((each) => apart([each]) <= apart(of)).length === 1 && theme.length > 1,
  ],
  [/svarene (i fokusområderne )?ligger (gennemgående )?tæt/, ({ of }) => apart(of) >= 0.6 - 1e-9],
  [
    /svarene (i fokusområderne )?ligger (gennemgående )?lidt spredt/,
    ({ of }) => apart(of) >= 0.3 - 1e-9 && apart(of) < 0.6,
  ],
  [/[Ss]varene (i fokusområderne )?ligger (gennemgående )?spredt/, ({ of }) => apart(of) < 0.3],
  // How far apart the answers lie is said of as many as the smallest group, or of a theme in one of whose areas they are.
  [
    /[Ss]varene (i fokusområderne )?ligger/,
    ({ of, smallestGroup }) => of.some((counts) => sum(counts) >= smallestGroup),
  ],
  [/(?<!højst )én vurdering|Kun én har/, ({ of }) => sum(pooled(of)) === 1],
  [/højst én vurdering/, ({ of }) => of.every((counts) => sum(counts) === 1)],
  [
    /[Kk]un få vurderinger|kun \d+ vurdering/,
    ({ of, smallestGroup }) => of.every((counts) => sum(counts) < smallestGroup),
  ],
  [/Ingen har valgt et trin/, ({ of }) => of.length === 0],
  [/(?<!alle |Alle |kun )\b(\d+) vurdering(er)?\b/, ({ of }, [, n = '']) => sum(pooled(of)) === Number(n)],
];

/** What a Danish sentence claims that is not so, by the words that claim it. */
export function falseIn(shown: string, fell: Fell): string[] {
  const text = asRead(shown);
  return rules.flatMap(([words, holds]) => {
    const found = words.exec(text);
    return found && !holds(fell, found) ? [`${words} in »${text}«`] : [];
  });
}
