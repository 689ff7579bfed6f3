import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Literal, literals, literalsOf } from './sources.ts';

/** Words that people see stand in texts/ and wheels/ alone, so that each is there in both languages. */

/**
 * Where words may stand in code, since nobody in Teams reads them:
 * - in the files that speak to whoever runs the bot, and to machines,
 * - in an error that is thrown,
 * - in a line of the log,
 * - in the body of an answer to a machine, `{ error: '…' }`,
 * - in what is wrong with an activity, which a machine sent,
 * - in the names of Unicode's forms and of elements of HTML,
 * - in the tables of what people write to the bot.
 */
const operators = /^src\/((store|web|config)\/|(config|main)\.ts$)/;
const allowed = [
  /\b(new \w*Error|super|throw (failure|untaken))\([^;]*$/,
  /\b(log|console)\.\w+\([^;]*$/,
  /\bconst noAnswer =$/,
  /\bbody: \{ error:$/,
  /\bissues\.push\([^;]*$/,
  /\.normalize\($/,
  /\bconst inline = new Set\($/,
];
const spoken = 'src/teams/spoken.ts';
const isWritten = ({ file, before }: Literal) => file === spoken || /\bconst words\b[^;]*$/.test(before);

const seen = literals.filter(
  (each) => !operators.test(each.file) && !isWritten(each) && !allowed.some((place) => place.test(each.before)),
);
const told = (found: readonly Literal[]) => found.map(({ file, line, text }) => `${file}:${line} ${text}`);

const danish = ({ text }: Literal) => /[æøå]/i.test(text);
const sentence = ({ text }: Literal) => /\p{L}+ .*[\p{L}\p{N})"}][.?!]\s*$/u.test(text);
const twoWords = ({ text }: Literal) => /\p{L}{2,} +\p{L}{2,}/u.test(text);

describe('the code', () => {
  it('has no Danish in it', () => {
    expect(told(literals.filter((each) => danish(each) && !isWritten(each)))).toEqual([]);
  });

  it('has no sentence for people in it', () => {
    expect(told(seen.filter(sentence))).toEqual([]);
  });

  it('has not even two words beside each other in the rooms that speak to people', () => {
    const speaking = /^src\/(teams|usecases|texts)\//;
    expect(told(seen.filter((each) => speaking.test(each.file) && twoWords(each)))).toEqual([]);
  });

  it('has no capitalised word in a view', () => {
    const views = seen.filter(({ file }) =>
      /^src\/teams\/(?!botframework|inbound|outbound|cards\/templates?)\w+\//.test(file),
    );
    expect(views.length).toBeGreaterThan(100);
    expect(told(views.filter(({ text }) => /^\W*\p{Lu}/u.test(text)))).toEqual([]);
  });
});

describe('the card templates', () => {
  const folder = new URL('../../cards/', import.meta.url);
  const shown = ['text', 'title', 'label', 'placeholder', 'errorMessage', 'altText', 'fallbackText', 'speak', 'value'];
  /** Every value of a template under a name that people see, as "text: …". */
  const words = (node: unknown): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    return Object.entries(node).flatMap(([key, value]) =>
      typeof value === 'string' && shown.includes(key) ? [`${key}: ${value}`] : words(value),
    );
  };

  it.each(readdirSync(folder))('%s has no words of its own', (file) => {
    const found = words(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((each) => !/^\w+: \$\{[^{}']+\}$/.test(each))).toEqual([]);
  });
});

describe('what counts as a word in code', () => {
  const scan = (code: string) => literalsOf('x.ts', code);

  it.each([
    ['a string', "const a = 'Luk runden nu?';"],
    ['a string in double quotes', 'const a = "Luk runden nu?";'],
    ['a template', 'const a = `Luk runden nu?`;'],
    ['a template around an expression', `const a = \`Luk $${'{one}'} runden nu?\`;`],
    ['a string within a template', `const a = \`$${"{open ? 'Luk runden nu?' : `x`}"}\`;`],
    ['a string after a regular expression with a quote in it', "const a = b.replace(/['/]/g, x) ?? 'Luk runden nu?';"],
    ['a string after an address', "const a = 'https://x.dk'; const b = 'Luk runden nu?';"],
  ])('%s is found', (_, code) => {
    expect(scan(code).filter(sentence)).toHaveLength(1);
  });

  it.each([
    ['a comment', "// It's 'Luk runden nu?'\nconst a = 1;"],
    ['a long comment', "/** It's 'Luk runden nu?' */ const a = 1;"],
    ['a regular expression', 'const a = /Luk "runden nu?"/;'],
    ['a division', 'const a = b / 2; const c = d / 2;'],
  ])('%s is passed over', (_, code) => {
    expect(scan(code).filter(sentence)).toEqual([]);
  });
});
