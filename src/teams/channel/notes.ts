import type { Wheel } from '../../domain/wheel.ts';
import { creditOf } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import { message } from '../cards/message.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button, startButton } from '../cards/verbs.ts';
import type { Command } from '../vocabulary.ts';
import { offered } from './channel-verbs.ts';

/** The one post that a channel gets when the bot is added. */
export function welcome(texts: Texts, wheel: Wheel | undefined): Card {
  const { t } = texts;
  return {
    template: 'welcome',
    data: {
      ...head(texts, t('welcome.title')),
      title: t('welcome.title'),
      lines: [t('welcome.intro'), t('welcome.how'), t('welcome.seen')],
      moreTitle: t('welcome.more'),
      more: [t('welcome.stored'), t('welcome.facilitator')],
      source: wheel ? creditOf(texts, wheel) : '',
      actions: [button('setup', {}, { title: t('welcome.start'), style: 'positive' })],
    },
  };
}

export function personalWelcome(texts: Texts, wheel: Wheel | undefined): Card {
  const { t } = texts;
  return {
    template: 'welcome',
    data: {
      ...head(texts, t('welcome.personalTitle')),
      title: t('welcome.personalTitle'),
      lines: [t('welcome.personalIntro'), t('welcome.personalHow')],
      moreTitle: '',
      more: [],
      source: wheel ? creditOf(texts, wheel) : '',
      actions: [],
    },
  };
}

/** What somebody reads in their own chat with the bot when it was added there once more. */
export function personalBackAgain(texts: Texts): Card {
  return message(texts, { title: texts.t('again.title'), lines: [texts.t('again.personal')] });
}

export interface HelpNeeds {
  personal: boolean;
  /** Where the person wrote something the bot does not know: the nearest command, if any is near. */
  unknown?: { nearest?: Command };
}

export function help(texts: Texts, { personal, unknown }: HelpNeeds): Card {
  const { t } = texts;
  const nearest = unknown?.nearest;
  return {
    template: 'help',
    data: {
      ...head(texts, t('help.title')),
      title: t('help.title'),
      unknown: unknown ? t('help.unknown') : '',
      nearest: nearest ? t('help.nearest', { command: t(`commands.${nearest}`) }) : '',
      groups: (personal ? inPersonal : inChannel).map(({ name, commands }) => ({
        name: t(`help.groups.${name}`),
        lines: commands.map((command) => t(`help.${command}`)),
      })),
      where: personal ? t('help.inPersonal') : t('help.inChannel'),
      dialogue: t('help.dialogue'),
      actions: personal ? offeredActions(texts, nearest, inPersonal) : nearestActions(texts, nearest),
    },
  };
}

type Here = readonly { commands: readonly Command[] }[];

const inChannel = [
  { name: 'round', commands: ['start', 'status', 'remind'] },
  { name: 'result', commands: ['overview', 'trend', 'export'] },
  { name: 'plan', commands: ['plan', 'frame', 'guide'] },
  { name: 'data', commands: ['facilitator', 'privacy', 'erase', 'help'] },
] as const;
const inPersonal = [
  { name: 'result', commands: ['overview', 'trend'] },
  { name: 'data', commands: ['mineData', 'eraseMine', 'privacy', 'guide', 'help'] },
] as const;

/** The nearest command as a button where it has one; the one that begins a round where no command is near. */
function nearestActions(texts: Texts, nearest: Command | undefined): CardAction[] {
  const { t } = texts;
  if (nearest === 'overview') return [button('overview', {}, { title: t('status.overview'), style: 'positive' })];
  if (nearest === 'plan') return [button('plan', { page: 0 }, { title: t('outcome.plan'), style: 'positive' })];
  if (nearest === 'frame') return [button('frame', {}, { title: t('frame.see'), style: 'positive' })];
  if (nearest === 'remind') return [button('leaveSchedule', {}, { title: t('schedule.see'), style: 'positive' })];
  return nearest === undefined || nearest === 'start'
    ? [startButton(texts)]
    : offeredActions(texts, nearest, inChannel);
}

/** A button that does what the nearest command does, where that only shows something that belongs here. */
function offeredActions({ t }: Texts, nearest: Command | undefined, here: Here): CardAction[] {
  const command = offered.find((each) => each === nearest);
  if (!command || !here.some(({ commands }) => commands.some((each) => each === command))) return [];
  return [button('command', { command }, { title: t(`help.show.${command}`), style: 'positive' })];
}
