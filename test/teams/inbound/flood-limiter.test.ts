import { describe, expect, it } from 'vitest';
import { createFloodLimiter } from '../../../src/teams/inbound/flood-limiter.ts';
import { startHarness } from '../../support/app.ts';
import { allScores, anders, fatima, saved, startRound } from '../../support/rounds.ts';

describe('a loop', () => {
  it('is told politely to wait, while others and what was saved are left in peace', async () => {
    const harness = await startHarness();
    const { themes } = await startRound(harness);
    const [theme] = themes;
    if (!theme) throw new Error('no theme card');
    const replies: string[] = [];
    for (let i = 0; i < 70; i++) {
      replies.push((await harness.press(anders, theme, 'Gem min vurdering', allScores(theme, '2'))).text);
    }
    expect(replies.filter((text) => text.includes(saved))).toHaveLength(60);
    expect(replies.at(-1)).toContain('Det går lidt for stærkt');
    expect((await harness.press(fatima, theme, 'Gem min vurdering', allScores(theme, '3'))).text).toContain(saved);
  });
});

describe('a crowd', () => {
  it('lets sixty people give four answers each within five seconds, twice over', () => {
    let now = 0;
    const floodLimiter = createFloodLimiter({ monotonic: () => now });
    for (let i = 0; i < 480; i++) {
      now += 10;
      expect(floodLimiter.admit('channel', `person ${i % 60}`)).toBe(true);
    }
  });

  it('lets a person go on when half a minute has passed', () => {
    let now = 0;
    const floodLimiter = createFloodLimiter({ monotonic: () => now });
    for (let i = 0; i < 60; i++) floodLimiter.admit('channel', 'person');
    expect(floodLimiter.admit('channel', 'person')).toBe(false);
    expect(floodLimiter.admit('another channel', 'person')).toBe(true);
    now = 30_000;
    expect(floodLimiter.admit('channel', 'person')).toBe(true);
  });

  it('keeps a flood from many made-up people out of one channel and no other', () => {
    const floodLimiter = createFloodLimiter({ monotonic: () => 0 });
    const admitted = Array.from({ length: 1_000 }, (_, i) => floodLimiter.admit('channel', `person ${i}`)).filter(
      Boolean,
    );
    expect(admitted).toHaveLength(500);
    expect(floodLimiter.admit('another channel', 'person 1')).toBe(true);
  });
});

describe('what reads everything of a tenant', () => {
  it('may be asked for twelve times a minute by each person', () => {
    let now = 0;
    const floodLimiter = createFloodLimiter({ monotonic: () => now });
    const often = () => Array.from({ length: 13 }, () => floodLimiter.admitForAll('person')).filter(Boolean).length;
    expect(often()).toBe(12);
    expect(floodLimiter.admitForAll('another')).toBe(true);
    now = 59_999;
    expect(often()).toBe(0);
    now = 60_000;
    expect(often()).toBe(12);
  });
});

describe('that there were too many', () => {
  it('is said once in half a minute in each channel', () => {
    let now = 0;
    const floodLimiter = createFloodLimiter({ monotonic: () => now });
    expect([1, 2, 3].map(() => floodLimiter.isToBeTold('channel'))).toEqual([true, false, false]);
    expect(floodLimiter.isToBeTold('another')).toBe(true);
    now = 29_999;
    expect(floodLimiter.isToBeTold('channel')).toBe(false);
    now = 30_000;
    expect(floodLimiter.isToBeTold('channel')).toBe(true);
  });
});
