import type { PerStep } from '../domain/scale.ts';

/** What the picture of several rounds shows; pure data, no names of people. */
export interface TrendPicture {
  /** The text before the first " · " is set larger. */
  title: string;
  /** When each round closed, on two lines, such as "maj" over "2026"; oldest first. */
  rounds: [string, string][];
  /** Step names, 1 to 4. */
  stepNames: PerStep<string>;
  /** One line each, 2 to 8, with a point for each round. */
  themes: TrendLine[];
  /** The words of the legend, already translated. */
  legend: { steps: string; average: string; half: string; agreed: string };
}

interface TrendLine {
  name: string;
  points: TrendPoint[];
}

export interface TrendPoint {
  /** 1–4; undefined where there is nothing to show. */
  value?: number;
  /** True where `value` is the middle of a half of the scale, since few answered: drawn hollow. */
  half?: boolean;
  /** Whether the line runs here from the point before. It does so only where the change may be shown. */
  joined: boolean;
  /** The score that the team agreed on, 1–4. */
  agreed?: number;
}
