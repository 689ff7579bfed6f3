import type { AgreementWord } from '../domain/agreement.ts';
import type { Answers, Claim } from '../domain/claims.ts';
import type { Published } from '../domain/results.ts';
import type { Texts } from './texts.ts';

/** A sentence about how people answered: its words, and beside them the claim that must be true of the answers. */
export interface Sentence<Blanks> {
  claim: Claim;
  words(texts: Texts, blanks: Blanks): string;
}

/** A sentence with its blanks filled. */
export interface Statement {
  text: string;
  claim: Claim;
}

export function fill<Blanks>(texts: Texts, { claim, words }: Sentence<Blanks>, blanks: Blanks): Statement {
  return { text: words(texts, blanks), claim };
}

/** Sentences of which one is chosen: the first that is true, of those that tell more, and otherwise the one that always is. */
export interface Choice<Blanks> {
  more: Sentence<Blanks>[];
  always: Sentence<Blanks>;
}

export function choose<Blanks>({ more, always }: Choice<Blanks>, answers: Answers): Sentence<Blanks> {
  return more.find(({ claim }) => claim(answers)) ?? always;
}

/** What something is compared with; nothing where any of it is held back. */
export function amongOf(told: readonly Published[]): Pick<Answers, 'among'> {
  const answered = told.filter(({ level }) => level !== 'none');
  const full = answered.flatMap((result) => (result.level === 'full' ? [result.counts] : []));
  return full.length === answered.length ? { among: full } : {};
}

export type Full = Extract<Published, { level: 'full' }>;

/** "5 vurderinger". */
export function scoresText({ t }: Texts, count: number): string {
  return t('result.scores', { count });
}

/** How far apart the answers lie. @param areas whether it is said of several focus areas together. */
export function spreadText({ t }: Texts, word: AgreementWord, areas: boolean): string {
  return areas ? t(`result.spreadWithin.${word}`) : t(`result.spread.${word}`);
}
