import { z } from 'zod';
import { count, id, invitation, round, theme, themeId } from '../cards/ids.ts';

/** The buttons of a round, from its set-up to its close. */
export const roundVerbs = {
  setup: z.object({}),
  cancelSetup: z.object({}),
  /** `own`: the set-up has a post of its own, which becomes the status card. */
  start: z.object({ setup: id, own: z.boolean() }),
  /** `seen`: the revision of the person's answer that the card was filled from, 0 for none. */
  answer: z.object({ round: id, theme: themeId, seen: count }),
  mine: theme,
  edit: theme,
  refresh: theme,
  /** Asks whom the person answers as, on the card of one of their answers. */
  askAnswersAs: theme,
  answersAs: theme,
  status: round,
  sendMissing: round,
  sendAgain: round,
  askClose: round,
  /** `resultsByLink`: those who answered by link see what the round came to. */
  close: round.extend({ resultsByLink: z.boolean().exactOptional() }),
  nudge: round,
  askExtend: round,
  /** `from`: the deadline that the form was made from. */
  extend: round.extend({
    from: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
      .exactOptional(),
  }),
  stopReminders: z.object({}),
  allowReminders: z.object({}),
  /** Links for people without Teams: all of a round, a new one, one that was picked, and what becomes of it. */
  invite: round,
  makeInvitation: round.extend({ seen: z.int().min(0).exactOptional() }),
  pickInvitation: round,
  closeInvitation: invitation,
  askWithdraw: invitation,
  withdraw: invitation,
} as const;
