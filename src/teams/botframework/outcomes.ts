import { z } from 'zod';
import type { PostAddress } from '../../usecases/due/due-ports.ts';
import type { ChangeOutcome, SendOutcome } from '../../usecases/ports.ts';
import { FailedRead } from '../outbound/teams-client.ts';
import { noToken } from './auth.ts';
import { notTaken } from './policies.ts';

/** What the errors of the SDK's client mean. */

const defaultPauseMs = 2_000;
/** The request did not leave, or never came to Teams, so nothing can have been posted. */
const neverLeft = new Set([noToken, notTaken, 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** @param known where it is, where Teams takes it and what it says of that cannot be read. */
export async function outcomeOf(
  kind: 'put',
  call: () => Promise<PostAddress>,
  known?: PostAddress,
): Promise<ChangeOutcome>;
export async function outcomeOf(
  kind: 'post',
  call: () => Promise<PostAddress>,
  known?: PostAddress,
): Promise<SendOutcome>;
export async function outcomeOf(
  kind: 'post' | 'put',
  call: () => Promise<PostAddress>,
  known: PostAddress = { conversationId: '', activityId: '' },
): Promise<SendOutcome> {
  try {
    return { kind: 'accepted', ...(await call()) };
  } catch (error) {
    // The SDK calls an answer an error that it cannot read, or that has another code than it knows.
    return isTaken(statusOf(error)) ? { kind: 'accepted', ...known } : classify(kind, error);
  }
}

const isTaken = (status = 0): boolean => Math.trunc(status / 100) === 2;

/** An id that Teams told, which the types promise to be a text; empty where it told none. */
export function idIn(told: unknown): string {
  return typeof told === 'string' || typeof told === 'number' ? String(told) : '';
}

/** @throws FailedRead where the read failed. */
export async function readOf<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const outcome = classify('put', error);
    // Teams does not find a conversation now and then, between calls for which it does.
    throw new FailedRead(outcome, error, outcome.kind === 'later' || isAboutConversation(error));
  }
}

/** What a failed send means. A POST is tried again only where Teams surely did not take it; a PUT may be repeated. */
export function classify(kind: 'put', error: unknown): ChangeOutcome;
export function classify(kind: 'post' | 'put', error: unknown): SendOutcome;
export function classify(kind: 'post' | 'put', error: unknown): SendOutcome {
  const status = statusOf(error);
  const afterMs = retryAfterMs(error) ?? (status === 429 ? defaultPauseMs : 0);
  const later: SendOutcome = { kind: 'later', afterMs };
  if (status === undefined) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    return kind === 'put' || (typeof code === 'string' && neverLeft.has(code)) ? later : { kind: 'unknown' };
  }
  if (status === 429 || status === 412 || status === 503) return later;
  // Taken, and not to be read: what was asked for is not known.
  if (status >= 500 || status === 408 || isTaken(status)) return kind === 'put' ? later : { kind: 'unknown' };
  return { kind: 'refused', status };
}

export function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Teams' names for what it refuses since it does not find the conversation, or the bot in it, just now. */
const conversationFaults = new Set(['ConversationNotFound', 'BotNotInConversationRoster']);
const withBody = z.object({ response: z.object({ bodyAsText: z.string() }) });
const coded = z.object({ error: z.object({ code: z.string() }) });

/** Whether a refusal is about the whole conversation, and says nothing of the person or the post that was asked for. */
export function isAboutConversation(error: unknown): boolean {
  try {
    const { bodyAsText } = withBody.parse(error).response;
    return conversationFaults.has(coded.parse(JSON.parse(bodyAsText)).error.code);
  } catch {
    return false;
  }
}

const withHeaders = z.object({ response: z.object({ headers: z.object({ get: z.function() }) }) });

function retryAfterMs(error: unknown): number | undefined {
  const headers = withHeaders.safeParse(error).success ? (error as HeadersOf).response.headers : undefined;
  const told = String(headers?.get('retry-after') ?? '');
  const seconds = /[a-z]/i.test(told)
    ? (Date.parse(told) - Date.parse(String(headers?.get('date')))) / 1000
    : Number(told);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1000 : undefined;
}

type HeadersOf = { response: { headers: { get(name: string): unknown } } };
