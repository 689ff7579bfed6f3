import { readFileSync } from 'node:fs';
import type { Node } from 'web-tree-sitter';
import { z } from 'zod';
import { type Declaration, declarations, present } from './bicep.ts';

/**
 * Holds what the templates give to each resource against a table of Azure's types, azure-types.json: every property that is
 * given, and every one that must be. Whoever gives another property adds it to the table from Microsoft's template reference.
 *
 * A type is "string", "int", "bool" or "any", "=a|b" for one of these words, a list for a list of one type, or an object:
 * each key a property, with ! where it must be given, "*" for any name, and "@kind" where its property `kind` says which.
 */
type Shape = string | readonly [Shape] | ObjectShape;
interface ObjectShape {
  readonly [key: string]: Shape;
}

const shape: z.ZodType<Shape> = z.lazy(() => z.union([z.string(), z.tuple([shape]), z.record(z.string(), shape)]));

export const azureTypes = z
  .record(z.string(), z.record(z.string(), shape))
  .parse(JSON.parse(readFileSync(new URL('./azure-types.json', import.meta.url), 'utf8')));

/** What every resource may say of itself in Bicep, beside what Azure knows. */
const ofBicep = ['parent', 'scope', 'dependsOn'];

interface Checked {
  /** How many properties were found in the table. */
  properties: number;
  /** Such as "3: properties.sku: is none that Azure knows". */
  faults: string[];
}

/** What a module asks for, as a type: its parameters, each that has no default with a !. */
export function moduleShape(module: Node): Shape {
  const parameters = declarations(module).filter(({ kind }) => kind === 'parameter');
  return Object.fromEntries(
    parameters.map(({ name, node }) => {
      const [, type, given] = present(node.namedChildren);
      const own = type?.text ?? 'any';
      const shape: Shape = own === 'object' ? { '*': 'any' } : own === 'array' ? ['any'] : own;
      return [given ? name : `${name}!`, shape];
    }),
  );
}

/** @param modules what each module asks for, by its path. */
export function typeFaults(root: Node, modules: Readonly<Record<string, Shape>> = {}): Checked {
  const found = declarations(root);
  const checked: Checked = { properties: 0, faults: [] };
  for (const { kind, of, node } of found) {
    if (kind === 'module') checkModule(node, modules[of], { checked, found, path: 'params' });
    if (kind !== 'resource' || present(node.children).some(({ type }) => type === 'existing')) continue;
    const type = azureTypes[of];
    const body = present(node.namedChildren).at(-1);
    if (!type || !body) checked.faults.push(`${node.startPosition.row + 1}: ${of}: is not in the table of types`);
    else
      check(body.type === 'for_statement' ? (body.childForFieldName('body') ?? body) : body, type, {
        checked,
        found,
        path: '',
      });
  }
  return checked;
}

function checkModule(node: Node, type: Shape | undefined, place: Place): void {
  const params = propertiesOf(bodyOf(node)).get('params');
  if (type && params) check(params, type, place);
}

function bodyOf(node: Node): Node {
  const last = present(node.namedChildren).at(-1) ?? node;
  return last.type === 'if_statement' ? bodyOf(last) : last;
}

interface Place {
  checked: Checked;
  found: readonly Declaration[];
  path: string;
}

type Check = (node: Node, type: Shape, place: Place) => void;

/** By the kind of expression. The others are members of something whose type is not known here. */
const checks: Readonly<Record<string, Check>> = {
  object: checkObject,
  array: (node, type, place) => checkItems(present(node.namedChildren), type, place),
  for_statement: (node, type, place) => checkItems([node.childForFieldName('body') ?? node], type, place),
  ternary_expression: (node, type, place) => checkAll(present(node.namedChildren).slice(1), type, place),
  if_statement: (node, type, place) => checkAll(present(node.namedChildren).slice(-1), type, place),
  parenthesized_expression: (node, type, place) => checkAll(present(node.namedChildren), type, place),
  call_expression: checkCall,
  identifier: checkName,
  string: checkString,
  number: (node, type, place) => expectType(node, 'int', type, place),
  boolean: (node, type, place) => expectType(node, 'bool', type, place),
};

function check(node: Node, type: Shape, place: Place): void {
  if (type !== 'any') checks[node.type]?.(node, type, place);
}

function checkAll(nodes: readonly Node[], type: Shape, place: Place): void {
  for (const node of nodes) check(node, type, place);
}

function fault(node: Node, words: string, { checked, path }: Place): void {
  checked.faults.push(`${node.startPosition.row + 1}: ${path}: ${words}`);
}

function isObject(type: Shape): type is ObjectShape {
  return typeof type === 'object' && !isList(type);
}

function isList(type: Shape): type is readonly [Shape] {
  return Array.isArray(type);
}

function checkObject(node: Node, type: Shape, place: Place): void {
  const given = propertiesOf(node);
  const known = isObject(type) ? ofItsKind(type, given) : undefined;
  if (!known) {
    fault(node, isObject(type) ? 'is of no kind that Azure knows' : `is an object and no ${told(type)}`, place);
    return;
  }
  for (const [name, value] of given) {
    const wanted = known[name] ?? known[`${name}!`] ?? known['*'];
    const at = { ...place, path: place.path === '' ? name : `${place.path}.${name}` };
    if (wanted !== undefined) {
      place.checked.properties++;
      check(value, wanted, at);
    } else if (!(place.path === '' && ofBicep.includes(name))) fault(value, 'is none that Azure takes', at);
  }
  const missing = Object.keys(known).filter((key) => key.endsWith('!') && !given.has(key.slice(0, -1)));
  for (const key of missing) fault(node, `lacks ${key.slice(0, -1)}`, place);
}

function propertiesOf(object: Node): Map<string, Node> {
  const properties = present(object.namedChildren).filter(({ type }) => type === 'object_property');
  return new Map(
    properties.map((property) => {
      const [key, value] = present(property.namedChildren);
      return [key?.text.replace(/^'(.*)'$/, '$1') ?? '', value ?? property];
    }),
  );
}

/** The type of which the object is, where one of its properties says so. */
function ofItsKind(type: ObjectShape, given: ReadonlyMap<string, Node>): ObjectShape | undefined {
  const tells = Object.keys(type).find((key) => key.startsWith('@'));
  if (tells === undefined) return type;
  const kinds = type[tells];
  const kind = given.get(tells.slice(1))?.text.slice(1, -1);
  if (kinds === undefined || kind === undefined || !isObject(kinds)) return undefined;
  const own = kinds[kind];
  return own !== undefined && isObject(own) ? own : undefined;
}

function checkItems(items: readonly Node[], type: Shape, place: Place): void {
  if (!isList(type)) {
    for (const item of items.slice(0, 1)) fault(item, `is a list and no ${told(type)}`, place);
    return;
  }
  checkAll(items, type[0], { ...place, path: `${place.path}[]` });
}

/** What Bicep's own functions make. */
const makes: Readonly<Record<string, string>> = {
  string: 'string',
  guid: 'string',
  uniqueString: 'string',
  subscriptionResourceId: 'string',
  int: 'int',
  bool: 'bool',
  empty: 'bool',
};

function checkCall(node: Node, type: Shape, place: Place): void {
  const name = node.childForFieldName('function')?.text ?? '';
  const given = node.childForFieldName('arguments');
  if (name === 'concat' || name === 'union') checkAll(given ? present(given.namedChildren) : [], type, place);
  const made = makes[name];
  if (made) expectType(node, made, type, place);
}

function checkName(node: Node, type: Shape, place: Place): void {
  const declared = place.found.find(({ name }) => name === node.text);
  if (!declared) return;
  if (declared.kind === 'variable') {
    const value = present(declared.node.namedChildren).at(-1);
    if (value) check(value, type, place);
    return;
  }
  if (declared.kind !== 'parameter') return;
  const of = present(declared.node.namedChildren)[1]?.text ?? '';
  if (of === 'object' || of === 'array') {
    const fits = of === 'object' ? isObject(type) : isList(type);
    if (!fits) fault(node, `is an ${of} and no ${told(type)}`, place);
  } else expectType(node, of, type, place);
}

function checkString(node: Node, type: Shape, place: Place): void {
  if (typeof type === 'string' && type.startsWith('=')) {
    const isWhole = !present(node.namedChildren).some((child) => child.type === 'interpolation');
    if (isWhole && !type.slice(1).split('|').includes(node.text.slice(1, -1)))
      fault(node, `${node.text} is none of ${told(type)}`, place);
    return;
  }
  expectType(node, 'string', type, place);
}

function expectType(node: Node, made: string, type: Shape, place: Place): void {
  const fits = type === made || (made === 'string' && typeof type === 'string' && type.startsWith('='));
  if (!fits) fault(node, `is ${made} and no ${told(type)}`, place);
}

function told(type: Shape): string {
  if (typeof type === 'string') return type.replace(/^=/, '').replaceAll('|', ', ');
  return isList(type) ? 'list' : 'object';
}
