import type { Texts } from '../../texts/texts.ts';
import { type Export, type ExportOffer, type ReportFile, reportFormats } from '../../usecases/results/report.ts';
import { message } from '../cards/message.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** A result that can be taken along. It is a post that all of a channel reads, so the links come when a facilitator presses. */
export function exportOffer(texts: Texts, { roundId, closedAt }: ExportOffer): Card {
  const { t, date } = texts;
  const lines = [t('export.offer', { date: date(closedAt) }), t('export.who')];
  return message(texts, {
    title: t('export.title'),
    lines,
    actions: [button('export', { round: roundId }, t('export.show'))],
  });
}

/** The links, for one person. @param address the folder of the report's files. */
export function exportLinks(texts: Texts, { language, privacy, expiresAt }: Export, address: string): Card {
  const { t } = texts;
  const titles: Record<ReportFile['format'], string> = {
    html: t('export.report'),
    xlsx: t('export.xlsx'),
    csv: t('export.csv'),
  };
  return {
    template: 'export',
    data: {
      ...head(texts, t('export.title')),
      title: t('export.title'),
      lines: [
        t('own.onlyYou'),
        t(`export.${privacy}`),
        t('export.expires', { date: texts.moment(expiresAt) }),
        t('export.pdf'),
      ],
      links: reportFormats.map((format) => ({ title: titles[format], url: `${address}/${language}.${format}` })),
    },
  };
}
