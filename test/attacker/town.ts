import { createHmac } from 'node:crypto';
import { read } from '@e965/xlsx';
import { silent } from '../../src/app.ts';
import type { Round, Summary } from '../../src/domain/round.ts';
import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { pictureOf } from '../../src/pictures/picture-cache.ts';
import { createReports } from '../../src/report/reports.ts';
import { xlsxOf } from '../../src/report/xlsx.ts';
import { openSqlite } from '../../src/store/sqlite/sqlite.ts';
import { createStore } from '../../src/store/store.ts';
import { act } from '../../src/teams/actions.ts';
import { botContext } from '../../src/teams/cards/bot-context.ts';
import { noGroup } from '../../src/teams/cards/inputs.ts';
import { type AdaptiveCard, loadCards } from '../../src/teams/cards/templates.ts';
import { answerMessage } from '../../src/teams/commands.ts';
import { noticeCard } from '../../src/teams/outbound/notices.ts';
import { postedCard } from '../../src/teams/outbound/responder.ts';
import { loadTexts } from '../../src/texts/texts.ts';
import { meetChannel } from '../../src/usecases/channel/channels.ts';
import { createRosters } from '../../src/usecases/channel/rosters.ts';
import { scheduleDue } from '../../src/usecases/due/schedule-due.ts';
import { removeGuestAnswer, saveGuestAnswer } from '../../src/usecases/guests/guest-answer.ts';
import type { BeforeLeaving, ChangeOutcome, Deps, Messenger, Notice } from '../../src/usecases/ports.ts';
import { picturedRound } from '../../src/usecases/results/overview.ts';
import { reportOf } from '../../src/usecases/results/report.ts';
import { createCounts } from '../../src/usecases/round/counts.ts';
import { runDue } from '../../src/usecases/run-due.ts';
import { resultsPage } from '../../src/web/guests/results-page.ts';
import { createWheels } from '../../src/wheels/catalogue.ts';
import { buttons } from '../support/cards.ts';
import { once } from '../support/once.ts';
import { type Deed, linkOf, type Plan } from './plan.ts';

/** Everything that others than the one it is about see of a round, in order: cards in each of their versions, pictures, reports. */
export type Seen = (AdaptiveCard | string)[];

const key = { tenantId: 'tenant', conversationId: '19:channel@thread.tacv2' };
/** Two rounds show the same again and again where the one tells no more than the other; to make it each time took half of the time. */
const made = 2_000;
const texts = loadTexts('Europe/Copenhagen');
const fill = once(loadCards(), made);
const draw = once(drawWheel);
const workbook = once(xlsxOf);
const userId = (person: number) => `29:${person}`;
const day = 86_400_000;

/**
 * Plays a plan with the whole bot but its HTTP, and notes what it shows.
 * @param what the cards alone, or pictures and reports too, which take most of the time to make.
 */
export async function play(plan: Plan, what: 'cards' | 'everything'): Promise<{ seen: Seen; round: Round }> {
  const town = await found(plan, what);
  const round = await town.start();
  const links = await town.invite(round);
  for (const deed of plan.deeds) {
    const link = 'person' in deed ? links[linkOf(plan, deed.person)] : undefined;
    if (link !== undefined && deed.kind === 'answer') await town.answerBy(link, deed);
    else if (link !== undefined && deed.kind === 'erase') await town.eraseBy(link, deed.person);
    else if (deed.kind === 'withdraw') await town.press(0, 'withdraw', { round, invitation: links[deed.link] });
    else if (deed.kind === 'answer') {
      const scores = Object.entries(deed.scores).map(([unit, score]) => [`s_${unit}`, String(score)]);
      // The number seen is new each time, as when people ask for their answer before they change it.
      const data = {
        round,
        theme: deed.themeId,
        seen: town.next(),
        comment: deed.comment,
        ...Object.fromEntries(scores),
      };
      await town.press(deed.person, 'answer', data);
    } else if (deed.kind === 'say') {
      const answersAs = deed.group ?? noGroup;
      await town.press(deed.person, 'answersAs', { round, theme: deed.themeId, answersAs });
    } else if (deed.kind === 'erase') await town.press(deed.person, 'eraseMine', {}, true);
    else await town.look();
  }
  await town.press(0, 'close', { round, ...(links.length > 0 && { resultsByLink: true }) });
  await town.look();
  for (const person of plan.late) {
    await town.press(person, 'eraseMine', {}, true);
    await town.look();
  }
  town.pass(31 * day);
  await town.look();
  return town.end(round);
}

async function found(
  { wheel, depth, smallestGroup, people, groups = false, links = [] }: Plan,
  what: 'cards' | 'everything',
) {
  const db = openSqlite(':memory:');
  const store = createStore(db);
  const wheels = await createWheels([wheel], store);
  const seen: Seen = [];
  const changed = new Set<string>();
  let now = Date.UTC(2026, 10, 26, 8);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return String(ids).padStart(22, '0');
  };
  const settings = {
    smallestGroup,
    retentionMonths: 12,
    timeZone: 'Europe/Copenhagen',
    language: 'da',
    trial: false,
  } as const;
  const render = {
    texts,
    chatTexts: texts,
    reads: () => 'da' as const,
    wheels,
    ...settings,
    pictureUrl: () => 'https://hjulet.example.dk/p.png',
    wheelUrl: () => 'https://hjulet.example.dk/w.png',
    trendUrl: () => 'https://hjulet.example.dk/t.png',
    reportUrl: () => 'https://hjulet.example.dk/r',
    answerUrl: () => 'https://hjulet.example.dk/a',
  };
  const latest = new Map<string, string>();
  let posts = 0;
  /** As in Teams, a post that is updated with what it shows already is no news. */
  const show = async (notice: Notice, activityId: string): Promise<ChangeOutcome> => {
    const card = fill(await noticeCard(render, notice, []));
    if (latest.get(activityId) !== JSON.stringify(card)) seen.push(card);
    latest.set(activityId, JSON.stringify(card));
    return { kind: 'accepted', conversationId: key.conversationId, activityId };
  };
  const post = async (notice: Notice, before: BeforeLeaving) => {
    await before();
    posts += 1;
    return show(notice, `post-${posts}`);
  };
  const members = Array.from({ length: people }, (_, person) => ({ userId: userId(person), name: `Person ${person}` }));
  const messenger: Messenger = {
    post: (_channel, notice, before) => post(notice, before),
    reply: (_channel, _thread, { notice, before }) => post(notice, before),
    update: (_channel, { activityId }, { notice }) => show(notice, activityId),
    members: async () => members,
    isMember: async () => true,
    openChat: async () => ({ kind: 'refused', status: 403 }),
  };
  const deps: Deps = {
    store,
    messenger,
    wheels,
    prefilledFrame: () => ({ coreTask: '', destination: '', goals: [], values: [] }),
    now: () => now,
    newId,
    instance: 'this',
    fingerprintOf: (said) => createHmac('sha256', 'town').update(said).digest('base64url'),
    keyedId: (scope, id) => createHmac('sha256', 'town').update(`${scope}\n${id}`).digest('base64url').slice(0, 22),
    settings,
    wake: () => undefined,
    drawAhead: async () => undefined,
    random: () => 0.5,
    meter: silent,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (_fields, _message, error) => {
        throw error;
      },
    },
  };
  const bot = {
    deps,
    rosters: createRosters(deps),
    counts: createCounts(deps),
    answering:
      ({ id }: Pick<Round, 'id'>) =>
      () =>
        void changed.add(id),
    voting: () => () => undefined,
    noticed: () => undefined,
    later: () => undefined,
    render,
  };
  const contextOf = (person: number, personal: boolean) =>
    botContext(bot, {
      caller: {
        channel: personal ? { ...key, conversationId: `a:${person}` } : key,
        userId: userId(person),
        language: 'da',
      },
      thread: key.conversationId,
      kind: personal ? 'personal' : 'channel',
      personal,
    });
  await meetChannel(deps, { ...key, kind: 'channel', name: 'Sammenhæng', serviceUrl: 'https://teams.example.dk' });

  const asked = async (person: number, personal: boolean, text: string) =>
    fill(postedCard(texts.da, await answerMessage(contextOf(person, personal), text)));
  const work = async () => {
    for (const id of changed) await scheduleDue(deps, 'recount', { subject: { id, channel: key } });
    changed.clear();
    for (let due = await store.due(now, 100); due.length > 0; due = await store.due(now, 100)) {
      for (const item of due) await runDue(deps, item);
    }
  };
  const report = createReports({
    read: (round) => reportOf(deps, round),
    texts,
    chatTexts: texts,
    wheels,
    // The picture is seen by itself, once.
    draw: async () => '',
    drawHistory: async () => '',
    workbook,
    fonts: [],
    timeZone: settings.timeZone,
    now: () => now,
  });
  const town = {
    next: newNumber(),
    pass(ms: number) {
      now += ms;
    },
    async press(person: number, verb: string, data: Record<string, unknown>, personal = false) {
      now += 1_000;
      return act(contextOf(person, personal), { verb, data });
    },
    async start(): Promise<string> {
      const card = await asked(0, false, 'start');
      const setup = String(buttons(card)[0]?.data.setup);
      const inputs = {
        wheelId: wheel.id,
        depth,
        privacy: 'confidential',
        expected: '1000',
        deadline: '2026-12-24',
        deadlineTime: '12:00',
        closeWhenAll: 'false',
        nudges: 'true',
        perspectives: String(groups),
        language: 'da',
      };
      await town.press(0, 'start', { setup, own: false, ...inputs });
      await work();
      return (await store.roundsOf(key))[0]?.id ?? '';
    },
    /** @returns the ids of the links, in the order of the plan. */
    async invite(round: string): Promise<string[]> {
      for (const { group } of links)
        await town.press(0, 'makeInvitation', { round, most: '200', plain: 'false', answersAs: group ?? noGroup });
      return (await store.invitations(key, round)).map(({ id }) => id);
    },
    async answerBy(id: string, { person, themeId, scores, comment }: Deed & { kind: 'answer' }) {
      now += 1_000;
      const saved = await saveGuestAnswer(bot, { id, phone: `phone-${person}`, themeId }, { seen: 0, scores, comment });
      if (saved.kind !== 'saved') throw new Error(`an answer by link was not saved: ${saved.kind}`);
    },
    async eraseBy(id: string, person: number) {
      now += 1_000;
      await removeGuestAnswer(bot, id, `phone-${person}`);
    },
    /** The cards follow, and people ask for what they may ask for. */
    async look() {
      now += 60_000;
      await work();
      for (const text of ['status', 'overblik']) seen.push(await asked(0, false, text));
      seen.push(await asked(people - 1, true, 'overblik'));
      if (what === 'cards') return;
      const [round] = await store.roundsOf(key);
      if (!round?.summary) return;
      for (const format of ['html', 'xlsx', 'csv'] as const) {
        const body = (await report(round, { language: 'da', format }))?.body ?? Buffer.alloc(0);
        seen.push(format === 'xlsx' ? cellsOf(body) : body.toString());
      }
    },
    async end(roundId: string): Promise<{ seen: Seen; round: Round }> {
      const kept = (await store.round(key, roundId))?.record;
      const round = await picturedRound(deps, kept?.summary?.pictureId ?? '');
      if (!round) throw new Error('the round was not closed');
      const summary = summaryOf(round);
      if (links.length > 0)
        seen.push(resultsPage({ base: '', texts: texts.da, page: 'start' }, { ...round, summary }, wheel).main.html);
      if (what === 'everything')
        for (const slices of ['themes', 'units'] as const)
          seen.push(draw(pictureOf({ ...round, summary }, { wheel, texts: texts.da, slices })));
      await db.close();
      return { seen, round };
    },
  };
  return town;
}

const known = new WeakMap<Buffer, string>();

/** All cells of a workbook, which is packed with the time that it was made at. */
function cellsOf(packed: Buffer): string {
  const cells = known.get(packed) ?? JSON.stringify(read(packed).Sheets);
  known.set(packed, cells);
  return cells;
}

function summaryOf({ summary }: Round): Summary {
  if (!summary) throw new Error('the round was not closed');
  return summary;
}

function newNumber(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}
