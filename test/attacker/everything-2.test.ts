import { describe } from 'vitest';
import { seesEverything } from './attack.ts';

describe('an attacker who sees everything of 500 confidential rounds', () => {
  for (const tenth of [5, 6, 7, 8, 9]) seesEverything(tenth);
});
