import { usage } from './cost-ledger.ts';
import { databaseCost, markdownTable, sizes } from './cost-section.ts';

/**
 * List prices of all but the database in US dollars, as commonly told in November 2026 for one region in the EU. They change:
 * look at azure.microsoft.com/pricing before a budget is made.
 */
const platform = {
  hoursAMonth: 730,
  /** Container Apps, consumption: busy and idle seconds of a core, seconds of a GiB, and what each subscription gets for nothing. */
  cpu: { busy: 0.000024, idle: 0.000003, free: 180_000 },
  memory: { each: 0.000003, free: 360_000 },
  requests: { perMillion: 0.4, freeMillions: 2 },
  registryADay: { basic: 0.167, premium: 1.667 },
  logsPerGb: 2.76,
  freeLogsGb: 5,
  logAlertAMonth: 0.5,
  metricAlertAMonth: 0.1,
  availabilityTest: 0.0006,
  endpointAnHour: 0.01,
  dnsZoneAMonth: 0.5,
  /** The load balancer and the address that a network of one's own brings. */
  networkAnHour: 0.03,
} as const;

/** What the templates deploy; test/infra/cost.test.ts holds it to them. */
export const deployed = {
  cores: 0.5,
  gib: 1,
  logAlerts: 4,
  metricAlerts: 2,
  testPlaces: 3,
  testSeconds: 600,
  endpoints: 3,
  dnsZones: 4,
} as const;

/** What one press or message leaves in log and figures, in KB, and what an instance that waits leaves in a month, in GB. */
const telemetry = { kbAPress: 4, waitingGb: 0.3 } as const;

/** The section of docs/da/omkostninger.md between its two comments, in Danish. */
export function wholeCostSection(): string {
  const columns = sizes.map(partsOf);
  const names = Object.keys(columns[0] ?? {});
  const sum = (parts: Record<string, number>) => Object.values(parts).reduce((all, part) => all + part, 0);
  const rows = names.map((name) => [name, ...columns.map((parts) => dollars(parts[name] ?? 0))]);
  const total = ['**i alt**', ...columns.map((parts) => `**${dollars(sum(parts))}**`)];
  const extra = ['privat net (`HJULET_PRIVATE_NETWORK`), oveni', ...sizes.map(() => dollars(privateCost()))];
  const busy = ['optaget hele tiden i stedet for at vente, oveni', ...sizes.map(() => dollars(busyCost()))];
  const head = ['del', ...sizes.map((size) => (size === 1 ? '1 kanal' : `${size.toLocaleString('da-DK')} kanaler`))];
  return `\n\n${markdownTable([head, ...rows, total, busy, extra])}\n\n${assumptions()}\n\n`;
}

function partsOf(channels: number): Record<string, number> {
  const { hoursAMonth, memory, requests } = platform;
  const seconds = usage.instances * hoursAMonth * 3_600;
  const idle = Math.max(0, seconds * deployed.cores - platform.cpu.free) * platform.cpu.idle;
  const held = Math.max(0, seconds * deployed.gib - memory.free) * memory.each;
  const presses = pressesAMonth(channels);
  const asked = Math.max(0, presses / 1e6 - requests.freeMillions) * requests.perMillion;
  const logsGb = telemetry.waitingGb + (presses * telemetry.kbAPress) / 1_024 ** 2;
  return {
    'Container Apps, to instanser, der mest venter': idle + held + asked,
    'Cosmos DB, serverless': databaseCost(channels).serverless,
    'Container Registry, Basic': platform.registryADay.basic * 30.4,
    'log og målinger (de første 5 GB er gratis)': Math.max(0, logsGb - platform.freeLogsGb) * platform.logsPerGb,
    alarmer: deployed.logAlerts * platform.logAlertAMonth + deployed.metricAlerts * platform.metricAlertAMonth,
    'prøve udefra af `/readyz`':
      ((deployed.testPlaces * hoursAMonth * 3_600) / deployed.testSeconds) * platform.availabilityTest,
    'Key Vault, Azure Bot, identitet': 0.05,
  };
}

/** Answers, changes and looks of a month's rounds. */
function pressesAMonth(channels: number): number {
  const { people, themes, changedPercent, mineARound, statusARound, overviewARound, roundsAYear } = usage;
  const answers = people * themes * (1 + changedPercent / 100);
  return (channels * roundsAYear * (answers + mineARound + statusARound + overviewARound)) / 12;
}

function busyCost(): number {
  const seconds = usage.instances * platform.hoursAMonth * 3_600 * deployed.cores - platform.cpu.free;
  return seconds * (platform.cpu.busy - platform.cpu.idle);
}

function privateCost(): number {
  const { endpointAnHour, hoursAMonth, dnsZoneAMonth, networkAnHour, registryADay } = platform;
  return (
    deployed.endpoints * endpointAnHour * hoursAMonth +
    deployed.dnsZones * dnsZoneAMonth +
    networkAnHour * hoursAMonth +
    (registryADay.premium - registryADay.basic) * 30.4
  );
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function assumptions(): string {
  const { instances, roundsAYear, people, themes } = usage;
  return [
    `Regnet med ${instances} instanser med ${String(deployed.cores).replace('.', ',')} kerne og ${deployed.gib} GiB hver, ${roundsAYear} runder om året i hver kanal med ${people} personer`,
    `og ${themes} temaer. Container Apps regner en instans for ventende, når den bruger næsten ingen kraft; rækken under summen er det modsatte yderpunkt.`,
    'Priserne er listepriser for én region i november 2026, som de almindeligvis oplyses, og skal slås op (azure.microsoft.com/pricing), før der',
    'lægges et budget. Ikke med: kommunens licenser til Microsoft 365, arbejdstid, og støtteaftaler. Ingen regning fra Azure er set endnu.',
  ].join('\n');
}
