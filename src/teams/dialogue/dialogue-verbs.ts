import { z } from 'zod';
import { count, id, theme, themeId } from '../cards/ids.ts';

/** The buttons about the steps that a team agrees on. */
export const dialogueVerbs = {
  agree: theme,
  /** `seen`: the revision of what was agreed that the card was filled from, 0 for none. */
  saveAgreed: z.object({ round: id, theme: themeId, seen: count }),
  leaveAgree: theme,
  undoAgreed: z.object({ round: id, theme: themeId, seen: z.int().min(1).max(100_000) }),
} as const;
