import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import { init } from 'echarts';

/**
 * The same wheels by ECharts on the server: one polar bar for each slice with its name and value, the steps as rings, a
 * title and a legend of the themes, as large as text must be to be read on a phone; made into PNG by the same rasteriser
 * with the same fonts.
 */

const { PORT, DATA, FONTS } = process.env;
const fontFamily = 'IBM Plex Sans Condensed';
const pictures = JSON.parse(readFileSync(join(DATA, 'pictures.json'), 'utf8'));

createServer(async (request, response) => {
  const picture = pictures[Number(request.url.split('/').pop())];
  if (request.method !== 'GET' || !picture) {
    response.end();
    return;
  }
  const bytes = await png(picture);
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
  response.end(bytes);
}).listen(Number(PORT), '127.0.0.1');

async function png(picture) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 1024, height: 1024 });
  chart.setOption(option(picture));
  const svg = chart.renderToSVGString();
  chart.dispose();
  const font = { loadSystemFonts: false, fontFiles: FONTS.split(','), defaultFontFamily: fontFamily };
  return (await renderAsync(svg, { font })).asPng();
}

function option({ title, steps, themes }) {
  const slices = themes.flatMap((theme) => theme.slices.map((slice) => ({ ...slice, theme: theme.name })));
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily },
    title: { text: title, left: 'center', top: 16, textStyle: { fontSize: 32 } },
    legend: { data: themes.map(({ name }) => name), bottom: 8, width: 960, textStyle: { fontSize: 26 } },
    polar: { radius: ['12%', '64%'], center: ['50%', '50%'] },
    angleAxis: {
      type: 'category',
      data: slices.map(({ name }) => name),
      axisLabel: { width: 200, overflow: 'break', fontSize: 26 },
    },
    radiusAxis: {
      min: 0,
      max: 4,
      interval: 1,
      axisLabel: { fontSize: 26, formatter: (step) => steps[step - 1] ?? '' },
    },
    series: themes.map(({ name }) => ({
      name,
      type: 'bar',
      coordinateSystem: 'polar',
      stack: 'all',
      label: {
        show: true,
        position: 'middle',
        fontSize: 26,
        formatter: ({ dataIndex }) => slices[dataIndex].label ?? '',
      },
      data: slices.map(({ theme, value }) => (theme === name ? value : null)),
    })),
  };
}
