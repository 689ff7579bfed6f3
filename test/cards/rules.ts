import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import type { AdaptiveCard } from '../../src/teams/cards/templates.ts';
import { parts } from '../support/cards.ts';
import type { Scene } from './scenes.ts';

/** What every card must hold to, as sentences; each gives what is wrong with a card, nothing where all is right. */
type Part = Record<string, unknown>;
type Rule = (scene: Scene) => string[];

const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards');

/** To be safe in every client; Teams documents more. */
const mostBytes = 28_000;
const mostActions = 6;
/** "kl. 16.00", "4 af 6", "trin 2", "5 vurderinger", "27. november" with a space that a line may break at. */
const numbersApart =
  /(kl\.|trin|steps?|tema|theme) \d|\bat \d\d:|\d (af|of) | (af|of) \d|\d (vurdering|score|måned|month|prik|dot|dage|day|handling|action)|\d\.? (jan|feb|mar|apr|ma[jy]|ju[nl]|aug|sep|o[kc]t|nov|de[ck])/gi;

export const rules: Record<string, Rule> = {
  'is read by the Adaptive Cards library without an objection': ({ json }) => objections(json),
  'says version 1.5 and the language it is written in': ({ json, language }) => [
    ...(json.version === '1.5' ? [] : [`version ${json.version}`]),
    ...(json.lang === language ? [] : [`lang ${json.lang}`]),
  ],
  'has at most six actions': ({ json }) => {
    const actions = onCard(json).filter(({ type }) => String(type).startsWith('Action.'));
    return actions.length <= mostActions ? [] : [`${actions.length} actions`];
  },
  'takes at most 28,000 bytes': ({ json }) => {
    const bytes = Buffer.byteLength(JSON.stringify(json));
    return bytes <= mostBytes ? [] : [`${bytes} bytes`];
  },
  'labels every input and says what is wrong with a required one': ({ json }) =>
    inputs(json).flatMap(({ type, id, title, label, isRequired, errorMessage }) => [
      ...(hasWords(type === 'Input.Toggle' ? title : label) ? [] : [`${id} has no label`]),
      ...(isRequired !== true || hasWords(errorMessage) ? [] : [`${id} has no errorMessage`]),
    ]),
  // Some clients check a card's inputs for every button, whatever it says (microsoft/AdaptiveCards issue 8585).
  // Without words a client refuses to send such an input, and says nothing (an earlier day, a number too large).
  'says what is right where an input has bounds': ({ json }) =>
    inputs(json).flatMap(({ id, min, max, errorMessage }) =>
      (min === undefined && max === undefined) || hasWords(errorMessage) ? [] : [`${id} has no errorMessage`],
    ),
  'asks for no input where a button must work without it': ({ json }) => {
    const required = inputs(json).filter(({ isRequired }) => isRequired === true);
    const without = ofType(json, 'Action.Execute').filter(({ associatedInputs }) => associatedInputs !== 'auto');
    return required.length > 0
      ? without.map(({ title }) => `"${title}" waits for ${required.map(({ id }) => id).join()}`)
      : [];
  },
  'has a title as large as that of every other card': ({ json }) => {
    const [title] = ofType(json, 'TextBlock').filter(({ style }) => style === 'heading');
    return !title || title.size === 'Large' ? [] : [`"${title.text}" is ${title.size}`];
  },
  'tells every picture in words': ({ json }) =>
    ofType(json, 'Image').flatMap(({ altText, url }) => (hasWords(altText) ? [] : [`no altText for ${url}`])),
  'has no text that is empty or cannot wrap': ({ json }) =>
    ofType(json, 'TextBlock').flatMap(({ text, wrap }) => [
      ...(typeof text === 'string' && text.trim() !== '' ? [] : ['a TextBlock without text']),
      ...(wrap === true ? [] : [`"${text}" does not wrap`]),
    ]),
  'gives every button to clients that know no Action.Execute': ({ json }) =>
    ofType(json, 'Action.Execute').flatMap(({ title, verb, data, associatedInputs, fallback }) => {
      const same = { type: 'Action.Submit', title, data: { ...(data as Part), verb }, associatedInputs };
      return isDeepStrictEqual(fallback, same) ? [] : [`"${title}" falls back to ${JSON.stringify(fallback)}`];
    }),
  // A screen reader says nothing of whether such a part is open (microsoft/AdaptiveCards issues 8448 and 8186).
  'says on a button that shows and hides something that it does both': ({ json }) =>
    ofType(json, 'Action.ToggleVisibility').flatMap(({ title }) =>
      /^(Vis\/skjul|Show\/hide)/.test(String(title)) ? [] : [`"${title}" says one of both`],
    ),
  'shows and hides only what is on it': ({ json }) => {
    const ids = new Set(onCard(json).map(({ id }) => id));
    return ofType(json, 'Action.ToggleVisibility').flatMap(({ targetElements }) =>
      (targetElements as unknown[]).filter((id) => !ids.has(id)).map((id) => `no element ${id}`),
    );
  },
  'uses no element id twice': ({ json }) => {
    const ids = onCard(json).flatMap(({ id }) => (id === undefined ? [] : [id]));
    return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} twice`);
  },
  'has nothing of a template or of the code left in it': ({ json }) => [
    ...strings(json).filter((text) => /\$\{|\{\{|\}\}|undefined|\bnull\b|\bNaN\b|\[object/.test(text)),
    ...onCard(json).flatMap((part) => Object.keys(part).filter((key) => key.startsWith('$') && key !== '$schema')),
  ],
  'ends its sentences once and leaves no gap in them': ({ json }) =>
    words(json).filter((text) => /\.\.(?!\.)|[?!:,]\.|\s[.,?!]|[^\S\n]{2}|^\s|\s$|[·–:] *$/.test(text)),
  'has bold words only in a text that is read as such': ({ json }) =>
    onCard(json).flatMap((part) =>
      Object.entries(part).flatMap(([key, value]) =>
        typeof value === 'string' && value.includes('**') && !(part.type === 'TextBlock' && key === 'text')
          ? [value]
          : [],
      ),
    ),
  'breaks no line between a number and what it counts': ({ json }) =>
    words(json).flatMap((text) => text.match(numbersApart) ?? []),
  // Teams reads "27. november" at the beginning of a line as an item of a list, and shows another number.
  'begins no line as an item of a list': ({ json }) =>
    ofType(json, 'TextBlock')
      .filter(({ text }) => /^\s*(\d+[.)]|[-+*])[\s\u2060]/m.test(String(text)))
      .map(({ text }) => String(text)),
  'marks its headings as headings': ({ json, card }) => {
    const blocks = ofType(json, 'TextBlock');
    const unmarked = blocks.filter(({ size, style }) => size !== undefined && size !== 'Small' && style !== 'heading');
    const { title } = card.data;
    const titled = !title || blocks.some(({ text, style }) => text === title && style === 'heading');
    return [...unmarked.map(({ text }) => `"${text}" looks like a heading`), ...(titled ? [] : ['no heading'])];
  },
  'says nothing by colour alone': ({ json }) =>
    ofType(json, 'TextBlock').flatMap(({ color, text }) =>
      color === undefined || /\p{L}{2,}.*\p{L}{2,}/u.test(String(text)) ? [] : [`"${text}" is only ${color}`],
    ),
};

const read = new WeakMap<AdaptiveCard, Part[]>();

/** The elements and actions that people see: not what a button falls back to, nor the automatic refresh. */
function onCard(json: AdaptiveCard): Part[] {
  const known = read.get(json);
  if (known) return known;
  const hidden = new Set<unknown>(parts(json).flatMap(({ fallback, refresh }) => parts([fallback, refresh])));
  const found = parts(json).filter((part) => !hidden.has(part));
  read.set(json, found);
  return found;
}

function ofType(json: AdaptiveCard, wanted: string): Part[] {
  return onCard(json).filter(({ type }) => type === wanted);
}

function inputs(json: AdaptiveCard): Part[] {
  return onCard(json).filter(({ type }) => String(type).startsWith('Input.'));
}

function hasWords(text: unknown): boolean {
  return typeof text === 'string' && /\p{L}{2}/u.test(text);
}

/** Every string of a card but people's own words. */
function words(json: AdaptiveCard): string[] {
  const told = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'altText', 'fallbackText'];
  return onCard(json)
    .filter(({ type }) => type !== 'TextRun')
    .flatMap((part) => [part, ...choices(part)])
    .flatMap((part) => told.flatMap((key) => (typeof part[key] === 'string' ? [part[key]] : [])));
}

function choices({ choices: given }: Part): Part[] {
  return Array.isArray(given) ? given : [];
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function objections(json: AdaptiveCard): string[] {
  // The library keeps the place of its last match in this expression, so that every other card would be found wrong.
  const { regEx } = library.CardElement.langProperty;
  if (regEx) regEx.lastIndex = 0;
  const card = new library.AdaptiveCard();
  card.hostConfig = new library.HostConfig({ actions: { maxActions: mostActions } });
  const context = new library.SerializationContext(library.Versions.v1_5);
  card.parse(json, context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  const all = [...events, ...card.validateProperties().validationEvents.map(({ message }) => message)];
  return all.filter((message) => message !== picker);
}

/**
 * Teams takes its picker of people on a card of any version, its own examples say 1.2; a card that said 1.6 would be no
 * card at all on a phone, where 1.5 is the newest.
 */
const picker = 'Property "choices.data" is supported in version 1.6, but you are using version 1.5.';
