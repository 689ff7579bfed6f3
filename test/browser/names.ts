// This file runs in the page, whose types the project does not load; what it uses of them stands here.
declare const document: {
  querySelectorAll(selector: string): Iterable<Element>;
  createTreeWalker(root: Element, show: number): Walker;
};
declare const MutationObserver: new (
  react: () => void,
) => { observe(root: unknown, what: { childList: boolean; subtree: boolean }): void };
interface Element {
  readonly parentElement: Element | null;
  getAttribute(name: string): string | null;
  closest(selector: string): Element | null;
  querySelector(selector: string): Element | null;
}
interface Walker {
  nextNode(): { data: string } | null;
}

/**
 * The Playground puts the bot's name on every message that is not by the person at the window, though it picks the right portrait.
 * This puts the portrait's name there, so that a picture shows who said what.
 */
export function nameByPortrait({ bot, people }: { bot: string; people: readonly string[] }): void {
  const textNodes = 4;
  const nameOf = (portrait: Element) =>
    // In a chat the author stands above the message, in a channel beside the portrait.
    portrait.closest('div:has(> [aria-label="Message header"])')?.querySelector('[aria-label="Message author"]') ??
    portrait.parentElement;
  new MutationObserver(() => {
    for (const portrait of document.querySelectorAll('[role="img"][aria-label]')) {
      const person = portrait.getAttribute('aria-label');
      const place = nameOf(portrait);
      if (!person || !place || !people.includes(person)) continue;
      const texts = document.createTreeWalker(place, textNodes);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) if (text.data === bot) text.data = person;
    }
  }).observe(document, { childList: true, subtree: true });
}
