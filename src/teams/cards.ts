import { readdirSync, readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';

/** What a view makes: which template of cards/ to fill, and with what. */
export interface Card {
  template: string;
  data: Record<string, unknown>;
  /** Whose client asks for a view of their own when it shows the card, and with which button. */
  refresh?: { userIds: string[]; action: CardAction };
}

/** A button, as the templates take it: the verb stands in the data too, for clients that send Action.Submit. */
export interface CardAction {
  title: string;
  verb: string;
  data: Record<string, unknown>;
  style?: 'positive' | 'destructive' | 'default';
  /** `auto` sends the card's inputs along and has the client check them first; otherwise none are sent. */
  inputs?: 'auto';
}

/** The most people whom one card may name for an automatic view of their own; a limit of Teams. */
export const mostRefreshed = 60;

export type AdaptiveCard = Record<string, unknown>;

/**
 * Reads and parses every template once.
 * @param refreshes false for the Playground, which cannot refresh and says so, in English, under every such card.
 * @returns what turns a view's card into an Adaptive Card.
 */
export function loadCards({ refreshes = true } = {}): (card: Card) => AdaptiveCard {
  const folder = new URL('../../cards/', import.meta.url);
  const templates = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [
        file.slice(0, -'.json'.length),
        new Template(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
      ]),
  );
  return ({ template, data, refresh }) => {
    const found = templates.get(template);
    if (!found) throw new Error(`There is no card template cards/${template}.json`);
    const card: AdaptiveCard = found.expand({ $root: data });
    if (refreshes && refresh && refresh.userIds.length > 0) {
      const { title, verb, data: actionData } = refresh.action;
      card.refresh = {
        action: { type: 'Action.Execute', title, verb, data: actionData },
        userIds: refresh.userIds.slice(0, mostRefreshed),
      };
    }
    return card;
  };
}
