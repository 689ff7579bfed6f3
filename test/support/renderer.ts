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
