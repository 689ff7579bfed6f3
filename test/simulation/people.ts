import { readComment } from '../../src/domain/comment.ts';
import type { ChannelKey } from '../../src/domain/round.ts';
import { readDeadline, readSchedule, readScores, readSetup } from '../../src/teams/cards/inputs.ts';
import { scoreInput } from '../../src/teams/cards/pressed.ts';
import { type Caller, personInRound } from '../../src/usecases/channel/caller.ts';
import {
  channelDeleted,
  meetChannel,
  resumeTeam,
  type SeenChannel,
  suspend,
  suspendTeam,
} from '../../src/usecases/channel/channels.ts';
import { saveAnswer } from '../../src/usecases/round/answer.ts';
import { closeByPerson } from '../../src/usecases/round/close.ts';
import { extend } from '../../src/usecases/round/extend.ts';
import { nudgeByHand } from '../../src/usecases/round/nudge.ts';
import { startRound } from '../../src/usecases/round/start.ts';
import { sendMissing } from '../../src/usecases/round/status.ts';
import { saveSchedule, snooze, stopSchedule } from '../../src/usecases/schedule/set-schedule.ts';
import { said } from '../domain/wall-time.ts';
import type { Bot, City } from './city.ts';
import type { Dice } from './dice.ts';
import { nameOf } from './rules.ts';
import { people } from './teams.ts';

/** An answer that somebody pressed: which steps it began and was acknowledged at. */
interface Pressed {
  id: string;
  comment: string;
  began: number;
  acknowledged?: number;
}

export const tenantId = 'tenant';
const teamId = '19:team';
const places = [
  [tenantId, '19:one'],
  [tenantId, '19:two'],
  // Microsoft Learn, "Apps for shared and private channels": an id is unique in its tenant alone.
  ['other tenant', '19:one'],
] as const;
export const channels: SeenChannel[] = places.map(([tenant, conversationId]) => ({
  tenantId: tenant,
  conversationId,
  kind: 'channel',
  teamId,
  name: conversationId,
  serviceUrl: 'https://teams.example/',
}));

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What people may do, each at a moment and through an instance of chance. */
export type Deed = (city: City, bot: Bot, memory: Memory) => Promise<void>;

/** What people and the test know of what they did. */
export interface Memory {
  pressed: Pressed[];
  presses: number;
}

const anyone = (dice: Dice, key: ChannelKey): Caller => ({
  channel: { tenantId: key.tenantId, conversationId: key.conversationId },
  userId: dice.one(people).userId,
  language: 'da',
});
/** Whoever started everything, so that it may. */
const leader = (key: ChannelKey): Caller => ({
  channel: { tenantId: key.tenantId, conversationId: key.conversationId },
  userId: people[0]?.userId ?? '',
  language: 'da',
});

const openRound = ({ ledger }: City, key: ChannelKey) => {
  const round = ledger.rounds.get(ledger.channels.get(nameOf(key))?.openRoundId ?? '');
  return round?.state === 'open' ? round : undefined;
};

const dateIn = (now: number, ms: number) => said(Math.floor(now + ms)).slice(0, 'YYYY-MM-DD'.length);

export const start =
  (key: ChannelKey): Deed =>
  async ({ dice, wheel, clients }, { deps, rosters }) => {
    const setupId = deps.newId();
    const thread = `${key.conversationId};messageid=0`;
    const input = {
      wheelId: wheel.id,
      depth: 'screening',
      privacy: 'confidential',
      language: 'da',
      expected: String(2 + dice.pick(6)),
      deadline: dateIn(deps.now(), dice.between(0, dice.one([2, 10, 25])) * day),
      deadlineTime: dice.one(['08:00', '12:00', '16:00', '23:30']),
      closeWhenAll: String(dice.chance(0.5)),
      nudges: String(dice.chance(0.8)),
      personalReminders: 'true',
    };
    // Who presses twice sends the same twice.
    const { caller, pressed } = clients.press(leader(key), 'start', { setup: setupId, own: true, ...input });
    const press = () => startRound({ deps, rosters, caller }, { setupId, thread }, readSetup(pressed.inputs));
    await Promise.all(dice.chance(0.2) ? [press(), press()] : [press()]);
  };

export const answer =
  (key: ChannelKey): Deed =>
  async (city, { deps, rosters, answering, counts }, memory) => {
    const { dice, kernel, clients } = city;
    const round = openRound(city, key);
    if (!round) return;
    const who = anyone(dice, key);
    const themeId = dice.one(Object.keys(round.units));
    const comment = `press ${++memory.presses}`;
    const person = personInRound(deps, { ...who, roundId: round.id });
    const pressed: Pressed = { id: `answer:${round.id}:${themeId}:${person}`, comment, began: kernel.steps };
    memory.pressed.push(pressed);
    const given = Object.fromEntries(
      (round.units[themeId] ?? []).map((unit) => [scoreInput(unit), dice.one(['1', '2', '3', '4', 'dontKnow'])]),
    );
    const data = { round: round.id, theme: themeId, seen: memory.presses, comment, ...given };
    const press = async () => {
      const { caller, pressed: came } = clients.press(who, 'answer', data);
      const outcome = await saveAnswer(
        { deps, rosters, answering, counts, caller },
        { roundId: String(came.data.round), themeId: String(came.data.theme) },
        { seen: Number(came.data.seen), scores: readScores(came.scores), comment: readComment(came.inputs.comment) },
      );
      if (outcome.kind === 'saved') pressed.acknowledged ??= kernel.steps;
    };
    await Promise.all(dice.chance(0.2) ? [press(), press()] : [press()]);
  };

export const close =
  (key: ChannelKey): Deed =>
  async (city, { deps, rosters }) => {
    const round = openRound(city, key);
    if (!round) return;
    const press = () => closeByPerson({ deps, rosters, caller: leader(key) }, { roundId: round.id });
    await Promise.all(city.dice.chance(0.3) ? [press(), press()] : [press()]);
  };

export const moveDeadline =
  (key: ChannelKey): Deed =>
  async (city, { deps, rosters }) => {
    const round = openRound(city, key);
    if (!round) return;
    const deadline = dateIn(deps.now(), city.dice.between(0, 10) * day);
    const data = { round: round.id, deadline, deadlineTime: city.dice.one(['08:00', '16:00']) };
    const { caller, pressed } = city.clients.press(leader(key), 'extend', data);
    await extend({ deps, rosters, caller }, { roundId: round.id }, readDeadline(pressed.inputs));
  };

export const nudge =
  (key: ChannelKey): Deed =>
  async (city, { deps, rosters }) => {
    const round = openRound(city, key);
    if (round) await nudgeByHand({ deps, rosters, caller: leader(key) }, round.id);
  };

export const askForMissing =
  (key: ChannelKey): Deed =>
  async (city, { deps, rosters }) => {
    const round = openRound(city, key);
    if (round) await sendMissing({ deps, rosters, caller: anyone(city.dice, key) }, round.id);
  };

export const setSchedule =
  (key: ChannelKey): Deed =>
  async ({ dice, clients }, { deps, rosters }) => {
    const time = dice.one(['07:00', '09:00', '15:30', '18:00']);
    const input = dice.chance(0.6)
      ? { cadence: 'months', every: String(1 + dice.pick(2)) }
      : { cadence: 'date', date: dateIn(deps.now(), dice.between(0, 30) * day) };
    const data = { ...input, time, zone: 'Europe/Copenhagen' };
    const { caller, pressed } = clients.press(leader(key), 'saveSchedule', data);
    await saveSchedule({ deps, rosters, caller }, undefined, readSchedule(pressed.inputs));
  };

export const stop =
  (key: ChannelKey): Deed =>
  async ({ ledger }, { deps, rosters }) => {
    const schedule = ledger.schedules.get(nameOf(key));
    if (schedule) await stopSchedule({ deps, rosters, caller: leader(key) }, schedule.id);
  };

/** Somebody puts off the last reminder that came. */
export const putOff =
  (key: ChannelKey): Deed =>
  async ({ dice, ledger }, { deps, rosters }) => {
    const schedule = ledger.schedules.get(nameOf(key));
    const came = ledger.accepted.findLast(({ due }) => due?.work === 'reassess' && due.subject === schedule?.id)?.due;
    if (schedule && came) await snooze({ deps, rosters, caller: anyone(dice, key) }, schedule.id, came.occasion);
  };

/** What Teams tells of the team and its channels. */
export const parks: Deed = async (_, { deps }) => suspendTeam(deps, { tenantId, teamId });
export const comesBack: Deed = async (_, { deps }) => resumeTeam(deps, { tenantId, teamId });
export const isRefused =
  (key: ChannelKey): Deed =>
  async (_, { deps }) =>
    suspend(deps, key);
export const isDeleted =
  (key: ChannelKey): Deed =>
  async (_, { deps }) =>
    channelDeleted(deps, key);
export const speaks =
  (key: SeenChannel): Deed =>
  async ({ dice, clients }, { deps }) => {
    await meetChannel(deps, clients.asks(anyone(dice, key), key));
  };
