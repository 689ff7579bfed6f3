import { readdirSync, readFileSync } from 'node:fs';

/** A string or template typed into the code. */
export interface Literal {
  file: string;
  line: number;
  /** As it is typed; in a template each `${…}` stands as "{}". */
  text: string;
  /** The code that leads up to it from where its statement began; other literals in it stand as "". */
  before: string;
}

const root = new URL('../../', import.meta.url);

/** Every TypeScript file of src/, by its path. */
export const sources: ReadonlyMap<string, string> = new Map(
  readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort()
    .map((file) => [file, readFileSync(new URL(file, root), 'utf8')]),
);

const comment = /\/\/[^\n]*|\/\*.*?\*\//sy;
const quoted = /'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/sy;
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** What stands before a slash that begins a regular expression and is no division. */
const beforeRegex = /(?:^|[(,=:[!&|?{};]|\breturn)\s*$/;

/** The strings and templates of TypeScript code; comments and regular expressions are passed over. */
export function literalsOf(file: string, code: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;

  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const taken = pattern.exec(code);
    if (taken) at = pattern.lastIndex;
    return taken;
  };
  const note = (start: number, text: string, read: string) =>
    found.push({ file, line: code.slice(0, start).split('\n').length, text, before: statement(read) });

  /** Reads a template from behind its first backtick. */
  const template = (read: string) => {
    const start = at - 1;
    let text = '';
    while (at < code.length && code[at] !== '`') {
      if (code.startsWith('${', at)) {
        at += 2;
        // Apart from a tag before the template, which is no part of the code in it.
        readUntilBrace(`${read} `);
        text += '{}';
      } else {
        const length = code[at] === '\\' ? 2 : 1;
        text += code.slice(at, at + length);
        at += length;
      }
    }
    at += 1;
    note(start, text, read);
  };

  /** Reads code to its end, or to behind the closing brace of whoever called. @param outside what led up to it. */
  const readUntilBrace = (outside: string) => {
    let read = outside;
    let depth = 0;
    while (at < code.length) {
      const start = at;
      if (take(comment)) continue;
      const string = take(quoted);
      if (string) {
        note(start, string[1] ?? string[2] ?? '', read);
        read += '""';
      } else if (code[at] === '/' && beforeRegex.test(read.slice(-40)) && take(regex)) {
        read += '/ /';
      } else if (code[at] === '`') {
        at += 1;
        template(read);
        read += '""';
      } else {
        const char = code[at++] ?? '';
        if (char === '{') depth += 1;
        if (char === '}' && depth-- === 0) return;
        read += char;
      }
    }
  };
  readUntilBrace('');
  return found;
}

/** The end of some code, back to where a statement began. */
function statement(code: string): string {
  return code.slice(code.lastIndexOf(';') + 1).trim();
}

export const literals: readonly Literal[] = [...sources].flatMap(([file, code]) => literalsOf(file, code));
