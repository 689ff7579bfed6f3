import { type CommandHandler, cardReply } from '../cards/reply.ts';
import { help } from './notes.ts';
import { guide, privacy } from './sections.ts';

/** What the bot can do, where the person is. */
export const helpCommand: CommandHandler = async ({ texts, personal }) => cardReply(help(texts, { personal }));

/** A running order for the meeting about the wheel. */
export const guideCommand: CommandHandler = async ({ texts }) => cardReply(guide(texts));

/** What is kept of people. */
export const privacyCommand: CommandHandler = async ({ texts, render }) => cardReply(privacy(texts, render));
