import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { BotFrameworkAuthentication } from 'botframework-connector';

export type Auth = BotFrameworkAuthentication;

/** Who may speak to the bot and as whom it speaks. @param settings by the Bot Framework's own names; none in local mode. */
export function createAuth(settings: Record<string, string>): Auth {
  return new ConfigurationBotFrameworkAuthentication(settings);
}
