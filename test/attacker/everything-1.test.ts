import { describe } from 'vitest';
import { seesEverything } from './attack.ts';

describe('an attacker who sees everything of 500 confidential rounds', () => {
  for (const tenth of [0, 1, 2, 3, 4]) seesEverything(tenth);
});
