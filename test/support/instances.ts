import { send } from './activities.ts';
import { type RunningBot, startProcess } from './process.ts';

/** Real processes of the bot on the same data, behind a round-robin that notices when one is gone. */
export interface Instances {
  /** Delivers an activity to the next instance that answers, again where the connection broke, as Teams does. */
  send(activity: object): ReturnType<typeof send>;
  /** As `send`, to each instance that runs just now, at once. */
  sendToAll(activity: object): Promise<unknown>;
  /** Kills one that is ready where another is left, and starts one in its place. @returns whether there was one to kill. */
  killOne(): boolean;
  /** Until all are ready again. */
  whole(): Promise<void>;
  /** The last warnings and errors of each that runs, for the message of a test that fails. */
  complaints(): string;
  /** Sends every one SIGTERM. @returns with what each ended. */
  terminate(): Promise<(number | null)[]>;
}

/** @param env settings of all. */
export async function startInstances(count: number, env: Record<string, string>): Promise<Instances> {
  // The first makes what is not there yet.
  const ready = [await startProcess(env)];
  ready.push(...(await Promise.all(Array.from({ length: count - 1 }, () => startProcess(env)))));
  const starting: Promise<unknown>[] = [];
  let turn = 0;

  const deliver = async (activity: object, tries = 200): ReturnType<typeof send> => {
    turn += 1;
    const bot = ready[turn % ready.length];
    if (!bot) throw new Error('no instance is left');
    return send(bot.port, activity).catch((error: unknown) => {
      if (tries === 0) throw error;
      return deliver(activity, tries - 1);
    });
  };
  return {
    send: deliver,
    sendToAll: (activity) => Promise.all(ready.map(({ port }) => send(port, activity))),
    killOne() {
      const bot: RunningBot | undefined = ready.length > 1 ? ready.shift() : undefined;
      if (!bot) return false;
      starting.push(Promise.all([bot.end('SIGKILL'), startProcess(env).then((fresh) => ready.push(fresh))]));
      return true;
    },
    async whole() {
      await Promise.all(starting);
    },
    complaints: () =>
      ready.flatMap(({ written }) => written.filter((line) => /"level":[456]0/.test(line)).slice(-3)).join('\n') ||
      'no complaints',
    terminate: () => Promise.all(ready.map((bot) => bot.end('SIGTERM'))),
  };
}
