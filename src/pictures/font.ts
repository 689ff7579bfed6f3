import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const fontFamily = 'IBM Plex Sans Condensed';
export type Weight = 500 | 700;

/** Paths of the shipped TTF files, found through the package so that they follow it wherever it is installed. */
export const fontFiles: Record<Weight, string> = {
  500: fileURLToPath(
    import.meta.resolve('@expo-google-fonts/ibm-plex-sans-condensed/500Medium/IBMPlexSansCondensed_500Medium.ttf'),
  ),
  700: fileURLToPath(
    import.meta.resolve('@expo-google-fonts/ibm-plex-sans-condensed/700Bold/IBMPlexSansCondensed_700Bold.ttf'),
  ),
};

const advances: Record<Weight, (codePoint: number) => number> = {
  500: readAdvances(fontFiles[500]),
  700: readAdvances(fontFiles[700]),
};

/** Width of one line of text in pixels at `size` pixels, from the font's advance widths. */
export function textWidth(text: string, size: number, weight: Weight): number {
  let em = 0;
  for (const character of text) {
    em += advances[weight](character.codePointAt(0) ?? 0);
  }
  return em * size;
}

/**
 * Reads a TrueType file's advance widths, in ems: the tables head, hhea, hmtx and cmap (format 4) and nothing else,
 * which spares a font library. Source: https://learn.microsoft.com/typography/opentype/spec/.
 */
function readAdvances(path: string): (codePoint: number) => number {
  const file = readFileSync(path);
  const table = (tag: string): number => {
    for (let at = 12; at < 12 + 16 * file.readUInt16BE(4); at += 16) {
      if (file.toString('latin1', at, at + 4) === tag) {
        return file.readUInt32BE(at + 8);
      }
    }
    throw new Error(`${path} has no table "${tag}": the wheel needs a TrueType font`);
  };
  const unitsPerEm = file.readUInt16BE(table('head') + 18);
  const metrics = table('hmtx');
  const lastMetric = file.readUInt16BE(table('hhea') + 34) - 1;
  const glyphOf = readGlyphs(file, table('cmap'), path);
  const known = new Map<number, number>();
  const read = (codePoint: number): number => {
    const glyph = glyphOf(codePoint);
    // A character that the font lacks counts a whole em, wider than nearly any letter, so that it never overlaps.
    return glyph === 0 ? 1 : file.readUInt16BE(metrics + 4 * Math.min(glyph, lastMetric)) / unitsPerEm;
  };
  return (codePoint) => {
    const advance = known.get(codePoint) ?? read(codePoint);
    known.set(codePoint, advance);
    return advance;
  };
}

function readGlyphs(file: Buffer, cmap: number, path: string): (codePoint: number) => number {
  const offsets = Array.from({ length: file.readUInt16BE(cmap + 2) }, (_, i) => file.readUInt32BE(cmap + 8 + 8 * i));
  const start = offsets.map((offset) => cmap + offset).find((at) => file.readUInt16BE(at) === 4);
  if (start === undefined) {
    throw new Error(`${path} has no character map of format 4: the wheel needs a TrueType font`);
  }
  const span = file.readUInt16BE(start + 6);
  // Four arrays of equal length, one after another, with two bytes between the first and the second.
  const ends = start + 14;
  const starts = ends + span + 2;
  const deltas = starts + span;
  const ranges = deltas + span;
  return (codePoint) => {
    for (let i = 0; i < span; i += 2) {
      if (codePoint > file.readUInt16BE(ends + i)) {
        continue;
      }
      const first = file.readUInt16BE(starts + i);
      if (codePoint < first) {
        return 0;
      }
      const range = file.readUInt16BE(ranges + i);
      const delta = file.readUInt16BE(deltas + i);
      const glyph = range === 0 ? codePoint : file.readUInt16BE(ranges + i + range + 2 * (codePoint - first));
      return range !== 0 && glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
