/** A link by which people without Teams answer a round. */
export interface Invitation {
  id: string;
  roundId: string;
  /** Whom those who use it answer as, where the round has groups. */
  group?: string;
  /** How many people it takes, as the facilitator said. */
  most: number;
  /** Whether the themes are put in the wheel's plain words, where it has them. */
  plain: boolean;
  /** Whether its page shows what the round came to once that is closed, however it closes; absent where it does not. */
  showsTotals?: boolean;
  /** Epoch milliseconds. */
  createdAt: number;
  /** How it ended before its round did; absent where it takes answers. */
  ended?: InvitationEnd;
}

/** `closed` takes no more answers, `withdrawn` has lost those it took. */
export const invitationEnds = ['closed', 'withdrawn'] as const;
export type InvitationEnd = (typeof invitationEnds)[number];

/**
 * How many people a link takes, how many links a round has at most, and how long one is kept, in milliseconds: its round
 * can be open no longer.
 */
export const invitationBounds = {
  most: { min: 1, max: 200, usual: 30 },
  perRound: 10,
  keptMs: (400 + 1) * 86_400_000,
} as const;

const separator = '.';

/**
 * The code that a guest's answers are kept under. It tells which link they came by; a member's code has no dot.
 * @param phone keyed hash of what the phone keeps.
 */
export function guestCode(invitationId: string, phone: string): string {
  return `${invitationId}${separator}${phone}`;
}

/** Whether an answer came by link. */
export function isGuest(person: string): boolean {
  return person.includes(separator);
}

/** Whether an answer came by this link. */
export function cameBy({ id }: Pick<Invitation, 'id'>, person: string): boolean {
  return person.startsWith(`${id}${separator}`);
}
