import { describe, expect, it, vi } from 'vitest';
import type * as catalogue from '../../src/wheels/catalogue.ts';
import type * as records from '../store/records.ts';
import { parts } from '../support/cards.ts';
import type * as plans from './plans.ts';
import { scenesOf, viewNames } from './scenes.ts';

const link = vi.hoisted(() => '[KANARIE](https://ond.example)');

/** What people and Teams call things. */
vi.mock('../store/records.ts', async (original) => {
  const actual = await original<typeof records>();
  const channel: typeof actual.channel = (change) => actual.channel({ ...change, teamName: link, name: `1. ${link}` });
  return { ...actual, channel };
});
vi.mock('./plans.ts', async (original) => ({ ...(await original<typeof plans>()), longName: `1. ${link}` }));

/** What a municipality calls things in a wheel of its own. */
vi.mock('../../src/wheels/catalogue.ts', async (original) => {
  const actual = await original<typeof catalogue>();
  const numbered = <T extends { name: string }>(all: readonly T[]) =>
    all.map((each, i) => ({ ...each, name: `${i + 1}. ${each.name}` }));
  const readWheels: typeof actual.readWheels = (...folders) =>
    numbered(actual.readWheels(...folders)).map((wheel) => ({
      ...wheel,
      themes: numbered(wheel.themes).map((theme) => ({ ...theme, focusAreas: numbered(theme.focusAreas) })),
    }));
  return { ...actual, readWheels };
});

/** Every card of a view, and how many show such a name. */
const shown = { link: 0, number: 0 };

describe.each(viewNames)('where names look like marks, every card that %s makes', (view) => {
  it('shows them as they are written', () => {
    for (const { name, json } of scenesOf(view)) {
      // Where clients read marks.
      const texts = parts(json).flatMap(({ type, text }) => (type === 'TextBlock' ? [String(text)] : []));
      expect(
        texts.filter((text) => /^\s*(\d+[.)]|[-+*])\s/m.test(text) || text.includes('KANARIE')),
        name,
      ).toEqual([]);
      const all = JSON.stringify(json);
      if (all.includes(link)) shown.link += 1;
      if (/"\d\.\u2060 /.test(all)) shown.number += 1;
    }
  });
});

it('names that look like marks are on many cards', () => {
  expect(shown.link).toBeGreaterThan(20);
  expect(shown.number).toBeGreaterThan(100);
});
