import type { PerStep } from '../domain/scale.ts';

/** Width and height of every picture, in pixels: Teams shows at most 1024 × 1024. */
export const pictureSize = 1024;

/** What the picture of a wheel shows; pure data, no names of people. */
export interface WheelPicture {
  /** Step names, 1 to 4, for the legend of the rings. */
  stepNames: PerStep<string>;
  /** One sector a theme, 2 to 8, clockwise from the top. */
  themes: PictureTheme[];
  /** The words of the legend, already translated. */
  legend: { steps: string; now: string; last: string; group?: string; half: string; noScore: string };
}

export interface PictureTheme {
  name: string;
  /** One slice a focus area, 1 to 6; a theme scored as a whole has one slice with the theme's own name. */
  slices: PictureSlice[];
}

export interface PictureSlice {
  name: string;
  /** 1–4, or undefined where there is nothing to show (no answers, or too few to publish). */
  value?: number;
  /** The value as people read it, such as "2,4"; stands in the slice, or after its name where the slice is too narrow. */
  valueText?: string;
  /** True where `value` is only the middle of a half of the scale, since few answered: drawn hatched. */
  half?: boolean;
  /** The last round's value, drawn as a line across the slice. */
  last?: number;
  /** The values of groups that answered, drawn as dots beside each other. */
  groups?: readonly number[];
}
