import { describe } from 'vitest';
import { seesGroups } from './groups.ts';

describe('an attacker who sees everything of 500 confidential rounds with groups', () => {
  for (const tenth of [0, 1, 2, 3, 4]) seesGroups(tenth);
});
