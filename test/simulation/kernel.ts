import { AsyncLocalStorage } from 'node:async_hooks';
import type { Dice } from './dice.ts';

/** What the world does to the bot, and the bot has to live with; any other error is the bot's own. */
export class Expected extends Error {}

/** One process of the bot. */
export interface Instance {
  name: string;
  alive: boolean;
  /** Stopped until then, as by SIGSTOP, epoch milliseconds. */
  frozenUntil: number;
  /** How far its clock is from the true time, in milliseconds. */
  skewMs: number;
}

/** A piece of work of one instance, from its first call to its last. */
export interface Task {
  name: string;
  instance: Instance;
  /** The due item that it is for. */
  due?: string;
  /** The one tenant that it is about, where Teams told of a whole team. */
  tenantId?: string;
  /** The number of the step it began at. */
  began: number;
  /** What spoke against sending when the lease was last proved. */
  doubted?: string[];
  /** Set with the write that must come before a send: what spoke against it at that moment. */
  doubts?: string[];
  /** Whether Teams refused it something. */
  refused?: true;
}

/** How often what goes wrong, from 0 to 1, at each call of an instance. */
export interface Storm {
  dies: number;
  freezes: number;
  slow: number;
  storeFails: number;
  sendFails: number;
}

/** A call of an instance that is under way: first it reaches the world, then its answer reaches the instance. */
interface Call {
  task: Task;
  /** Whether it may fail for the reason that the database fails. */
  store: boolean;
  reach(): Promise<unknown>;
  answer?: { value: unknown } | { error: Error };
  notBefore: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One for all: each of them would be copied from then on with every call. */
const tasks = new AsyncLocalStorage<Task>();

/**
 * Decides in which order the calls of all instances reach the world and their answers reach them, lets time pass, and
 * lets instances die and freeze in between. Nothing here waits for real time.
 */
export class Kernel {
  readonly #dice: Dice;
  #calls: Call[] = [];
  now: number;
  steps = 0;
  storm: Storm;

  constructor(dice: Dice, now: number, storm: Storm) {
    this.#dice = dice;
    this.now = now;
    this.storm = storm;
  }

  /** Begins a task. */
  run<T>(task: Omit<Task, 'began'>, work: () => Promise<T>): Promise<T> {
    return tasks.run({ ...task, began: this.steps }, work);
  }

  task(): Task {
    const task = tasks.getStore();
    if (!task) throw new Error('A call was made outside of any task');
    return task;
  }

  /** A call of the task that asks for it, which also reaches the world as that task. It may never be answered. */
  call<T>(store: boolean, reach: () => Promise<T>): Promise<T> {
    const task = this.task();
    return new Promise<T>((resolve, reject) => {
      if (!task.instance.alive) return;
      // What comes back is what `reach` gave.
      this.#calls.push({ task, store, reach, notBefore: 0, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  kill(instance: Instance): void {
    instance.alive = false;
    this.#calls = this.#calls.filter(({ task }) => task.instance !== instance);
  }

  /** When the next of the waiting calls may go on. */
  nextAt(): number {
    return Math.min(
      ...this.#calls.map(({ task, notBefore }) => Math.max(notBefore, task.instance.frozenUntil)),
      Number.POSITIVE_INFINITY,
    );
  }

  /** Takes one call a step on. @returns whether there was one. */
  async step(): Promise<boolean> {
    const ready = this.#calls.filter(
      ({ task, notBefore }) => notBefore <= this.now && task.instance.frozenUntil <= this.now,
    );
    if (ready.length === 0) return false;
    const call = this.#dice.one(ready);
    this.steps += 1;
    this.now += 1 + this.#dice.pick(20);
    if (call.answer) this.#deliver(call, call.answer);
    else await this.#reach(call);
    return true;
  }

  async #reach(call: Call): Promise<void> {
    const { instance } = call.task;
    const { storm } = this;
    if (call.notBefore === 0 && this.#dice.chance(storm.slow)) {
      call.notBefore = this.now + this.#dice.between(500, 150_000);
      return;
    }
    if (this.#dice.chance(storm.freezes)) {
      instance.frozenUntil = this.now + this.#dice.between(1_000, 240_000);
      return;
    }
    if (this.#dice.chance(storm.dies / 2)) return this.kill(instance);
    const fails = call.store && this.#dice.chance(storm.storeFails);
    // Half of the writes whose answer was lost were made.
    if (fails && this.#dice.chance(0.5)) call.answer = { error: new Expected('the database did not answer') };
    else {
      const answer = await tasks.run(call.task, () =>
        call.reach().then(
          (value) => ({ value }),
          (error: Error) => ({ error }),
        ),
      );
      call.answer = fails ? { error: new Expected('the answer of the database was lost') } : answer;
    }
    if (this.#dice.chance(storm.dies / 2)) return this.kill(instance);
    if (this.#dice.chance(storm.slow)) call.notBefore = this.now + this.#dice.between(500, 150_000);
    else if (this.#dice.chance(0.7)) this.#deliver(call, call.answer);
  }

  #deliver(call: Call, answer: NonNullable<Call['answer']>): void {
    this.#calls.splice(this.#calls.indexOf(call), 1);
    if ('error' in answer) call.reject(answer.error);
    else call.resolve(answer.value);
  }
}
