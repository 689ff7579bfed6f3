import type { Called } from '../domain/called.ts';
import { type Channel, channelName } from '../domain/channel.ts';
import type { Texts } from './texts.ts';

/** What somebody is called, or why they have no name to show. */
export function calledText({ t }: Texts, { name, nameless }: Called): string {
  if (name !== '') return name;
  if (nameless === undefined) return t('result.someone');
  if (nameless === 'link') return t('result.byLink');
  return nameless === 'guest' ? t('role.nameless') : t('result.unread');
}

/** What a channel or a group chat is called where people are elsewhere. */
export function channelText({ t }: Texts, channel: Pick<Channel, 'kind' | 'teamName' | 'name'>): string {
  return channelName(channel) || (channel.kind === 'group' ? t('overview.unnamedChat') : t('overview.unnamed'));
}

/** A name on a button, which has room for one line on a phone. Names that begin alike may end differently. */
export function onButton(name: string): string {
  if (name.length <= longestOnButton) return name;
  return `${name.slice(0, 14).trimEnd()}…${name.slice(-11).trimStart()}`;
}

const longestOnButton = 26;
