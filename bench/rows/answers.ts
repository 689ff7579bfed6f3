import type { Bench } from '../bench.ts';
import type { Measured } from '../load.ts';
import { type Server, startServer } from '../servers.ts';
import { peopleInEach } from '../stage.ts';
import { type Line, lineOf } from '../table.ts';

export const connections = 32;
const baselines = ['cloud-adapter', 'agents-hosting', 'teams-apps', 'floor'] as const;

const names = {
  'cloud-adapter': 'botbuilder 4.23.3 CloudAdapter on restify, empty answer',
  'agents-hosting': '@microsoft/agents-hosting 1.8.1 echo',
  'teams-apps': '@microsoft/teams.apps 2.1.0 echo',
  floor: 'node:http + RS256 + the same SQLite write',
} as const;

/** What is to be reached against each baseline: the rate at least, and of the echo the rest at most. */
const goals = { 'cloud-adapter': 2.2, 'agents-hosting': 1.2, 'teams-apps': 1.6, floor: 1.4 } as const;

/** One process, 32 connections that are never idle: token verified, strict schema, durable write, personal card back. */
export async function answers(bench: Bench): Promise<Line[]> {
  const measured = await sideBySide(bench, ['product', ...baselines], (server) => ({
    ...jobOf(bench, server),
    shape: { kind: 'steady', connections },
  }));
  const lines = baselines.map((baseline) =>
    lineOf(
      { what: 'answers a second', against: names[baseline], goal: { is: 'at least', value: goals[baseline] } },
      { ...figures(measured, baseline, ({ perSecond }) => perSecond), unit: (value) => `${value.toFixed(0)} a second` },
    ),
  );
  const echo = 'agents-hosting';
  const against = names[echo];
  return [
    ...lines,
    lineOf(
      { what: 'main-thread CPU of an answer', against, goal: { is: 'at most', value: 0.7 } },
      { ...figures(measured, echo, ({ cpu }) => cpu), unit: (value) => `${value.toFixed(0)} µs` },
    ),
    lineOf(
      { what: `p99 of an answer, ${connections} connections`, against, goal: { is: 'at most', value: 1.1 } },
      { ...figures(measured, echo, ({ p99 }) => p99), unit: milliseconds },
    ),
  ];
}

/** The slowest hundredth with 60 people of one channel pressing at the same moment. */
export async function together(bench: Bench): Promise<Line[]> {
  const measured = await sideBySide(bench, ['product', 'cloud-adapter'], (server) => ({
    ...jobOf(bench, server),
    shape: { kind: 'bursts' },
  }));
  const what = 'p99 of an answer, 60 people at once';
  return [
    lineOf(
      { what, against: names['cloud-adapter'], goal: { is: 'at most', value: 0.8 } },
      { ...figures(measured, 'cloud-adapter', ({ p99 }) => p99), unit: milliseconds },
    ),
  ];
}

type Results = (server: Server) => Measured[];

function figures(measured: Results, baseline: Server, figure: (result: Measured) => number) {
  return { product: measured('product').map(figure), baseline: measured(baseline).map(figure) };
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function jobOf({ stage, seconds }: Bench, server: Server) {
  return {
    places: stage.places,
    people: peopleInEach,
    warmUpMs: seconds * 1000,
    ms: seconds * 1000,
    expect: expected(server),
  };
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
): Promise<Results> {
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
        `${server}: ${result.perSecond.toFixed(0)} a second, ${result.cpu.toFixed(0)} µs of the main thread, p50 ${result.p50.toFixed(1)}, p99 ${result.p99.toFixed(1)} ms`,
      );
      measured.get(server)?.push(result);
    }
  }
  return (server) => measured.get(server) ?? [];
}
