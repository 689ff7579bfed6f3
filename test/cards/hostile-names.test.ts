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

/** Where clients read marks. */
function textsIn(view: (typeof viewNames)[number]): string[] {
  return scenesOf(view).flatMap(({ json }) =>
    parts(json).flatMap(({ type, text }) => (type === 'TextBlock' ? [String(text)] : [])),
  );
}

describe.each(viewNames)('where names look like marks, every card that %s makes', (view) => {
  it('shows them as they are written', () => {
    const texts = textsIn(view);
    expect(texts.filter((text) => /^\s*(\d+[.)]|[-+*])\s/m.test(text)).slice(0, 5)).toEqual([]);
    expect(texts.filter((text) => text.includes('KANARIE')).slice(0, 5)).toEqual([]);
  });
});

it('names that look like marks are on many cards', () => {
  const all = viewNames.flatMap((view) => scenesOf(view).map(({ json }) => JSON.stringify(json)));
  expect(all.filter((json) => json.includes(link)).length).toBeGreaterThan(20);
  expect(all.filter((json) => /"\d\.\u2060 /.test(json)).length).toBeGreaterThan(100);
});
