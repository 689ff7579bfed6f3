import { answer } from '../activities.ts';
import type { Bench } from '../bench.ts';
import { eventually, send } from '../rounds.ts';
import { startServer } from '../servers.ts';
import { peopleInEach, type Stage } from '../stage.ts';
import { type Line, spread } from '../table.ts';

const seconds = 5;
/** Between the places of one round's rows, so that no two rounds share a thread's limits. */
const quietMs = 2_500;

/** What a channel gets to see while 60 people give 240 answers in 5 seconds, from a Connector that holds to Teams' limits. */
export async function updates({ stage, rounds, log }: Bench): Promise<Line[]> {
  const { connector } = stage;
  const rates: number[] = [];
  /** Beside an edit a second of every card of the round. */
  const edits: number[] = [];
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const place = stage.places[round % stage.places.length];
    if (!place) throw new Error('There is no round to answer in');
    const running = await startServer(stage, 'product');
    await warmUp(stage, running.port, round);
    connector.updates.length = 0;
    const before = connector.tooMany;
    const { answers, wrong } = await running.load({
      // Each person goes through all themes, so that every card changes all the time.
      places: place.themes.map((theme) => ({ ...place, themes: [theme] })),
      people: peopleInEach,
      shape: { kind: 'paced', perSecond: (peopleInEach * place.themes.length) / seconds },
      warmUpMs: 0,
      ms: 60_000,
      most: peopleInEach * place.themes.length,
      expect: 'Din vurdering er gemt',
    });
    await eventually(() => (quietFor(connector.updates) > quietMs ? true : undefined));
    const fault = faultIn(stage, place);
    if (wrong > 0 || fault !== undefined) throw new Error(`After ${answers} answers (${wrong} wrong): ${fault}`);
    edits.push(connector.updates.length / ((place.themes.length + 1) * seconds));
    rates.push(Math.max(...perSecond(connector.updates)));
    refused += connector.tooMany - before;
    log(`${connector.updates.length} updates for ${answers} answers, ${refused} refused`);
    await running.end();
  }
  const ratio = spread(rates);
  return [
    {
      what: 'channel updates while 60 people give 240 answers in 5 s',
      product: `${ratio.median.toFixed(2)} a second in the busiest thread, ${refused} × 429`,
      against: 'one update a second and thread',
      baseline: '1 a second',
      ratio: refused > 0 ? { ...ratio, median: Number.POSITIVE_INFINITY } : ratio,
      goal: { is: 'at most', value: 1 },
      note: 'the last count was right.',
    },
    {
      what: 'edits of cards meanwhile',
      product: 'the status card alone',
      against: 'each theme card and the status once a second, as version 0.1 did',
      baseline: '25 in 5 s',
      ratio: spread(edits),
      goal: { is: 'at most', value: 0.4 },
      note: 'no card that people fill in was edited.',
    },
  ];
}

/** The count stands on the status card alone, and nothing edits a card that people fill in. */
function faultIn({ connector }: Stage, place: Stage['places'][number]): string | undefined {
  const status = [...connector.posts.values()].find(({ card }) => {
    const text = JSON.stringify(card);
    return text.includes('"verb":"sendAgain"') && text.includes(place.roundId);
  });
  const counted = new RegExp(`${peopleInEach}.af.100.har.svaret`).test(JSON.stringify(status?.card ?? ''));
  if (!counted) return 'the status has another count';
  const here = connector.updates.filter(({ thread }) => thread.startsWith(`${place.conversationId};`));
  const elsewhere = here.filter(({ thread }) => thread !== status?.conversationId).length;
  return elsewhere > 0 ? `${elsewhere} edits of other cards` : undefined;
}

/** One answer in another channel and the updates that follow, so that the first that counts is as quick as the last. */
async function warmUp(stage: Stage, port: number, round: number): Promise<void> {
  const place = stage.places.at(-1 - (round % stage.places.length));
  const [theme] = place?.themes ?? [];
  if (!place || theme === undefined) throw new Error('There is no round to answer in');
  await send(stage, port, answer(place, 0, { theme, nth: 0 }));
  await eventually(() => (quietFor(stage.connector.updates) > 500 ? true : undefined));
}

function quietFor(sent: readonly { at: number }[]): number {
  const last = sent.at(-1);
  return last ? performance.now() - last.at : 0;
}

/** How often each thread was updated, from its first update to its last. */
function perSecond(sent: readonly { at: number; thread: string }[]): number[] {
  return [...Map.groupBy(sent, ({ thread }) => thread).values()].map((all) => {
    const lasted = ((all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0)) / 1000;
    return lasted > 0 ? (all.length - 1) / lasted : 0;
  });
}
