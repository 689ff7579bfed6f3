/**
 * Where a line may not break: between a number and what it counts, between a thing and its number, and before a dot that
 * stands between two things. The files in texts/ have plain spaces, so that they can be written and searched; the spaces are made no-break ones as they are read.
 */
const noBreak = '\u00a0';

/** Blanks that hold how many of something there are: "4 af", "12 måneder". */
const counts =
  'actions|all|answered|byLink|complete|count|days|done|focuses|goals|max|min|most|n|number|smallest|steps|taken|to|values|voted|years';
/** Blanks that hold which of something it is, or out of how many: "trin 2", "af 6". */
const numbers = 'all|expected|figure|from|half|most|next|now|number|step|to|total';

const beforeDot = / (?=· )/g;
const beforeNumber = RegExp(`(?<=\\S) (?=\\{\\{(?:${numbers})\\}\\}|\\d)`, 'g');
const afterCount = RegExp(`(?<=\\{\\{(?:${counts})\\}\\}|(?<=\\s)[\\d–-]*\\d) (?=\\p{L})`, 'gu');

/** A text with its blanks, or one without any, as it is shown. */
export function unbroken(text: string): string {
  return text.replace(beforeDot, noBreak).replace(beforeNumber, noBreak).replace(afterCount, noBreak);
}

/**
 * A day or a point in time as the language writes it: the day of the month beside its month, the hour beside the word before
 * it; in Danish without a leading zero. Beside each other they are also no item of a list, which Markdown would make of a line
 * that begins with "27. november".
 */
export function dated(format: Intl.DateTimeFormat): (time: Date | number) => string {
  const danish = format.resolvedOptions().locale.startsWith('da');
  return (time) =>
    format
      .formatToParts(time)
      .map(({ type, value }, i, all) => {
        if (type === 'hour') return danish ? value.replace(/^0/, '') : value;
        const isWithin = all[i + 1]?.type === 'hour' || (all[i - 1]?.type === 'day' && all[i + 1]?.type === 'month');
        return type === 'literal' && isWithin ? value.replace(/ $/, noBreak) : value;
      })
      .join('');
}
