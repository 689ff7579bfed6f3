import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The changelog's section of one version, as the text of its release. @throws Error where it has none, or no date. */
export function releaseNotes(changelog: string, version: string): string {
  const head = `## [${version}] - `;
  const found = changelog.split(/^(?=## \[)/m).find((section) => section.startsWith(head));
  const [title = '', ...lines] = found?.split('\n') ?? [];
  if (!/^\d{4}-\d\d-\d\d$/.test(title.slice(head.length)))
    throw new Error(
      `CHANGELOG.md has no section "${head}YYYY-MM-DD": give what is unreleased its version and its date.`,
    );
  return lines
    .join('\n')
    .replace(/^\[[^\]]+\]: .*$/gm, '')
    .trim();
}

if (import.meta.main) {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  const { version } = z.looseObject({ version: z.string() }).parse(JSON.parse(read('package.json')));
  console.log(releaseNotes(read('CHANGELOG.md'), version));
}
