import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { usage } from '../../scripts/cost-ledger.ts';
import { deployed, wholeCostSection } from '../../scripts/whole-cost.ts';
import { declarations, objectsWith, parse } from './bicep.ts';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const number = (pattern: RegExp, path: string) => Number(pattern.exec(text(path))?.[1]);

describe('the monthly cost', () => {
  test('in docs/da/omkostninger.md is what the script works out', () => {
    const [, written] = text('docs/da/omkostninger.md').split(/<!-- cost:(?:begin|end) -->/);
    expect(written).toBe(wholeCostSection());
  });

  test('is of what the templates deploy', () => {
    const kinds = (template: string, type: string) =>
      declarations(parse(template)).filter(({ kind, of }) => kind === 'resource' && of.startsWith(`${type}@`)).length;
    const endpoints = declarations(parse('main.bicep')).filter(({ of }) => of === 'modules/endpoint.bicep');
    const [, zones = ''] = /var zones = \[([^\]]+)\]/.exec(text('infra/modules/network.bicep')) ?? [];
    const [, places = ''] = /var places = \[([^\]]+)\]/.exec(text('infra/modules/availability.bicep')) ?? [];
    expect(deployed).toEqual({
      cores: number(/cpu: json\('([\d.]+)'\)/, 'infra/main.bicep'),
      gib: number(/memory: '(\d+)Gi'/, 'infra/main.bicep'),
      logAlerts: objectsWith(parse('modules/monitoring.bicep'), 'name', 'query', 'more').length,
      metricAlerts: kinds('modules/availability.bicep', 'Microsoft.Insights/metricAlerts'),
      testPlaces: places.split(',').length,
      testSeconds: number(/Frequency: (\d+)/, 'infra/modules/availability.bicep'),
      // Without the share of own wheels, which few have.
      endpoints: endpoints.length - 1,
      dnsZones: zones.trim().split('\n').length,
    });
    expect(usage.instances).toBe(number(/param minReplicas int = (\d+)/, 'infra/main.bicep'));
  });
});
