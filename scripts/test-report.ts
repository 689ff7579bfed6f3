import { z } from 'zod';

/** A test that failed, or a file of which something else did. */
export interface Failure {
  name: string;
  /** What it wanted and what it saw. */
  line: string;
}

interface Counted {
  name: string;
  times: number;
  /** Each of its first lines, and how often. */
  lines: Map<string, number>;
}

/** What Vitest's reporter "json" writes. */
const reportShape = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
export type TestReport = z.infer<typeof reportShape>;

export const readReport = (text: string): TestReport => reportShape.parse(JSON.parse(text));

/** @param root the folder that files are named from. */
export function failuresOf({ testResults }: TestReport, root: string): Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(root, '').replace(/^\//, '');
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        name: `${file}: ${fullName}`,
        line: firstLine(failureMessages?.[0] ?? ''),
      }));
    // Such as something that the file left open.
    if (status === 'failed' && failed.length === 0)
      return [{ name: `${file}: the file itself`, line: firstLine(message) }];
    return failed;
  });
}

function firstLine(text: string): string {
  return (text.split('\n').find((line) => line.trim() !== '') ?? 'nothing was told').slice(0, 300);
}

/** Test by test how often it failed, the most frequent first. */
export function count(runs: readonly Failure[][]): Counted[] {
  const all = new Map<string, Counted>();
  for (const { name, line } of runs.flat()) {
    const counted = all.get(name) ?? { name, times: 0, lines: new Map<string, number>() };
    counted.times += 1;
    counted.lines.set(line, (counted.lines.get(line) ?? 0) + 1);
    all.set(name, counted);
  }
  return [...all.values()].toSorted((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
}

/** Lines for people. */
export function table(runs: readonly Failure[][]): string {
  const failed = count(runs);
  if (failed.length === 0) return `${runs.length} of ${runs.length} runs are green.`;
  const green = runs.filter((failures) => failures.length === 0).length;
  const rows = failed.flatMap(({ name, times, lines }) => [
    `${times} of ${runs.length}  ${name}`,
    ...[...lines].map(([line, often]) => `         ${often === times ? '' : `${often} times: `}${line}`),
  ]);
  return [`${green} of ${runs.length} runs are green. What failed how often, with its first line:`, '', ...rows].join(
    '\n',
  );
}
