import { parentPort } from 'node:worker_threads';
import { drawWheel } from './pictures/draw-wheel.ts';
import { renderPng } from './pictures/png.ts';
import { drawTrend } from './pictures/trend-chart.ts';
import type { Job, Rendered } from './renderer.ts';
import { xlsxOf } from './report/xlsx.ts';

/** Draws pictures and writes workbooks, each of which takes tens of milliseconds that nobody else should wait for. */

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await rendered(job)));

async function rendered(job: Job): Promise<Rendered> {
  try {
    return { made: await make(job) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function make(job: Job): string | Uint8Array | Promise<Uint8Array> {
  switch (job.kind) {
    case 'wheel':
      return drawWheel(job.picture);
    case 'wheelPng':
      return renderPng(drawWheel(job.picture));
    case 'trend':
      return drawTrend(job.picture);
    case 'trendPng':
      return renderPng(drawTrend(job.picture));
    case 'workbook':
      return xlsxOf(job.tables);
  }
}
