import { setTimeout as sleep } from 'node:timers/promises';
import { installation, message, type Place, press, type Where } from './activities.ts';
import type { Stage } from './stage.ts';

/** Opens rounds through the bot's HTTP door, as people in Teams do. */

const timeoutMs = 20_000;

export async function send({ tokens }: Pick<Stage, 'tokens'>, port: number, activity: object): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[0]}` },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`The bot answered ${response.status}: ${text}`);
  return text;
}

/** The inputs of the set-up card that rounds differ in; the others are as the card proposes. */
export interface Setup {
  depth: 'screening' | 'deep';
  expected: number;
  closeWhenAll: boolean;
}

const usual: Setup = { depth: 'screening', expected: 100, closeWhenAll: false };

/** Adds the bot to a channel and starts a round there. Resolves when its cards are in the channel. */
export async function openRound(
  stage: Stage,
  { port, where, setup = usual }: { port: number; where: Where; setup?: Setup },
): Promise<Place> {
  const { connector } = stage;
  await send(stage, port, installation(where, 0));
  await send(stage, port, message(where, 0, 'start'));
  const cards = () =>
    [...connector.posts.values()]
      .filter((post) => post.conversationId.startsWith(`${where.conversationId};`))
      .map(({ card }) => JSON.stringify(card));
  const setupId = cards().flatMap((card) => /"setup":"([\w-]{22})"/.exec(card)?.[1] ?? [])[0];
  if (setupId === undefined) throw new Error('The bot posted no set-up card');
  const inputs = {
    wheelId: 'sammenhaengshjulet',
    depth: setup.depth,
    privacy: 'confidential',
    expected: String(setup.expected),
    deadline: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
    closeWhenAll: String(setup.closeWhenAll),
    language: 'da',
  };
  await send(stage, port, press(where, 0, { verb: 'start', setup: setupId, own: true, ...inputs }));
  const themeCard = /"round":"([\w-]{22})","theme":"([a-z0-9-]+)","seen"/;
  const found = await eventually(() => {
    const themes = cards().flatMap((card) => themeCard.exec(card)?.slice(1) ?? []);
    return themes.length >= 8 ? themes : undefined;
  });
  const [roundId = ''] = found;
  return { ...where, roundId, themes: found.filter((_, at) => at % 2 === 1) };
}

/** Waits until something is defined. @throws Error after 20 s, or as long as is said. */
export async function eventually<T>(what: () => T | undefined, longestMs = timeoutMs): Promise<T> {
  for (const until = performance.now() + longestMs; performance.now() < until; await sleep(10)) {
    const found = what();
    if (found !== undefined) return found;
  }
  throw new Error(`It did not come to hold: ${what}`);
}
