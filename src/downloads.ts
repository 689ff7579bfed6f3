import { fontFamily, fontFiles } from './pictures/font.ts';
import { type createPictureCache, drawRound } from './pictures/picture-cache.ts';
import { createTrendCache, drawHistory } from './pictures/trend-cache.ts';
import type { Renderer } from './renderer.ts';
import { createReports } from './report/reports.ts';
import type { Deps } from './usecases/ports.ts';
import { picturedRound } from './usecases/results/overview.ts';
import { reportOf } from './usecases/results/report.ts';
import { picturedTrend } from './usecases/results/trend.ts';
import type { ServerNeeds } from './web/server.ts';

interface DownloadNeeds {
  deps: Deps;
  drawing: Parameters<typeof createPictureCache>[0];
  pictures: ReturnType<typeof createPictureCache>;
  renderer: Renderer;
  /** What people of a group chat read. */
  chatTexts: Parameters<typeof createReports>[0]['chatTexts'];
}

/** What can be fetched of rounds: pictures, charts and reports. All are made of what is stored when they are asked for. */
export function createDownloads({
  deps,
  drawing,
  pictures,
  renderer,
  chatTexts,
}: DownloadNeeds): Pick<ServerNeeds, 'picture' | 'trend' | 'report'> {
  const drawTrend = createTrendCache(drawing);
  const report = createReports({
    read: (round) => reportOf(deps, round),
    texts: drawing.texts,
    chatTexts,
    wheels: drawing.wheels,
    draw: (round, language) => drawRound(drawing, round, language),
    drawHistory: (round, history, language) => drawHistory(drawing, { round, history }, language),
    workbook: renderer.workbook,
    fonts: Object.entries(fontFiles).map(([weight, file]) => ({ family: fontFamily, weight: Number(weight), file })),
    timeZone: deps.settings.timeZone,
    now: deps.now,
  });
  return {
    async picture(name) {
      const [id = '', ending] = name.split('.');
      const slices = ending === 'themes' ? 'themes' : 'units';
      // A picture's own document is the first that goes when its round is deleted.
      const kept = pictures.kept(id, slices);
      if (kept) return (await deps.store.picture(id)) && kept;
      const round = await picturedRound(deps, id);
      return round && pictures.draw(round, slices);
    },
    async trend(id) {
      const shown = await picturedTrend(deps, id);
      return shown && drawTrend(shown);
    },
    // The round is read each time, so that nothing made of it outlives it.
    async report(id, file) {
      const round = await picturedRound(deps, id);
      return round && report(round, file);
    },
  };
}
