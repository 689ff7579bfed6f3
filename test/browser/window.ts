import { type Browser, errors, type Locator, type Page, type WebSocketRoute } from 'playwright-core';
import { textOf } from '../support/cards.ts';
import { type Card, cardOn } from './card.ts';
import { forWindow, note, readFrame, takenOnce } from './frames.ts';
import { nameByPortrait } from './names.ts';
import type { Place, Playground } from './playground.ts';
import { followPresses, signPresses } from './presses.ts';

/** Above this the list of chats is always there; below about 640 px it hides behind a menu. */
const wide = 1280;
/** A limit for what never comes, and not for how fast a busy machine is. */
const waitMs = 30_000;

/** The Playground in a browser, with Mette Holm in front of it. */
export interface TeamsWindow {
  readonly page: Page;
  /** Opens a chat or channel. A window starts in the channel besides General. */
  goTo(place: Place): Promise<void>;
  /** Writes to the bot: mentions it, except in the personal chat. In a channel it is a new post. */
  say(text: string): Promise<void>;
  /** In a channel: the newest thread with this text in it. */
  thread(text: string): Locator;
  /** Writes in a thread, without a mention unless asked. */
  reply(thread: Locator, text: string, options?: { mention?: boolean }): Promise<void>;
  /**
   * The newest card with all these texts; waits until it is there.
   * @throws Error that says what is there in its place: within a second where it was a press's answer that an update of
   * the post took away again.
   */
  card(...texts: string[]): Promise<Card>;
  /** What stands where a press was answered with a card with all these texts, if an update of the post took it away. */
  inPlaceOf(...texts: string[]): string | undefined;
  /** Messages, notices and cards with this text, in the open chat. */
  text(text: string | RegExp): Locator;
  /**
   * Changes the width, for instance to a phone's 400 px, where the chat then fills the window.
   * Do it before inputs are filled in: at the way back the Playground forgets them.
   */
  resize(width: number): Promise<void>;
  /** A picture of the window, or of one part in its full height. */
  picture(path: string, part?: Locator): Promise<void>;
  /** Keeps what the bot sends from the window meanwhile: the Playground empties every input in the chat whenever anything arrives there. */
  undisturbed<T>(deed: () => Promise<T>): Promise<T>;
  /** The ids of the messages that are kept from it just now: that came, or were edited. */
  keptBack(): string[];
  /** Anything that the Playground's own page failed with. After one of these the next second's messages are lost. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export async function openWindow(
  browser: Browser,
  playground: Playground,
  {
    locale = 'da-DK',
    timeZone = 'Europe/Copenhagen',
    height = 1000,
    scale = 1,
    pressesAs,
  }: { locale?: string; timeZone?: string; height?: number; scale?: number; pressesAs?: string } = {},
): Promise<TeamsWindow> {
  const context = await browser.newContext({
    viewport: { width: wide, height },
    deviceScaleFactor: scale,
    locale,
    timezoneId: timeZone,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.text().startsWith('Saga error') && faults.push(message.text()));
  if (pressesAs) await signPresses(page, playground.person(pressesAs).id);
  const stream = await watchStream(page, playground, { writes: pressesAs === undefined });
  await page.addInitScript(nameByPortrait, {
    bot: playground.bot.name,
    people: playground.others.map((person) => person.name),
  });

  await page.goto(playground.url);
  await page.addStyleTag({ content: phoneStyle });
  let place: Place = 'personal';

  /** What else is known of a card that is not there: the bot may not have sent it, or the page not have drawn it. */
  const given = (texts: readonly string[]) => {
    const wasSent = playground.delivered
      .values()
      .some(({ card }) => texts.every((text) => textOf(card).includes(text)));
    const failed = faults.length > 0 ? `; the page failed with ${faults.join(', ')}` : '';
    return (wasSent ? '; the page was sent it, and does not show it' : '; the page was never sent it') + failed;
  };
  const window: TeamsWindow = {
    page,
    faults,
    async goTo(next) {
      const width = page.viewportSize()?.width ?? wide;
      if (width < wide) await window.resize(wide);
      await page.getByRole('treeitem', { name: playground.places[next].title }).click();
      place = next;
      if (width < wide) await window.resize(width);
    },
    async say(text) {
      const box = inChannel(place) ? posts(page).first() : page.locator('#root');
      await write(box, text, {
        mention: place === 'personal' ? undefined : playground.bot.name,
        send: inChannel(place) ? 'Post' : 'Send Message',
      });
    },
    thread: (text) => posts(page).filter({ hasText: text }).first(),
    reply: (thread, text, { mention = false } = {}) =>
      write(thread, text, { mention: mention ? playground.bot.name : undefined, send: 'Send Message' }),
    async card(...texts) {
      let found = page.locator('.ac-adaptiveCard');
      for (const text of texts) found = found.filter({ hasText: text });
      // A channel has its newest post first, a chat its newest message last.
      const newest = inChannel(place) ? found.first() : found.last();
      for (const until = performance.now() + waitMs; !(await comes(newest)); ) {
        const instead = window.inPlaceOf(...texts) ?? (performance.now() > until ? await begins(page) : undefined);
        if (instead !== undefined)
          throw new Error(`Wanted a card with "${texts.join('" and "')}", saw ${instead}${given(texts)}`);
      }
      return cardOn(window, newest);
    },
    inPlaceOf: stream.inPlaceOf,
    text: (text) => page.getByText(text).and(page.locator(':not([role="treeitem"] *)')),
    async resize(width) {
      await page.setViewportSize({ width, height });
      await settle(page, width);
    },
    picture: (path, part) => takePicture(page, path, part),
    undisturbed: stream.undisturbed,
    keptBack: stream.keptBack,
    async close() {
      playground.windows.delete(stream.show);
      await context.close();
    },
  };
  playground.windows.add(stream.show);
  await settle(page, wide);
  await window.goTo('channel');
  return window;
}

/** Whether it is there within a second. */
async function comes(card: Locator): Promise<boolean> {
  return card.waitFor({ timeout: 1_000 }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof errors.TimeoutError) return false;
      throw error;
    },
  );
}

/** How each card in the open chat begins. */
async function begins(page: Page): Promise<string> {
  const all = await page.locator('.ac-adaptiveCard').allInnerTexts();
  return all.map((words) => `"${words.slice(0, 60).replaceAll('\n', ' ')}"`).join(', ') || 'no card at all';
}

function inChannel(place: Place): boolean {
  return place === 'channel' || place === 'general';
}

/** In a channel: the box for a new post, and every thread. */
function posts(page: Page): Locator {
  return page.getByRole('group').filter({ has: page.locator('[contenteditable="true"]') });
}

async function write(
  box: Locator,
  text: string,
  { mention, send }: { mention: string | undefined; send: string },
): Promise<void> {
  const page = box.page();
  const editor = box.locator('[contenteditable="true"]').last();
  if (mention) {
    await editor.pressSequentially(`@${mention}`);
    await page.getByRole('menuitem', { name: mention }).click();
    await editor.pressSequentially(' ');
  }
  await editor.pressSequentially(text);
  const sent = page.waitForResponse(
    (response) => response.url().endsWith('/messages') && response.request().method() === 'POST',
  );
  await box.getByRole('button', { name: send, exact: true }).last().click();
  await sent;
}

/** Waits for the panels that come and go with the width. The log panel is put away, since it repeats every message's text. */
async function settle(page: Page, width: number): Promise<void> {
  if (width < wide) {
    await page.getByRole('treeitem').first().waitFor({ state: 'hidden' });
    return;
  }
  const hide = page.getByRole('button', { name: 'Hide log panel' });
  await hide.click();
  await hide.waitFor({ state: 'hidden' });
}

/** A picture in the page, whose types the project does not load. */
interface Drawing {
  decode(): Promise<void>;
}

async function takePicture(page: Page, path: string, part?: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  if (!part) {
    await page.screenshot({ path });
    return;
  }
  // The page draws a card before its pictures have come, and lays it out anew with them.
  await part
    .locator('img')
    .evaluateAll((images: unknown) => Promise.all((images as Drawing[]).map((each) => each.decode())));
  const before = page.viewportSize();
  const box = await part.boundingBox();
  if (before && box)
    await page.setViewportSize({ width: before.width, height: Math.max(before.height, Math.ceil(box.height) + 300) });
  await part.screenshot({ path });
  if (before) await page.setViewportSize(before);
}

/** Stands between the Playground and its page, for what others.ts needs to know and the page cannot take. */
async function watchStream(page: Page, playground: Playground, window: { writes: boolean }) {
  let socket: WebSocketRoute | undefined;
  let held: string[] | undefined;
  const presses = followPresses(page);
  const isTaken = takenOnce(window);
  const deliver = (data: string) => {
    presses.updated(readFrame(data));
    socket?.send(data);
  };
  const show = (data: string) => {
    const frame = readFrame(data);
    note(playground.delivered, frame);
    const shown = forWindow(frame);
    if (shown === undefined || !isTaken(frame)) return;
    if (held) held.push(shown);
    else deliver(shown);
  };
  await page.routeWebSocket('**/_ws_conversation/**', (route) => {
    socket = route;
    route.connectToServer().onMessage((data) => show(String(data)));
  });
  const undisturbed = async <T>(deed: () => Promise<T>): Promise<T> => {
    if (held) return deed();
    held = [];
    try {
      return await deed();
    } finally {
      const late = held;
      held = undefined;
      for (const data of late) deliver(data);
    }
  };
  const keptBack = () => (held ?? []).flatMap((data) => readFrame(data).message?.messageId ?? []);
  return { show, undisturbed, keptBack, inPlaceOf: presses.inPlaceOf };
}

/** The Playground insists on 600 px and generous margins; a phone gives a message nearly all of its 400. */
const phoneStyle = `
@media (max-width: 640px) {
  #root div:has([contenteditable], .ac-adaptiveCard) { min-width: 0 !important; }
  #root div:has(> div > h1), #root div:has([role="tree"]):not(:has([contenteditable])) { display: none !important; }
  .fui-Card { margin-inline: 8px !important; }
  .fui-Card > div:has(.ac-adaptiveCard), .fui-Card > div > div:has(.ac-adaptiveCard) { width: auto !important; }
  div:has(> [aria-label="Message header"]) { margin-inline: 8px !important; max-width: calc(100% - 16px); }
  .fai-OutputCard { padding-inline: 0 !important; }
  .fai-OutputCard > * { max-width: 100% !important; }
}`;
