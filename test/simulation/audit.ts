import type { Round } from '../../src/domain/round.ts';
import { local } from '../domain/wall-time.ts';
import type { City } from './city.ts';
import type { Memory } from './people.ts';
import { deadlineAt, nameOf, occasionsUntil } from './rules.ts';

/** Holds what is there at the end against the promises; everything that was due up to `ended` has had its time. */
export function audit(city: City, memory: Memory, ended: number): void {
  city.teams.land();
  dueItems(city, ended);
  postsAndItems(city);
  rounds(city, ended);
  schedules(city, ended);
  answers(city, memory);
}

/** R2: everything ended. R3: what is called sent was accepted, and what was accepted is called sent or unknown. */
function dueItems({ ledger }: City, ended: number): void {
  for (const { due } of ledger.due.values()) {
    if (due.state === 'waiting' && due.dueAt <= ended) ledger.breaks('R2', `${due.id} never ended`);
    if (due.state !== 'sent') continue;
    const post = ledger.accepted.find(({ id }) => id === due.post?.activityId);
    // Of one that Teams gave no id nobody knows where it is.
    const isThere = due.post ? post?.key === due.id : ledger.accepted.some(({ key }) => key === due.id);
    if (!isThere) ledger.breaks('R3', `${due.id} is sent and Teams has no such post`);
  }
}

function postsAndItems({ ledger }: City): void {
  const silent = (roundId = '') => {
    const channel = ledger.rounds.get(roundId)?.channel;
    return !(channel && ledger.channels.get(nameOf(channel))?.active);
  };
  for (const [key, { roundId, state, activityId }] of ledger.posts) {
    // What was under way in a channel that was never heard from again stays so.
    if (silent(roundId)) continue;
    if (state === 'sending') ledger.breaks('R2', `the post ${key} never ended`);
    const accepted = ledger.accepted.filter((each) => each.key === key);
    if (state === 'sent' && !accepted.some(({ id }) => activityId === '' || id === activityId))
      ledger.breaks('R3', `the post ${key} is sent and Teams has no such post`);
  }
  for (const { key, due } of ledger.accepted) {
    // Where people asked for it once more, what became of the first is forgotten.
    if (ledger.again.has(key)) continue;
    const post = ledger.posts.get(key);
    const state = due ? ledger.due.get(key)?.due.state : post?.state;
    if (state === 'sending' && silent(post?.roundId)) continue;
    // `gone` is a post that was sent, until somebody deleted it.
    if (!['sent', 'unknown', 'gone'].includes(state ?? '')) ledger.breaks('R3', `${key} was accepted and is ${state}`);
  }
}

/** Rounds close at their deadline, their summaries are a recount (V4), and their cards show how they stand. */
function rounds({ ledger, teams }: City, ended: number): void {
  for (const channel of ledger.channels.values()) {
    const open = ledger.roundOf(channel);
    if (!open || !channel.active) continue;
    if (open.state === 'closing') ledger.breaks('R2', `the round ${open.id} was never closed to its end`);
    else if (deadlineAt(open) <= ended) ledger.breaks('R2', `the round ${open.id} is open after its deadline`);
  }
  for (const round of ledger.rounds.values()) {
    const stored = [...ledger.answers.values()].filter(({ roundId }) => roundId === round.id);
    if (round.state === 'closed') recount(ledger, round, stored);
    const channel = ledger.channels.get(nameOf(round.channel));
    const shows = channel?.active && (channel.openRoundId === round.id || channel.latestRoundId === round.id);
    for (const theme of shows ? Object.keys(round.units) : []) {
      const post = ledger.posts.get(`${round.id}/theme:${theme}`);
      if (!post && round.state === 'open') ledger.breaks('R2', `the round ${round.id} has no card of ${theme}`);
      if (post?.state !== 'sent' || teams.stale.has(post.activityId)) continue;
      const notice = teams.shown.get(post.activityId);
      if (notice && round.state === 'closed' && notice.card !== 'themeResult')
        ledger.breaks('R5', `the card of ${theme} in the closed round ${round.id} can be filled in`);
    }
    if (shows) statusCounts({ ledger, teams }, round, stored);
    if (shows && round.state === 'closed') afterClosing({ ledger, teams }, round);
    if (round.state === 'closed' && shows && !ledger.posts.has(`${round.id}/summary`))
      ledger.breaks('R2', `the round ${round.id} has no summary in its channel`);
  }
}

/** No card of a closed round says that it is open, and its summary is there or is offered. */
function afterClosing({ ledger, teams }: Pick<City, 'ledger' | 'teams'>, { id }: Round): void {
  const summary = ledger.posts.get(`${id}/summary`)?.state;
  for (const { roundId, slot, state, activityId } of ledger.posts.values()) {
    const notice = teams.shown.get(activityId);
    if (roundId !== id || state !== 'sent' || !notice || teams.stale.has(activityId)) continue;
    if (notice.card === 'theme') ledger.breaks('R5', `${slot} in the closed round ${id} can be filled in`);
    if (notice.card !== 'status') continue;
    if (notice.round.state === 'open') ledger.breaks('R5', `${slot} says that the closed round ${id} is open`);
    else if (summary === 'unknown' && notice.delivery.summary !== 'missing')
      ledger.breaks('P1', `the summary of ${id} may be missing and ${slot} does not offer it`);
  }
}

/** An open round's status card says how many have answered. */
function statusCounts(
  { ledger, teams }: Pick<City, 'ledger' | 'teams'>,
  round: Round,
  stored: readonly { themeId: string }[],
): void {
  const post = ledger.posts.get(`${round.id}/status`);
  const notice = teams.shown.get(post?.activityId ?? '');
  if (post?.state !== 'sent' || round.state !== 'open' || notice?.card !== 'status') return;
  if (teams.stale.has(post.activityId) || ledger.diedUnnoted(round)) return;
  for (const theme of Object.keys(round.units)) {
    const answered = stored.filter(({ themeId }) => themeId === theme).length;
    if (notice.answered[theme] !== answered)
      ledger.breaks('P3', `the status of ${round.id} says ${notice.answered[theme]} and ${answered} answered ${theme}`);
  }
}

function recount(
  ledger: City['ledger'],
  { id, units, summary }: Round,
  stored: readonly { themeId: string; person: string; scores: Record<string, unknown> }[],
): void {
  const differs = (what: string) => ledger.breaks('V4', `the summary of ${id} differs from a recount: ${what}`);
  if (summary?.people !== new Set(stored.map(({ person }) => person)).size) differs('people');
  for (const [theme, unitIds] of Object.entries(units)) {
    const given = stored.filter(({ themeId }) => themeId === theme);
    const told = summary?.themes.find(({ themeId }) => themeId === theme);
    if (told?.people !== given.length) differs(`people of ${theme}`);
    for (const unit of unitIds) {
      const result = told?.units.find(({ unitId }) => unitId === unit);
      const scores = given.map(({ scores }) => scores[unit]);
      if (result?.dontKnow !== scores.filter((score) => score === 'dontKnow').length) differs(`don't know of ${unit}`);
      if (result?.result.n !== scores.filter((score) => typeof score === 'number').length) differs(`n of ${unit}`);
    }
  }
}

/** The row of a schedule never ends by itself, and every time it had came to an end. */
function schedules({ ledger }: City, ended: number): void {
  for (const [name, { id, stopped, rule, next }] of ledger.schedules) {
    const channel = ledger.channels.get(name);
    if (stopped || !channel?.active) continue;
    if (rule.cadence.kind === 'months') {
      const item = ledger.due.get(`reassess:${id}:${next?.on}`)?.due;
      if (item?.state !== 'waiting') ledger.breaks('R2', `the schedule ${id} has no next time that waits`);
    }
    // A channel that could not be written to lets its times go.
    if (ledger.inactive.has(name)) continue;
    const set = ledger.everSet.get(id);
    for (const on of occasionsUntil(rule, ended)) {
      if (!set || local(`${on} ${rule.time}`) <= set.at + 86_400_000 * 2) continue;
      const state = ledger.due.get(`reassess:${id}:${on}`)?.due.state;
      if (state === undefined || state === 'waiting') ledger.breaks('R2', `the reminder of ${on} is ${state}`);
    }
  }
}

/** V1 to V3: what was acknowledged is there, or something of the same person that is not older. */
function answers({ ledger }: City, { pressed }: Memory): void {
  for (const [id, all] of Map.groupBy(pressed, (each) => each.id)) {
    const acknowledged = all.filter((each) => each.acknowledged !== undefined);
    const kept = all.find(({ comment }) => comment === ledger.answers.get(id)?.comment);
    if (!kept) {
      if (acknowledged.length > 0) ledger.breaks('V1', `${id} was acknowledged and is gone`);
      continue;
    }
    const newer = acknowledged.find(({ began }) => began > (kept.acknowledged ?? Number.POSITIVE_INFINITY));
    if (newer) ledger.breaks('V3', `${id} keeps "${kept.comment}" and "${newer.comment}" was acknowledged after it`);
  }
}
