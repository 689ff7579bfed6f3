import { type GuestView, guestView } from '../../usecases/guests/guest-answer.ts';
import type { Deps } from '../../usecases/ports.ts';
import { areOfOneBrowser, tokenFor, tokenPhone } from './phone.ts';

/** As much of a visit as tells whose form came. */
interface Visited {
  deps: Deps;
  /** That of the link. */
  id: string;
  view: GuestView;
}

/** What a form carries that only this link's page could have put into it, for this phone. */
export function tokenOf(visit: Visited, phone: string): string {
  return tokenFor(phone, signer(visit));
}

function signer({ deps, id }: Visited): (phone: string) => string {
  return (phone) => deps.keyedId(`guest form|${id}`, phone);
}

/**
 * Whom a form counts as. Two pages that a browser opened at once were made for two phones, and it keeps what came last:
 * what it answered as already counts, whichever of the two that is.
 * @param attested whether the browser says that a page of ours sent the form.
 * @returns undefined where it is of somebody else.
 */
export async function senderOf(
  visit: Visited,
  { phone, token, attested }: { phone: string; token: string; attested: boolean },
): Promise<{ phone: string; view: GuestView } | undefined> {
  const { deps, id, view } = visit;
  const madeFor = tokenPhone(token, signer(visit));
  if (madeFor === phone) return { phone, view };
  if (madeFor === undefined || !attested || !areOfOneBrowser(madeFor, phone)) return undefined;
  const other = await guestView(deps, id, madeFor);
  if (!other || Object.keys(other.answers).length === 0) return { phone, view };
  return Object.keys(view.answers).length === 0 ? { phone: madeFor, view: other } : undefined;
}
