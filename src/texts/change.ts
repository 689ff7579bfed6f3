import type { Round, Summary } from '../domain/round.ts';
import type { Change, ChangeSinceLast } from '../domain/trend.ts';
import type { Texts } from './texts.ts';

/** A change in words, empty where there is none to tell. */
export function changeText({ t, number }: Texts, change: Change, since: string): string {
  if (change.kind === 'none') return '';
  if (change.kind === 'held') return t('trend.held', { since });
  const by = number(Math.abs(change.tenths) / 10);
  if (change.tenths === 0) return t('trend.same', { since });
  return change.tenths > 0 ? t('trend.up', { by, since }) : t('trend.down', { by, since });
}

/** When the last round was, as a change names it: the month, or the day where both were in one month. */
export function sinceText({ month, date }: Texts, since: number, now: number): string {
  return month(since) === month(now) ? date(since) : month(since);
}

/** What to bear in mind with the changes of a summary, in sentences. */
export function trendNotes(
  { t }: Texts,
  trend: ChangeSinceLast,
  { depth }: Pick<Round, 'depth'>,
  { people }: Pick<Summary, 'people'>,
): string[] {
  const told = { now: people, before: trend.peopleBefore };
  const changes = trend.themes.flatMap(({ change, units }) => [change, ...units.map((unit) => unit.change)]);
  return [
    people < trend.peopleBefore
      ? t('trend.fewer', told)
      : people > trend.peopleBefore
        ? t('trend.more', told)
        : t('trend.alike'),
    ...(trend.otherDepth ? [t(`trend.depth.${depth}`)] : []),
    ...(trend.reworded ? [t('trend.reworded')] : []),
    ...(changes.some(({ kind }) => kind === 'held') ? [t('trend.heldWhy')] : []),
    ...(trend.themes.some(({ change }) => change.kind === 'none') ? [t('trend.none')] : []),
  ];
}
