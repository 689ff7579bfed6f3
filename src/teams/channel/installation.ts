import { sourceOf } from '../../texts/results.ts';
import { installed, meetChannel, resumeTeam, suspend, suspendTeam } from '../../usecases/channel/channels.ts';
import type { BotDeps } from '../cards/bot-context.ts';
import type { Card } from '../cards/templates.ts';
import type { Activity } from '../inbound/activity.ts';
import type { Outbox } from '../outbound/messenger.ts';
import type { HttpReply } from '../outbound/responder.ts';
import { personalWelcome, welcome } from './notes.ts';
/** The bot was added or removed. */
export async function onInstallation(
  { bot, outbox }: { bot: BotDeps; outbox: Outbox },
  activity: Activity,
): Promise<HttpReply> {
  const { deps, rosters } = bot;
  const { kind, channel, userId, seenChannel, installation } = activity;
  const { tenantId, teamId } = seenChannel;
  if (installation.startsWith('remove')) {
    await suspend(deps, channel);
    if (teamId !== undefined) await suspendTeam(deps, { tenantId, teamId });
    return { status: 200 };
  }
  if (teamId !== undefined) await resumeTeam(deps, { tenantId, teamId });
  if (!(await installed(deps, seenChannel, userId))) return { status: 200 };
  const { record } = await meetChannel(deps, seenChannel);
  if (kind !== 'personal')
    await rosters.refresh(record).catch((error: unknown) => deps.log.error({}, 'a roster could not be read', error));
  await outbox.say(record, channel.conversationId, welcomeCard(bot, activity));
  return { status: 200 };
}

function welcomeCard({ deps, render }: BotDeps, { kind, locales }: Activity): Card {
  const personal = kind === 'personal';
  // In a channel everyone reads it, and nobody has said yet which language that should be in.
  const language = personal ? render.reads(locales) : deps.settings.language;
  const [wheel] = deps.wheels.all(language);
  const view = personal ? personalWelcome : welcome;
  return view(render.texts[language], wheel?.name ?? '', wheel ? sourceOf(wheel) : '');
}
