import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../src/teams/cards/template.ts';
import { scenesOf, templates, viewNames } from '../../cards/scenes.ts';

/** What Microsoft's own reader makes of a template. */
const reference = (template: object, data: Record<string, unknown>) => new Template(template).expand({ $root: data });

const sources = new Map(
  templates.map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`../../../cards/${name}.json`, import.meta.url), 'utf8')),
  ]),
);
const references = new Map([...sources].map(([name, source]) => [name, new Template(source)]));

describe.each(viewNames)('every card that %s makes', (view) => {
  it('is what Microsoft’s own reader makes of its template', () => {
    const scenes = scenesOf(view);
    expect(scenes.length).toBeGreaterThan(0);
    for (const { name, card, json } of scenes) {
      const { refresh: _, ...filled } = json;
      const expected = references.get(card.template)?.expand({ $root: card.data });
      // What a form shows again goes with its button too, which no template says.
      const told = (key: string, value: unknown) => (key === 'shown' ? undefined : value);
      expect(JSON.stringify(filled, told), name).toBe(JSON.stringify(expected));
    }
  });
});

/** Expressions of all kinds that are read, over data with things of all types in it. */
const { either: expressions } = fc.letrec<Record<'either' | 'text' | 'number' | 'truth', string>>((tie) => {
  const nested = { maxDepth: 4, depthIdentifier: 'nested' } as const;
  const pair = (of: fc.Arbitrary<string>, ...signs: string[]) =>
    fc.tuple(of, fc.constantFrom(...signs), of).map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  const choice = (of: fc.Arbitrary<string>) => fc.tuple(tie('either'), of, of).map((all) => `if(${all.join(', ')})`);
  const compared = ['==', '!=', '<', '<=', '>', '>='];
  const missing = fc.constantFrom('none', 'thing.none', 'text.none', '$root.none', 'list');
  return {
    text: fc.oneof(
      nested,
      fc.constantFrom('text', 'thing.inner', '$root.text', "''", "'æ {b} c'", "'same'"),
      pair(tie('text'), '+'),
      choice(tie('text')),
    ),
    number: fc.oneof(
      nested,
      fc.constantFrom('number', '0', '12', 'count(list)', 'count(thing)', "count('abc')"),
      pair(tie('number'), '+'),
      choice(tie('number')),
    ),
    truth: fc.oneof(
      nested,
      fc.constantFrom('yes', 'no', '$data.yes'),
      pair(tie('text'), ...compared),
      pair(tie('number'), ...compared),
      pair(tie('either'), '&&', '||'),
      fc.tuple(missing, tie('text')).map(([none, text]) => `(${none} != ${text})`),
      fc
        .tuple(fc.constantFrom('exists', 'not', '!'), fc.oneof(missing, tie('either')))
        .map(([of, it]) => `${of}(${it})`),
      choice(tie('truth')),
    ),
    either: fc.oneof(tie('text'), tie('number'), tie('truth')),
  };
});
const data = {
  text: 'same',
  number: 12,
  list: [{ text: 'one' }, { text: 'two', number: 0 }],
  yes: true,
  no: false,
  thing: { inner: 'in' },
};

describe('an expression', () => {
  it.each([
    ['as a condition', (expression: string) => ({ body: [{ $when: `\${${expression}}`, text: 'shown' }] })],
    ['as a value', (expression: string) => ({ value: `\${if(yes, ${expression}, '')}` })],
    ['in a text', (expression: string) => ({ text: `så \${${expression}}!` })],
  ])('means what it means to Microsoft’s own reader, %s', (_, templateOf) => {
    const same = fc.property(expressions, (expression) => {
      const template = templateOf(expression);
      expect(compileTemplate(template)(data)).toEqual(reference(template, data));
    });
    fc.assert(same, { numRuns: 1_500, seed: 1 });
  });

  it.each(['a b', 'a[0]', 'length(a)', 'if(a, b)', 'a +', "'a", 'a ? b : c', 'a == b)', '', 'not()'])(
    'that is none of those read is told with its place: %s',
    (expression) => {
      const template = { body: [{ type: 'TextBlock', text: `\${${expression}}` }] };
      expect(() => compileTemplate(template)).toThrow(
        /^\/body\/0\/text: ".*" cannot be read|has an expression without an end/,
      );
    },
  );

  it('beside a backslash is told with its place', () => {
    expect(() => compileTemplate({ text: '\\n ${a}' })).toThrow('/text: ');
  });
});

describe('a template', () => {
  it.each([
    ['repeats an object for a list', { body: [{ $data: '${list}', text: '${text}', at: '${$index}' }] }],
    ['repeats nothing for an empty list', { body: [{ $data: '${empty}', text: 'x' }, 'after'] }],
    ['leaves an object out of an object as null', { part: { $when: '${no}', text: 'x' } }],
    [
      'has an object for a list of one, and a list for more',
      { one: { $data: '${single}', t: '${$data}' }, two: { $data: '${list}', t: '${text}' } },
    ],
    [
      'looks at the root from within',
      { body: [{ $data: '${list}', items: [{ $data: '${$root.single}', text: '${$data} ${$root.text}' }] }] },
    ],
    ['puts a list into a list', { choices: ['${list}', 'last', ['a', 'b']] }],
    ['shows the name of what is not there', { text: '${nowhere} and ${thing.nowhere}' }],
    [
      'leaves out what is not there in a list',
      { body: [{ $data: '${list}', $when: '${number == 0}', text: '${text}' }] },
    ],
    [
      'has its own words for numbers and objects',
      { a: '${number}', b: 'nr. ${number}', c: '${thing}', d: 3, e: null, f: true },
    ],
    [
      'keeps within an object',
      { body: [{ $data: '${thing}', text: '${inner}', below: { text: '${inner}', again: '${$root.thing.inner}' } }] },
    ],
  ])('%s', (_, template) => {
    const given = { ...data, empty: [], single: ['only'] };
    expect(compileTemplate(template)(given)).toEqual(reference(template, given));
  });

  it('with a $when that is no expression is told with its place', () => {
    expect(() => compileTemplate({ body: [{ $when: true }] })).toThrow('/body/0/$when: ');
  });

  it('gives cards that share nothing that could be changed', () => {
    const fill = compileTemplate({ body: [{ text: 'a', more: { deep: [1] } }], title: '${title}' });
    const card = fill({ title: 'x' });
    expect(() => Object.assign((card.body as object[])[0] ?? {}, { text: 'b' })).toThrow(TypeError);
    card.refresh = {};
    expect(fill({ title: 'y' })).toEqual({ body: [{ text: 'a', more: { deep: [1] } }], title: 'y' });
  });
});
