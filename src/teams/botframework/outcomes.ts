import { z } from 'zod';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import type { SendOutcome } from '../../usecases/ports.ts';
import { FailedRead } from '../outbound/teams-client.ts';
import { noToken } from './auth.ts';

/** What the errors of the SDK's client mean. */

const defaultPauseMs = 2_000;
/** The request did not leave or the address did not answer at all, so nothing can have been posted. */
const neverLeft = new Set([noToken, 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

export async function outcomeOf(kind: 'post' | 'put', call: () => Promise<PostAddress>): Promise<SendOutcome> {
  try {
    return { kind: 'accepted', ...(await call()) };
  } catch (error) {
    return classify(kind, error);
  }
}

/** @throws FailedRead where the read failed. */
export async function readOf<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new FailedRead(classify('put', error), error);
  }
}

/** What a failed send means. A POST is tried again only where Teams surely did not take it; a PUT may be repeated. */
export function classify(kind: 'post' | 'put', error: unknown): SendOutcome {
  const status = statusOf(error);
  const afterMs = retryAfterMs(error) ?? (status === 429 ? defaultPauseMs : 0);
  const later: SendOutcome = { kind: 'later', afterMs };
  if (status === undefined) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return kind === 'put' || (typeof code === 'string' && neverLeft.has(code)) ? later : { kind: 'unknown' };
  }
  if (status === 429 || status === 412 || status === 503) return later;
  if (status >= 500 || status === 408) return kind === 'put' ? later : { kind: 'unknown' };
  return { kind: 'refused', status };
}

export function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

const withHeaders = z.object({ response: z.object({ headers: z.object({ get: z.function() }) }) });

function retryAfterMs(error: unknown): number | undefined {
  const headers = withHeaders.safeParse(error).success ? (error as HeadersOf).response.headers : undefined;
  const seconds = Number(headers?.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1000 : undefined;
}

type HeadersOf = { response: { headers: { get(name: string): unknown } } };
