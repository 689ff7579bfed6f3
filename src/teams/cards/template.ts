import { withoutLists } from '../../texts/marks.ts';
import { compileCondition, compileText, type Evaluate, type Scope } from './expressions.ts';

/** Fills a template with data. */
export type Fill = (data: Record<string, unknown>) => Record<string, unknown>;

/** Words of the template language, which no card has. */
const reserved = new Set(['$data', '$when', '$root', '$index', '$host']);

/**
 * Makes an Adaptive Card template into a function, which gives of it what adaptivecards-templating gives, but that no
 * name in a text becomes an item of a list. That one looks up every name of every node anew for each card, which took a
 * fifth of an answer's time.
 * @throws Error naming the place in the template and what is wrong there.
 */
export function compileTemplate(template: object): Fill {
  const fields = fieldsOf(template, '');
  return (data) => filled(fields, { root: data, data, index: undefined });
}

/** What depends on no data is made once and frozen, since all cards share it. */
type Compiled = { constant: unknown } | Evaluate;

function compile(node: unknown, at: string): Compiled {
  if (typeof node === 'string') return told(at, () => compileText(node)) ?? { constant: node };
  if (Array.isArray(node)) return compileList(node, at);
  if (typeof node === 'object' && node !== null) return compileObject(node, at);
  return { constant: node };
}

interface Field {
  key: string;
  value: Compiled;
  evaluate: Evaluate;
}

function fieldsOf(node: object, at: string): Field[] {
  return Object.entries(node)
    .filter(([key]) => !reserved.has(key))
    .map(([key, each]) => {
      const value = compile(each, `${at}/${key}`);
      const evaluate = evaluating(value);
      return { key, value, evaluate: isRead(node, key) ? readAsText(evaluate) : evaluate };
    });
}

/** Whether clients read marks in it. */
function isRead(node: object, key: string): boolean {
  return key === 'text' && 'type' in node && node.type === 'TextBlock';
}

function readAsText(evaluate: Evaluate): Evaluate {
  return (scope) => {
    const text = evaluate(scope);
    return typeof text === 'string' ? withoutLists(text) : text;
  };
}

function evaluating(compiled: Compiled): Evaluate {
  if (typeof compiled === 'function') return compiled;
  const { constant } = compiled;
  return () => constant;
}

function filled(fields: readonly Field[], scope: Scope): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const { key, evaluate } of fields) {
    const value = evaluate(scope);
    if (value !== undefined) made[key] = value;
  }
  return made;
}

function compileObject(node: object, at: string): Compiled {
  const fields = fieldsOf(node, at);
  const one = (scope: Scope) => filled(fields, scope);
  const when = '$when' in node ? told(`${at}/$when`, () => compileCondition(node.$when)) : undefined;
  if ('$data' in node) return repeated(evaluating(compile(node.$data, `${at}/$data`)), when, one);
  // An object that is left out is null, which a list drops.
  if (when) return (scope) => (when(scope) ? one(scope) : null);
  return fields.every(({ value }) => typeof value !== 'function') ? { constant: Object.freeze(one(nowhere)) } : one;
}

const nowhere: Scope = { root: undefined, data: undefined, index: undefined };

/** An object for each of a list of data, or one where the data is no list. */
function repeated(data: Evaluate, when: ((scope: Scope) => boolean) | undefined, one: Evaluate): Evaluate {
  return (scope) => {
    const given = data(scope);
    const isList = Array.isArray(given);
    const all: unknown[] = isList ? given : [given];
    const made: unknown[] = [];
    for (const [i, each] of all.entries()) {
      const inner = { root: scope.root, data: each ?? scope.data, index: isList ? i : scope.index };
      if (!when || when(inner)) made.push(one(inner));
    }
    return made.length > 1 ? made : (made[0] ?? null);
  };
}

function compileList(nodes: readonly unknown[], at: string): Compiled {
  const items = nodes.map((node, i) => compile(node, `${at}/${i}`));
  const evaluates = items.map(evaluating);
  const list = (scope: Scope) => {
    const made: unknown[] = [];
    for (const evaluate of evaluates) {
      const item = evaluate(scope);
      // What became several stands in the list itself.
      if (Array.isArray(item)) made.push(...item.filter((each) => each !== null));
      else if (item !== null) made.push(item);
    }
    return made;
  };
  return items.every((item) => typeof item !== 'function') ? { constant: Object.freeze(list(nowhere)) } : list;
}

function told<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${at}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
