import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { renderPng } from '../../src/pictures/png.ts';
import { drawTrend } from '../../src/pictures/trend-chart.ts';
import type { Renderer } from '../../src/renderer.ts';
import { xlsxOf } from '../../src/report/xlsx.ts';

/** Draws and writes where it is asked, without a thread. */
export const renderHere: Renderer = {
  wheel: async (picture) => drawWheel(picture),
  wheelPng: async (picture) => renderPng(drawWheel(picture)),
  trend: async (picture) => drawTrend(picture),
  trendPng: async (picture) => renderPng(drawTrend(picture)),
  workbook: (tables) => xlsxOf(tables),
  close: async () => undefined,
};

const drawn = new LRUCache<string, Promise<unknown>>({ max: 200 });

/** The same, but for pictures that were drawn before, in any test: many rounds of tests have the same result. */
export const renderOnce: Renderer = {
  ...renderHere,
  wheel: once('wheel', renderHere.wheel),
  wheelPng: once('wheelPng', renderHere.wheelPng),
  trend: once('trend', renderHere.trend),
  trendPng: once('trendPng', renderHere.trendPng),
};

function once<P, R>(kind: string, draw: (picture: P) => Promise<R>): (picture: P) => Promise<R> {
  return (picture) => {
    const key = hash('sha256', kind + JSON.stringify(picture));
    const known = drawn.get(key) as Promise<R> | undefined;
    if (known) return known;
    const drawing = draw(picture);
    drawn.set(key, drawing);
    return drawing;
  };
}
