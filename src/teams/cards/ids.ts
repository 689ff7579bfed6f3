import { z } from 'zod';

/** What buttons carry: ids only, never a record. */
export const id = z.string().regex(/^[\w-]{22}$/);
export const themeId = z.string().regex(/^[a-z0-9-]{1,80}$/);
export const count = z.int().min(0).max(100_000);

export const round = z.object({ round: id });
export const theme = z.object({ round: id, theme: themeId });
export const invitation = z.object({ round: id, invitation: id });
