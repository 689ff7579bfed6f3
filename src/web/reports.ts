import type { Response } from 'restify';
import { languages } from '../domain/wheel.ts';
import { type ReportFile, reportFormats } from '../usecases/results/report.ts';

export interface ReportAddresses {
  /** The id in a report's signed name, undefined where the name was not made here or has expired. */
  readReport(name: string): string | undefined;
  /** The report of the round whose picture has this id, in one of its forms; undefined where there is none any longer. */
  report(id: string, file: ReportFile): Promise<ServedReport | undefined>;
}

interface ServedReport {
  type: string;
  /** What the file is called where it is kept. */
  name: string;
  body: Buffer;
  /** The Content-Security-Policy of a page. */
  policy?: string;
}

/** "da.html", "da.xlsx" and so on: the files under a report's address. */
const files: ReadonlyMap<string, ReportFile> = new Map(
  languages.flatMap((language) => reportFormats.map((format) => [`${language}.${format}`, { language, format }])),
);

/** @param refuse says the one no for whatever is wrong, so that nobody learns what it was. */
export async function sendReport(
  { readReport, report }: ReportAddresses,
  { name, file }: { name: string; file: string },
  response: Response,
  refuse: (response: Response) => void,
): Promise<void> {
  const id = readReport(name);
  const wanted = files.get(file);
  const found = id !== undefined && wanted ? await report(id, wanted) : undefined;
  if (!found) {
    refuse(response);
    return;
  }
  const { type, body, policy } = found;
  if (policy !== undefined) response.setHeader('content-security-policy', policy);
  response.writeHead(200, {
    'content-type': type,
    'content-length': body.byteLength,
    'content-disposition': `${policy === undefined ? 'attachment' : 'inline'}; filename="${found.name}"`,
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(body);
}
