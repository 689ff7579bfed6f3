import { readFileSync, writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

/** Draws the app's icons anew after their SVG was changed: what Teams installs holds PNG only. */

for (const name of ['color', 'outline']) {
  const svg = readFileSync(new URL(`../manifest/icons/${name}.svg`, import.meta.url), 'utf8');
  writeFileSync(new URL(`../manifest/${name}.png`, import.meta.url), new Resvg(svg).render().asPng());
}
