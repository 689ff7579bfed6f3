import { defaultLanguage, type Language } from '../../domain/language.ts';
import type { ClosedRound } from '../../domain/round.ts';
import { plainly, type Wheel } from '../../domain/wheel.ts';
import { type Html, html } from '../../html.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Clock } from '../../usecases/clock.ts';
import { type GuestView, guestView, removeGuestAnswer, saveGuestAnswer } from '../../usecases/guests/guest-answer.ts';
import type { Deps } from '../../usecases/ports.ts';
import type { Recounts } from '../../usecases/round/recounts.ts';
import type { Links } from '../links.ts';
import { type Form, readAnswer, readForm } from './form.ts';
import { donePage, lateAnswer, welcomePage } from './other-pages.ts';
import { goneReply, type Place, pageReply, seeOther, tellReply } from './page.ts';
import { keeping, nextPhone, phoneOf } from './phone.ts';
import { paperPage, posterPage } from './printed-pages.ts';
import { createRates } from './rates.ts';
import { type GuestAddress, type GuestReply, type GuestRequest, preferredLanguage, readAddress } from './request.ts';
import { resultsPage } from './results-page.ts';
import { senderOf, tokenOf } from './sender.ts';
import { type ThemePage, themePage } from './theme-page.ts';

export interface GuestNeeds {
  deps: Deps;
  answering: Recounts['answering'];
  texts: Record<Language, Texts>;
  links: Pick<Links, 'readAnswer' | 'answerUrl'>;
  clock: Clock;
}

/** One request for a page of a link that is there. */
interface Visit extends GuestNeeds {
  /** That of the link. */
  id: string;
  place: Place;
  address: GuestAddress;
  view: GuestView;
  wheel: Wheel;
  phone: string | undefined;
  /** Whether the address is https. */
  secure: boolean;
}

/** The door for people without Teams. Everything wrong gets one 404; what somebody with a right link meets has its words. */
export function createGuests(needs: GuestNeeds): (request: GuestRequest) => Promise<GuestReply> {
  const rates = createRates(needs.clock);
  const { texts, deps } = needs;
  const gone = goneReply(texts);
  return async (request) => {
    const address = readAddress(request.path);
    const id = address && needs.links.readAnswer(address.name);
    if (!address || id === undefined) return rates.admit(request.sender, 'nowhere') ? gone : busy(needs, request);
    if (!rates.admit(request.sender, id)) return busy(needs, request, address);
    try {
      const visit = await visited(needs, { id, address }, request);
      if (!visit) return gone;
      return (request.method === 'GET' ? await get(visit) : await post(visit, request)) ?? gone;
    } catch (error: unknown) {
      deps.log.error({}, 'a page for somebody without Teams failed', error);
      return tellReply(503, placeOf(needs, request, address), { state: 'fault' });
    }
  };
}

function placeOf({ texts }: GuestNeeds, { acceptLanguage }: GuestRequest, address?: GuestAddress): Place {
  const language = address?.language ?? preferredLanguage(acceptLanguage) ?? defaultLanguage;
  const { name = '', page = '' } = address ?? {};
  // What a form is sent to is no page that can be opened.
  const shown = page === 'next' || page === 'delete' ? 'done' : page;
  return { base: `/answers/${name}`, texts: texts[language], page: shown || 'start' };
}

function busy(needs: GuestNeeds, request: GuestRequest, address?: GuestAddress): GuestReply {
  const reply = tellReply(429, placeOf(needs, request, address), { state: 'busy' });
  return { ...reply, headers: { ...reply.headers, 'retry-after': '60' } };
}

async function visited(
  needs: GuestNeeds,
  { id, address }: { id: string; address: GuestAddress },
  request: GuestRequest,
): Promise<Visit | undefined> {
  const { deps, links } = needs;
  const phone = phoneOf(request.cookie);
  const view = await guestView(deps, id, phone);
  if (!view) return undefined;
  const place = placeOf(needs, request, address);
  const whole = await deps.wheels.of(view.round, place.texts.language);
  const asked = { ...whole, themes: whole.themes.filter((theme) => Object.hasOwn(view.round.units, theme.id)) };
  const wheel = view.invitation.plain ? plainly(asked) : asked;
  const secure = links.answerUrl(view.invitation).startsWith('https:');
  return { ...needs, id, address, place, view, wheel, phone, secure };
}

/** @returns undefined for a page that there is not. */
async function get(visit: Visit): Promise<GuestReply | undefined> {
  const { place, address, view, wheel, links } = visit;
  const { page } = address;
  if (page === 'poster' || page === 'paper') {
    // What is printed is to bring answers.
    if (view.state !== 'open') return ended(visit);
    const printed = { ...view, wheel, address: links.answerUrl(view.invitation) };
    return pageReply(200, place, page === 'poster' ? posterPage(place, printed) : paperPage(place, printed));
  }
  const number = numberOf(page);
  if (page !== '' && page !== 'start' && page !== 'done' && !wheel.themes[number - 1]) return undefined;
  if (view.state !== 'open') {
    const shown = numberOf(page) === 0 ? resultsShown(visit) : undefined;
    return shown ? pageReply(200, place, resultsPage(place, shown, wheel)) : ended(visit);
  }
  if (page === '' || page === 'start') return pageReply(200, place, welcomePage(place, view, wheel));
  // Who has none gets it with the first form, and not before it was said what it is for.
  const phone = visit.phone ?? visit.deps.newId();
  const token = tokenOf(visit, phone);
  const body =
    page === 'done'
      ? donePage(place, { view, wheel, token, savedTheme: savedName(visit), deleted: address.saved === 0 })
      : themeShown(visit, number, { token });
  return body && withPhone(visit, phone, pageReply(200, place, body));
}

/** Which theme a page is: 0 for none. */
function numberOf(page: string): number {
  return /^[1-9]\d?$/.test(page) ? Number(page) : 0;
}

function savedName({ wheel, address, view }: Visit): string | undefined {
  const theme = wheel.themes[(address.saved ?? 0) - 1];
  return theme && view.answers[theme.id] ? theme.name : undefined;
}

function themeShown(visit: Visit, number: number, more: Pick<ThemePage, 'token' | 'sent'>) {
  const { place, view, wheel } = visit;
  const theme = wheel.themes[number - 1];
  if (!theme) return undefined;
  const answer = view.answers[theme.id];
  return themePage(place, { round: view.round, wheel, theme, number, answer, savedTheme: savedName(visit), ...more });
}

/** @returns undefined for what no form of these pages sends. */
async function post(visit: Visit, request: GuestRequest): Promise<GuestReply | undefined> {
  const { place, address, phone } = visit;
  const { page } = address;
  const form = readForm(request.contentType, request.body);
  const isOwn = request.fetchSite === undefined || request.fetchSite === 'same-origin' || request.fetchSite === 'none';
  const isKnown = page === 'next' || page === 'delete' || visit.wheel.themes[numberOf(page) - 1] !== undefined;
  if (!form || !isOwn || !isKnown || address.language === undefined) return undefined;
  const again = (to: string) => toPage(place, to, place.texts.t('guest.again'));
  if (phone === undefined) return tellReply(400, place, { state: 'noCookie', more: again('start') });
  const own = await senderOf(visit, { phone, token: form.get('token'), attested: request.fetchSite === 'same-origin' });
  if (!own) return tellReply(409, place, { state: 'stale', more: again(numberOf(page) > 0 ? page : 'start') });
  const reply = await taken({ ...visit, ...own }, form);
  return reply && page !== 'next' ? withPhone(visit, own.phone, reply) : reply;
}

/** What a form asks for, done for the phone that it counts as. */
async function taken(visit: Visit & { phone: string }, form: Form): Promise<GuestReply | undefined> {
  const { place, address, view, phone } = visit;
  const { page } = address;
  if (page === 'next') return nextPerson(visit);
  if (page === 'delete') {
    if (!(await removeGuestAnswer(visit, visit.id, phone))) return ended(visit);
    return seeOther(`${place.base}/${place.texts.language}/done?saved=0`);
  }
  return view.state === 'open' ? save(visit, { form, phone, number: numberOf(page) }) : ended(visit);
}

function toPage({ base, texts }: Place, page: string, label: string): Html {
  return html`<p><a class="button" href="${base}/${texts.language}/${page}">${label}</a></p>`;
}

/** Whoever comes next on a screen that several share begins with nothing of who was there before. */
function nextPerson(visit: Visit): GuestReply {
  const { place, deps } = visit;
  const to = `${place.base}/${place.texts.language}/start`;
  return withPhone({ ...visit, phone: undefined }, nextPhone(deps.newId), seeOther(to));
}

async function save(
  visit: Visit,
  { form, phone, number }: { form: Form; phone: string; number: number },
): Promise<GuestReply | undefined> {
  const { id, place, view, wheel } = visit;
  const theme = wheel.themes[number - 1];
  if (!theme) return undefined;
  const input = readAnswer(form, view.round.units[theme.id] ?? []);
  const outcome = await saveGuestAnswer(visit, { id, phone, themeId: theme.id }, input);
  switch (outcome.kind) {
    case 'notHere':
      return undefined;
    case 'refused':
      return ended({ ...visit, view: { ...view, state: outcome.state } });
    case 'incomplete': {
      const body = themeShown(visit, number, { token: tokenOf(visit, phone), sent: outcome });
      return body && pageReply(422, place, body);
    }
    case 'saved':
      return seeOther(`${place.base}/${place.texts.language}/${nextPage(visit, number)}?saved=${number}`);
  }
}

/** The next theme without an answer, from this one on and then from the first; at last what comes of it. */
function nextPage({ wheel, view }: Visit, saved: number): string {
  const isLeft = (i: number) => i !== saved - 1 && view.answers[wheel.themes[i]?.id ?? ''] === undefined;
  const all = wheel.themes.map((_, i) => i);
  const next = [...all.slice(saved), ...all].find(isLeft);
  return next === undefined ? 'done' : String(next + 1);
}

/** The round, where those who answered by link may see what it came to. */
function resultsShown({ view: { round, state, invitation } }: Visit): ClosedRound | undefined {
  const { summary, resultsByLink } = round;
  const isSaid = resultsByLink || invitation.showsTotals;
  const isShown = state === 'roundClosed' && isSaid && invitation.ended !== 'withdrawn';
  return isShown && summary ? { ...round, summary } : undefined;
}

/** Why a link takes no answer, in words. */
function ended(visit: Visit): GuestReply {
  const { place, phone, view, wheel, address } = visit;
  const { state } = view;
  const status = { open: 409, full: 409, closed: 410, withdrawn: 410, roundClosed: 410 }[state];
  const told = { state: state === 'open' ? 'roundClosed' : state } as const;
  if (resultsShown(visit)) {
    const more = toPage(place, 'start', place.texts.t('guest.results.show'));
    return tellReply(status, place, { ...told, more });
  }
  if (state !== 'closed' || phone === undefined) return tellReply(status, place, told);
  // The answers count until the round is closed, and until then they can be deleted.
  const more = lateAnswer(place, { view, wheel, token: tokenOf(visit, phone), deleted: address.saved === 0 });
  return tellReply(status, place, { ...told, more });
}

function withPhone({ place, phone: kept, secure }: Visit, phone: string, reply: GuestReply): GuestReply {
  if (phone === kept) return reply;
  return { ...reply, headers: { ...reply.headers, ...keeping(phone, { path: place.base, secure }) } };
}
