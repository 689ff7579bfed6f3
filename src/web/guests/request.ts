import { type Language, languageOf, languages } from '../../domain/language.ts';

/** What came of a browser, as text. Nothing of it is believed. */
export interface GuestRequest {
  method: 'GET' | 'POST';
  /** The address below `/answers/`. */
  path: string;
  cookie?: string | undefined;
  /** What the browser says its reader reads. */
  acceptLanguage?: string | undefined;
  /** What the browser says of where the request comes from: "same-origin", "cross-site". */
  fetchSite?: string | undefined;
  /** Whose request it is, as far as the connection says. */
  sender: string;
  /** The type and text of a form that was sent. */
  contentType?: string | undefined;
  body?: string | undefined;
}

export interface GuestReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Which page of a link is meant. */
export interface GuestAddress {
  name: string;
  /** Absent where the address names none: then the browser's counts. */
  language?: Language;
  /** Empty for the first. */
  page: string;
  /** The number of the theme that was saved a moment ago. */
  saved?: number;
}

/** The longest address that is looked at. */
const longest = 300;

/**
 * What an address has at its end when it was taken out of a sentence: mail and chat programs end a link where they think
 * that it ends. No name ends so.
 */
const afterLink = /(?:[.,;:!)>\]'"/]|%[0-9a-f]{2})+$/i;

/** @returns undefined for an address that no page has. */
export function readAddress(path: string): GuestAddress | undefined {
  if (path.length > longest) return undefined;
  const [before = '', query = ''] = path.split('?', 2);
  const [name = '', language, page = '', ...more] = before.replace(afterLink, '').split('/');
  if (more.length > 0) return undefined;
  const saved = /^saved=(\d)$/.exec(query)?.[1];
  const given = { name, page, ...(saved !== undefined && { saved: Number(saved) }) };
  if (language === undefined) return given;
  const known = languages.find((each) => each === language);
  return known && { ...given, language: known };
}

/** The first language of a browser's list that it is read in. */
export function preferredLanguage(accepts: string | undefined): Language | undefined {
  return languageOf((accepts ?? '').replace(/[,;].*/s, ''));
}
