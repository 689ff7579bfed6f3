/**
 * The expressions of card templates, `${…}`, made into functions once. They are those of adaptivecards-templating that the
 * templates use, and mean what they mean there: names with dots, `$data`, `$root` and `$index`, texts in single quotes, whole numbers,
 * `true`, `false`, `||`, `&&`, `<`, `<=`, `>`, `>=`, `==`, `!=`, `+`, `!`, and the functions `if`, `exists`, `not` and `count`.
 * Source: https://learn.microsoft.com/adaptive-cards/templating/language.
 */

/** What an expression is evaluated with. */
export interface Scope {
  root: unknown;
  data: unknown;
  index: number | undefined;
}
export type Evaluate = (scope: Scope) => unknown;

/** How an expression treats a name that stands for nothing: a text shows the name, a condition has no value then. */
type Missing = 'named' | 'nothing';
/** An expression, to be compiled for either. */
type Expression = (missing: Missing) => Evaluate;

/** A text with expressions in it; undefined where there are none. @throws Error naming what cannot be read. */
export function compileText(text: string): Evaluate | undefined {
  const parts = partsOf(text);
  if (parts.every((part) => typeof part === 'string')) return undefined;
  const evaluates = parts.map((part) => (typeof part === 'string' ? () => part : part('named')));
  const [only] = evaluates;
  // A single expression keeps its type.
  if (only && evaluates.length === 1) return only;
  return (scope) => {
    let words = '';
    for (const evaluate of evaluates) words += String(evaluate(scope) ?? '');
    return words;
  };
}

/** A condition, of which only `true` counts. @throws Error naming what cannot be read. */
export function compileCondition(text: unknown): (scope: Scope) => boolean {
  const [only, ...more] = typeof text === 'string' ? partsOf(text) : [];
  if (typeof only !== 'function' || more.length > 0) throw new Error('it has to be one expression');
  const evaluate = only('nothing');
  return (scope) => evaluate(scope) === true;
}

function partsOf(text: string): (string | Expression)[] {
  if (!text.includes('${')) return [text];
  if (/[\\`]/.test(text)) throw new Error(`"${text}" has a backslash or a backtick beside an expression`);
  return text
    .split(/(\$\{(?:'[^']*'|[^'}])*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('${')) return part;
      if (!part.endsWith('}')) throw new Error(`"${text}" has an expression without an end`);
      return parse(part.slice(2, -1));
    });
}

const tokens = /\s*(?:(\d+)|'([^']*)'|([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)|(==|!=|<=|>=|&&|\|\||[!<>+(),]))/y;

interface Token {
  kind: 'number' | 'text' | 'name' | 'sign';
  is: string;
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; text.slice(at).trim() !== ''; at = tokens.lastIndex) {
    tokens.lastIndex = at;
    const [, number, words, name, sign = ''] = tokens.exec(text) ?? unreadable(text);
    if (number !== undefined) found.push({ kind: 'number', is: number });
    else if (words !== undefined) found.push({ kind: 'text', is: words });
    else if (name !== undefined) found.push({ kind: 'name', is: name });
    else found.push({ kind: 'sign', is: sign });
  }
  return found;
}

function unreadable(text: string): never {
  throw new Error(`"\${${text}}" cannot be read; src/teams/cards/expressions.ts says what can be`);
}

/** Operators, those that bind loosest first; `==` binds closer than `<`, as in the language that this is a part of. */
const levels = [['||'], ['&&'], ['<', '<=', '>', '>='], ['==', '!='], ['+']] as const;

function parse(text: string): Expression {
  const left = tokensOf(text);
  const takes = (sign: string): boolean => {
    const isNext = left[0]?.kind === 'sign' && left[0].is === sign;
    if (isNext) left.shift();
    return isNext;
  };
  const must = (sign: string) => takes(sign) || unreadable(text);

  const operation = (level: number): Expression => {
    const signs = levels[level];
    if (!signs) return single();
    let expression = operation(level + 1);
    for (let sign = signs.find(takes); sign; sign = signs.find(takes))
      expression = operators[sign](expression, operation(level + 1));
    return expression;
  };
  const single = (): Expression => {
    if (takes('!')) return not(single());
    if (takes('(')) {
      const inner = operation(0);
      must(')');
      return inner;
    }
    const { kind, is } = left.shift() ?? unreadable(text);
    switch (kind) {
      case 'number':
        return constant(Number(is));
      case 'text':
        return constant(is);
      case 'name':
        return takes('(') ? called(is) : named(is);
      case 'sign':
        return unreadable(text);
    }
  };
  const called = (name: string): Expression => {
    const given = [operation(0)];
    while (takes(',')) given.push(operation(0));
    must(')');
    const [first, second, third] = given;
    if (name === 'if' && first && second && third && given.length === 3) return either(first, second, third);
    if (!first || given.length !== 1) return unreadable(text);
    if (name === 'exists') return exists(first);
    if (name === 'not') return not(first);
    return name === 'count' ? count(first) : unreadable(text);
  };

  const whole = operation(0);
  return left.length === 0 ? whole : unreadable(text);
}

const constant =
  (value: unknown): Expression =>
  () =>
  () =>
    value;

/** A name is looked up in the data, or from the root or by its place in a list. */
function named(path: string): Expression {
  if (path === 'true' || path === 'false') return constant(path === 'true');
  const [start = '', ...rest] = path.split('.');
  const from = starts[start];
  const keys = from ? rest : [start, ...rest];
  const [only] = keys;
  const find: Evaluate =
    only !== undefined && keys.length === 1 && !from
      ? ({ data }) => own(data, only)
      : (scope) => keys.reduce(own, (from ?? dataOf)(scope));
  return (missing) => (missing === 'named' ? (scope) => find(scope) ?? `\${${path}}` : find);
}

const dataOf: Evaluate = ({ data }) => data;
const starts: Record<string, Evaluate | undefined> = {
  $data: dataOf,
  $root: ({ root }) => root,
  $index: ({ index }) => index,
};

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? ((value as Record<string, unknown>)[key] ?? undefined)
    : undefined;
}

const isTrue = (value: unknown): boolean => value !== false && value !== undefined;

const not =
  (inner: Expression): Expression =>
  () => {
    const evaluate = inner('nothing');
    return (scope) => !isTrue(evaluate(scope));
  };

const exists =
  (inner: Expression): Expression =>
  () => {
    const evaluate = inner('nothing');
    return (scope) => evaluate(scope) !== undefined;
  };

const count =
  (inner: Expression): Expression =>
  (missing) => {
    const evaluate = inner(missing);
    return (scope) => {
      const value = evaluate(scope);
      if (typeof value === 'string' || Array.isArray(value)) return value.length;
      return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
    };
  };

const either =
  (condition: Expression, then: Expression, otherwise: Expression): Expression =>
  (missing) => {
    const [holds, one, other] = [condition('nothing'), then(missing), otherwise(missing)];
    return (scope) => (isTrue(holds(scope)) ? one(scope) : other(scope));
  };

type Operator = (left: Expression, right: Expression) => Expression;

const operators: Record<(typeof levels)[number][number], Operator> = {
  '||': binary((left, right) => (scope) => isTrue(left(scope)) || isTrue(right(scope))),
  '&&': binary((left, right) => (scope) => isTrue(left(scope)) && isTrue(right(scope))),
  '<': comparing((left, right) => left < right),
  '<=': comparing((left, right) => left <= right),
  '>': comparing((left, right) => left > right),
  '>=': comparing((left, right) => left >= right),
  '==': binary((left, right) => (scope) => left(scope) === right(scope)),
  '!=': binary((left, right) => (scope) => left(scope) !== right(scope)),
  '+': (left, right) => (missing) => sum(left(missing), right(missing)),
};

function binary(operate: (left: Evaluate, right: Evaluate) => Evaluate): Operator {
  return (left, right) => () => operate(left('nothing'), right('nothing'));
}

/** Numbers compare with numbers and texts with texts; of anything else nothing holds. */
function comparing(compare: (left: number | string, right: number | string) => boolean): Operator {
  return binary((left, right) => (scope) => {
    const [one, other] = [left(scope), right(scope)];
    if (typeof one === 'number' && typeof other === 'number') return compare(one, other);
    return typeof one === 'string' && typeof other === 'string' && compare(one, other);
  });
}

function sum(left: Evaluate, right: Evaluate): Evaluate {
  return (scope) => {
    const [one, other] = [left(scope), right(scope)];
    if (typeof one === 'number' && typeof other === 'number') return one + other;
    const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';
    return isText(one) && isText(other) ? `${one}${other}` : undefined;
  };
}
