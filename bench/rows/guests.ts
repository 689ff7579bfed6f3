import type { Bench } from '../bench.ts';
import { answerByPhone, makeLink } from '../phones.ts';
import { startServer } from '../servers.ts';
import { type Line, lineOf } from '../table.ts';
import { connections, jobOf } from './answers.ts';

const phones = 60;

/** The rate of answers in channels while sixty phones answer by a link, and without them. */
export async function guests(bench: Bench): Promise<Line[]> {
  const rates: Record<'with' | 'without', number[]> = { with: [], without: [] };
  for (let round = 0; round < bench.rounds; round++) {
    const order = ['with', 'without'] as const;
    for (const which of round % 2 === 0 ? order : order.toReversed())
      rates[which].push(await rateOf(bench, which === 'with' ? phones : 0));
  }
  return [
    lineOf(
      {
        what: `answers a second while ${phones} phones answer by link`,
        against: 'the same without them',
        goal: { is: 'at least', value: 0.9 },
      },
      { product: rates.with, baseline: rates.without, unit: (value) => `${value.toFixed(0)} a second` },
    ),
  ];
}

async function rateOf(bench: Bench, count: number): Promise<number> {
  const { stage, seconds, log } = bench;
  const running = await startServer(stage, 'product');
  const path = await makeLink(stage, running.port, phones);
  const [{ perSecond, cpu, wrong, example }, pages] = await Promise.all([
    running.load({ ...jobOf(bench, 'product'), shape: { kind: 'steady', connections } }),
    // From the warm-up on, so that there are phones all the time that is measured.
    count > 0 ? answerByPhone(running.port, path, { phones: count, ms: 2 * seconds * 1000 }) : 0,
  ]);
  await running.end();
  if (count > 0 && pages < count) throw new Error(`Of ${count} phones some never opened a page`);
  if (wrong > 0) throw new Error(`${wrong} wrong answers: ${example}`);
  log(`with ${pages} pages for phones: ${perSecond.toFixed(0)} a second, ${cpu.toFixed(0)} µs of the main thread`);
  return perSecond;
}
