import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Delivered } from './frames.ts';
import { translateBefore } from './locale.ts';

const command = fileURLToPath(new URL('../../node_modules/@microsoft/m365agentsplayground/cli.js', import.meta.url));
const configFile = fileURLToPath(new URL('../../.m365agentsplayground.yml', import.meta.url));

const personSchema = z.object({ id: z.string(), aadObjectId: z.string(), name: z.string() });
const named = z.object({ id: z.string(), name: z.string() });
const setupSchema = z.object({
  config: z.object({
    tenantId: z.string(),
    bot: named,
    currentUser: personSchema,
    users: z.array(personSchema),
    personalChat: named,
    groupChats: z.tuple([named]),
    teams: z.tuple([named.extend({ channels: z.tuple([named, named]) })]),
  }),
});

type Person = z.infer<typeof personSchema>;
export type Place = 'personal' | 'group' | 'general' | 'channel';

/** A running Playground: Microsoft's local stand-in for Teams and its Connector. */
export interface Playground {
  readonly url: string;
  /** Where it sends activities: before the bot, so that they carry the chosen locale. */
  readonly botEndpoint: string;
  /** What it gives as `serviceUrl`. */
  readonly connectorUrl: string;
  readonly tenantId: string;
  readonly bot: { id: string; name: string };
  /** The person at the window. */
  readonly me: Person;
  /** Five more, who act over HTTP (others.ts). */
  readonly others: readonly Person[];
  readonly teamId: string;
  /** `title` is what the window's list calls it. "channel" is the team's own channel besides General. */
  readonly places: Record<Place, { id: string; title: string }>;
  person(name: string): Person;
  /** What windows have been told, by message id, oldest first. Empty until one is open: the Playground keeps no history to ask for. */
  readonly delivered: Map<string, Delivered>;
  /** Shows a frame in every open window. */
  readonly windows: Set<(frame: string) => void>;
  stop(): Promise<void>;
}

/**
 * Starts the Playground on a port of its own, with the town of .m365agentsplayground.yml, and waits until it answers.
 * The bot should be listening by then: a window waits up to 15 s for it. Several can run side by side.
 * Posts live in its memory only: after a restart a reply or an update to an old one gets 404.
 */
export async function startPlayground({
  botEndpoint,
  locale = 'da-DK',
  timeZone = 'Europe/Copenhagen',
}: {
  botEndpoint: string;
  locale?: string;
  timeZone?: string;
}): Promise<Playground> {
  const folder = await mkdtemp(join(tmpdir(), 'hjulet-playground-'));
  const front = await translateBefore(botEndpoint, locale);
  const logFile = join(folder, 'playground.log');
  const child = spawn(
    process.execPath,
    [
      command,
      'start',
      '--app-endpoint',
      front.endpoint,
      '--channel-id',
      'msteams',
      '--disable-telemetry',
      '--port',
      '0',
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        TZ: timeZone,
        TEAMSAPPTESTER_BROWSER: 'none',
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
        M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const killWithUs = () => child.kill();
  process.once('exit', killWithUs);
  const stop = async () => {
    process.off('exit', killWithUs);
    await end(child);
    await front.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = `http://localhost:${await port(child)}`;
    return { ...(await setup(url)), url, botEndpoint: front.endpoint, connectorUrl: `${url}/_connector`, stop };
  } catch (cause) {
    const log = await readFile(logFile, 'utf8').catch(() => '');
    await stop();
    throw new Error(`The Playground did not start. Its log says:\n${log}`, { cause });
  }
}

/** It says "Listening on 12345" on stdout; all else, a mistake in the settings included, goes to its log. */
function port(child: ChildProcessByStdio<null, Readable, null>): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`exit ${code ?? signal}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Listening on (\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
}

async function setup(url: string): Promise<Omit<Playground, 'url' | 'botEndpoint' | 'connectorUrl' | 'stop'>> {
  const { config } = setupSchema.parse(await (await fetch(`${url}/_internal/v1/testConfig`)).json());
  const [group] = config.groupChats;
  const [team] = config.teams;
  const [general, channel] = team.channels;
  const people = [config.currentUser, ...config.users];
  return {
    tenantId: config.tenantId,
    bot: config.bot,
    me: config.currentUser,
    others: config.users,
    teamId: team.id,
    places: {
      personal: { id: config.personalChat.id, title: 'Personal Chat' },
      group: { id: group.id, title: group.name },
      general: { id: general.id, title: `${team.name} - ${general.name}` },
      channel: { id: channel.id, title: `${team.name} - ${channel.name}` },
    },
    person(name) {
      const found = people.find((each) => each.name === name);
      if (!found)
        throw new Error(
          `"${name}" is not in .m365agentsplayground.yml, which has ${people.map((each) => each.name).join(', ')}.`,
        );
      return found;
    },
    delivered: new Map(),
    windows: new Set(),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
