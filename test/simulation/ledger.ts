import type { Answer } from '../../src/domain/answer.ts';
import type { Channel } from '../../src/domain/channel.ts';
import type { ChannelKey, Round } from '../../src/domain/round.ts';
import type { DueRow } from '../../src/store/database.ts';
import type { DocumentKey } from '../../src/store/places.ts';
import type { Due } from '../../src/usecases/due/due-ports.ts';
import type { Post } from '../../src/usecases/round/round-ports.ts';
import type { Schedule } from '../../src/usecases/schedule/schedule-ports.ts';
import { local } from '../domain/wall-time.ts';
import { Expected, type Kernel, type Task } from './kernel.ts';
import { deadlineAt, mayCome, nameOf, nudgeAt, tooLate, wrongDay } from './rules.ts';

/** Something that Teams accepted. */
export interface Accepted {
  id: string;
  /** What may be accepted once: a due item, or a place of a round. */
  key: string;
  /** The due item it was sent for, where it is that item's one post. */
  due?: Due;
}

/**
 * What happened, told by the writes that reached the database and the posts that reached Teams, in the order in which
 * they did. It knows nothing of how the program decides, and holds each step against the promises.
 */
export class Ledger {
  readonly broken: string[] = [];
  /** How due items ended, by work and end. */
  readonly ended = new Set<string>();
  readonly channels = new Map<string, Channel>();
  readonly rounds = new Map<string, Round>();
  readonly schedules = new Map<string, Schedule>();
  /** Schedules that were ever set, by id, with the time they were. */
  readonly everSet = new Map<string, { schedule: Schedule; at: number }>();
  readonly posts = new Map<string, Post>();
  readonly due = new Map<string, { due: Due; row: DueRow }>();
  readonly answers = new Map<string, Answer>();
  readonly accepted: Accepted[] = [];
  /** How many people were ever noted as reminded of a round at once, and in which chats Teams took a reminder of it. */
  readonly noted = new Map<string, number>();
  readonly reminded = new Map<string, string[]>();
  /** How often people asked for a post once more. */
  readonly again = new Map<string, number>();
  /** The last step at which a channel could not be written to, and at which it had an open round. */
  readonly inactive = new Map<string, number>();
  readonly busy = new Map<string, number>();
  /** By round, who stored an answer and has not noted yet that the cards are to follow. */
  readonly unnoted = new Map<string, Set<Task>>();
  readonly #left = new Set<string>();
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** A promise was broken, as people would say it. */
  breaks(promise: string, what: string): void {
    this.broken.push(`${promise}: ${what} (step ${this.#kernel.steps}, ${new Date(this.#kernel.now).toISOString()})`);
  }

  /** Work ended with an error. */
  met(error: unknown): void {
    if (!(error instanceof Expected)) this.breaks('P1', error instanceof Error ? (error.stack ?? '') : String(error));
  }

  clock({ instance }: Task): number {
    return this.#kernel.now + instance.skewMs;
  }

  wrote(task: Task, { id }: DocumentKey, body: string): void {
    const record = JSON.parse(body);
    const [kind] = id.split(':');
    if (kind === 'channel') this.#channel(task, record);
    if (kind === 'round') this.#round(task, record);
    if (kind === 'answer') this.#answer(task, id, record);
    if (kind === 'post') this.#post(task, record);
    if (kind === 'schedule') this.#schedule(record);
    if (kind === 'reminded') this.#noted(id, record);
  }

  removed({ name }: Task, { id }: DocumentKey): void {
    const [kind, round, ...slot] = id.split(':');
    const key = `${round}/${slot.join(':')}`;
    if (kind !== 'post') return;
    this.posts.delete(key);
    if (name.startsWith('sends')) this.again.set(key, (this.again.get(key) ?? 0) + 1);
  }

  wroteDue(task: Task, row: DueRow): void {
    const due: Due = JSON.parse(row.body);
    const before = this.due.get(due.id)?.due;
    this.due.set(due.id, { due, row });
    if (due.work === 'recount') this.unnoted.get(due.subject)?.delete(task);
    if (task.due === due.id && row.waiting) {
      const against = this.#against(due);
      if (due.sending && !before?.sending) {
        this.#left.add(due.id);
        task.doubts = stillSo(task, against);
      }
      task.doubted = against;
    }
    if (
      before &&
      before.state !== 'waiting' &&
      due.state === 'waiting' &&
      ['sent', 'skippedLate'].includes(before.state)
    )
      this.breaks('R1', `${due.id} was ${before.state} and waits again`);
    if (!row.waiting && before?.state !== due.state) this.#ended(task, due);
  }

  /** Teams accepted a post. */
  took(task: Task, post: Accepted): void {
    this.accepted.push(post);
    const { key, due } = post;
    const times = this.accepted.filter((each) => each.key === key).length;
    if (times > 1 + (this.again.get(key) ?? 0)) this.breaks('R1', `${key} was accepted ${times} times`);
    if (!task.doubts) this.breaks('R3', `${key} left without being written first`);
    for (const doubt of task.doubts ?? []) this.breaks('R5', `${key} was accepted though ${doubt} before it left`);
    const at = due && this.earliest(due);
    if (at !== undefined && this.clock(task) < at)
      this.breaks('R4', `${key} was accepted ${(at - this.clock(task)) / 1000} s early by the clock of its instance`);
    if (due && !mayCome(due.dueAt, this.clock(task)))
      this.breaks('R4', `${key} was accepted ${(this.clock(task) - due.dueAt) / 1000} s late, when nothing late comes`);
    for (const wrong of due?.work === 'reassess' ? wrongDay(due.occasion) : []) this.breaks('R4', `${key}: ${wrong}`);
  }

  /** Teams accepted a reminder in somebody's own chat. */
  reminds(task: Task, { id }: Round, chat: string): void {
    const chats = [...(this.reminded.get(id) ?? []), chat];
    this.reminded.set(id, chats);
    if (chats.indexOf(chat) < chats.length - 1) this.breaks('R1', `${chat} was reminded of ${id} twice`);
    if (chats.length > (this.noted.get(id) ?? 0))
      this.breaks('R3', `${chat} was reminded of ${id} and nobody noted it`);
    const due = this.due.get(task.due ?? '')?.due;
    const at = due && this.earliest(due);
    if (at === undefined) this.breaks('R4', `${chat} was reminded of ${id} by nothing that was due`);
    else if (this.clock(task) < at) this.breaks('R4', `${chat} was reminded of ${id} too early`);
    else if (!mayCome(at, this.clock(task))) this.breaks('R4', `${chat} was reminded of ${id} when nothing late comes`);
  }

  /** Only while a round is open it is noted whom it reminded. */
  #noted(id: string, { people }: { people: string[] }): void {
    const [, roundId = ''] = id.split(':');
    this.noted.set(roundId, Math.max(people.length, this.noted.get(roundId) ?? 0));
    if (this.rounds.get(roundId)?.state !== 'open') this.breaks('V5', `${id} was written of a closed round`);
  }

  /** When a post may come at the earliest, worked out apart from the program. */
  earliest({ work, subject, occasion }: Due): number | undefined {
    const round = this.rounds.get(subject);
    if (work === 'nudge') return round && nudgeAt(round, occasion);
    if (work === 'personalReminder') return round && nudgeAt(round, `lastWorkday:${occasion}`);
    const rule = this.everSet.get(subject)?.schedule.rule;
    return work === 'reassess' && rule ? local(`${occasion} ${rule.time}`) : undefined;
  }

  /** Whether somebody died between storing an answer of a round and noting it, which a database without common commits leaves open. */
  diedUnnoted({ id }: Round): boolean {
    return [...(this.unnoted.get(id) ?? [])].some(({ instance }) => !instance.alive);
  }

  roundOf(channel: Channel | undefined): Round | undefined {
    const round = this.rounds.get(channel?.openRoundId ?? '');
    return round && round.state !== 'closed' ? round : undefined;
  }

  /** How many people have answered every theme of a round. */
  complete({ id, units }: Round): number {
    const all = [...this.answers.values()].filter(({ roundId }) => roundId === id);
    const byPerson = Map.groupBy(all, ({ person }) => person);
    return [...byPerson.values()].filter((answers) => answers.length === Object.keys(units).length).length;
  }

  /** A channel is given up only where it refused post after post, for minutes. */
  #suspended(task: Task, { refusals = { count: 0, since: 0 }, ...channel }: Channel): void {
    const overMs = this.clock(task) - refusals.since;
    if (refusals.count < 3 || overMs < 5 * 60_000)
      this.breaks('P1', `${nameOf(channel)} was suspended after ${refusals.count} refusals in ${overMs / 1000} s`);
  }

  #channel(task: Task, channel: Channel): void {
    const name = nameOf(channel);
    const before = this.channels.get(name);
    if (task.tenantId !== undefined && task.tenantId !== channel.tenantId)
      this.breaks('A1', `${name} was written for the tenant ${task.tenantId}`);
    if (before && !before.active) this.inactive.set(name, this.#kernel.steps);
    // Where the bot is taken out of a channel no refusal is counted, though some may have been before.
    const isRefusal = (channel.refusals?.count ?? 0) > (before?.refusals?.count ?? 0);
    if (before?.active && !channel.active && isRefusal) this.#suspended(task, channel);
    if (this.roundOf(before)) this.busy.set(name, this.#kernel.steps);
    this.channels.set(name, channel);
  }

  #round(task: Task, round: Round): void {
    const before = this.rounds.get(round.id);
    if (before?.state === 'closed') this.breaks('V5', `the closed round ${round.id} was written again`);
    if (before?.state === 'closing' && round.state === 'open') this.breaks('V5', `the round ${round.id} opened again`);
    if (before?.state === 'open' && round.state === 'closing' && round.closedBy === 'deadline') {
      const early = deadlineAt(round) - this.clock(task);
      if (early > 0) this.breaks('R4', `the round ${round.id} was closed ${early / 1000} s before its deadline`);
    }
    if (before && this.roundOf(this.channels.get(nameOf(round.channel)))?.id === round.id)
      this.busy.set(nameOf(round.channel), this.#kernel.steps);
    this.rounds.set(round.id, round);
  }

  #answer(task: Task, id: string, answer: Answer): void {
    this.answers.set(id, answer);
    this.unnoted.set(answer.roundId, (this.unnoted.get(answer.roundId) ?? new Set()).add(task));
    if (this.rounds.get(answer.roundId)?.state !== 'open') this.breaks('V5', `${id} was written in a closed round`);
    for (const score of Object.values(answer.scores))
      if (!([1, 2, 3, 4, 'dontKnow'] as unknown[]).includes(score)) this.breaks('V6', `${id} has the score ${score}`);
  }

  #post(task: Task, post: Post): void {
    const key = `${post.roundId}/${post.slot}`;
    this.posts.set(key, post);
    if (post.state !== 'sending') return;
    const round = this.rounds.get(post.roundId);
    const inactive = stillSo(task, this.#silent(round?.channel));
    const afterwards = post.slot === 'summary' || post.slot.startsWith('prompt:');
    const closed = afterwards || round?.state === 'open' ? [] : ['the round was closed'];
    task.doubts = [...inactive, ...closed];
  }

  #schedule(schedule: Schedule): void {
    this.schedules.set(nameOf(schedule.channel), schedule);
    if (!this.everSet.has(schedule.id)) this.everSet.set(schedule.id, { schedule, at: this.#kernel.now });
  }

  #silent(channel: ChannelKey | undefined): string[] {
    return channel && this.channels.get(nameOf(channel))?.active ? [] : ['the channel could not be written to'];
  }

  /** What speaks against sending an item's post at this moment. */
  #against(due: Due): string[] {
    const { work, subject, occasion } = due;
    const against = this.#silent(due.channel);
    const round = this.rounds.get(subject);
    if (work === 'nudge') {
      if (round?.state !== 'open') against.push('the round was closed');
      else if (!occasion.startsWith('byHand') && !occasion.endsWith(`${round.deadline}T${round.deadlineTime}`))
        against.push('the deadline was moved');
    }
    if (work === 'reassess') {
      const schedule = this.schedules.get(nameOf(due.channel));
      if (schedule?.id !== subject) against.push('another schedule had taken its place');
      else if (schedule.stopped) against.push('the schedule was stopped');
    }
    return against;
  }

  #ended(task: Task, due: Due): void {
    this.ended.add(`${due.work} ${due.state}`);
    const now = this.clock(task);
    if (due.state === 'unknown' && !this.#left.has(due.id)) this.breaks('R2', `${due.id} is unknown and never left`);
    // The talk belongs to the closing, whenever it was noted.
    const since = (due.work === 'dialogue' && this.rounds.get(due.subject)?.summary?.closedAt) || due.dueAt;
    if (due.state === 'skippedLate' && !tooLate(since, now))
      this.breaks('R2', `${due.id} was skipped ${(now - since) / 1000} s after its time`);
    if (due.state === 'cancelled' && this.#reasons(task, due).length === 0)
      this.breaks('R2', `${due.id} was cancelled without a reason`);
    if (due.work === 'deadline' && due.state === 'done' && this.rounds.get(due.subject)?.state === 'open')
      this.breaks('R2', `${due.id} is done and its round is open`);
  }

  /** What may have been the reason to cancel an item, from the moment that this instance took it. */
  #reasons(task: Task, due: Due): string[] {
    const { work, subject, occasion, attempts } = due;
    const name = nameOf(due.channel);
    const since = (steps: Map<string, number>) => (steps.get(name) ?? -1) >= task.began;
    const reasons = this.#silent(due.channel);
    const channel = this.channels.get(name);
    const round = this.rounds.get(subject);
    if (since(this.inactive)) reasons.push('the channel could not be written to');
    if (task.refused) reasons.push('Teams refused it');
    if (attempts >= 100 && this.clock(task) - due.dueAt > 24 * 3_600_000) reasons.push('it was given up');
    if (work === 'schedule') reasons.push('a card may be gone');
    if (work === 'reassess') {
      const schedule = this.schedules.get(nameOf(due.channel));
      if (schedule?.id !== subject || schedule.stopped) reasons.push('the schedule is another');
      if (this.roundOf(channel) || since(this.busy)) reasons.push('a round is open');
    } else if (work !== 'resume' && !round) reasons.push('there is no such round');
    if ((work === 'deadline' || work === 'nudge' || work === 'personalReminder') && round) {
      if (round.state !== 'open' || channel?.openRoundId !== round.id) reasons.push('the round is not open');
      if (!occasion.endsWith(`${round.deadline}T${round.deadlineTime}`) && !occasion.startsWith('byHand'))
        reasons.push('the deadline was moved');
      if (work === 'nudge' && this.complete(round) >= round.expected) reasons.push('everyone has answered');
    }
    return reasons;
  }
}

/**
 * A look and a write are two steps, so that what changes in between can be missed; what was so when the lease was proved
 * cannot.
 */
function stillSo({ doubted = [] }: Task, against: string[]): string[] {
  return against.filter((doubt) => doubted.includes(doubt));
}
