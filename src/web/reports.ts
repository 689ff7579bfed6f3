import type { Response } from 'restify';
import { languages } from '../domain/language.ts';
import { type ReportFile, reportFormats } from '../usecases/results/report.ts';

export interface ReportAddresses {
  /** The id in a report's signed name, undefined where the name was not made here or has expired. */
  readReport(name: string): string | undefined;
  /** The report of the round whose picture has this id, in one of its forms; undefined where there is none any longer. */
  report(id: string, file: ReportFile): Promise<ServedReport | undefined>;
}

interface ServedReport {
  type: string;
  /** The file's name when it is downloaded. */
  name: string;
  body: Buffer;
  /** The Content-Security-Policy of a page. */
  policy?: string;
}

/** "da.html", "da.xlsx" and so on: the files under a report's address. */
const files: ReadonlyMap<string, ReportFile> = new Map(
  languages.flatMap((language) => reportFormats.map((format) => [`${language}.${format}`, { language, format }])),
);

/**
 * Sends one form of a report.
 * @returns false where there is nothing to send; the caller then refuses in one way, so that nobody learns the reason.
 */
export async function sendReport(
  { readReport, report }: ReportAddresses,
  { name, file }: { name: string; file: string },
  response: Response,
): Promise<boolean> {
  const id = readReport(name);
  const wanted = files.get(file);
  const found = id !== undefined && wanted ? await report(id, wanted) : undefined;
  if (!found) return false;
  const { type, body, policy } = found;
  if (policy !== undefined) response.setHeader('content-security-policy', policy);
  response.writeHead(200, {
    'content-type': type,
    'content-length': body.byteLength,
    'content-disposition': `${policy === undefined ? 'attachment' : 'inline'}; filename="${found.name}"`,
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(body);
  return true;
}
