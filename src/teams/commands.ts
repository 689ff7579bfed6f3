import { distance } from 'fastest-levenshtein';
import type { Texts } from '../texts/texts.ts';
import { type MyTeam, myTeams, overview, overviewOf } from '../usecases/overview.ts';
import type { Caller } from '../usecases/people.ts';
import type { PlanPost } from '../usecases/plan-ports.ts';
import type { World } from '../usecases/ports.ts';
import { openRound, status } from '../usecases/rounds.ts';
import { showSchedule } from '../usecases/schedule.ts';
import { showSetup } from '../usecases/start.ts';
import { trend, trendOfTeam } from '../usecases/trend.ts';
import { setupReply } from './actions.ts';
import type { Card } from './cards.ts';
import { exportCard } from './export-actions.ts';
import { frameCard } from './frame-actions.ts';
import { lookFor, summaryCard } from './notices.ts';
import { planCard } from './plan-actions.ts';
import type { Press } from './reply.ts';
import type { Room } from './room.ts';
import { scheduleCard } from './schedule-actions.ts';
import { trendCard } from './trend-actions.ts';
import { button } from './verbs.ts';
import { help, message } from './views/notes.ts';
import { scheduleLines } from './views/schedule.ts';
import { status as statusCard } from './views/status.ts';

type Command = 'start' | 'status' | 'overview' | 'trend' | 'plan' | 'frame' | 'remind' | 'export' | 'help';

/** What people write, in Danish and English; the first word of a command may have more after it. */
const words: Record<Command, readonly string[]> = {
  start: ['start', 'begynd', 'begin', 'ny', 'new'],
  status: ['status', 'antal', 'progress'],
  overview: ['overblik', 'overview', 'resultat', 'result', 'summary', 'opsummering'],
  plan: ['plan', 'planen', 'handleplan'],
  frame: ['ramme', 'rammen', 'frame'],
  trend: ['udvikling', 'udviklingen', 'trend', 'development', 'history'],
  export: ['eksport', 'eksporter', 'eksportér', 'export', 'rapport', 'report'],
  remind: ['påmindelse', 'paamindelse', 'påmind', 'reminder', 'remind'],
  help: ['hjælp', 'hjaelp', 'help', 'hej', 'hejsa', 'goddag', 'davs', 'hi', 'hello', 'hey', 'kommandoer', 'commands'],
};

type Handler = (room: Room, press: Press) => Promise<Card>;

const inChannel: Record<Command, Handler> = {
  start: async (room, press) => {
    const reply = await setupReply(room, press, await showSetup(room.world, room.rosters, press.caller), true);
    return reply.kind === 'text' ? message(room.studio.texts[press.caller.language], [reply.text]) : reply.card;
  },
  status: async ({ world, studio }, { caller }) => {
    const found = await status(world, caller);
    const texts = studio.texts[caller.language];
    if (found.kind === 'refused') {
      const reminders = await reminderLines(world, texts, caller);
      return message(texts, [texts.t('status.none'), ...reminders], '', [startButton(texts.t('welcome.start'))]);
    }
    return statusCard(await lookFor(studio, found.round, caller.language), found.round, found.answered, found.missing);
  },
  overview: async ({ world, studio }, { caller }) => {
    const found = await overview(world, caller);
    if (found.kind === 'nothingYet') return nothingYet(studio.texts[caller.language], found.open);
    if (!found.round.summary) return nothingYet(studio.texts[caller.language], false);
    const { around, agreed } = found;
    return summaryCard(studio, found.round, caller.language, { canStart: true, around, agreed });
  },
  trend: async ({ world, studio }, { caller }) => {
    const found = await trend(world, caller);
    if (found.kind === 'trend') return trendCard(studio, found, caller.language);
    return nothingYet(studio.texts[caller.language], (await openRound(world, caller.channel)) !== undefined);
  },
  plan: planCard,
  frame: frameCard,
  remind: scheduleCard,
  export: exportCard,
  help: async ({ studio }, { caller }) => help(studio.texts[caller.language], { personal: false }),
};

const inPersonal: Record<Command, Handler> = {
  start: personalHelp,
  status: personalHelp,
  plan: personalHelp,
  frame: personalHelp,
  remind: personalHelp,
  export: personalHelp,
  help: personalHelp,
  overview: async ({ world, studio }, { caller }) => {
    const teams = await myTeams(world, caller.channel.tenantId, caller.userId);
    const [first] = teams;
    if (teams.length !== 1 || !first?.round.summary) return chooseTeam(studio.texts[caller.language], teams, 'team');
    const { around, agreed } = await overviewOf(world, first.round);
    return summaryCard(studio, first.round, caller.language, { canStart: false, around, agreed });
  },
  trend: async ({ world, studio }, { caller }) => {
    const teams = await myTeams(world, caller.channel.tenantId, caller.userId);
    const [first] = teams;
    if (teams.length !== 1 || !first) return chooseTeam(studio.texts[caller.language], teams, 'teamTrend');
    return trendCard(studio, await trendOfTeam(world, first), caller.language);
  },
};

/** There is no closed round to show. @param open whether one is under way. */
function nothingYet(texts: Texts, open: boolean): Card {
  const { t } = texts;
  const actions = open ? [] : [startButton(t('welcome.start'))];
  return message(texts, [open ? t('overview.open') : t('overview.none')], '', actions);
}

/** A button for each team, newest result first. @param verb what a button shows of it. */
function chooseTeam(texts: Texts, teams: readonly MyTeam[], verb: 'team' | 'teamTrend'): Card {
  const { t } = texts;
  if (teams.length === 0) return message(texts, [t('overview.noTeams')]);
  const shown = teams.slice(0, mostTeams);
  const more = teams.length - shown.length;
  const lines = [
    verb === 'team' ? t('overview.choose') : t('trend.choose'),
    ...(more > 0 ? [t('overview.more', { count: more })] : []),
  ];
  const actions = shown.map(({ channel, round }) => {
    const name = channel.name || t('overview.unnamed');
    const date = texts.date(round.summary?.closedAt ?? round.startedAt);
    return button(verb, { round: round.id }, t('overview.team', { name, date }));
  });
  return message(texts, lines, t('overview.teams'), actions);
}

/** When the channel scores again, and what became of the last reminder. */
async function reminderLines(world: World, texts: Texts, caller: Caller): Promise<string[]> {
  const found = await showSchedule(world, caller);
  return found.kind === 'schedule' ? scheduleLines(texts, found) : [];
}

/** As many buttons as a card may have. */
const mostTeams = 6;

async function personalHelp({ studio }: Room, { caller }: Press): Promise<Card> {
  return help(studio.texts[caller.language], { personal: true });
}

function startButton(title: string) {
  return button('setup', {}, title);
}

/** What somebody wrote: a command, or how near it is to one. */
export type Reading = { command: Command; nearest?: never } | { command?: never; nearest?: Command };

/** @param text the message without mentions. */
export function read(text: string): Reading {
  const word = text
    .normalize('NFC')
    .toLocaleLowerCase('da')
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .trim()
    .split(/\s+/)[0];
  if (!word) return { command: 'help' };
  const all = Object.entries(words).flatMap(([command, known]) =>
    known.map((each) => ({ command: command as Command, each })),
  );
  const exact = all.find(({ each }) => each === word);
  if (exact) return { command: exact.command };
  const near = all
    .map(({ command, each }) => ({
      command,
      far: distance(word.slice(0, 40), each),
      // Two letters swapped count as two slips, and so does a shorter word: the one of the same length is meant.
      longer: Math.abs(word.length - each.length),
      most: each.length > 4 ? 2 : 1,
    }))
    .filter(({ far, most }) => far <= most)
    .toSorted((a, b) => a.far - b.far || a.longer - b.longer)[0];
  return near ? { nearest: near.command } : {};
}

/** The card that answers a message, and what is to be noted of its post once that is there. */
export interface MessageAnswer {
  card: Card;
  posted?(at: PlanPost): Promise<void>;
}

/** What answers a message; never silence. */
export async function answerMessage(room: Room, press: Press, text: string, personal: boolean): Promise<MessageAnswer> {
  const { command, nearest } = read(text);
  if (!command) {
    const unknown = nearest ? { nearest } : {};
    return { card: help(room.studio.texts[press.caller.language], { personal, unknown }) };
  }
  const card = await (personal ? inPersonal : inChannel)[command](room, press);
  // The newest post that shows the plan follows it from then on.
  const posted = (at: PlanPost) => room.world.store.savePlanPost(press.caller.channel, at);
  return command === 'plan' && !personal ? { card, posted } : { card };
}
