/** The picture's own background, the same in Teams' light and dark mode. */
export const background = '#ffffff';
/** Text, and the line of the last round. */
export const ink = '#1b2430';
/** Whatever has no score, and the legend's samples. */
export const grey = '#66707c';

/**
 * One colour a theme. At least 3:1 against the background and against the theme's own tint; neighbours in the circle
 * stay apart for people who see no red, no green or no blue (tested), which is why the order matters.
 */
export const themeColours = [
  '#005f9e',
  '#c2500a',
  '#008f6b',
  '#7a1f5c',
  '#94762a',
  '#332288',
  '#cc6677',
  '#6b2d0f',
] as const;

/** `colour` (#rrggbb) mixed into `other`: `share` 1 is all colour, 0 all other. */
export function mix(colour: string, other: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [colour, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * share + (b ?? 0) * (1 - share));
  });
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The pale background of a slice, where its fill does not reach. */
export function tint(colour: string): string {
  return mix(colour, background, 0.12);
}

/** A theme's colour, dark enough for text. */
export function textColour(colour: string): string {
  return mix(colour, ink, 0.72);
}
