import { setTimeout as sleep } from 'node:timers/promises';
import { press } from './activities.ts';
import { type Answered, openConnection } from './connection.ts';
import { send } from './rounds.ts';
import type { Stage } from './stage.ts';

/** A link to the round of one of the stage's places. @returns the path of its first page. */
export async function makeLink(stage: Stage, port: number, phones: number): Promise<string> {
  const [place] = stage.places;
  if (!place) throw new Error('There is no round to answer in');
  const data = { verb: 'makeInvitation', round: place.roundId, seen: 0, most: String(phones), plain: 'true' };
  const path = /https:\/\/hjulet\.example(\/answers\/[\w.-]+)/.exec(
    await send(stage, port, press(place, 0, data)),
  )?.[1];
  if (path === undefined) throw new Error('The bot made no link');
  return path;
}

/** Nobody reads and answers a page in less. */
const pageMs = 3_000;

/**
 * So many phones answer by a link, each at its own moment, as long as they are let.
 * @returns how many pages and forms were answered.
 * @throws Error where a form is not taken.
 */
export async function answerByPhone(port: number, path: string, { phones, ms }: { phones: number; ms: number }) {
  const until = performance.now() + ms;
  const all = Array.from({ length: phones }, async (_, i) => {
    await sleep((pageMs / phones) * i);
    return answerAll(port, path, until);
  });
  return (await Promise.all(all)).reduce((sum, asked) => sum + asked, 0);
}

async function answerAll(port: number, path: string, until: number): Promise<number> {
  const connection = openConnection(port);
  let [cookie, asked] = ['', 0];
  const ask = async (address: string, form?: string): Promise<Answered> => {
    const method = form === undefined ? 'GET' : 'POST';
    const body = form ?? '';
    const answered = await connection.send(
      Buffer.from(
        `${method} ${address} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept-language: da\r\ncookie: ${cookie}\r\n` +
          `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      ),
    );
    cookie = /^set-cookie: ([^;]+)/im.exec(answered.head)?.[1] ?? cookie;
    asked += 1;
    return answered;
  };
  await ask(path);
  await sleep(pageMs);
  let page = (await ask(`${path}/da/1`)).body.toString();
  for (let number = 1; performance.now() < until && !page.includes('Tak for dit svar'); number++) {
    await sleep(pageMs);
    const field = (name: RegExp) => name.exec(page)?.[1] ?? '';
    const form = new URLSearchParams({
      token: field(/name="token" value="([^"]+)"/),
      [field(/name="(s_[^"]+)"/)]: String(1 + (number % 4)),
    });
    const saved = await ask(`${path}/da/${number}`, form.toString());
    const next = /^location: (\S+)/im.exec(saved.head)?.[1];
    if (saved.status !== 303 || next === undefined)
      throw new Error(`A phone was answered ${saved.status}: ${saved.body}`);
    page = (await ask(next)).body.toString();
  }
  connection.close();
  return asked;
}
