import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, vi } from 'vitest';
import { expectNothingPersonal } from './canaries.ts';
import { forget, type Leak, leaks, watchOpenings } from './leaks.ts';
import { readAlong, takeWritten } from './written.ts';

/**
 * For every test file: nothing personal is written to the console or the streams, and what was opened is closed. Files
 * share processes: what one sets for all, the next must not find.
 */
readAlong();
watchOpenings();

afterEach(() => expectNothingPersonal(takeWritten()));

// Registered first, and so run last, after the file's own.
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  const left = await leftOpen();
  forget();
  const [first] = left;
  if (!first) return;
  const names = left.map(({ name }) => name).join(', ');
  throw new Error(`Everything that these tests open is to be closed at their end; left open: ${names}`, {
    cause: first.at,
  });
});

/** What was closed just now takes a moment to be gone, longer where both cores are busy. */
async function leftOpen(): Promise<Leak[]> {
  for (const until = performance.now() + 30_000; leaks().length > 0 && performance.now() < until; ) await later(5);
  return leaks();
}
