import { z } from 'zod';
import { common, localOnly, neededInProduction, optionalInProduction } from './config/settings.ts';

/**
 * The settings. This file alone reads the environment. Names are the Bot Framework's where it has one. Each setting stands
 * with its rule and its description in config/settings.ts.
 */

const local = z
  .object({ ...common, ...localOnly })
  .superRefine(({ HJULET_COSMOS_ENDPOINT: endpoint, HJULET_COSMOS_KEY: key }, context) => {
    if ((endpoint === undefined) === (key === undefined)) return;
    const path = [endpoint === undefined ? 'HJULET_COSMOS_ENDPOINT' : 'HJULET_COSMOS_KEY'];
    context.addIssue({ code: 'custom', path, message: 'is needed with the other of the two in local mode' });
  });

const productionShape = z.object({ ...neededInProduction, ...common, ...optionalInProduction });
// Checked also where other settings are wrong, so that all faults are reported at once.
const production = productionShape.superRefine(checkCredentials, { when: () => true });

type LocalConfig = z.infer<typeof local>;
type ProductionConfig = z.infer<typeof production>;
export type Config = LocalConfig | ProductionConfig;

/** The bot proves who it is in one way: a client secret, a certificate or a managed identity. */
function checkCredentials(given: z.infer<typeof productionShape>, context: z.RefinementCtx): void {
  const { MicrosoftAppType: type } = given;
  const report = (path: keyof typeof given, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (type !== 'MultiTenant' && given.MicrosoftAppTenantId === undefined)
    report('MicrosoftAppTenantId', `is needed when MicrosoftAppType is ${type}`);
  const certificate = ['CertificateThumbprint', 'CertificatePrivateKey'] as const;
  const proofs = ['MicrosoftAppPassword', ...certificate] as const;
  if (type === 'UserAssignedMSI') {
    for (const name of proofs) {
      if (given[name] !== undefined) report(name, `must be left out when MicrosoftAppType is ${type}, which has none`);
    }
  } else if (certificate.some((name) => given[name] !== undefined)) {
    for (const name of certificate) {
      if (given[name] === undefined) report(name, 'is needed too where a certificate is used');
    }
    if (given.MicrosoftAppPassword !== undefined)
      report(
        'MicrosoftAppPassword',
        'must be left out where a certificate is used; the bot has one proof of who it is',
      );
  } else if (given.MicrosoftAppPassword === undefined) {
    report(
      'MicrosoftAppPassword',
      `is needed when MicrosoftAppType is ${type}, or CertificateThumbprint and CertificatePrivateKey in its place`,
    );
  }
}

/**
 * Reads the settings.
 * @throws Error naming every wrong or missing setting at once, with its rule and what was given; secrets are not shown.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // An empty line in a settings file means "not set".
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = (given.HJULET_MODE === 'local' ? local : production).safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const value = given[name];
    const shown =
      value === undefined ? 'not set' : /password|key|connection/i.test(name) ? 'set, not shown' : `"${value}"`;
    return `  ${name} (${shown}): ${message}`;
  });
  throw new Error(
    `These settings keep Hjulet from starting:\n${lines.join('\n')}\n` +
      'Set them in the environment; .env.example shows them all. To try Hjulet without Teams, run `npm run play`.',
  );
}
