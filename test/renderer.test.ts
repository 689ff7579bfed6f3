import { describe, expect, it, onTestFinished } from 'vitest';
import { createPictureCache, type PictureSources } from '../src/pictures/picture-cache.ts';
import { createRenderer, type Job, type Rendered, type RenderThread } from '../src/renderer.ts';
import { closedRound, everyList, settingOf, texts, wheels } from './cards/rounds.ts';
import { builtIn, pictureOf } from './pictures/models.ts';
import { renderHere } from './support/renderer.ts';

const picture = pictureOf([['Udsyn'], ['Indsigt']]);

/** A thread that makes what it is asked for when the test says so. */
function slowThread() {
  const waiting: { job: Job; done(rendered: Rendered): void; breakDown(): void }[] = [];
  let started = 0;
  let mostAtOnce = 0;
  const start = (): RenderThread => {
    started += 1;
    return {
      render: (job) =>
        new Promise((done, fail) => {
          waiting.push({ job, done, breakDown: () => fail(new Error('The thread that draws ended')) });
          mostAtOnce = Math.max(mostAtOnce, waiting.length);
        }),
      close: async () => undefined,
    };
  };
  const next = async () => {
    await new Promise(setImmediate);
    const first = waiting.shift();
    if (!first) throw new Error('the thread was asked for nothing');
    return first;
  };
  return { start, next, count: () => ({ started, mostAtOnce }) };
}

describe('what is drawn in a thread of its own', () => {
  it('is what would be drawn here', async () => {
    const renderer = createRenderer();
    onTestFinished(() => renderer.close());
    const tables = [{ title: 'Ark', columns: [{ title: 'Tema', kind: 'text' as const }], rows: [['=1+1']] }];
    for (const [, each] of builtIn.slice(0, 3)) {
      expect(await renderer.wheel(each)).toBe(await renderHere.wheel(each));
      expect(Buffer.compare(await renderer.wheelPng(each), await renderHere.wheelPng(each))).toBe(0);
    }
    expect((await renderer.workbook(tables)).length).toBe((await renderHere.workbook(tables)).length);
  });

  it('is drawn one at a time, in the order it was asked for, by a thread that is started when it is needed', async () => {
    const thread = slowThread();
    const renderer = createRenderer(thread.start);
    expect(thread.count().started).toBe(0);
    const names = ['a', 'b', 'c', 'd'];
    const drawn = names.map((now) => renderer.wheel({ ...picture, legend: { ...picture.legend, now } }));
    for (const now of names) {
      const { job, done } = await thread.next();
      expect(job).toMatchObject({ kind: 'wheel', picture: { legend: { now } } });
      done({ made: now });
    }
    expect(await Promise.all(drawn)).toEqual(names);
    expect(thread.count()).toEqual({ started: 1, mostAtOnce: 1 });
  });

  it('starts no thread once it was closed, also for what waited for its turn', async () => {
    const thread = slowThread();
    const renderer = createRenderer(thread.start);
    const waiting = renderer.wheel(picture);
    await renderer.close();
    await expect(waiting).rejects.toThrow('wheel was asked for after the renderer was closed');
    expect(thread.count().started).toBe(0);
  });

  it('and cannot be is told by whom it was asked for, and keeps nobody else from theirs', async () => {
    const thread = slowThread();
    const renderer = createRenderer(thread.start);
    const [wrong, right] = [renderer.wheel(picture), renderer.wheel(picture)];
    (await thread.next()).done({ error: 'no room for a name' });
    await expect(wrong).rejects.toThrow('wheel could not be made: no room for a name');
    (await thread.next()).done({ made: '<svg/>' });
    expect(await right).toBe('<svg/>');
  });

  it('is drawn by a new thread where the last broke down', async () => {
    const thread = slowThread();
    const renderer = createRenderer(thread.start);
    const [lost, next] = [renderer.wheel(picture), renderer.wheel(picture)];
    (await thread.next()).breakDown();
    await expect(lost).rejects.toThrow('ended');
    (await thread.next()).done({ made: '<svg/>' });
    expect(await next).toBe('<svg/>');
    expect(thread.count().started).toBe(2);
  });
});

describe('four hundred pictures', () => {
  it('asked for again and again are drawn once each', async () => {
    const setting = settingOf(wheels[0] ?? never(), 'screening', 'confidential');
    const { round } = closedRound(setting, everyList);
    const { summary } = round;
    if (!summary) throw new Error('a closed round has a summary');
    let drawn = 0;
    const renderer = {
      ...renderHere,
      wheelPng: async () => {
        drawn += 1;
        return Buffer.alloc(170_000);
      },
    };
    const sources: PictureSources = {
      texts,
      wheels: { all: () => [...wheels], of: async () => setting.cardTexts.wheel },
      renderer,
    };
    const pictures = createPictureCache(sources);
    const rounds = Array.from({ length: 400 }, (_, i) => ({ ...round, summary: { ...summary, pictureId: `p${i}` } }));
    for (let time = 0; time < 2; time++) for (const each of rounds) await pictures.draw(each, 'units');
    expect(drawn).toBe(400);
    await Promise.all(
      Array.from({ length: 64 }, () => pictures.draw({ ...round, summary: { ...summary, pictureId: 'new' } }, 'units')),
    );
    expect(drawn).toBe(401);
  });
});

function never(): never {
  throw new Error('there is no wheel');
}
