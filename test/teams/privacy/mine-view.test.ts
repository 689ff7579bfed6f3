import { expect, it } from 'vitest';
import { mine } from '../../../src/teams/privacy/mine-view.ts';
import { answersOf, closedRound, everyList, texts } from '../../cards/rounds.ts';
import { sammenhaeng } from '../../report/reports.ts';
import { channel } from '../../store/records.ts';

it('a card of one’s own data is made of the answers on it, and not of the thousands that come after', () => {
  const setting = sammenhaeng();
  const { round } = closedRound(setting, everyList);
  const [answer] = answersOf(setting, everyList);
  if (!answer) throw new Error('nobody answered');
  const own = { channel: channel(), round, answer };
  let told = 0;
  const textsFor = () => {
    told += 1;
    return setting.cardTexts;
  };
  const data = { kind: 'myData' as const, answers: Array(20_000).fill(own), facilitates: [], owns: [] };
  const { data: shown } = mine(texts.da, data, { from: 40, textsFor });
  expect(shown.items).toHaveProperty('length');
  expect(JSON.stringify(shown.actions)).toMatch(/"from":4\d|"from":5\d/);
  expect(told).toBeLessThan(20);
});
