import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { allScores, anders, saved, startRound } from '../support/rounds.ts';

const architecture = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
const [, walk = ''] = /\*\*One answer\.\*\*([\s\S]+?)\n\n/.exec(architecture) ?? [];
const named = [...new Set([...walk.matchAll(/`(src\/[\w/.-]+\.ts)`/g)].map(([, file]) => file ?? ''))];

/** The files of src/ in which a function was called meanwhile. */
async function filesCalled(meanwhile: () => Promise<void>): Promise<Set<string>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await meanwhile();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const called = result.filter(({ functions }) =>
    functions.some(
      ({ functionName, ranges: [range] }) => functionName !== '' && range !== undefined && range.count > 0,
    ),
  );
  return new Set(called.map(({ url }) => /\/(src\/[\w/.-]+\.ts)$/.exec(url)?.[1] ?? ''));
}

describe('the way of one answer', () => {
  it('is told in docs/architecture.md with at most 20 files', () => {
    expect(named.length).toBeGreaterThan(10);
    expect(named.length).toBeLessThanOrEqual(20);
  });

  it('passes each file that is named there', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness, { expected: '8' });
    const [theme] = themes;
    if (!theme) throw new Error('The round has no theme');
    const called = await filesCalled(async () => {
      const reply = await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'));
      expect(reply.text).toContain(saved);
    });
    // Tokens are checked in production only; test/door does that.
    const expected = named.filter((file) => file !== 'src/teams/inbound/tokens.ts');
    expect(expected.filter((file) => !called.has(file))).toEqual([]);
  });
});
