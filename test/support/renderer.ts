import { drawWheel } from '../../src/pictures/draw-wheel.ts';
import { renderPng } from '../../src/pictures/png.ts';
import { drawTrend } from '../../src/pictures/trend-chart.ts';
import type { Renderer } from '../../src/renderer.ts';
import { xlsxOf } from '../../src/report/xlsx.ts';
import { once } from './once.ts';

/** Draws and writes where it is asked, without a thread. */
export const renderHere: Renderer = {
  wheel: async (picture) => drawWheel(picture),
  wheelPng: async (picture) => renderPng(drawWheel(picture)),
  trend: async (picture) => drawTrend(picture),
  trendPng: async (picture) => renderPng(drawTrend(picture)),
  workbook: (tables) => xlsxOf(tables),
  close: async () => undefined,
};

/** The same, but for pictures that were drawn before, in any test: many rounds of tests have the same result. */
export const renderOnce: Renderer = {
  ...renderHere,
  wheel: once(renderHere.wheel),
  wheelPng: once(renderHere.wheelPng),
  trend: once(renderHere.trend),
  trendPng: once(renderHere.trendPng),
};

/** Draws nothing, where nobody looks at a picture. */
export const renderNothing: Renderer = {
  ...renderHere,
  wheelPng: async () => new Uint8Array(),
  trendPng: async () => new Uint8Array(),
};
