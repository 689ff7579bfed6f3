import { createHash } from 'node:crypto';
import { type Invitation, invitationBounds } from '../domain/invitation.ts';
import { hasAreas } from '../domain/results.ts';
import type { Summary } from '../domain/round.ts';
import type { TrendShown } from '../usecases/results/trend.ts';
import { type Addresses, createAddresses } from './addresses.ts';

/** The links that cards carry, and what is behind one that is followed. */
export interface Links {
  /** Whether the internet reaches this server by https. */
  isHttps: boolean;
  /** Says where this server is reached, where nobody has said so yet; no card is made before that. */
  listensAt(url: string): void;
  pictureUrl(summary: Pick<Summary, 'pictureId' | 'closedAt'>): string;
  /** The same with one slice a theme. */
  wheelUrl(summary: Pick<Summary, 'pictureId' | 'closedAt' | 'themes'>): string;
  /** Empty where there is nothing to draw. */
  trendUrl(shown: TrendShown): string;
  /** @param expiresAt epoch milliseconds. */
  reportUrl(pictureId: string, expiresAt: number): string;
  /** Where people without Teams answer a round. */
  answerUrl(invitation: Pick<Invitation, 'id' | 'createdAt'>): string;
  /** @returns the id behind a link, as the addresses read it, undefined where it was not made here or has expired. */
  readPicture(name: string): string | undefined;
  readTrend(name: string): string | undefined;
  readReport(name: string): string | undefined;
  readAnswer(name: string): string | undefined;
}

/** Pictures can be opened as long as a round is kept by default, and a month more. */
const pictureMs = 400 * 86_400_000;

interface LinkNeeds {
  /** Where the internet reaches this server; where it listens where it is left out. */
  publicUrl?: string | undefined;
  /** The first signs, all of them open. */
  keys: readonly Buffer[];
  now(): number;
}

export function createLinks({ publicUrl, keys, now }: LinkNeeds): Links {
  let addresses: Addresses | undefined = publicUrl === undefined ? undefined : createAddresses(publicUrl, keys);
  const known = (): Addresses => {
    if (!addresses) throw new Error('A link was made before the server listened');
    return addresses;
  };
  return {
    isHttps: publicUrl?.startsWith('https:') ?? false,
    listensAt(url) {
      addresses ??= createAddresses(url, keys);
    },
    pictureUrl: ({ pictureId, closedAt }) => known().picture(pictureId, closedAt + pictureMs),
    wheelUrl: ({ pictureId, closedAt, themes }) =>
      themes.some(({ units }) => hasAreas(units))
        ? known().themes(pictureId, closedAt + pictureMs)
        : known().picture(pictureId, closedAt + pictureMs),
    trendUrl: ({ round: { summary }, history }) =>
      summary ? known().trend(summary.pictureId, digest(history), summary.closedAt + pictureMs) : '',
    reportUrl: (pictureId, expiresAt) => known().report(pictureId, expiresAt),
    answerUrl: ({ id, createdAt }) => known().answer(id, createdAt + invitationBounds.keptMs),
    readPicture: (name) => known().readPicture(name, now()),
    readTrend: (name) => known().readTrend(name, now()),
    readReport: (name) => known().readReport(name, now()),
    readAnswer: (name) => known().readAnswer(name, now()),
  };
}

/** Eight characters that differ when the value does. */
function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8);
}
