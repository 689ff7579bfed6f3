import { distance } from 'fastest-levenshtein';
import { lowerCase } from '../domain/language.ts';
import { otherWords, questionIn, withoutAsking } from './spoken.ts';

const greetings = ['hej', 'hejsa', 'goddag', 'davs', 'hi', 'hello', 'hey'] as const;
const isGreeting = (word: string | undefined) => greetings.some((each) => each === word);

/** What may stand before a command: the bot's name where nobody was mentioned, and the number of a list. */
const isBefore = (word: string) => word === 'hjulet' || /^\d+$/.test(word);

/** What people write, in Danish and English; a command may have more words after it. */
const words = {
  start: ['start', 'begynd', 'begin', 'ny', 'new'],
  status: ['status', 'antal', 'progress'],
  overview: ['overblik', 'overview', 'resultat', 'result', 'summary', 'opsummering'],
  plan: ['plan', 'planen', 'handleplan'],
  frame: ['ramme', 'rammen', 'frame'],
  trend: ['udvikling', 'udviklingen', 'trend', 'development', 'history'],
  export: ['eksport', 'eksporter', 'eksportér', 'export', 'rapport', 'report'],
  remind: ['påmindelse', 'paamindelse', 'påmind', 'reminder', 'remind'],
  mineData: ['mine data', 'vis mine data', 'mine svar', 'my data', 'show my data', 'my answers'],
  eraseMine: ['slet mine data', 'slet mine svar', 'delete my data', 'delete my answers', 'erase my data'],
  erase: ['slet', 'delete', 'erase'],
  facilitator: ['tovholder', 'tovholdere', 'facilitator', 'facilitators'],
  guide: ['guide', 'køreplan', 'dagsorden', 'agenda'],
  privacy: ['privatliv', 'persondata', 'privacy', 'gdpr'],
  help: ['hjælp', 'hjaelp', 'help', ...greetings, 'kommandoer', 'commands'],
} as const satisfies Record<string, readonly string[]>;

export type Command = keyof typeof words;
type Vocabulary = readonly (readonly [Command, readonly string[]])[];
/** What may be all of a message that speaks to nobody. */
const bare = Object.entries(words) as [Command, readonly string[]][];
/** What is understood where the bot is spoken to. */
const addressed: Vocabulary = [...bare, ...(Object.entries(otherWords) as [Command, readonly string[]][])];
/** What only shows something, and may be asked for in a sentence: whoever deletes or begins something says so first. */
const seen = new Set<Command | undefined>(
  bare.map(([command]) => command).filter((command) => !['start', 'erase', 'eraseMine'].includes(command)),
);

/** What somebody wrote: a command, or how near it is to one. */
export type Reading = { command: Command; nearest?: never } | { command?: never; nearest?: Command };

/** @param text the message without mentions. */
export function read(text: string): Reading {
  return parse(text).reading;
}

/** Whether a message is a command and nothing more, as people write to a bot and hardly to each other. */
export function isBare(text: string): boolean {
  const all = wordsOf(text);
  const { reading, rest } = parseWords(shown(all) ?? all, bare);
  return reading.command !== undefined && rest === '' && text.trim() !== '';
}

/** "vis status": what is to be shown, where it is something that can be. */
function shown(all: readonly Word[]): readonly Word[] | undefined {
  const [first, second] = all.map(({ said }) => said);
  if (first !== 'vis' && first !== 'show') return undefined;
  const what = all.slice(second === 'mig' || second === 'me' ? 2 : 1);
  return what.length > 0 && seen.has(parseWords(what, bare).reading.command) ? what : undefined;
}

/** @param text the message without mentions. @returns the command, and the words after it. */
export function parse(text: string): Parsed {
  const all = wordsOf(text);
  const from = all.findIndex(({ said }) => !isBefore(said));
  const command = all.slice(Math.max(from, 0));
  const parsed = parseWords(command, addressed);
  // Who says hello first asks for what comes after it.
  const asked = isGreeting(command[0]?.said) && parsed.rest !== '' ? parse(parsed.rest) : undefined;
  if (asked?.reading.command) return asked;
  return sentence(command, parsed) ?? parsed;
}

/** What a sentence asks to see; undefined where it begins as a command or asks for nothing that can be shown. */
function sentence(command: readonly Word[], { reading }: Parsed): Parsed | undefined {
  const question = questionIn(command);
  if (question) return { reading: { command: question }, rest: '' };
  // "ny status" begins nothing, while "ny runde" does.
  if ((reading.command && reading.command !== 'start') || reading.nearest) return undefined;
  const what = withoutAsking(command);
  if (what.length === 0 || what.length === command.length) return undefined;
  const asked = parseWords(what, addressed);
  const meant = reading.command ? asked.reading.command : (asked.reading.command ?? asked.reading.nearest);
  return seen.has(meant) ? asked : undefined;
}

interface Parsed {
  reading: Reading;
  rest: string;
}

interface Word {
  /** What follows a command is said back as it was written. */
  written: string;
  said: string;
}

function wordsOf(text: string): Word[] {
  return (
    text
      .normalize('NFC')
      // What cannot be seen comes with text that was copied, and would part a word in two.
      .replace(/[\p{Cf}\0]/gu, '')
      .replace(/[^\p{L}\p{N}\s]/gu, ' ')
      .trim()
      .split(/\s+/)
      // Some write in letters that are bold or wide by themselves.
      .map((written) => ({ written, said: lowerCase(written.normalize('NFKC')) }))
  );
}

function parseWords(all: readonly Word[], vocabulary: Vocabulary): Parsed {
  const said = all.map((word) => word.said);
  if (said[0] === '') return { reading: { command: 'help' }, rest: '' };
  const phrases = vocabulary.flatMap(([command, known]) =>
    known.map((phrase) => ({ command, ...comparison(said, phrase) })),
  );
  const exact = phrases.filter(({ far }) => far === 0).toSorted((a, b) => b.length - a.length)[0];
  const near = phrases
    // A slip in a longer command must not do what its first word alone does.
    .filter(({ far, most, length }) => far > 0 && far <= most && length > (exact?.length ?? 0))
    .toSorted((a, b) => a.far - b.far || a.longer - b.longer)[0];
  if (near) return { reading: { nearest: near.command }, rest: '' };
  if (!exact) return { reading: {}, rest: '' };
  const rest = all.slice(exact.length).map(({ written }) => written);
  return { reading: { command: exact.command }, rest: rest.join(' ') };
}

/** How far a message's first words are from a phrase. */
function comparison(said: readonly string[], phrase: string) {
  const length = phrase.split(' ').length;
  const begins = said.slice(0, length).join(' ');
  const longer = Math.abs(begins.length - phrase.length);
  const most = phrase.length > 4 ? 2 : 1;
  return {
    /** In words. */
    length,
    // So much longer is so far off at least: most phrases need no closer look.
    far: longer > most ? longer : distance(begins, phrase),
    // Two letters swapped count as two slips, and so does a shorter word: the one of the same length is meant.
    longer,
    most,
  };
}
