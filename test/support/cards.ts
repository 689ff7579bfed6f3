/** Reading cards as a person or a client does. */

type Part = Record<string, unknown>;

/** Every element and action of a card, outermost first. */
export function parts(card: unknown): Part[] {
  const found: Part[] = [];
  collect(card, found);
  return found;
}

function collect(card: unknown, found: Part[]): void {
  if (typeof card !== 'object' || card === null) return;
  if (!Array.isArray(card) && 'type' in card) found.push(card as Part);
  for (const part of Object.values(card)) collect(part, found);
}

/** Words as they are read: a space that a line may not break at is a space. */
export function asRead(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

const link = /\[((?:[^[\]\\]|\\.)*)\]\((https:[^)\s]*)\)/g;

/** The links in the texts of a card, by what stands there to be pressed. */
export function linksOn(card: unknown): Record<string, string> {
  const texts = parts(card).flatMap(({ type, text }) => (type === 'TextBlock' ? [asRead(String(text))] : []));
  return Object.fromEntries(
    texts.flatMap((text) => [...text.matchAll(link)].map(([, words = '', url = '']) => [words, url])),
  );
}

/** A text without where its links lead. */
export function withoutLinks(text: string): string {
  return text.replace(link, '$1');
}

/** All the text on a card, in order, as it is read. */
export function textOf(card: unknown): string {
  const texts = parts(card)
    .flatMap(({ type, text, label, title }) => {
      // A text run is never read as Markdown, so that nothing in it is a link.
      if (type === 'TextRun') return [text];
      if (type === 'TextBlock') return [withoutLinks(String(text))];
      if (typeof type === 'string' && type.startsWith('Input.')) return [label ?? title];
      return [];
    })
    .join('\n');
  return asRead(texts);
}

export interface Button {
  title: string;
  verb: string;
  data: Record<string, unknown>;
}

export function buttons(card: unknown): Button[] {
  return parts(card).flatMap(({ type, title, verb, data }) =>
    type === 'Action.Execute' ? [{ title: String(title), verb: String(verb), data: data as Button['data'] }] : [],
  );
}

/** The button with this title. @throws Error with the titles there are. */
export function button(card: unknown, title: string): Button {
  const all = buttons(card);
  const found = all.find((each) => each.title === title);
  if (!found)
    throw new Error(`No button "${title}" among ${all.map((each) => `"${each.title}"`).join(', ') || 'none'}`);
  return found;
}

/** The id of the round that a card's buttons are about. */
export function roundOn(card: unknown): string {
  return String(buttons(card).find(({ data }) => data.round !== undefined)?.data.round);
}

/** The inputs of a card as a client sends them when nothing is changed. */
export function inputs(card: unknown): Record<string, string> {
  return Object.fromEntries(
    parts(card).flatMap(({ type, id, value }) =>
      typeof type === 'string' && type.startsWith('Input.') && value !== undefined && value !== ''
        ? [[String(id), String(value)]]
        : [],
    ),
  );
}
