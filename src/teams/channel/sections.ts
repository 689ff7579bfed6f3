import { type PrivacyTerms, traceableDays } from '../../domain/round.ts';
import type { Texts } from '../../texts/texts.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';

/** A heading, and rows under it; a row may have a label, such as when. */
interface Section {
  title: string;
  rows: { label: string; text: string }[];
}

function sections(texts: Texts, title: string, all: Section[]): Card {
  const note = texts.t('help.dialogue');
  return { template: 'sections', data: { ...head(texts, title), title, sections: all, note, actions: [] } };
}

const section = (title: string, ...texts: string[]): Section => ({
  title,
  rows: texts.map((text) => ({ label: '', text })),
});

/** What is kept, who sees it, for how long, and whom to ask. */
export function privacy(texts: Texts, { smallestGroup: smallest, retentionMonths }: PrivacyTerms): Card {
  const { t } = texts;
  const days = traceableDays;
  const months = t('common.months', { count: retentionMonths });
  return sections(texts, t('privacy.title'), [
    section(
      t('privacy.kept.title'),
      t('privacy.kept.answers'),
      t('privacy.kept.channel'),
      t('privacy.kept.reminders'),
      t('privacy.kept.plan'),
    ),
    section(
      t('privacy.seen.title'),
      t('privacy.seen.open'),
      t('privacy.seen.closed', { smallest }),
      t('privacy.seen.operator'),
    ),
    section(
      t('privacy.long.title'),
      t('privacy.long.confidential', { days, months }),
      t('privacy.long.open', { months }),
      t('privacy.long.posts'),
    ),
    section(t('privacy.yours.title'), t('privacy.yours.own'), t('privacy.yours.channel')),
    section(t('privacy.who.title'), t('privacy.who.controller')),
  ]);
}

/** When each part of the meeting ends, in minutes. */
const minutes = { welcome: 10, look: 25, split: 40, low: 55, choose: 70, agree: 85, next: 90 } as const;

/** A running order for a meeting about the wheel, and whom to invite. */
export function guide(texts: Texts): Card {
  const { t } = texts;
  let from = 0;
  const rows = (Object.keys(minutes) as (keyof typeof minutes)[]).map((part) => {
    const label = t('guide.minutes', { from, to: minutes[part] });
    from = minutes[part];
    return { label, text: t(`guide.during.${part}`) };
  });
  return sections(texts, t('guide.title'), [
    section(t('guide.before.title'), t('guide.before.start'), t('guide.before.invite')),
    { title: t('guide.during.title'), rows },
    section(t('guide.after.title'), t('guide.after.share'), t('guide.after.follow'), t('guide.after.sparring')),
    section(t('guide.partners.title'), t('guide.partners.who')),
  ]);
}
