import { type Answer, applyDraft } from '../../domain/answer.ts';
import { guestCode, type Invitation } from '../../domain/invitation.ts';
import { answeringAs } from '../../domain/perspectives.ts';
import { type Round, unitsIn } from '../../domain/round.ts';
import type { Deps } from '../ports.ts';
import { type AnswerInput, completeDraft, type Incomplete, incomplete } from '../round/answer.ts';
import type { Recounts } from '../round/recounts.ts';

/** What a link opens. */
interface OpenedInvitation {
  round: Round;
  invitation: Invitation;
  /** What Teams calls the team, empty where it has no name. */
  team: string;
}

/** How it stands with a link. */
type GuestState = 'open' | 'full' | 'closed' | 'withdrawn' | 'roundClosed';

/** A link as one phone finds it. */
export interface GuestView extends OpenedInvitation {
  state: GuestState;
  /** What this phone answered, by theme. */
  answers: Partial<Record<string, Answer>>;
}

/** What somebody sent by a link, saved; or why not. */
export type GuestSaving =
  | { kind: 'saved' }
  | Incomplete
  | { kind: 'refused'; state: Exclude<GuestState, 'open'> }
  | { kind: 'notHere' };

interface GuestContext {
  deps: Deps;
  answering: Recounts['answering'];
}

/**
 * What is behind a link.
 * @param phone what the phone keeps; undefined where it keeps nothing yet.
 * @returns undefined where there is no such link, or no longer.
 */
export async function guestView(deps: Deps, id: string, phone: string | undefined): Promise<GuestView | undefined> {
  const opened = await open(deps, id);
  if (!opened) return undefined;
  const { round, invitation } = opened;
  // Also once the round is closed: what came by it was not counted.
  if (invitation.ended === 'withdrawn') return { ...opened, state: 'withdrawn', answers: {} };
  if (round.state !== 'open') return { ...opened, state: 'roundClosed', answers: {} };
  const person = phone === undefined ? undefined : personOf(deps, invitation, phone);
  const given = person === undefined ? [] : (await deps.store.ownIn(round.channel, [ownRef(round, person)])).answers;
  const answers = Object.fromEntries(given.map((answer) => [answer.themeId, answer]));
  if (invitation.ended === 'closed') return { ...opened, state: 'closed', answers };
  const seats = await deps.store.seats(round.channel, invitation);
  const full = seats.length >= invitation.most && (person === undefined || !seats.includes(person));
  return { ...opened, state: full ? 'full' : 'open', answers };
}

async function open(deps: Deps, id: string): Promise<OpenedInvitation | undefined> {
  const place = await deps.store.invitationPlace(id);
  if (!place) return undefined;
  const [round, invitation, channel] = await Promise.all([
    deps.store.round(place.channel, place.roundId),
    deps.store.invitation(place.channel, { roundId: place.roundId, id }),
    deps.store.channel(place.channel),
  ]);
  if (!round || !invitation) return undefined;
  return {
    round: round.record,
    invitation: invitation.record,
    team: channel?.record.teamName ?? '',
  };
}

function personOf({ keyedId }: Deps, { id }: Invitation, phone: string): string {
  return guestCode(id, keyedId(`guest|${id}`, phone));
}

function ownRef({ id, units }: Round, person: string) {
  return { roundId: id, themeIds: Object.keys(units), person };
}

/** Saves what somebody without Teams scored in one theme. Sent twice it is kept once. */
export async function saveGuestAnswer(
  { deps, answering }: GuestContext,
  { id, phone, themeId }: { id: string; phone: string; themeId: string },
  input: AnswerInput,
): Promise<GuestSaving> {
  for (;;) {
    const view = await guestView(deps, id, phone);
    const units = view && unitsIn(view.round, themeId);
    if (!view || !units) return { kind: 'notHere' };
    const { round, invitation, state } = view;
    if (state !== 'open') return { kind: 'refused', state };
    const draft = completeDraft(units, input);
    if (!draft) return incomplete(round, { themeId, units, input });
    const person = personOf(deps, invitation, phone);
    const ref = { roundId: round.id, themeId, person };
    const { answer } = await deps.store.roundAndAnswer(round.channel, ref);
    const saving = applyDraft(answer?.record, { ...ref, ...draft }, deps);
    if (saving.kind === 'unchanged') return { kind: 'saved' };
    const seat = await deps.store.takeSeat(round.channel, invitation, person);
    if (seat !== 'taken') return { kind: 'refused', state: seat === 'full' ? 'full' : 'roundClosed' };
    const answered = answering(round);
    const outcome = await deps.store.saveAnswer(round.channel, asInvited(saving.answer, view), answer?.version);
    if (outcome === 'closed') return { kind: 'refused', state: 'roundClosed' };
    if (outcome === 'changed') continue;
    answered();
    deps.meter.answered();
    return takenBack(deps, { round, invitation, person });
  }
}

/** The answer with whom the link is for, where the round asks whom people answer as. */
function asInvited(answer: Answer, { round, invitation }: OpenedInvitation): Answer {
  if (!round.groups) return answer;
  return answeringAs(answer, invitation.group ?? null, { said: undefined, now: answer.savedAt });
}

/** A link may have been withdrawn while an answer was on its way, which would then have come after the removal. */
async function takenBack(
  deps: Deps,
  { round, invitation, person }: { round: Round; invitation: Invitation; person: string },
): Promise<GuestSaving> {
  const now = await deps.store.invitation(round.channel, invitation);
  if (now && now.record.ended !== 'withdrawn') return { kind: 'saved' };
  await deps.store.removeOwn(round.channel, ownRef(round, person));
  return now ? { kind: 'refused', state: 'withdrawn' } : { kind: 'notHere' };
}

/** Removes what a phone answered, as long as the round is open. */
export async function removeGuestAnswer(
  { deps, answering }: GuestContext,
  id: string,
  phone: string,
): Promise<boolean> {
  const view = await guestView(deps, id, phone);
  if (view?.round.state !== 'open') return false;
  const answered = answering(view.round);
  await deps.store.removeOwn(view.round.channel, ownRef(view.round, personOf(deps, view.invitation, phone)));
  answered();
  return true;
}
