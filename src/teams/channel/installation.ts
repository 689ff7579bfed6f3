import { sourceOf } from '../../texts/results.ts';
import { installed, meetChannel, resumeTeam, suspend, suspendTeam } from '../../usecases/channel/channels.ts';
import type { BotDeps } from '../cards/bot-context.ts';
import type { Card } from '../cards/templates.ts';
import type { Origin, TeamsActivity } from '../inbound/activity.ts';
import type { HttpReply } from '../outbound/answers.ts';
import type { Outbox } from '../outbound/messenger.ts';
import { personalWelcome, welcome } from './notes.ts';
/** The bot was added or removed. */
export async function onInstallation(
  { bot, outbox }: { bot: BotDeps; outbox: Outbox },
  activity: TeamsActivity,
  origin: Origin,
): Promise<HttpReply> {
  const { deps, rosters } = bot;
  const { tenantId, teamId } = origin.seenChannel;
  if (activity.action?.startsWith('remove')) {
    await suspend(deps, origin.channel);
    if (teamId !== undefined) await suspendTeam(deps, { tenantId, teamId });
    return { status: 200 };
  }
  if (teamId !== undefined) await resumeTeam(deps, { tenantId, teamId });
  if (!(await installed(deps, origin.seenChannel, origin.userId))) return { status: 200 };
  const card = welcomeCard(bot, origin);
  const channel = (await meetChannel(deps, origin.seenChannel)).record;
  if (origin.kind !== 'personal')
    await rosters.refresh(channel).catch((error: unknown) => deps.log.error({}, 'a roster could not be read', error));
  await outbox.say(channel, origin.channel.conversationId, card);
  return { status: 200 };
}

function welcomeCard({ deps, render }: BotDeps, { kind, language: read }: Origin): Card {
  const personal = kind === 'personal';
  // In a channel everyone reads it, and the channel's language is not known yet.
  const language = personal ? read : deps.settings.language;
  const [wheel] = deps.wheels.all(language);
  const view = personal ? personalWelcome : welcome;
  return view(render.texts[language], wheel?.name ?? '', wheel ? sourceOf(wheel) : '');
}
