import { alphabetically } from './language.ts';

/** What somebody who did something earlier is called now, looked up when shown and never stored. */
export interface Called {
  /** Empty where there is none to show. */
  name: string;
  /** Why there is none: a guest who never signed in, Teams does not say, or they answered by link. Where left out they have left. */
  nameless?: 'guest' | 'unread' | 'link';
}

/** Those without a name last. */
export const byName = (a: Called, b: Called): number => alphabetically(a.name, b.name);
