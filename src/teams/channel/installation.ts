import type { Channel } from '../../domain/channel.ts';
import {
  installed,
  meetChannel,
  resumeTeam,
  type SeenChannel,
  suspend,
  suspendTeam,
} from '../../usecases/channel/channels.ts';
import { facilitatorsOf } from '../../usecases/facilitator/facilitators.ts';
import type { Deps } from '../../usecases/ports.ts';
import { keepNamedPost } from '../../usecases/privacy/named-posts.ts';
import type { BotDeps } from '../cards/bot-context.ts';
import { renderIn } from '../cards/render-context.ts';
import type { Card } from '../cards/templates.ts';
import { backAgain } from '../facilitator/role-view.ts';
import type { Activity } from '../inbound/activity.ts';
import type { Outbox } from '../outbound/messenger.ts';
import type { HttpReply } from '../outbound/responder.ts';
import { personalBackAgain, personalWelcome, welcome } from './notes.ts';

interface InstallationNeeds {
  bot: BotDeps;
  outbox: Outbox;
}

/** The bot was added or removed. To a new version of it, `upgrade`, nobody has to say anything. */
export async function onInstallation(needs: InstallationNeeds, activity: Activity): Promise<HttpReply> {
  const { installation, seenChannel, chosenChannel = seenChannel } = activity;
  if (installation.startsWith('remove')) await leave(needs.bot.deps, seenChannel);
  if (installation.startsWith('add')) await arrive(needs, activity, chosenChannel);
  return { status: 200 };
}

/** The bot is in a conversation now, which gets a welcome, or hears that it is back. */
export async function arrive({ bot, outbox }: InstallationNeeds, activity: Activity, seen: SeenChannel): Promise<void> {
  const { deps, rosters } = bot;
  const arrival = await installed(deps, seen, activity.userId);
  const { tenantId, teamId } = seen;
  if (teamId !== undefined && activity.event !== 'channelMemberAdded') await resumeTeam(deps, { tenantId, teamId });
  if (arrival === 'known') return;
  const { record } = await meetChannel(deps, seen);
  if (arrival === 'first' && record.kind !== 'personal')
    await rosters.refresh(record).catch((error: unknown) => deps.log.error({}, 'a roster could not be read', error));
  const said =
    arrival === 'first' ? { card: welcomeCard(bot, activity), people: [] } : await backAgainCard(bot, activity, record);
  const outcome = await outbox.say(record, record.conversationId, said.card);
  if (outcome.kind === 'accepted') await keepNamedPost(deps, record, { at: outcome, people: said.people });
}

/** The bot is no longer in a conversation, nor in any channel where that is a team's. */
export async function leave(deps: Deps, seen: SeenChannel): Promise<void> {
  const { tenantId, teamId } = seen;
  await suspend(deps, seen);
  if (teamId !== undefined) await suspendTeam(deps, { tenantId, teamId });
}

function welcomeCard({ deps, render }: BotDeps, { kind, locales }: Activity): Card {
  const personal = kind === 'personal';
  // In a channel everyone reads it, and nobody has said yet which language that should be in.
  const language = personal ? render.reads(locales) : deps.settings.language;
  const [wheel] = deps.wheels.all(language);
  const view = personal ? personalWelcome : welcome;
  return view(renderIn(render, kind).texts[language], wheel);
}

async function backAgainCard({ deps, rosters, render }: BotDeps, { locales }: Activity, channel: Channel) {
  if (channel.kind === 'personal') return { card: personalBackAgain(render.texts[render.reads(locales)]), people: [] };
  const found = await facilitatorsOf({ deps, rosters }, channel);
  return { card: backAgain(renderIn(render, channel.kind).texts[channel.language], found), people: found.people };
}
