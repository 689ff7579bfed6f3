import { defaultLanguage, type Language } from '../../domain/language.ts';
import type { ClosedRound } from '../../domain/round.ts';
import { plainly, type Theme, unitsOf, type Wheel } from '../../domain/wheel.ts';
import { type Html, html } from '../../html.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Clock } from '../../usecases/clock.ts';
import { type GuestView, guestView, removeGuestAnswer, saveGuestAnswer } from '../../usecases/guests/guest-answer.ts';
import type { Deps } from '../../usecases/ports.ts';
import type { Recounts } from '../../usecases/round/recounts.ts';
import type { Links } from '../links.ts';
import { type Form, readAnswer, readForm } from './form.ts';
import { donePage, lateAnswer, welcomePage } from './other-pages.ts';
import { goneReply, type PageBody, type Place, pageReply, seeOther, tellReply } from './page.ts';
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
  links: Pick<Links, 'readAnswer' | 'answerUrl' | 'isHttps'>;
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
  /** The theme that the page is; absent for the other pages. */
  asked?: Asked;
}

/** A theme of the round, and which it is, from 1 on. */
interface Asked {
  theme: Theme;
  number: number;
}

/** Why a link takes no answer. */
type Ended = Exclude<GuestView['state'], 'open'>;

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
  const { deps } = needs;
  const phone = phoneOf(request.cookie);
  const view = await guestView(deps, id, phone);
  if (!view) return undefined;
  const place = placeOf(needs, request, address);
  const whole = await deps.wheels.of(view.round, place.texts.language);
  const scored = { ...whole, themes: whole.themes.filter((theme) => Object.hasOwn(view.round.units, theme.id)) };
  const wheel = view.invitation.plain ? plainly(scored) : scored;
  const theme = /^[1-9]$/.test(address.page) ? wheel.themes[Number(address.page) - 1] : undefined;
  const asked = theme && { theme, number: Number(address.page) };
  return { ...needs, id, address, place, view, wheel, phone, ...(asked && { asked }) };
}

/** @returns undefined for a page that there is not. */
async function get(visit: Visit): Promise<GuestReply | undefined> {
  const { place, address, view, wheel, links, asked } = visit;
  const { page } = address;
  if (page === 'poster' || page === 'paper') {
    // What is printed is to bring answers.
    if (view.state !== 'open') return ended(visit, view.state);
    const printed = { ...view, wheel, address: links.answerUrl(view.invitation) };
    return pageReply(200, place, page === 'poster' ? posterPage(place, printed) : paperPage(place, printed));
  }
  if (page !== '' && page !== 'start' && page !== 'done' && !asked) return undefined;
  if (view.state !== 'open') {
    const shown = asked ? undefined : resultsShown(visit);
    return shown ? pageReply(200, place, resultsPage(place, shown, wheel)) : ended(visit, view.state);
  }
  if (page === '' || page === 'start') return pageReply(200, place, welcomePage(place, view, wheel));
  // Who has none gets it with the first form, and not before it was said what it is for.
  const phone = visit.phone ?? visit.deps.newId();
  const token = tokenOf(visit, phone);
  const body = asked
    ? themeShown(visit, asked, { token })
    : donePage(place, { view, wheel, token, savedTheme: savedName(visit), deleted: address.saved === 0 });
  return withPhone(visit, phone, pageReply(200, place, body));
}

function savedName({ wheel, address, view }: Visit): string | undefined {
  const theme = wheel.themes[(address.saved ?? 0) - 1];
  return theme && view.answers[theme.id] ? theme.name : undefined;
}

function themeShown(visit: Visit, asked: Asked, more: Pick<ThemePage, 'token' | 'sent'>): PageBody {
  const { place, view, wheel } = visit;
  const answer = view.answers[asked.theme.id];
  return themePage(place, { round: view.round, wheel, ...asked, answer, savedTheme: savedName(visit), ...more });
}

/** @returns undefined for what no form of these pages sends. */
async function post(visit: Visit, request: GuestRequest): Promise<GuestReply | undefined> {
  const { place, address, phone, asked } = visit;
  const { page } = address;
  const form = readForm(request.contentType, request.body);
  const isOwn = request.fetchSite === undefined || request.fetchSite === 'same-origin' || request.fetchSite === 'none';
  const isKnown = page === 'next' || page === 'delete' || asked !== undefined;
  if (!form || !isOwn || !isKnown) return undefined;
  const again = (to: string) => toPage(place, to, place.texts.t('guest.again'));
  if (phone === undefined) return tellReply(400, place, { state: 'noCookie', more: again('start') });
  const own = await senderOf(visit, {
    phone,
    token: form.get('token') ?? '',
    attested: request.fetchSite === 'same-origin',
  });
  if (!own) return tellReply(409, place, { state: 'stale', more: again(asked ? page : 'start') });
  const reply = await taken({ ...visit, ...own }, form);
  return reply && page !== 'next' ? withPhone(visit, own.phone, reply) : reply;
}

/** What a form asks for, done for the phone that it counts as. */
async function taken(visit: Visit & { phone: string }, form: Form): Promise<GuestReply | undefined> {
  const { place, address, view, phone, asked } = visit;
  if (address.page === 'next') return nextPerson(visit);
  // The other form that is no theme's deletes.
  if (!asked) {
    if (!(await removeGuestAnswer(visit, visit.id, phone)))
      return ended(visit, view.state === 'withdrawn' ? view.state : 'roundClosed');
    return seeOther(`${place.base}/${place.texts.language}/done?saved=0`);
  }
  return view.state === 'open' ? save(visit, { form, phone, asked }) : ended(visit, view.state);
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
  { form, phone, asked }: { form: Form; phone: string; asked: Asked },
): Promise<GuestReply | undefined> {
  const { id, place, view } = visit;
  const { theme, number } = asked;
  const units = unitsOf(theme, view.round.depth).map((unit) => unit.id);
  const input = readAnswer(form, units);
  const outcome = await saveGuestAnswer(visit, { id, phone, themeId: theme.id }, input);
  switch (outcome.kind) {
    case 'notHere':
      return undefined;
    case 'refused':
      return ended(visit, outcome.state);
    case 'incomplete':
      return pageReply(422, place, themeShown(visit, asked, { token: tokenOf(visit, phone), sent: outcome }));
    case 'saved':
      return seeOther(`${place.base}/${place.texts.language}/${nextPage(visit, number)}?saved=${number}`);
  }
}

/** The next theme without an answer, from this one on and then from the first; at last what comes of it. */
function nextPage({ wheel, view }: Visit, saved: number): string {
  const all = wheel.themes.map(({ id }, i) => ({ number: i + 1, isLeft: view.answers[id] === undefined }));
  const next = [...all.slice(saved), ...all.slice(0, saved - 1)].find(({ isLeft }) => isLeft);
  return next === undefined ? 'done' : String(next.number);
}

/** The round, where those who answered by link may see what it came to. */
function resultsShown({ view: { round, state, invitation } }: Visit): ClosedRound | undefined {
  const { summary, resultsByLink } = round;
  const isSaid = resultsByLink || invitation.showsTotals;
  return state === 'roundClosed' && isSaid && summary ? { ...round, summary } : undefined;
}

/** Why a link takes no answer, in words. */
function ended(visit: Visit, state: Ended): GuestReply {
  const { place, phone, view, wheel, address } = visit;
  const status = state === 'full' ? 409 : 410;
  if (resultsShown(visit)) {
    const more = toPage(place, 'start', place.texts.t('guest.results.show'));
    return tellReply(status, place, { state, more });
  }
  if (state !== 'closed' || phone === undefined) return tellReply(status, place, { state });
  // The answers count until the round is closed, and until then they can be deleted.
  const more = lateAnswer(place, { view, wheel, token: tokenOf(visit, phone), deleted: address.saved === 0 });
  return tellReply(status, place, { state, more });
}

function withPhone({ place, phone: kept, links }: Visit, phone: string, reply: GuestReply): GuestReply {
  if (phone === kept) return reply;
  return { ...reply, headers: { ...reply.headers, ...keeping(phone, { path: place.base, secure: links.isHttps }) } };
}
