import type { Texts } from '../../texts/texts.ts';
import { message } from '../cards/message.ts';
import type { Card } from '../cards/templates.ts';

/** What stands in place of a post that named somebody who is not to be named any longer. */
export function outdated(texts: Texts): Card {
  const { t } = texts;
  return message(texts, { title: t('outdated.title'), lines: [t('outdated.text')] });
}
