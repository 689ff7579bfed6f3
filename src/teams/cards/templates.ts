import { readdirSync, readFileSync } from 'node:fs';
import { asset } from '../../assets.ts';
import { compileTemplate, type Fill } from './template.ts';

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
/** Each is made into a function once a process. */
const compiled = new Map<string, Fill>();

/**
 * Reads every template.
 * @param refreshes false for the Playground, which cannot refresh and says so, in English, under every such card.
 * @returns what turns a view's card into an Adaptive Card.
 * @throws Error naming the file and the place in it where a template cannot be read.
 */
export function loadCards({ refreshes = true } = {}): (card: Card) => AdaptiveCard {
  if (compiled.size === 0) compileAll();
  return ({ template, data, refresh }) => {
    const fill = compiled.get(template);
    if (!fill) throw new Error(`There is no card template cards/${template}.json`);
    const card: AdaptiveCard = fill(withShown(data, fill));
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

/** A form that is shown again tells its button what stands in its fields; see `takeApart`. */
function withShown(data: Card['data'], fill: Fill): Card['data'] {
  const actions: unknown[] = Array.isArray(data.actions) ? data.actions : [];
  const isAgain = (action: unknown) => Object(Object(action).data).again === true;
  if (!actions.some(isAgain)) return data;
  const shown = Object.fromEntries(valuesIn(fill(data)));
  const told = actions.map((action) =>
    isAgain(action) ? { ...Object(action), data: { ...Object(action).data, shown } } : action,
  );
  return { ...data, actions: told };
}

/** What stands in the fields of a card, by their ids. */
function valuesIn(node: unknown): [string, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, id, value } = Object(node);
  if (String(type).startsWith('Input.')) return value === undefined ? [] : [[String(id), String(value)]];
  return Object.values(node).flatMap(valuesIn);
}

function compileAll(): void {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    try {
      compiled.set(
        file.slice(0, -'.json'.length),
        compileTemplate(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
      );
    } catch (error) {
      throw new Error(`cards/${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}
