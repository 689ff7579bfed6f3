import { Resvg } from '@resvg/resvg-js';

/** What Teams asks of the two icons: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons */
const sizes = { color: 192, outline: 32 };

/** @returns a sentence for each thing wrong with an icon. */
export function iconFaults(kind: 'color' | 'outline', file: string, png: Uint8Array): string[] {
  const header = Buffer.from(png);
  if (header.toString('latin1', 1, 4) !== 'PNG') return [`${file}: is no PNG. Draw it with \`npm run icons\`.`];
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  const size = sizes[kind];
  if (width !== size || height !== size) {
    return [
      `${file} (${width} × ${height}): the ${kind} icon is ${size} × ${size}. Give manifest/icons/${kind}.svg that size.`,
    ];
  }
  if (kind === 'color') return [];
  const pixels = pixelsOf(header, size);
  if (!pixels.some(([, , , alpha]) => alpha === 0))
    return [`${file}: has no transparent ground. Leave its ground out.`];
  const coloured = pixels.filter(([red, green, blue, alpha]) => [red, green, blue].some((part) => part < alpha - 1));
  return coloured.length === 0
    ? []
    : [`${file}: ${coloured.length} of its pixels are not white. The outline icon is white on nothing.`];
}

/** Red, green, blue and alpha of each pixel, the colours multiplied by alpha: white has four equal numbers. */
function pixelsOf(png: Buffer, size: number): [number, number, number, number][] {
  const image = `<image width="${size}" height="${size}" href="data:image/png;base64,${png.toString('base64')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${image}</svg>`;
  const { pixels } = new Resvg(svg).render();
  return Array.from({ length: size * size }, (_, i) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(4 * i, 4 * i + 4);
    return [red, green, blue, alpha];
  });
}
