import { faultyRounds } from './faulty-rounds.ts';

faultyRounds(1);
