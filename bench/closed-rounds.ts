import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Answer } from '../src/domain/answer.ts';
import type { Round } from '../src/domain/round.ts';
import { openSqlite } from '../src/store/sqlite/sqlite.ts';
import { createStore } from '../src/store/store.ts';
import { closedRound, everyList, settingOf, wheels } from '../test/cards/rounds.ts';
import type { Where } from './activities.ts';
import { userId } from './connector.ts';

interface Many {
  /** Their channels; all are of one tenant. */
  channels: readonly Where[];
  /** How many rounds each of them has had. */
  rounds: number;
  /** The product's signing key. */
  key: Buffer;
}

/** Writes channels with closed rounds in depth, which the first person answered with comments. @returns the pictures' ids. */
export async function writeClosedRounds(data: string, { channels, rounds, key }: Many): Promise<string[]> {
  const wheel = wheels.find(({ id, language }) => id === 'sammenhaengshjulet' && language === 'da');
  if (!wheel) throw new Error('The wheel is not there');
  const state = { ...everyList, comment: 'Vi mangler et fast sted at mødes på tværs af skole og UU.' };
  const { round, answers } = closedRound(settingOf(wheel, 'deep', 'confidential'), state);
  const firsts = [...new Map(answers.map((each) => [each.themeId, each])).values()];
  const db = openSqlite(join(data, 'hjulet.sqlite'));
  const store = createStore(db);
  const pictures: string[] = [];
  for (const [i, { tenantId, conversationId, serviceUrl }] of channels.entries()) {
    const channel = { tenantId, conversationId };
    const writes: Promise<unknown>[] = [
      store.saveChannel({
        ...channel,
        kind: 'channel',
        teamId: `19:team-${i}@thread.tacv2`,
        teamName: 'Ungeindsatsen',
        name: `Kanal ${i}`,
        serviceUrl,
        language: 'da',
        facilitators: [],
        active: true,
        welcomed: true,
        latestRoundId: idOf(i, rounds - 1),
      }),
    ];
    for (let nth = 0; nth < rounds; nth++) {
      const id = idOf(i, nth);
      pictures.push(id);
      writes.push(store.saveRound(named(round, channel, id)), store.savePicture(id, channel, id));
      for (const answer of firsts) {
        const own: Answer = { ...answer, roundId: id, person: personOf(key, channel, id) };
        const place = { partition: `${tenantId}|${conversationId}`, id: `answer:${id}:${own.themeId}:${own.person}` };
        writes.push(db.write(place, JSON.stringify({ v: 1, ...own })));
      }
    }
    await Promise.all(writes);
  }
  await db.close();
  return pictures;
}

const idOf = (channel: number, round: number) => `bench-${channel}-${round}-`.padEnd(22, 'x');

function named(round: Round, channel: Round['channel'], id: string): Round {
  return { ...round, id, channel, ...(round.summary && { summary: { ...round.summary, pictureId: id } }) };
}

/** As src/app.ts makes them of the signing key. */
function personOf(key: Buffer, { tenantId, conversationId }: Round['channel'], roundId: string): string {
  const secret = createHmac('sha256', key).update('people').digest();
  const name = `round|${tenantId}|${conversationId}|${roundId}\n${userId(0)}`;
  return createHmac('sha256', secret).update(name).digest().subarray(0, 16).toString('base64url');
}
