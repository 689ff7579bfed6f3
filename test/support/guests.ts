import type { Harness } from './app.ts';
import { asRead } from './cards.ts';
import { here } from './time.ts';

/** Somebody without Teams: a browser without scripts that follows links, fills forms in and keeps its cookies. */
export interface Phone {
  /** What the last page said, as it is read. */
  text: string;
  html: string;
  status: number;
  headers: Headers;
  cookie: string;
  /** How often it asked. */
  requests: number;
  open(address: string): Promise<Phone>;
  /** Presses the button with this label, with its form filled in; what is not given stays as the page had it. */
  press(label: string, given?: Record<string, string>): Promise<Phone>;
  /** Follows the link with this label. */
  follow(label: string): Promise<Phone>;
}

/** @param headers what this browser sends beside; a cookie is kept unless `keepsCookies` is false. */
export function createPhone(
  base: string,
  { headers = {}, keepsCookies = true }: { headers?: Record<string, string>; keepsCookies?: boolean } = {},
): Phone {
  let at = base;
  const phone: Phone = {
    text: '',
    html: '',
    status: 0,
    headers: new Headers(),
    cookie: '',
    requests: 0,
    open: (address) => ask(address, { method: 'GET' }),
    async press(label, given = {}) {
      const form = formWith(phone.html, label);
      const body = new URLSearchParams({ ...form.fields, ...given });
      return ask(form.action, {
        method: 'POST',
        body: body.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      });
    },
    async follow(label) {
      const found = [...phone.html.matchAll(/<a [^>]*?href="([^"]+)"[^>]*>([^<]*)<\/a>/g)].find(
        ([, , text]) => text === label,
      );
      if (!found) throw new Error(`No link "${label}" in ${phone.text}`);
      return ask(plain(found[1] ?? ''), { method: 'GET' });
    },
  };
  const ask = async (address: string, init: RequestInit): Promise<Phone> => {
    at = new URL(address, at).href;
    phone.requests++;
    const cookies = phone.cookie === '' ? {} : { cookie: phone.cookie };
    const response = await fetch(at, {
      ...init,
      redirect: 'manual',
      headers: { 'accept-language': 'da-DK,da;q=0.9', ...headers, ...init.headers, ...cookies },
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined && keepsCookies) phone.cookie = set.split(';')[0] ?? '';
    const html = await response.text();
    if (response.status === 303) return ask(response.headers.get('location') ?? '', { method: 'GET' });
    return Object.assign(phone, { html, text: words(html), status: response.status, headers: response.headers });
  };
  return phone;
}

function words(html: string): string {
  const body = html.replace(/^[\s\S]*<\/head>/, '').replaceAll(/<(?!\/?(?:strong|small)\b)[^>]*>/g, '\n');
  return asRead(plain(body.replaceAll(/<[^>]*>/g, ' ')))
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
}

/**
 * A page as a browser without graphics shows it: its title, its headings with their level, where its links and forms lead,
 * what its fields are and say, and what is read aloud. Longer lines are cut.
 */
export function shownAs({ html }: Pick<Phone, 'html'>, address: string): string[] {
  const { pathname } = new URL(address);
  const at = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const marks: Record<string, (tag: string) => string> = {
    title: () => '',
    h1: () => '# ',
    h2: () => '## ',
    h3: () => '### ',
    a: (tag) => `${at(tag, 'href')}${at(tag, 'class') && ` .${at(tag, 'class')}`} `,
    form: (tag) => `${at(tag, 'method')} ${at(tag, 'action')}`,
    button: (tag) => `[${at(tag, 'type')}] `,
    input: (tag) => {
      const told = [at(tag, 'name'), at(tag, 'value'), at(tag, 'aria-describedby'), / checked/.test(tag) ? '*' : ''];
      return told.filter(Boolean).join(' ');
    },
    textarea: (tag) => `${at(tag, 'name')} ${at(tag, 'maxlength')} ${at(tag, 'aria-describedby')}: `,
    summary: () => '> ',
  };
  const lines = html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replaceAll(/<svg[\s\S]*?<\/svg>/g, 'svg')
    .replaceAll(pathname, '')
    .replaceAll(/value="[\w-]{22}\.[\w-]+"/g, 'value="…"')
    .replaceAll(/<(\w+)[^>]*>/g, (tag, name: string) => {
      const id = at(tag, 'id') && `#${at(tag, 'id')} `;
      const told = [at(tag, 'role'), at(tag, 'aria-label')].filter(Boolean).map((each) => `${each}: `);
      return `\n${told.join('')}${id}${marks[name]?.(tag) ?? ''}`;
    })
    .replaceAll(/<[^>]*>/g, '\n')
    .split('\n')
    .map((line) => asRead(plain(line)).trim())
    .filter(Boolean);
  return lines.map((line) => (line.length > 60 && !line.startsWith('#') ? `${line.slice(0, 50)}…` : line));
}

function plain(text: string): string {
  const signs: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (sign) => signs[sign] ?? sign);
}

/** The form that a button is in, with what its fields have. */
function formWith(html: string, label: string): { action: string; fields: Record<string, string> } {
  const forms = html.match(/<form [\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((each) => new RegExp(`<button[^>]*>${label}</button>`).test(each));
  if (!form) throw new Error(`No button "${label}" in ${words(html)}`);
  const attribute = (tag: string, name: string) => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
  const inputs = (form.match(/<input[^>]*>/g) ?? [])
    .filter((tag) => tag.includes('type="hidden"') || / checked[ >]/.test(tag))
    .map((tag): [string, string] => [attribute(tag, 'name'), attribute(tag, 'value')]);
  const comment = /<textarea[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(form)?.[1];
  return {
    action: attribute(form.slice(0, form.indexOf('>') + 1), 'action'),
    fields: { ...Object.fromEntries(inputs), ...(comment !== undefined && { comment: plain(comment) }) },
  };
}

/** The same step for every unit on the page of a theme. */
export function allUnits({ html }: Pick<Phone, 'html'>, value: string): Record<string, string> {
  return Object.fromEntries([...html.matchAll(/name="(s_[^"]+)"/g)].map(([, name = '']) => [name, value]));
}

/** Answers every theme from the welcome page on, with one step for all. */
export async function answerByLink(phone: Phone, address: string, step: string): Promise<Phone> {
  await phone.open(address);
  await phone.follow('Begynd');
  while (phone.html.includes('Gem og gå videre')) await phone.press('Gem og gå videre', allUnits(phone, step));
  return phone;
}

/** Answers the first theme alone, and opens the page that says what is left. */
export async function beginByLink(phone: Phone, address: string): Promise<Phone> {
  await phone.open(`${address}/da/1`);
  await phone.press('Gem og gå videre', allUnits(phone, '1'));
  return phone.open(`${address}/da/done`);
}

/** Makes a link as the facilitator's button does. @returns its whole address. */
export function addressOn(card: unknown): string {
  const found = /https?:\/\/[^"\\ ]+\/answers\/[\w.-]+/.exec(JSON.stringify(card));
  if (!found) throw new Error(`No link on ${JSON.stringify(card)}`);
  return found[0];
}

/** The answers of a round that came by link. */
export async function byLink({ store }: Harness, roundId: string) {
  return (await store.answers(here, roundId)).filter(({ person }) => person.includes('.'));
}
