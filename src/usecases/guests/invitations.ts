import { type Invitation, type InvitationEnd, invitationBounds } from '../../domain/invitation.ts';
import type { Round } from '../../domain/round.ts';
import type { CallContext } from '../call-context.ts';
import { type Refusal, refused } from '../channel/caller.ts';
import { scheduleDue } from '../due/schedule-due.ts';
import type { Deps } from '../ports.ts';
import { ledRound } from '../round/lead.ts';
import type { InvitationRef } from './guest-ports.ts';

/** A link with how many of its seats are taken. */
export interface CountedInvitation extends Invitation {
  taken: number;
}

/** The links of a round, for somebody who may make them. */
export interface Invitations {
  kind: 'invitations';
  round: Round;
  invitations: CountedInvitation[];
  /** What was filled in that cannot be: how many people a new link takes, whom they answer as; or there are as many links as there may be. */
  fault?: 'most' | 'group' | 'tooMany';
}

/** What is filled in for a new link. */
export interface InvitationInput {
  /** How many links there were when the form was shown. */
  seen?: number;
  most?: number;
  plain?: boolean;
  showsTotals?: boolean;
  /** One of the round's groups; null for people of several, of whom none is asked. */
  group?: string | null;
}

/** Whether a round has a link that still takes answers. */
export async function isInviting(deps: Deps, { channel, id }: Round): Promise<boolean> {
  return (await deps.store.invitations(channel, id)).some(({ ended }) => ended === undefined);
}

/** The links of an open round. */
export async function invitationsOf(context: CallContext, roundId: string): Promise<Invitations | Refusal> {
  const found = await ledRound(context, { roundId, states: ['open'] });
  return found.kind === 'refused' ? found : listed(context.deps, found.round);
}

async function listed(deps: Deps, round: Round): Promise<Invitations> {
  const invitations = await deps.store.invitations(round.channel, round.id);
  return {
    kind: 'invitations',
    round,
    invitations: await Promise.all(invitations.map((each) => withCount(deps, round, each))),
  };
}

async function withCount(deps: Deps, round: Round, invitation: Invitation): Promise<CountedInvitation> {
  const taken = (await deps.store.seats(round.channel, invitation)).length;
  return { ...invitation, taken };
}

/** One link of an open round. */
export interface ShownInvitation {
  kind: 'invitation';
  round: Round;
  invitation: CountedInvitation;
}

/** One link, for somebody who may see to it. */
export async function invitationOf(
  context: CallContext,
  { roundId, id }: InvitationRef,
): Promise<ShownInvitation | Refusal> {
  const { deps } = context;
  const found = await ledRound(context, { roundId, states: ['open'] });
  if (found.kind === 'refused') return found;
  const invitation = (await deps.store.invitation(found.round.channel, { roundId, id }))?.record;
  if (!invitation) return refused('notHere');
  return { kind: 'invitation', round: found.round, invitation: await withCount(deps, found.round, invitation) };
}

/** Makes a link. */
export async function invite(
  context: CallContext,
  roundId: string,
  { most, plain = false, showsTotals = false, group, seen }: InvitationInput,
): Promise<ShownInvitation | Invitations | Refusal> {
  const { deps } = context;
  const found = await ledRound(context, { roundId, states: ['open'] });
  if (found.kind === 'refused') return found;
  const { round } = found;
  const { min, max } = invitationBounds.most;
  const before = await listed(deps, round);
  if (most === undefined || most < min || most > max) return { ...before, fault: 'most' };
  if (round.groups && (group === undefined || (group !== null && !round.groups.includes(group))))
    return { ...before, fault: 'group' };
  const answersAs = round.groups && group ? { group } : {};
  const wanted = { roundId, ...answersAs, most, plain, ...(showsTotals && { showsTotals }), createdAt: deps.now() };
  const invitation = await made(deps, round, { wanted, seen: seen ?? before.invitations.length });
  if (!invitation) return { ...before, fault: 'tooMany' };
  return { kind: 'invitation', round, invitation: await withCount(deps, round, invitation) };
}

/**
 * Makes the link that a form asks for, once: its id comes of how many there were when the form was shown, so that a
 * second press finds what the first one made.
 * @returns undefined where there are as many as there may be.
 */
async function made(
  deps: Deps,
  { channel, id: roundId }: Round,
  { wanted, seen }: { wanted: Omit<Invitation, 'id'>; seen: number },
): Promise<Invitation | undefined> {
  for (let place = seen; place < invitationBounds.perRound; place++) {
    const id = deps.keyedId(`invitation|${channel.tenantId}|${channel.conversationId}`, `${roundId}|${place}`);
    const invitation = { ...wanted, id };
    if (await deps.store.saveInvitation(channel, invitation)) return invitation;
    const there = (await deps.store.invitation(channel, invitation))?.record;
    if (there && there.ended === undefined && isAlike(there, invitation)) return there;
  }
  return undefined;
}

function isAlike(a: Invitation, b: Invitation): boolean {
  return a.most === b.most && a.plain === b.plain && a.group === b.group && a.showsTotals === b.showsTotals;
}

/** Has a link take no more answers, or takes it away with those that it brought. Done twice it is done once. */
export async function endInvitation(
  context: CallContext,
  ref: InvitationRef,
  end: InvitationEnd,
): Promise<ShownInvitation | Refusal> {
  const { deps } = context;
  for (;;) {
    const led = await ledRound(context, { roundId: ref.roundId, states: ['open'] });
    if (led.kind === 'refused') return led;
    const { round } = led;
    const found = await deps.store.invitation(round.channel, ref);
    if (!found) return refused('notHere');
    const { record, version } = found;
    // What was withdrawn stays so.
    const ended = { ...record, ended: record.ended === 'withdrawn' ? record.ended : end };
    if (!(await deps.store.saveInvitation(round.channel, ended, version))) continue;
    if (ended.ended === 'withdrawn') await deps.store.removeGuests(round.channel, ref);
    await scheduleDue(deps, 'recount', { subject: round });
    return { kind: 'invitation', round, invitation: await withCount(deps, round, ended) };
  }
}
