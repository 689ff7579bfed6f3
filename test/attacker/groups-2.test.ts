import { describe } from 'vitest';
import { seesGroups } from './groups.ts';

describe('an attacker who sees everything of 500 confidential rounds with groups', () => {
  for (const tenth of [5, 6, 7, 8, 9]) seesGroups(tenth);
});
