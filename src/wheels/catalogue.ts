import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alphabetically, inEachLanguage, type Language, languages } from '../domain/language.ts';
import { type Wheel, wheelSchema } from '../domain/wheel.ts';
import type { Store, Wheels } from '../usecases/ports.ts';

/** The built-in wheels in the order of the list that people choose from; a municipality's wheels follow. */
const builtInOrder = ['sammenhaengshjulet', 'positiv-destination', 'faelles-kultur'];

/**
 * Reads the wheels of the built-in folder and of another, where a file with the same id and language takes its place.
 * @throws Error with every fault of every file: the file, the path in it and the rule.
 */
export function readWheels(builtIn: string, own?: string): Wheel[] {
  const faults: string[] = [];
  const found = new Map<string, { file: string; wheel: Wheel }>();
  for (const folder of own === undefined ? [builtIn] : [builtIn, own]) {
    for (const file of wheelFiles(folder, faults)) {
      const wheel = readWheel(file, faults);
      if (wheel) found.set(`${wheel.id} ${wheel.language}`, { file, wheel });
    }
  }
  for (const { file, wheel } of found.values()) faults.push(...pairFaults(file, wheel, found));
  if (faults.length > 0)
    throw new Error(`These wheels cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return [...found.values()].map(({ wheel }) => wheel);
}

function wheelFiles(folder: string, faults: string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => join(folder, file));
  } catch {
    faults.push(`${folder}: is no folder that can be read; HJULET_WHEELS must name one`);
    return [];
  }
}

function readWheel(file: string, faults: string[]): Wheel | undefined {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    faults.push(`${file}: is not JSON (${error instanceof Error ? error.message : String(error)})`);
    return undefined;
  }
  const parsed = wheelSchema.safeParse(data);
  if (parsed.success) {
    for (const path of linkedNames(parsed.data)) faults.push(`${file}: ${path.join('.')}: ${noLink}`);
    return parsed.data;
  }
  for (const { path, message } of parsed.error.issues)
    faults.push(`${file}: ${path.join('.') || '(whole file)'}: ${message}`);
  return undefined;
}

const noLink = 'a name is shown on buttons and in pictures too, so it can hold no link such as [words](address)';

/** Where a name is read as a link on cards. Wheels that are stored already may have one. */
function linkedNames(part: unknown, path: readonly string[] = []): string[][] {
  if (typeof part === 'string') {
    const isName = path.at(-1) === 'name' || path.at(-1) === 'short';
    return isName && /\]\(/.test(part) ? [[...path]] : [];
  }
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, each]) => linkedNames(each, [...path, key]));
}

/** A wheel in one language must be the same wheel as in the others: version, themes, focus areas and groups in order. */
function pairFaults(file: string, wheel: Wheel, all: ReadonlyMap<string, { wheel: Wheel }>): string[] {
  const ids = ({ version, themes, perspectives }: Wheel) =>
    JSON.stringify([
      version,
      themes.map(({ id, focusAreas }) => [id, focusAreas.map((area) => area.id)]),
      perspectives?.map(({ id }) => id),
    ]);
  return languages.flatMap((language) => {
    const other = all.get(`${wheel.id} ${language}`)?.wheel;
    if (!other)
      return [
        `${file}: language: wheel "${wheel.id}" has no file in "${language}"; every wheel needs one in each language`,
      ];
    if (ids(other) === ids(wheel)) return [];
    return [
      `${file}: themes: version, themes, focus areas and perspectives must be those of wheel "${wheel.id}" in "${language}"`,
    ];
  });
}

/**
 * Keeps the wheels in the store, so that a round means for ever what it meant when it was started.
 * @throws Error where a wheel was changed without a new version.
 */
export async function createWheels(read: readonly Wheel[], store: Pick<Store, 'wheel' | 'keepWheel'>): Promise<Wheels> {
  const kept = new Map<string, Wheel>();
  const name = (id: string, version: number, language: Language) => `${id} ${version} ${language}`;
  for (const wheel of read) {
    const { id, version, language } = wheel;
    if (JSON.stringify(await store.keepWheel(wheel)) !== JSON.stringify(wheel)) {
      throw new Error(
        `Wheel "${id}" in "${language}" differs from the version ${version} that rounds were started with. ` +
          `Give "version" the number ${version + 1} in each language's file.`,
      );
    }
    kept.set(name(id, version, language), wheel);
  }
  const place = ({ id }: Wheel) => {
    const at = builtInOrder.indexOf(id);
    return at < 0 ? builtInOrder.length : at;
  };
  const all = inEachLanguage((language) =>
    read
      .filter((wheel) => wheel.language === language)
      .toSorted((a, b) => place(a) - place(b) || alphabetically(a.name, b.name)),
  );
  return {
    all: (language) => all[language],
    async of({ wheelId, wheelVersion }, language) {
      const key = name(wheelId, wheelVersion, language);
      const wheel = kept.get(key) ?? (await store.wheel(wheelId, wheelVersion, language));
      if (!wheel) throw new Error(`The store has no wheel "${wheelId}" version ${wheelVersion} in "${language}"`);
      kept.set(key, wheel);
      return wheel;
    },
  };
}
