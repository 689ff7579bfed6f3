import type { Change } from '../domain/change.ts';
import type { Round, Summary } from '../domain/round.ts';
import type { Texts } from './texts.ts';

/** A change in words; empty where there is none to compare. @param since the last round, as `sinceText` names it. */
export function changeText({ t, number }: Texts, change: Change, since: string): string {
  if (change.kind === 'none') return '';
  if (change.kind === 'held') return t('trend.held', { since });
  const by = number(Math.abs(change.tenths) / 10);
  if (change.tenths === 0) return t('trend.same', { since });
  return change.tenths > 0 ? t('trend.up', { by, since }) : t('trend.down', { by, since });
}

/** When the last round was: its month, its day where both were in one month, its hour where both were on one day. Both are epoch milliseconds. */
export function sinceText({ month, date, moment }: Texts, since: number, now: number): string {
  if (month(since) !== month(now)) return month(since);
  return date(since) === date(now) ? moment(since) : date(since);
}

/** What to bear in mind with the changes of a round's summary, in sentences; none where there is no round before it. */
export function trendNotes(
  { t }: Texts,
  { depth, summary: { people, trend } }: Pick<Round, 'depth'> & { summary: Pick<Summary, 'people' | 'trend'> },
): string[] {
  if (!trend) return [];
  const counts = { now: people, before: trend.peopleBefore };
  const changes = trend.themes.flatMap(({ change, units }) => [change, ...units.map((unit) => unit.change)]);
  return [
    people < trend.peopleBefore
      ? t('trend.fewer', counts)
      : people > trend.peopleBefore
        ? t('trend.more', counts)
        : t('trend.alike'),
    ...(trend.otherDepth ? [t(`trend.depth.${depth}`)] : []),
    ...(trend.reworded ? [t('trend.reworded')] : []),
    ...(changes.some(({ kind }) => kind === 'held') ? [t('trend.heldWhy')] : []),
    ...(trend.themes.some(({ change }) => change.kind === 'none') ? [t('trend.none')] : []),
  ];
}
