import { dayAt } from '../domain/wall-time.ts';
import type { Deps } from './ports.ts';

/** The day that it is now, a plain date. @param zone IANA name; the one of the settings where it is left out. */
export function today(deps: Deps, zone = deps.settings.timeZone): string {
  return dayAt(deps.now(), zone);
}
