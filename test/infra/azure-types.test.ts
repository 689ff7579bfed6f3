import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { azureTypes, moduleShape, typeFaults } from './azure-types.ts';
import { declarations, parse, parseText, templates } from './bicep.ts';

const text = (template: string) => readFileSync(new URL(`../../infra/${template}`, import.meta.url), 'utf8');

const modules = Object.fromEntries(templates.map((template) => [template, moduleShape(parse(template))]));

describe('what a template gives to Azure', () => {
  it.each(templates)('%s has properties that Azure takes, of their types, and all that it asks for', (template) => {
    expect(typeFaults(parse(template), modules).faults).toEqual([]);
  });

  test('is looked at to the last property', () => {
    const looked = templates.reduce((sum, template) => sum + typeFaults(parse(template)).properties, 0);
    expect(looked).toBeGreaterThan(400);
  });

  test('is all that the table has', () => {
    const used = templates.flatMap((template) =>
      declarations(parse(template)).flatMap(({ kind, of }) => (kind === 'resource' ? [of] : [])),
    );
    expect(Object.keys(azureTypes).filter((type) => !used.includes(type))).toEqual([]);
  });
});

describe('a mistake', () => {
  const mistakes: [template: string, right: string, wrong: string, told: RegExp][] = [
    ['modules/cosmos.bicep', 'disableLocalAuth:', 'disableLocalAuths:', /properties\.disableLocalAuths: is none/],
    ['modules/cosmos.bicep', "'Strong'", "'strong'", /defaultConsistencyLevel: 'strong' is none of Eventual/],
    ['modules/cosmos.bicep', "tier: 'Continuous30Days'", "tier: 'Continuous35Days'", /tier: 'Continuous35Days'/],
    ['modules/cosmos.bicep', 'defaultTtl: -1', "defaultTtl: '-1'", /defaultTtl: is string and no int/],
    ['modules/cosmos.bicep', "databaseAccountOfferType: 'Standard'", '', /properties: lacks databaseAccountOfferType/],
    ['modules/cosmos.bicep', "paths: ['/partition']", "paths: '/partition'", /paths: is string and no list/],
    ['modules/cosmos.bicep', "kind: 'GlobalDocumentDB'", "kinds: 'GlobalDocumentDB'", /kinds: is none/],
    ['modules/vault.bicep', "family: 'A'", "family: 'B'", /sku\.family: 'B' is none of A/],
    [
      'modules/vault.bicep',
      'enableSoftDelete: true',
      "enableSoftDelete: 'true'",
      /enableSoftDelete: is string and no bool/,
    ],
    ['modules/vault.bicep', "'Deny' : 'Allow'", "'Deny' : 'Permit'", /defaultAction: 'Permit' is none/],
    ['modules/registry.bicep', "'Premium' : 'Basic'", "'Premium' : 'Cheap'", /sku\.name: 'Cheap' is none/],
    ['modules/registry.bicep', 'adminUserEnabled: false', 'provisioningState: false', /provisioningState: is none/],
    ['modules/monitoring.bicep', 'retentionInDays: logDays', 'retentionInDays: alertEmail', /is string and no int/],
    ['modules/monitoring.bicep', 'threshold: rule.more', 'treshold: rule.more', /treshold: is none/],
    ['modules/network.bicep', 'registrationEnabled: false', 'registrationEnabled: name', /is string and no bool/],
    [
      'modules/network.bicep',
      "addressPrefixes: ['10.40.0.0/16']",
      'addressPrefixes: [16]',
      /addressPrefixes\[\]: is int/,
    ],
    [
      'modules/availability.bicep',
      'componentId: insightsId',
      'componentId: insightsId, allOf: []',
      /criteria\.allOf: is none/,
    ],
    ['modules/availability.bicep', 'WebtestLocation', 'WebTestLocation', /criteria: is of no kind/],
    ['modules/bot.bicep', 'isEnabled: true', '', /properties\.properties: lacks isEnabled/],
    ['modules/wheels.bicep', "'TLS1_2'", "'Tls12'", /minimumTlsVersion: 'Tls12' is none/],
    ['modules/endpoint.bicep', 'groupIds: [groupId]', 'groupIds: groupId', /groupIds: is string and no list/],
    ['main.bicep', "type: 'Startup'", "type: 'StartUp'", /probes\[\]\.type: 'StartUp'/],
    ['main.bicep', 'logDays: logDays', 'logDays: alertEmail', /params\.logDays: is string and no int/],
    ['main.bicep', 'isPrivate: privateNetwork', 'isPrivate: location', /params\.isPrivate: is string and no bool/],
    ['main.bicep', "groupId: 'Sql'", 'groupId: 1', /params\.groupId: is int and no string/],
    ['main.bicep', 'maxThroughput: cosmosMaxThroughput', '', /params: lacks maxThroughput/],
    ['main.bicep', 'targetPort: port', "targetPort: '3978'", /targetPort: is string and no int/],
    ['main.bicep', 'allowInsecure: false', 'allowInsecure: { no: true }', /allowInsecure: is an object and no bool/],
    [
      'main.bicep',
      "{ name: 'PORT', value: string(port) }",
      "{ name: 'PORT', value: port }",
      /env\[\]\.value: is int and no string/,
    ],
    [
      'main.bicep',
      "'Microsoft.App/containerApps@2025-07-01'",
      "'Microsoft.App/containerApps@2025-07-02'",
      /is not in the table/,
    ],
  ];

  it.each(mistakes)('in %s, %s written as %s, is found', (template, right, wrong, told) => {
    const whole = text(template);
    expect(whole).toContain(right);
    const { faults } = typeFaults(parseText(whole.replace(right, wrong)), modules);
    expect(faults).toEqual([expect.stringMatching(told)]);
  });
});
