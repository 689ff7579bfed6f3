import { describe, expect, it } from 'vitest';
import { languages } from '../../src/domain/language.ts';
import { foreign, makers, said, split, strings } from '../support/one-language.ts';
import { destination, longName, plans } from './plans.ts';
import { longComments, states } from './rounds.ts';
import { scenesOf, viewNames } from './scenes.ts';

/** A card speaks one language: nothing on it is a word that only the other language has. */

/** What people in the scenes are called and have written, the longest first, and the names that stay as they are. */
const people = [
  longName,
  destination,
  ...Object.values(longComments),
  ...strings(plans),
  ...Object.values(states).map(({ comment = '' }) => comment),
  ...makers,
]
  .filter((each) => split(each).length > 1)
  .sort((one, other) => other.length - one.length);
/** Besides, the goal and the value that actions are tied to, and addresses, which are of no language. */
const withoutPeople = (text: string): string =>
  [...people, 'UDSYN', 'Tillid'].reduce(
    (left, words) => left.replaceAll(words, ' '),
    text.replaceAll(/https?:\/\/\S+/g, ' '),
  );

const all = new Map(viewNames.map((view) => [view, scenesOf(view)]));

describe.each(languages)('cards in %s', (language) => {
  it.each(viewNames)('of %s have no word of the other language', (view) => {
    const scenes = all.get(view)?.filter((scene) => scene.language === language) ?? [];
    expect(scenes.length).toBeGreaterThan(0);
    const texts = [...new Set(scenes.flatMap(({ json }) => said(json)))];
    expect(foreign(texts.map(withoutPeople), language)).toEqual([]);
  });
});
