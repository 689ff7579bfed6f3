import type { ChannelKey } from '../../domain/round.ts';
import { deadlineText } from '../../texts/deadline.ts';
import { type CardTexts, themeOf } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import type { PersonalReminderNotice } from '../../usecases/round/reminder-ports.ts';
import { message } from '../cards/message.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';

/** What one person has yet to answer, told in their own chat with the bot. */
export function personalReminder(
  { texts, wheel }: CardTexts,
  { round, themeIds, where, at }: Omit<PersonalReminderNotice, 'card'>,
): Card {
  const { t } = texts;
  return {
    template: 'personal-reminder',
    data: {
      ...head(texts, t('personalReminder.title')),
      title: t('personalReminder.title'),
      where,
      wheel: wheel.name,
      lacking: t('personalReminder.lacking', { count: themeIds.length }),
      themes: themeIds.map((themeId) => themeOf(wheel, themeId).name),
      deadline: t('personalReminder.deadline', { date: deadlineText(texts, round) }),
      onlyYou: t('personalReminder.onlyYou'),
      links: at ? [{ title: t('personalReminder.open'), url: linkTo(round.channel, at) }] : [],
      actions: [button('stopReminders', {}, t('personalReminder.stop'))],
    },
  };
}

/** Somebody gets no reminders any longer, and may take that back. */
export function remindersStopped(texts: Texts): Card {
  return message(texts, {
    lines: [texts.t('personalReminder.stopped')],
    actions: [button('allowReminders', {}, texts.t('personalReminder.again'))],
  });
}

/** The address by which Teams opens a post: in a channel with the post that its thread begins with. */
function linkTo({ tenantId, conversationId }: ChannelKey, { conversationId: thread, activityId }: PostAddress): string {
  const link = new URL(
    `https://teams.microsoft.com/l/message/${encodeURIComponent(conversationId)}/${encodeURIComponent(activityId)}`,
  );
  const [, root] = thread.split(';messageid=');
  if (root === undefined) link.searchParams.set('context', JSON.stringify({ contextType: 'chat' }));
  else {
    link.searchParams.set('tenantId', tenantId);
    link.searchParams.set('parentMessageId', root);
  }
  return link.href;
}
