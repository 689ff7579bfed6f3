import { channelName } from '../domain/channel.ts';
import type { Texts } from '../texts/texts.ts';
import type { Caller } from '../usecases/channel/caller.ts';
import type { PostAddress } from '../usecases/due/due-ports.ts';
import type { Deps } from '../usecases/ports.ts';
import { type MyTeam, myTeams, overview, overviewOf } from '../usecases/results/overview.ts';
import { trend, trendOfTeam } from '../usecases/results/trend.ts';
import { openRound } from '../usecases/round/rounds.ts';
import { showSetup } from '../usecases/round/start.ts';
import { status } from '../usecases/round/status.ts';
import { showSchedule } from '../usecases/schedule/set-schedule.ts';
import type { BotContext } from './cards/bot-context.ts';
import { message } from './cards/message.ts';
import { cardTextsFor } from './cards/render-context.ts';
import { asCard, type Press } from './cards/reply.ts';
import type { Card } from './cards/templates.ts';
import { button } from './cards/verbs.ts';
import { help } from './channel/notes.ts';
import { guide, privacy } from './channel/sections.ts';
import { roleCard } from './facilitator/role-actions.ts';
import { frameCard } from './plan/frame-actions.ts';
import { planCard } from './plan/plan-actions.ts';
import { eraseCard, eraseMineCard, mineCard } from './privacy/privacy-actions.ts';
import { exportCard } from './results/export-actions.ts';
import { summaryCard } from './results/summary-card.ts';
import { trendCard } from './results/trend-actions.ts';
import { setupReply } from './round/round-actions.ts';
import { status as statusCard } from './round/status-view.ts';
import { scheduleCard } from './schedule/schedule-actions.ts';
import { scheduleLines } from './schedule/schedule-view.ts';
import { type Command, parse } from './vocabulary.ts';

/** @param rest what was written after the command. */
type Handler = (context: BotContext, press: Press, rest: string) => Promise<Card>;

const inChannel: Record<Command, Handler> = {
  start: async (context, press) => {
    return asCard(
      context,
      press,
      await setupReply(context, press, await showSetup(context.deps, context.rosters, press.caller), true),
    );
  },
  status: async ({ deps, render }, { caller }) => {
    const found = await status(deps, caller);
    const texts = render.texts[caller.language];
    if (found.kind === 'refused') {
      const reminders = await reminderLines(deps, texts, caller);
      return message(texts, [texts.t('status.none'), ...reminders], '', [startButton(texts.t('welcome.start'))]);
    }
    return statusCard(
      await cardTextsFor(render, found.round, caller.language),
      found.round,
      found.answered,
      found.missing,
    );
  },
  overview: async ({ deps, render }, { caller }) => {
    const found = await overview(deps, caller);
    if (found.kind === 'nothingYet') return nothingYet(render.texts[caller.language], found.open);
    if (!found.round.summary) return nothingYet(render.texts[caller.language], false);
    const { planContext, agreed } = found;
    return summaryCard(render, found.round, caller.language, { canStart: true, planContext, agreed });
  },
  trend: async ({ deps, render }, { caller }) => {
    const found = await trend(deps, caller);
    if (found.kind === 'trend') return trendCard(render, found, caller.language);
    return nothingYet(render.texts[caller.language], (await openRound(deps, caller.channel)) !== undefined);
  },
  plan: planCard,
  frame: frameCard,
  remind: scheduleCard,
  mineData: mineCard,
  eraseMine: eraseMineCard,
  erase: eraseCard,
  facilitator: roleCard,
  guide: guideCard,
  privacy: privacyCard,
  export: exportCard,
  help: async ({ render }, { caller }) => help(render.texts[caller.language], { personal: false }),
};

const inPersonal: Record<Command, Handler> = {
  start: personalHelp,
  status: personalHelp,
  plan: personalHelp,
  frame: personalHelp,
  remind: personalHelp,
  facilitator: personalHelp,
  mineData: mineCard,
  eraseMine: eraseMineCard,
  erase: eraseCard,
  guide: guideCard,
  privacy: privacyCard,
  export: personalHelp,
  help: personalHelp,
  overview: async ({ deps, render }, { caller }) => {
    const teams = await myTeams(deps, caller.channel.tenantId, caller.userId);
    const [first] = teams;
    if (teams.length !== 1 || !first?.round.summary) return chooseTeam(render.texts[caller.language], teams, 'team');
    const { planContext, agreed } = await overviewOf(deps, first.round);
    return summaryCard(render, first.round, caller.language, { canStart: false, planContext, agreed });
  },
  trend: async ({ deps, render }, { caller }) => {
    const teams = await myTeams(deps, caller.channel.tenantId, caller.userId);
    const [first] = teams;
    if (teams.length !== 1 || !first) return chooseTeam(render.texts[caller.language], teams, 'teamTrend');
    return trendCard(render, await trendOfTeam(deps, first), caller.language);
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
    const name = channelName(channel) || t('overview.unnamed');
    const date = texts.date(round.summary?.closedAt ?? round.startedAt);
    return button(verb, { round: round.id }, t('overview.team', { name, date }));
  });
  return message(texts, lines, t('overview.teams'), actions);
}

/** When the channel scores again, and what became of the last reminder. */
async function reminderLines(deps: Deps, texts: Texts, caller: Caller): Promise<string[]> {
  const found = await showSchedule(deps, caller);
  return found.kind === 'schedule' ? scheduleLines(texts, found) : [];
}

/** As many buttons as a card may have. */
const mostTeams = 6;

async function guideCard({ render }: BotContext, { caller }: Press): Promise<Card> {
  return guide(render.texts[caller.language]);
}

async function privacyCard({ render }: BotContext, { caller }: Press): Promise<Card> {
  return privacy(render.texts[caller.language], render);
}

async function personalHelp({ render }: BotContext, { caller }: Press): Promise<Card> {
  return help(render.texts[caller.language], { personal: true });
}

function startButton(title: string) {
  return button('setup', {}, title);
}

/** The card that answers a message, and what is to be noted of its post once that is there. */
export interface MessageAnswer {
  card: Card;
  posted?(at: PostAddress): Promise<void>;
}

/** What answers a message; never silence. */
export async function answerMessage(context: BotContext, press: Press, text: string): Promise<MessageAnswer> {
  const { reading, rest } = parse(text);
  const { personal } = press;
  if (!reading.command) {
    const unknown = reading.nearest ? { nearest: reading.nearest } : {};
    return { card: help(context.render.texts[press.caller.language], { personal, unknown }) };
  }
  const card = await (personal ? inPersonal : inChannel)[reading.command](context, press, rest);
  // The newest post that shows the plan follows it from then on.
  const posted = (at: PostAddress) => context.deps.store.savePlanPost(press.caller.channel, at);
  return reading.command === 'plan' && !personal ? { card, posted } : { card };
}
