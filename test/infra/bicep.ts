import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** The Bicep files of infra/ as trees. There is no compiler to be had from npm; a grammar is, and it finds what is no Bicep. */

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'))));

const infra = fileURLToPath(new URL('../../infra/', import.meta.url));

/** Paths under infra/. */
export const templates: readonly string[] = globSync('**/*.bicep', { cwd: infra }).toSorted();

export function parse(template: string): Node {
  return parseText(readFileSync(`${infra}${template}`, 'utf8'));
}

export function parseText(text: string): Node {
  const tree = parser.parse(text);
  if (!tree) throw new Error('The grammar is not loaded.');
  return tree.rootNode;
}

/** Where something is no Bicep, such as "12:5". */
export function mistakes(root: Node): string[] {
  const own = root.isError || root.isMissing ? [`${root.startPosition.row + 1}:${root.startPosition.column + 1}`] : [];
  return [...own, ...present(root.children).flatMap(mistakes)];
}

type Kind = 'parameter' | 'variable' | 'resource' | 'module' | 'output';

export interface Declaration {
  kind: Kind;
  name: string;
  node: Node;
  /** Names of its decorators. */
  decorators: string[];
  /** A resource's type and version, a module's path. */
  of: string;
}

export function declarations(root: Node): Declaration[] {
  let decorators: string[] = [];
  return present(root.namedChildren).flatMap((node) => {
    if (node.type === 'decorators') {
      decorators = node.descendantsOfType('decorator').map((each) => /\w+/.exec(each?.text ?? '')?.[0] ?? '');
      return [];
    }
    const kind = /^(parameter|variable|resource|module|output)_declaration$/.exec(node.type)?.[1] as Kind | undefined;
    if (!kind) return [];
    const [name, of] = present(node.namedChildren);
    const found = {
      kind,
      name: name?.text ?? '',
      node,
      decorators,
      of: of?.type === 'string' ? of.text.slice(1, -1) : '',
    };
    decorators = [];
    return [found];
  });
}

/** Every string of text without what is filled in, such as 'signing-key'. */
export function literals(node: Node): string[] {
  return present(node.descendantsOfType('string')).map(({ text }) => text.slice(1, -1));
}

/** Every object below with these keys and no interpolation in them: what each key has, as it stands in the file. */
export function objectsWith(node: Node, ...keys: string[]): Record<string, string>[] {
  return present(node.descendantsOfType('object')).flatMap((object) => {
    const properties = Object.fromEntries(
      present(object.namedChildren)
        .filter(({ type }) => type === 'object_property')
        .map((property) => present(property.namedChildren).map(({ text }) => text.replace(/^'(.*)'$/s, '$1')))
        .map(([key = '', value = '']) => [key, value]),
    );
    return keys.every((key) => key in properties) ? [properties] : [];
  });
}

/** Names that are used in a file and declared nowhere in it. */
export function undeclared(root: Node): string[] {
  const known = new Set(declarations(root).map(({ name }) => name));
  return present(root.descendantsOfType('identifier'))
    .filter((node) => isUse(node) && !known.has(node.text) && !isLoopVariable(node))
    .map((node) => `${node.startPosition.row + 1}: ${node.text}`);
}

function isUse(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  const first = present(parent.namedChildren)[0]?.id === node.id;
  const names = first && /_declaration$|^object_property$|^call_expression$|^for_statement$/.test(parent.type);
  return !names && parent.type !== 'decorator';
}

function isLoopVariable(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    // `for each in all` or `for (each, index) in all`.
    const [first] = at.type === 'for_statement' ? present(at.namedChildren) : [];
    const names = first?.type === 'for_loop_parameters' ? present(first.namedChildren) : [first];
    if (names.some((name) => name?.text === node.text)) return true;
  }
  return false;
}

export function present<T>(nodes: readonly (T | null)[]): T[] {
  return nodes.filter((node) => node !== null);
}
