import { cameBy, type Invitation, invitationBounds } from '../domain/invitation.ts';
import type { ChannelKey } from '../domain/round.ts';
import type { GuestStore, InvitationRef } from '../usecases/guests/guest-ports.ts';
import type { Database } from './database.ts';
import { invitationDocument, invitationPlaceDocument, seatDocument } from './documents/guest-documents.ts';
import { places } from './places.ts';
import { one, overwrite, parse, parseAll, removeAll, save, saveWhileOpen } from './records.ts';

/** Links, and who has a seat by them. */
export function guestStore(db: Database): GuestStore {
  return { ...invitations(db), ...seats(db) };
}

type Seats = Pick<GuestStore, 'seats' | 'takeSeat' | 'removeGuests'>;

function invitations(db: Database): Omit<GuestStore, keyof Seats> {
  return {
    invitation: (key, ref) => one(db, places.invitation(key, ref.roundId, ref.id), invitationDocument),
    invitations: async (key, roundId) =>
      (await parseAll(await db.list(places.invitation(key, roundId)), invitationDocument)).toSorted(byAge),
    async saveInvitation(key, invitation, version) {
      const { id, roundId, createdAt } = invitation;
      const expiresAt = createdAt + invitationBounds.keptMs;
      const { tenantId, conversationId } = key;
      // First: a link that nobody can follow would be worse than a place that leads to none.
      if (version === undefined)
        await overwrite(db, places.invitationPlace(id), {
          record: { channel: { tenantId, conversationId }, roundId },
          expiresAt,
        });
      return save(db, places.invitation(key, roundId, id), { record: invitation, version, expiresAt });
    },
    invitationPlace: async (id) => (await one(db, places.invitationPlace(id), invitationPlaceDocument))?.record,
    async removeInvitationPlace(id) {
      const place = places.invitationPlace(id);
      await removeAll(db, place.partition, [place.id]);
    },
  };
}

function byAge(a: Invitation, b: Invitation): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function seats(db: Database): Seats {
  const taken = async (key: ChannelKey, ref: InvitationRef) => {
    const prefix = places.seat(key, ref);
    const kept = await db.list(prefix);
    return new Map(kept.map((each) => [Number(each.id.slice(prefix.id.length)), parse(each, seatDocument).code]));
  };
  return {
    seats: async (key, ref) => [...(await taken(key, ref)).values()],
    async takeSeat(key, { most, ...ref }, code) {
      const invitation = await one(db, places.invitation(key, ref.roundId, ref.id), invitationDocument);
      const expiresAt = (invitation?.record.createdAt ?? 0) + invitationBounds.keptMs;
      for (;;) {
        const others = await taken(key, ref);
        if ([...others.values()].includes(code)) return 'taken';
        // Looked for from a place of the code's own: whatever two tries of one code saw, they do not get two.
        const free = seatsFrom(code, most).find((seat) => !others.has(seat));
        if (free === undefined) return 'full';
        // A seat written after its round was deleted would be removed by nothing.
        const saving = { record: { code }, whileOpen: places.round(key, ref.roundId).id, expiresAt };
        const outcome = await saveWhileOpen(db, places.seat(key, ref, free), saving);
        if (outcome !== 'changed') return outcome === 'saved' ? 'taken' : 'closed';
      }
    },
    async removeGuests(key, ref) {
      const place = places.answers(key, ref.roundId);
      const ids = (await db.list(place)).map(({ id }) => id);
      await removeAll(
        db,
        place.partition,
        ids.filter((id) => cameBy(ref, id.slice(id.lastIndexOf(':') + 1))),
      );
    },
  };
}

/** All seats, beginning at one that a code has always. */
function seatsFrom(code: string, most: number): number[] {
  const first = Buffer.from(code).reduce((sum, byte) => (sum * 31 + byte) % most, 0);
  return Array.from({ length: most }, (_, i) => (first + i) % most);
}
