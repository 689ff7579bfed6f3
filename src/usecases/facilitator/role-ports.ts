import type { Language } from '../../domain/language.ts';

/** Somebody was named a facilitator, or has taken the role: what the channel sees of it, in its language. */
export type RoleNotice = { card: 'role'; language: Language; taken: boolean; name: string };
