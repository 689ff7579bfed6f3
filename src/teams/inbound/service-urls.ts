import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { entriesUpTo } from '../../usecases/cache-size.ts';

/**
 * Which addresses the bot's token may be sent to.
 * @param hosts host names of Teams' Connector over https; left out in local mode, where only loopback is right.
 */
export function serviceUrls(hosts: readonly string[] | undefined): (serviceUrl: string) => boolean {
  const known = new LRUCache<string, { allowed: boolean }>({
    ...entriesUpTo(100),
    memoMethod: (serviceUrl) => ({ allowed: isAllowed(serviceUrl, hosts) }),
  });
  return (serviceUrl) => known.memo(serviceUrl).allowed;
}

function isAllowed(serviceUrl: string, hosts: readonly string[] | undefined): boolean {
  const url = URL.parse(serviceUrl);
  if (!url) return false;
  const { protocol, hostname, port, username, password } = url;
  if (hosts === undefined) return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' && port === '' && username === '' && password === '' && hosts.includes(hostname);
}

const url = z.url({ protocol: /^https?$/ });
/** Teams has few addresses, and to take one apart was 2 % of an answer. */
const urls = new LRUCache<string, { read: string | undefined }>({
  ...entriesUpTo(100),
  memoMethod: (given) => ({ read: url.safeParse(given).data }),
});

/** A service address as an activity names it. */
export const serviceUrl = z.string().max(400).transform(readUrl);

function readUrl(given: string, { issues }: z.RefinementCtx): string {
  const { read } = urls.memo(given);
  if (read !== undefined) return read;
  issues.push({ code: 'custom', message: 'This is no address.', input: given });
  return z.NEVER;
}
