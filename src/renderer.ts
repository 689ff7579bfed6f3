import { Worker } from 'node:worker_threads';
import { thread } from './assets.ts';
import type { PictureRenderer } from './pictures/picture-cache.ts';
import type { TrendPicture } from './pictures/trend-model.ts';
import type { WheelPicture } from './pictures/wheel-model.ts';
import type { Table } from './report/tables.ts';

/** What the thread is asked for. */
export type Job =
  | { kind: 'wheel' | 'wheelPng'; picture: WheelPicture }
  | { kind: 'trend' | 'trendPng'; picture: TrendPicture }
  | { kind: 'workbook'; tables: readonly Table[] };
export type Rendered = { made: string | Uint8Array } | { error: string };

export interface Renderer extends PictureRenderer {
  workbook(tables: readonly Table[]): Promise<Buffer>;
  close(): Promise<void>;
}

/** The little that is used of a thread. */
export interface RenderThread {
  /** Makes one thing; the next is asked for when it is done. */
  render(job: Job): Promise<Rendered>;
  close(): Promise<unknown>;
}

/**
 * Draws and writes one thing at a time, in the order asked for, in a thread of its own. It is started when it is first
 * needed, and anew where it broke down.
 */
export function createRenderer(startThread: () => RenderThread = startRenderThread): Renderer {
  let running: RenderThread | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const inThread = async (job: Job): Promise<string | Uint8Array> => {
    // A job that waited for its turn must not start a thread that nobody closes.
    if (closed) throw new Error(`${job.kind} was asked for after the renderer was closed`);
    running ??= startThread();
    const rendered = await running.render(job).catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    if ('error' in rendered) throw new Error(`${job.kind} could not be made: ${rendered.error}`);
    return rendered.made;
  };
  const inTurn = (job: Job): Promise<string | Uint8Array> => {
    const made = last.then(() => inThread(job));
    last = made.catch(() => undefined);
    return made;
  };
  const text = async (job: Job) => String(await inTurn(job));
  const bytes = async (job: Job) => Buffer.from(await inTurn(job));

  return {
    wheel: (picture) => text({ kind: 'wheel', picture }),
    wheelPng: (picture) => bytes({ kind: 'wheelPng', picture }),
    trend: (picture) => text({ kind: 'trend', picture }),
    trendPng: (picture) => bytes({ kind: 'trendPng', picture }),
    workbook: (tables) => bytes({ kind: 'workbook', tables }),
    async close() {
      closed = true;
      await running?.close();
    },
  };
}

function startRenderThread(): RenderThread {
  const worker = new Worker(thread('render-thread.ts'));
  // Nothing is drawn where nobody waits for it.
  worker.unref();
  return {
    render: (job) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error('The thread that draws ended'));
        worker.once('error', reject).once('exit', ended);
        worker.once('message', (rendered: Rendered) => {
          worker.off('error', reject).off('exit', ended);
          resolve(rendered);
        });
        worker.postMessage(job);
      }),
    close: () => worker.terminate(),
  };
}
