import type { Bench } from '../bench.ts';
import type { Measured } from '../load.ts';
import { type Server, startServer } from '../servers.ts';
import { peopleInEach } from '../stage.ts';
import { type Line, lineOf } from '../table.ts';

const connections = 32;
const baselines = ['cloud-adapter', 'agents-hosting', 'teams-apps', 'floor'] as const;

const names = {
  'cloud-adapter': 'botbuilder 4.23.3 CloudAdapter on restify, empty answer',
  'agents-hosting': '@microsoft/agents-hosting 1.8.1 echo',
  'teams-apps': '@microsoft/teams.apps 2.1.0 echo',
  floor: 'node:http + RS256 + the same SQLite write',
} as const;

/** Answers a second: token verified, strict schema, durable write, personal card back; one process, 32 connections. */
export async function answers(bench: Bench): Promise<Line[]> {
  const measured = await sideBySide(bench, ['product', ...baselines], (server) => ({
    places: bench.stage.places,
    people: peopleInEach,
    shape: { kind: 'steady', connections },
    warmUpMs: bench.seconds * 1000,
    ms: bench.seconds * 1000,
    expect: expected(server),
  }));
  const rates = (server: Server) => measured(server).map(({ perSecond }) => perSecond);
  const unit = (value: number) => `${value.toFixed(0)} a second`;
  return baselines.map((baseline) =>
    lineOf(
      {
        what: 'answers a second',
        against: names[baseline],
        goal: { is: 'at least', value: baseline === 'floor' ? 0.6 : 1 },
      },
      { product: rates('product'), baseline: rates(baseline), unit },
    ),
  );
}

/** The slowest hundredth with 60 people of one channel pressing at the same moment. */
export async function together(bench: Bench): Promise<Line[]> {
  const measured = await sideBySide(bench, ['product', 'cloud-adapter'], (server) => ({
    places: bench.stage.places,
    people: peopleInEach,
    shape: { kind: 'bursts' },
    warmUpMs: bench.seconds * 1000,
    ms: bench.seconds * 1000,
    expect: expected(server),
  }));
  const slowest = (server: Server) => measured(server).map(({ p99 }) => p99);
  const unit = (value: number) => `${value.toFixed(1)} ms`;
  const figures = { product: slowest('product'), baseline: slowest('cloud-adapter'), unit };
  return [
    lineOf(
      {
        what: 'p99 of an answer, 60 people at once',
        against: names['cloud-adapter'],
        goal: { is: 'at most', value: 1.5 },
      },
      figures,
    ),
  ];
}

/** What an answer that was saved says; a baseline answers nothing. */
function expected(server: Server): string {
  return server === 'product' ? 'Din vurdering er gemt' : '';
}

/** Measures each server by itself, one after the other, again and again; who is first changes. */
async function sideBySide(
  { stage, rounds, log }: Bench,
  which: readonly Server[],
  job: (server: Server) => Parameters<Awaited<ReturnType<typeof startServer>>['load']>[0],
): Promise<(server: Server) => Measured[]> {
  const measured = new Map<Server, Measured[]>(which.map((server) => [server, []]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < which.length; i++) {
      const server = which[(i + round) % which.length];
      if (server === undefined) continue;
      const running = await startServer(stage, server);
      const result = await running.load(job(server));
      await running.end();
      if (result.wrong > 0) throw new Error(`${server} gave ${result.wrong} wrong answers: ${result.example}`);
      log(
        `${server}: ${result.perSecond.toFixed(0)} a second, p50 ${result.p50.toFixed(1)}, p99 ${result.p99.toFixed(1)} ms`,
      );
      measured.get(server)?.push(result);
    }
  }
  return (server) => measured.get(server) ?? [];
}
