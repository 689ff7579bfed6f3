import { type Attributes, ROOT_CONTEXT } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Log, Meter } from './usecases/ports.ts';

export interface TelemetryNeeds {
  /** Application Insights' connection string; metrics go to the log where it is left out. */
  connectionString?: string | undefined;
  log: Log;
  /** How often metrics are exported, in milliseconds. */
  everyMs?: number;
}

export interface Telemetry {
  meter: Meter;
  /** Exports what is left and ends. */
  stop(): Promise<void>;
}

/**
 * Starts metrics and traces of the bot's work. Their attributes are fixed words of the program, nothing from people or Teams.
 * Source: https://opentelemetry.io/docs/specs/otel/metrics/.
 */
export async function startTelemetry({ connectionString, log, everyMs = 60_000 }: TelemetryNeeds): Promise<Telemetry> {
  const azure = connectionString === undefined ? undefined : await azureExporters(connectionString);
  const resource = resourceFromAttributes({ 'service.name': 'hjulet' });
  const reader = new PeriodicExportingMetricReader({
    exporter: azure?.metrics ?? logExporter(log),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(everyMs, 30_000),
  });
  const metrics = new MeterProvider({ resource, readers: [reader] });
  // Without Application Insights a turn's line in the log takes the place of its span, which is not made.
  const spans = azure && new BasicTracerProvider({ resource, spanProcessors: [azure.spans] });
  return {
    meter: meterOf(metrics, spans),
    async stop() {
      // The bot stops also where the last export fails.
      await Promise.allSettled([metrics.shutdown(), spans?.shutdown()]);
    },
  };
}

/** Loads the exporters only where they are used: they are as large as the rest of the bot. */
async function azureExporters(
  connectionString: string,
): Promise<{ metrics: PushMetricExporter; spans: SpanProcessor }> {
  // Otherwise it sends figures about itself to Microsoft's own account. It has no option for this, and looks at any value.
  process.env.APPLICATION_INSIGHTS_NO_STATSBEAT = 'true';
  const { AzureMonitorMetricExporter, AzureMonitorTraceExporter } = await import(
    '@azure/monitor-opentelemetry-exporter'
  );
  const options = { connectionString, disableOfflineStorage: true };
  return {
    metrics: new AzureMonitorMetricExporter(options),
    spans: new BatchSpanProcessor(new AzureMonitorTraceExporter(options)),
  };
}

function meterOf(metrics: MeterProvider, spans: BasicTracerProvider | undefined): Meter {
  const meter = metrics.getMeter('hjulet');
  const tracer = spans?.getTracer('hjulet');
  const turns = meter.createCounter('hjulet.turns', { description: 'activities handled' });
  const duration = meter.createHistogram('hjulet.turn.duration', { unit: 'ms' });
  const answers = meter.createCounter('hjulet.answers', { description: 'answers stored' });
  const sends = meter.createCounter('hjulet.sends', { description: 'calls to Teams by outcome' });
  const throttled = meter.createCounter('hjulet.throttled', { description: 'calls that Teams told to wait' });
  const ended = meter.createCounter('hjulet.due.ended', { description: 'due items by how they ended' });
  const lag = meter.createHistogram('hjulet.due.lag', { unit: 'ms', description: 'from due to done' });
  const charge = meter.createCounter('hjulet.cosmos.charge', { unit: 'RU' });

  const span = (name: string, attributes: Attributes, ms: number) => {
    if (!tracer) return;
    // biome-ignore lint/plugin: the SDKs stamp everything else that they export by the machine's clock.
    const now = Date.now();
    // Each span is a root: no other traced program takes part in a turn.
    tracer.startSpan(name, { attributes, startTime: now - ms }, ROOT_CONTEXT).end(now);
  };
  return {
    turn(kind, status, ms) {
      turns.add(1, { kind, status });
      duration.record(ms, { kind });
      span('turn', { kind, status }, ms);
    },
    answered: () => answers.add(1),
    called(call, outcome, ms) {
      sends.add(1, { call, outcome });
      if (outcome === 'later') throttled.add(1, { call });
      span('teams', { call, outcome }, ms);
    },
    dueEnded(work, end, lagMs) {
      ended.add(1, { work, end });
      lag.record(lagMs, { work });
    },
    charged: (units) => charge.add(units),
  };
}

/** Writes metrics as lines of the log, for a server without Application Insights. It writes nothing where nothing happened. */
function logExporter(log: Log): PushMetricExporter {
  return {
    export({ scopeMetrics }: ResourceMetrics, done) {
      for (const { metrics } of scopeMetrics) for (const metric of metrics) logMetric(log, metric);
      done({ code: 0 });
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
    selectAggregationTemporality: () => AggregationTemporality.DELTA,
  };
}

function logMetric(log: Log, metric: ResourceMetrics['scopeMetrics'][number]['metrics'][number]): void {
  const { name } = metric.descriptor;
  switch (metric.dataPointType) {
    case DataPointType.SUM:
      for (const { attributes, value } of metric.dataPoints)
        log.info({ ...words(attributes), figure: name, value }, 'figure');
      return;
    case DataPointType.HISTOGRAM:
      for (const { attributes, value } of metric.dataPoints) {
        const { count, sum = 0, max = 0 } = value;
        const mean = count === 0 ? 0 : Math.round(sum / count);
        log.info({ ...words(attributes), figure: name, count, mean, max: Math.round(max) }, 'figure');
      }
  }
}

function words(attributes: Attributes): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
    ),
  );
}
