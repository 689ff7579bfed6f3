import { fastClock } from './fast-clock.ts';

/** The bot as it is, by a clock that goes fast, to be run as a process of its own. */
Date.now = fastClock(Number(process.env.CLOCK_BEGAN));
await import('../../src/main.ts');
