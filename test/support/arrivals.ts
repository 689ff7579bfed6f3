import { setTimeout as later } from 'node:timers/promises';
import { textOf } from './cards.ts';
import type { FakeConnector, Shown } from './connector.ts';
import { change } from './in-flight.ts';

/** A limit for what never comes, and not for how fast a busy machine is. */
const waitMs = 60_000;

/** Waits for something that a bot in a process of its own does. @param wanted for the message: "a card". */
export async function eventually<T>(
  wanted: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  saw: () => string,
): Promise<T> {
  for (const until = performance.now() + waitMs; ; await later(20)) {
    const found = await look();
    if (found) return found;
    if (performance.now() > until) throw new Error(`Wanted ${wanted} within ${waitMs / 1000} s, saw ${saw()}`);
  }
}

/**
 * Waits for something that comes to this process, such as a post to its Connector: it looks again whenever something has
 * happened here, and not by time. @param wanted for the message: "a card".
 */
export async function happened<T>(
  wanted: string,
  look: () => Awaited<T> | undefined | false,
  saw: () => string,
): Promise<T> {
  const late = Promise.withResolvers<'late'>();
  const limit = setTimeout(() => late.resolve('late'), waitMs);
  try {
    for (;;) {
      const next = change();
      const found = look();
      if (found) return found;
      if ((await Promise.race([next, late.promise])) === 'late')
        throw new Error(`Wanted ${wanted} within ${waitMs / 1000} s, saw ${saw()}`);
    }
  } finally {
    clearTimeout(limit);
  }
}

/** The posts whose words are like this, as soon as there are so many, oldest first. */
export async function posted(
  connector: Pick<FakeConnector, 'shown'>,
  like: RegExp,
  { count = 1, conversationId }: { count?: number; conversationId?: string } = {},
): Promise<[Shown, ...Shown[]]> {
  const of = conversationId === undefined ? '' : ` in ${conversationId}`;
  const isHere = (shown: Shown) => conversationId === undefined || shown.conversationId === conversationId;
  return happened<[Shown, ...Shown[]]>(
    `${count} post${count === 1 ? '' : 's'} like ${like}${of}`,
    () => {
      const found = connector.shown.filter((shown) => isHere(shown) && like.test(textOf(shown.cardNow)));
      const [first, ...others] = found;
      return first && found.length >= count && [first, ...others];
    },
    () =>
      connector.shown.map((shown) => `"${textOf(shown.cardNow).slice(0, 60).replaceAll('\n', ' / ')}"`).join(', ') ||
      'none',
  );
}
