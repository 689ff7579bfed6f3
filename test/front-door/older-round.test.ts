import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wheelSchema } from '../../src/domain/wheel.ts';
import type { Database } from '../../src/store/database.ts';
import { channelId } from '../support/activities.ts';
import { type Harness, startHarness } from '../support/app.ts';
import { tenantId } from '../support/canaries.ts';
import { textOf } from '../support/cards.ts';
import { closedRound, newest } from '../support/closed.ts';
import { anders, fatima, mette } from '../support/rounds.ts';

const key = { tenantId, conversationId: channelId };
/**
 * As version 0.1.0 stored it, with lists that go by the median: one focus area on two of them, one under "begynd her" whose
 * average is 2,6, and the half of a theme whose focus areas lie on both sides of the middle.
 */
const stored: { id: string } = fixture('closed-round-0.1.0.json');
/** The wheel of then, which the database has kept. */
const wheel = wheelSchema.parse(fixture('sammenhaengshjulet-2.da.json'));

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'));
}

/** A channel whose latest round is the older one. */
async function channelWithOlderRound(): Promise<Harness> {
  const found: Database[] = [];
  const harness = await startHarness({
    wrap: (db) => {
      found.push(db);
      return db;
    },
  });
  await closedRound(harness, { [mette]: '2' });
  const body = JSON.stringify({ ...stored, channel: key });
  const partition = `${tenantId}|${channelId}`;
  await harness.store.keepWheel(wheel);
  await found[0]?.put([{ kind: 'document', partition, id: `round:${stored.id}`, body }]);
  const channel = await harness.store.channel(key);
  if (!channel) throw new Error('no channel');
  await harness.store.saveChannel({ ...channel.record, latestRoundId: stored.id }, channel.version);
  return harness;
}

describe('a round that an earlier version closed', () => {
  it('is shown by the rule of today, each focus area on one list', async () => {
    const harness = await channelWithOlderRound();
    const before = harness.connector.shown.length;
    await harness.say(anders, 'overblik');
    const { cardNow: card } = await newest(harness, 'Overblik', before);
    const text = textOf(card);
    const [, shortTerm = '', talkFirst = '', longTerm = ''] =
      /På kort sigt: begynd her\n(.*)Tal om det først\n(.*)På lang sigt\n(.*)Jeres styrker/s.exec(text) ?? [];
    expect(shortTerm).toContain('Langsigtede relationer med virksomheder ligger på 1,4 i gennemsnit (5 vurderinger)');
    expect(talkFirst).toContain('Netværk med civilsamfund ligger på 2,2 i gennemsnit (5 vurderinger)');
    expect(longTerm).toContain('Kapacitetsopbygning og løbende tilpasning ligger på 2,6 i gennemsnit');
    expect(longTerm).not.toContain('Netværk med civilsamfund');
    expect(text).toContain('Hør flere sider\nBrobygning til erhvervslivet ligger på 2,8');
    expect(text).toContain('Sammenhæng i overgange\nFokusområder med resultat: på begge sider af midten');
    expect(text).toContain('En styrke: Unge som brobyggere (4,0). Begynd med Langsigtede');
    expect(text).not.toMatch(/mindretal|\benige|\buenige|i snit/);
  });

  it('can be chosen from, and is part of the trend', async () => {
    const harness = await channelWithOlderRound();
    const before = harness.connector.shown.length;
    await harness.say(anders, 'overblik');
    await harness.press(anders, await newest(harness, 'Overblik', before), 'Prioritér sammen');
    const choosing = await newest(harness, 'Prioritér sammen', before);
    expect(textOf(choosing.cardNow)).toContain('Tal om det først: Netværk med civilsamfund');
    await harness.say(anders, 'udvikling');
    const trend = await newest(harness, 'Udvikling', before);
    expect(textOf(trend.cardNow)).toContain('1 lukket runde');
    expect(textOf(trend.cardNow)).toContain('Fokusområder med resultat: på begge sider af midten');
  });
});

describe('a round whose smallest group is not that of the setting any longer', () => {
  it('is told by the smallest group that people were promised, on its rows as in its lists', async () => {
    const options = { smallestGroup: 3 };
    const harness = await startHarness(options);
    await closedRound(harness, { [mette]: '1', [anders]: '1', [fatima]: '4' });
    options.smallestGroup = 5;
    await harness.restart();
    const before = harness.connector.shown.length;
    await harness.say(anders, 'overblik');
    const { cardNow: card } = await newest(harness, 'Overblik', before);
    expect(textOf(card)).toContain(
      'Bæredygtigt samarbejde\n2,0 · tættest på trin 2 Begyndende udvikling\n3 vurderinger · svarene ligger spredt',
    );
    expect(textOf(card)).toContain('men svarene ligger spredt fra trin 1 til trin 4');
  });
});
