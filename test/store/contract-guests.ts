import { describe, expect, test } from 'vitest';
import { guestCode, type Invitation } from '../../src/domain/invitation.ts';
import type { Store } from '../../src/usecases/ports.ts';
import { answer, elsewhere, here, round, there } from './records.ts';

const invitation = (changes: Partial<Invitation> = {}): Invitation => ({
  id: 'i1',
  roundId: 'r1',
  most: 3,
  plain: false,
  createdAt: 1_780_000_000_000,
  ...changes,
});
const ref = { roundId: 'r1', id: 'i1' };

/** What every database must do for those who answer by link. */
export function guestContract(store: () => Store): void {
  const savedRound = async () => {
    await store().saveRound(round());
    await store().saveInvitation(here, invitation());
    return store().round(here, 'r1');
  };

  describe('a link', () => {
    test('comes back as it was saved, is found by its id alone, and is listed with its round’s, oldest first', async () => {
      const later = invitation({ id: 'i0', createdAt: 1_780_000_000_001, group: 'unge', plain: true, ended: 'closed' });
      expect(await store().saveInvitation(here, later)).toBe(true);
      expect(await store().saveInvitation(here, invitation())).toBe(true);
      await store().saveInvitation(here, invitation({ id: 'i2', roundId: 'r2' }));
      expect(there(await store().invitation(here, ref)).record).toEqual(invitation());
      expect(await store().invitations(here, 'r1')).toEqual([invitation(), later]);
      expect(await store().invitations(elsewhere, 'r1')).toEqual([]);
      expect(await store().invitationPlace('i1')).toEqual({ channel: here, roundId: 'r1' });
      expect(await store().invitationPlace('i9')).toBeUndefined();
    });

    test('is saved over the version that was read, and not over another', async () => {
      await store().saveInvitation(here, invitation());
      const { version } = there(await store().invitation(here, ref));
      expect(await store().saveInvitation(here, invitation({ ended: 'closed' }), version)).toBe(true);
      expect(await store().saveInvitation(here, invitation({ ended: 'withdrawn' }), version)).toBe(false);
      expect(await store().saveInvitation(here, invitation())).toBe(false);
      expect(there(await store().invitation(here, ref)).record.ended).toBe('closed');
    });

    test('is gone with its round, with its seats and answers', async () => {
      await store().saveRound(round());
      await store().saveInvitation(here, invitation());
      await store().takeSeat(here, { ...ref, most: 3 }, 'a');
      await store().saveAnswer(here, answer({ person: guestCode('i1', 'a') }));
      await store().eraseRound(here, 'r1');
      expect(await store().invitations(here, 'r1')).toEqual([]);
      expect(await store().seats(here, ref)).toEqual([]);
      expect(await store().answers(here, 'r1')).toEqual([]);
      await store().removeInvitationPlace('i1');
      expect(await store().invitationPlace('i1')).toBeUndefined();
    });
  });

  describe('the seats of a link', () => {
    test('are given to as many as it takes, to each once, whatever comes at once', async () => {
      await store().saveRound(round());
      await store().saveInvitation(here, invitation({ most: 5 }));
      const codes = Array.from({ length: 12 }, (_, i) => `code-${i}`);
      const given = await Promise.all(
        [...codes, ...codes].map((code) => store().takeSeat(here, { ...ref, most: 5 }, code)),
      );
      expect(given.slice(0, 12).filter((seat) => seat === 'taken')).toHaveLength(5);
      expect(given.slice(0, 12).filter((seat) => seat === 'full')).toHaveLength(7);
      expect(given.slice(12)).toEqual(given.slice(0, 12));
      const seats = await store().seats(here, ref);
      expect(new Set(seats).size).toBe(5);
      expect(seats).toHaveLength(5);
      const [first = ''] = seats;
      expect(await store().takeSeat(here, { ...ref, most: 5 }, first)).toBe('taken');
    });

    test('are given no more once the round is closed', async () => {
      const { version } = there(await savedRound());
      await store().takeSeat(here, { ...ref, most: 3 }, 'a');
      await store().saveRound(round({ state: 'closed' }), version);
      expect(await store().takeSeat(here, { ...ref, most: 3 }, 'b')).toBe('closed');
      expect(await store().seats(here, ref)).toEqual(['a']);
    });

    test('are left to nobody by a round that is deleted while they are taken', async () => {
      await savedRound();
      const codes = Array.from({ length: 8 }, (_, i) => `code-${i}`);
      const taking = codes.map((code) => store().takeSeat(here, { ...ref, most: 9 }, code));
      await store().eraseRound(here, 'r1');
      await Promise.all(taking);
      expect(await store().takeSeat(here, { ...ref, most: 9 }, 'late')).toBe('closed');
      expect(await store().seats(here, ref)).toEqual([]);
    });
  });

  describe('answers that came by link', () => {
    test('are counted apart, and removed by their link alone', async () => {
      await store().saveRound(round());
      const codes = [guestCode('i1', 'a'), guestCode('i1', 'b'), guestCode('i2', 'a'), 'p1'];
      for (const person of codes) await store().saveAnswer(here, answer({ person }));
      const themeId = answer().themeId;
      expect(await store().answered(here, 'r1', [themeId])).toEqual({ [themeId]: 1 });
      const one = { answered: { [themeId]: 1 }, complete: 1 };
      const three = { answered: { [themeId]: 3 }, complete: 3 };
      expect(await store().progress(here, 'r1', [themeId])).toEqual({ ...one, byLink: three });
      await store().removeGuests(here, ref);
      const left = (await store().answers(here, 'r1')).map(({ person }) => person);
      expect(new Set(left)).toEqual(new Set([guestCode('i2', 'a'), 'p1']));
    });
  });
}
