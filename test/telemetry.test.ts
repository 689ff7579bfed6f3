import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../src/log.ts';
import { startTelemetry } from '../src/telemetry.ts';
import type { Meter } from '../src/usecases/ports.ts';

const lines: Record<string, unknown>[] = [];
/** The bot's own, since it strikes out what might be personal. */
const log = createLog('info', {
  write(line) {
    const { level: _, time: __, msg: message, ...fields } = JSON.parse(line);
    lines.push({ ...fields, message });
  },
});

function use(meter: Meter): void {
  meter.turn('invoke', 200, 12);
  meter.turn('invoke', 200, 30);
  meter.answered();
  meter.called('update', 'later', 80);
  meter.dueEnded('reassess', 'skippedLate', 90_000);
  meter.charged(6.5);
}

test('without Application Insights the figures are lines of the log', async () => {
  lines.length = 0;
  const { meter, stop } = await startTelemetry({ log });
  use(meter);
  await stop();
  expect(lines).toContainEqual({ message: 'figure', figure: 'hjulet.turns', kind: 'invoke', status: 200, value: 2 });
  expect(lines).toContainEqual({
    message: 'figure',
    figure: 'hjulet.turn.duration',
    kind: 'invoke',
    count: 2,
    mean: 21,
    max: 30,
  });
  expect(lines).toContainEqual({ message: 'figure', figure: 'hjulet.answers', value: 1 });
  expect(lines).toContainEqual({
    message: 'figure',
    figure: 'hjulet.sends',
    call: 'update',
    outcome: 'later',
    value: 1,
  });
  expect(lines).toContainEqual({ message: 'figure', figure: 'hjulet.throttled', call: 'update', value: 1 });
  expect(lines).toContainEqual({
    message: 'figure',
    figure: 'hjulet.due.ended',
    work: 'reassess',
    end: 'skippedLate',
    value: 1,
  });
  expect(lines).toContainEqual({ message: 'figure', figure: 'hjulet.cosmos.charge', value: 6.5 });
});

test('where nothing happened nothing is written', async () => {
  lines.length = 0;
  const { stop } = await startTelemetry({ log });
  await stop();
  expect(lines).toEqual([]);
});

test('with a connection string figures and traces go to that address, with the names that the alerts watch', async () => {
  const got: string[] = [];
  // The exporter speaks https only. The certificate is the tests' own.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const pem = (name: string) => readFileSync(new URL(`fixtures/login/${name}.pem`, import.meta.url));
  const server = createServer({ cert: pem('cert'), key: pem('key') }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      got.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString());
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ itemsReceived: 1, itemsAccepted: 1, errors: [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const address = `https://127.0.0.1:${port}/`;
  const connectionString = `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${address};LiveEndpoint=${address}`;
  const { meter, stop } = await startTelemetry({ log, connectionString });
  use(meter);
  await stop();
  const all = got.join('\n');
  expect(all).toContain('"name":"hjulet.due.ended"');
  expect(all).toMatch(/"end":"skippedLate"/);
  expect(all).toContain('"name":"hjulet.turns"');
  expect(all).toContain('RemoteDependency');
  // The exporter asks for no more than this to keep its figures about itself from Microsoft.
  expect(process.env.APPLICATION_INSIGHTS_NO_STATSBEAT).toBe('true');
});
