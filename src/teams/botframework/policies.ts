import type { Agent } from 'node:http';
import type { Refused } from './auth.ts';

/** What is seen of an answer before the SDK reads it. */
interface Answer {
  status: number;
  headers: { get(name: string): string | undefined };
  bodyAsText?: string | null;
  request: { headers: { get(name: string): string | undefined } };
}

/** What is seen of a request before it leaves. */
interface Request {
  url: string;
  agent?: Agent | undefined;
  proxySettings?: object | undefined;
}

/** A step on the way of a request to Teams and of its answer back, as the SDK's pipeline knows it. */
export interface Policy {
  name: string;
  sendRequest<R extends Request>(request: R, next: (request: R) => Promise<Answer>): Promise<Answer>;
}

/** The code of the error where the request surely never came to Teams, or Teams did nothing about it, and another try may go through. */
export const notTaken = 'NOT_TAKEN';

/** Refusals that are Teams' own only where Teams words them: whoever stands in between says the same for reasons of its own. */
const refusals = new Set([401, 403, 404, 407]);

/** Teams answers in JSON or not at all. A page is never its word, whatever its status says. */
export const onlyTeams: Policy = {
  name: 'onlyTeams',
  async sendRequest(request, next) {
    const answer = await next(request);
    if (!isPage(answer)) return answer;
    if (refusals.has(answer.status)) throw untaken('A page that is not from Teams refused a request');
    // Somebody else wrote it, such as a proxy: whether Teams took a post is not known.
    if (answer.status < 300) throw new Error('A page came that is not from Teams');
    return answer;
  },
};

function isPage({ headers, bodyAsText }: Answer): boolean {
  const body = bodyAsText?.trim() ?? '';
  return body.startsWith('<') || (body !== '' && /^text\/html\b/i.test(String(headers.get('content-type'))));
}

/** @param refused told of the token that Teams refused. @returns a policy that lets such a request be made again. */
export function withFreshToken(refused: Refused): Policy {
  return {
    name: 'withFreshToken',
    async sendRequest(request, next) {
      const answer = await next(request);
      const token = answer.request.headers.get('authorization')?.slice('Bearer '.length);
      if (answer.status === 401 && token !== undefined && refused(token))
        throw untaken('Teams refused the token of a request, which may go through with another');
      return answer;
    },
  };
}

function untaken(words: string): Error {
  return Object.assign(new Error(words), { code: notTaken });
}
