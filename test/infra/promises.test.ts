import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { invitationBounds } from '../../src/domain/invitation.ts';
import { retention } from '../../src/domain/retention.ts';
import { bounds, traceableDays } from '../../src/domain/round.ts';
import { slowness } from '../../src/web/server.ts';

/**
 * What SECURITY.md and the documents on privacy promise with a figure, held against the code. Each figure of theirs has to be one of
 * these, so that a new promise gets its own line, and a changed constant is found in every document that names it.
 */

const root = new URL('../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const documents = [
  'SECURITY.md',
  'docs/privacy.md',
  'docs/security.md',
  ...globSync('docs/da/*.md', { cwd: fileURLToPath(root) }).toSorted(),
];

/** A number in the code, found by what stands around it. */
function inCode(path: string, pattern: RegExp): number {
  const [, found] = pattern.exec(text(path)) ?? [];
  if (found === undefined) throw new Error(`${path} has nothing like ${pattern}: look where the constant has gone.`);
  return Number(found.replaceAll('_', ''));
}

const local = readConfig({ HJULET_MODE: 'local' });
const bicep = (module: string, pattern: RegExp) => inCode(`infra/${module}.bicep`, pattern);
const backupDays = bicep('modules/cosmos', /tier: 'Continuous(\d+)Days'/);
const linkHours = inCode('src/usecases/results/report.ts', /linkHours = (\d+)/);
const codeBits = 8 * inCode('src/keys.ts', /subarray\(0, (\d+)\)\.toString\('base64url'\)/);

interface Promised {
  /** What is promised. */
  what: string;
  /** The sentence that promises it, English or Danish, with the figure as its first group. */
  said: RegExp;
  /** What the code does. */
  done: number;
}

const promises: Promised[] = [
  {
    what: 'the separate answers of a confidential round are deleted',
    said: /(?<!round, )(?:\b|\*)(\d+) (?:days|dage)\**,? (?:after (?:it|closing)|efter,? (?:at den er )?luk)|(?:enkeltsvar|enkelte svar) slettes efter (\d+) dage/,
    done: traceableDays,
  },
  {
    what: 'whom a round reminded is kept at most',
    said: /(?:until the round closes|når runden lukker),[^.;|]*?(\d+) (?:days|dage)/,
    done: inCode('src/store/reminder-store.ts', /remindedDays = (\d+)/),
  },
  { what: 'the rest is deleted', said: /(\d+) (?:months|måneder)/, done: retention.default },
  { what: 'a comment has at most', said: /(\d+) (?:characters|tegn)/, done: bounds.comment },
  {
    what: 'logs and metrics are deleted',
    said: /(?:logs? and (?:the )?metrics|log og målinger)[^.;]*?(\d+) (?:days|dage)/,
    done: bicep('main', /param logDays int = (\d+)/),
  },
  {
    what: 'a backup keeps what was deleted',
    said: /(?:backups?|sikkerhedskopi(?:er)?)[^.;]*?(\d+) (?:days|dage)|(?:any moment of the last|ethvert tidspunkt de seneste) (\d+) (?:days|dage)/i,
    done: backupDays,
  },
  {
    what: 'a picture can be fetched',
    said: /(?:pictures|with the round|addresses end with the round|med runden)[^.;|]*?(\d+) (?:days|dage)/,
    done: inCode('src/web/links.ts', /pictureMs = (\d+) \* 86_400_000/),
  },
  {
    what: 'a link to a report opens',
    said: /(?:links?|rapport|has the link)[^.;]*?(\d+) (?:hours|timer)/i,
    done: linkHours,
  },
  { what: 'a code has', said: /(?:HMAC-SHA256)[^.;]*?(\d+) bits/, done: codeBits },
  {
    what: 'an address of a picture has',
    said: /(?:Addresses with) (\d+) random bits/,
    done: 8 * inCode('src/keys.ts', /return randomBytes\((\d+)\)/),
  },
  {
    what: 'an unknown key is asked for again',
    said: /one in (\d+) s for an unknown key/,
    done: inCode('src/teams/inbound/tokens.ts', /betweenLookUpsMs = ([\d_]+)/) / 1000,
  },
  {
    what: 'a body has at most',
    said: /(?:413 over|bodies up to) (\d+) (?:kB|KB)/,
    done: inCode('src/web/body.ts', /maxJsonBytes = (\d+) \* 1024/),
  },
  {
    what: 'a form of somebody without Teams has at most',
    said: /(\d+) KB a form/,
    done: inCode('src/web/body.ts', /maxFormBytes = (\d+) \* 1024/),
  },
  {
    what: 'a link to answer by is kept at most',
    said: /(?:\bseat\b|brugte pladser)[^.;]*?(\d+) (?:days|dage)/,
    done: invitationBounds.keptMs / 86_400_000,
  },
  {
    what: 'a phone keeps its code for',
    said: /cookie[^.;|]*?(\d+) (?:days|dage)/,
    done: inCode('src/web/guests/phone.ts', /keptSeconds = (\d+) \* 86_400/),
  },
  {
    what: 'headers take at most',
    said: /time-outs of (\d+) and/,
    done: slowness.headersMs / 1000,
  },
  {
    what: 'a request takes at most',
    said: /time-outs of \d+ and (\d+) s/,
    done: slowness.requestMs / 1000,
  },
  {
    what: 'nobody waits for an answer more than',
    said: /Nobody waits more than (\d+) s for an answer/,
    done: inCode('src/teams/inbound/patience.ts', /patienceMs = ([\d_]+)/) / 1000,
  },
  {
    what: 'so many may be connected',
    said: /([\d,]+) connections/,
    done: inCode('src/web/server.ts', /maxConnections = ([\d_]+)/),
  },
  {
    what: 'a deleted secret stays in the Key Vault',
    said: /Key Vault beholder en slettet nøgle i (\d+) dage/,
    done: bicep('modules/vault', /softDeleteRetentionInDays: (\d+)/),
  },
];

/** Figures that promise nothing of the program: what a law asks, and what the municipality fills in between ‹ and ›. */
const notOurs = /‹[^›]*›|inden 24 timer og Datatilsynet inden 72 timer/g;
const figure =
  /\b(\d[\d,.]*)\**\s*(?:random )?(?:bits?|days?|months?|hours?|seconds?|s|minutes?|kB|KB|characters|connections|dage|måneder|timer|tegn|sekunder|døgn|minutter)\b/g;

/** The whole document as one line, since sentences go over several. */
const flat = (path: string) => text(path).replace(notOurs, '‹›').replace(/\s+/g, ' ');
const found = documents.flatMap((path) =>
  [...flat(path).matchAll(figure)].map(({ index, 0: words, 1: number = '' }) => ({
    path,
    words,
    number: Number(number.replaceAll(',', '')),
    around: flat(path).slice(Math.max(0, index - 160), index + words.length + 40),
  })),
);

describe('a promise with a figure', () => {
  test('is looked for in every document', () => {
    expect(found.length).toBeGreaterThan(40);
    expect(new Set(found.map(({ path }) => path)).size).toBeGreaterThan(7);
  });

  it.each(promises)('$what: the documents say $done', ({ said, done }) => {
    const told = documents.flatMap((path) =>
      [...flat(path).matchAll(RegExp(said, said.flags.includes('i') ? 'gi' : 'g'))].map((match) => ({
        path,
        words: match[0],
        number: Number(match.slice(1).find(Boolean)?.replaceAll(',', '')),
      })),
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter(({ number }) => number !== done)).toEqual([]);
  });

  test('is one that the code is held to', () => {
    const known = ({ around, number }: (typeof found)[number]) =>
      promises.some(({ said, done }) => done === number && RegExp(said, said.flags).test(around));
    expect(found.filter((each) => !known(each)).map(({ path, around }) => `${path}: ${around}`)).toEqual([]);
  });
});

describe('a setting that is promised', () => {
  test('has the default and the bounds that the documents name', () => {
    const bounded = (name: string, value: string) => () => readConfig({ HJULET_MODE: 'local', [name]: value });
    expect(flat('docs/privacy.md')).toContain('`HJULET_SMALLEST_GROUP` (3 to 10)');
    for (const value of ['2', '11']) expect(bounded('HJULET_SMALLEST_GROUP', value)).toThrow('HJULET_SMALLEST_GROUP');
    const words: Record<number, RegExp> = { 4: /(?:fewer than|under|mindst|The limit of) (?:four|fire)/i };
    for (const path of ['docs/privacy.md', 'docs/da/privatliv.md', 'docs/da/artikel-13.md'])
      expect(flat(path)).toMatch(words[local.HJULET_SMALLEST_GROUP] ?? /no such default/);
    expect(flat('docs/da/sletning.md')).toContain('12 måneder');
    expect(text('docs/da/sletning.md')).toContain(`\`HJULET_RETENTION_MONTHS\`, ${retention.min} til ${retention.max}`);
  });
});
