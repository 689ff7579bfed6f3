import type { BotContext } from './cards/bot-context.ts';
import { type CommandHandler, cardReply, type Reply } from './cards/reply.ts';
import { guideCommand, helpCommand, privacyCommand } from './channel/help-commands.ts';
import { help } from './channel/notes.ts';
import { facilitatorCommand } from './facilitator/role-actions.ts';
import { frameCommand } from './plan/frame-actions.ts';
import { planCommand } from './plan/plan-actions.ts';
import { eraseCommand, eraseMineCommand, mineDataCommand } from './privacy/privacy-actions.ts';
import { exportCommand } from './results/export-actions.ts';
import { myOverviewCommand, overviewCommand } from './results/overview-actions.ts';
import { myTrendCommand, trendCommand } from './results/trend-actions.ts';
import { startCommand, statusCommand } from './round/round-actions.ts';
import { remindCommand } from './schedule/schedule-actions.ts';
import { type Command, parse } from './vocabulary.ts';

/** What each command does in a channel or a group, and in somebody's own chat with the bot. */
const commands: Record<Command, { channel: CommandHandler; personal: CommandHandler }> = {
  start: { channel: startCommand, personal: helpCommand },
  status: { channel: statusCommand, personal: helpCommand },
  overview: { channel: overviewCommand, personal: myOverviewCommand },
  trend: { channel: trendCommand, personal: myTrendCommand },
  plan: { channel: planCommand, personal: helpCommand },
  frame: { channel: frameCommand, personal: helpCommand },
  remind: { channel: remindCommand, personal: helpCommand },
  export: { channel: exportCommand, personal: helpCommand },
  mineData: { channel: mineDataCommand, personal: mineDataCommand },
  eraseMine: { channel: eraseMineCommand, personal: eraseMineCommand },
  erase: { channel: eraseCommand, personal: eraseMineCommand },
  facilitator: { channel: facilitatorCommand, personal: helpCommand },
  guide: { channel: guideCommand, personal: guideCommand },
  privacy: { channel: privacyCommand, personal: privacyCommand },
  help: { channel: helpCommand, personal: helpCommand },
};

/** What a command is answered with where somebody is. @param rest what was written after it. */
export function runCommand(context: BotContext, command: Command, rest = ''): Promise<Reply> {
  return commands[command][context.personal ? 'personal' : 'channel'](context, rest);
}

/** Answers whatever was written; never silence. @param text the message without mentions. */
export async function answerMessage(context: BotContext, text: string): Promise<Reply> {
  const { reading, rest } = parse(text);
  const { texts, personal } = context;
  if (reading.command) return runCommand(context, reading.command, rest);
  const unknown = reading.nearest ? { nearest: reading.nearest } : {};
  return cardReply(help(texts, { personal, unknown }));
}
