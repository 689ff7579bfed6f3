import { describe, expect, it } from 'vitest';
import { peopleToRemind, type Reminding } from '../../src/domain/reminding.ts';

const units = { a: ['a'], b: ['b'], c: ['c'] };
/** People by how many of three themes they have answered; a `*` is who started the round. */
const people = (given: string): (Reminding & { place: number })[] =>
  given
    .split(' ')
    .map((each, place) => ({ place, isStarter: each.endsWith('*'), answered: Number.parseInt(each, 10) }));
const reminded = (expected: number, given: string) =>
  peopleToRemind({ expected, units }, people(given)).map(({ place }) => place);

describe('whom a round reminds', () => {
  it.each([
    ['everybody who lacks something, where all in the channel are to answer', 4, '0* 3 1 0', [0, 2, 3]],
    ['the same where more are expected than are in the channel', 15, '0* 3 1 0', [0, 2, 3]],
    ['not who leads the meeting, where they did not count themselves', 3, '0* 3 1 0', [2, 3]],
    ['who leads it all the same, once they have begun', 3, '1* 3 1 0', [0, 2]],
    ['only those who have begun, where more are in the channel than are to answer', 2, '0* 3 1 0', [2]],
    ['nobody who has answered everything', 3, '3 3* 3', []],
    ['nobody where nobody is there', 3, '', []],
  ])('is %s', (_name, expected, given, who) => {
    expect(given === '' ? peopleToRemind({ expected, units }, []) : reminded(expected, given)).toEqual(who);
  });
});
