import { readdirSync, readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { asset } from '../../assets.ts';

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
  /** `secondary` puts it in the menu behind the others. */
  mode?: 'secondary';
}

/** The most people whom one card may name for an automatic view of their own; a limit of Teams. */
export const mostRefreshed = 60;

export type AdaptiveCard = Record<string, unknown>;

const folder = asset('cards/');
/** Each is parsed once a process, when it is first filled: all together take 0.2 s, a fifth of the start. */
const parsed = new Map<string, Template>();

/**
 * Reads every template.
 * @param refreshes false for the Playground, which cannot refresh and says so, in English, under every such card.
 * @returns what turns a view's card into an Adaptive Card.
 */
export function loadCards({ refreshes = true } = {}): (card: Card) => AdaptiveCard {
  const sources = new Map<string, object>(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))]),
  );
  const parsedOnce = (name: string): Template => {
    const source = sources.get(name);
    if (!source) throw new Error(`There is no card template cards/${name}.json`);
    const template = parsed.get(name) ?? new Template(source);
    parsed.set(name, template);
    return template;
  };
  return ({ template, data, refresh }) => {
    const card: AdaptiveCard = parsedOnce(template).expand({ $root: data });
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
