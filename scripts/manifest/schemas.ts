import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ajvDraft04, { type ValidateFunction } from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';

export type SchemaName = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';

// The package's entry needs a library that is not among its dependencies; only its schemas are used.
const folder = join(
  dirname(fileURLToPath(import.meta.resolve('@microsoft/app-manifest/package.json'))),
  'build/json-schemas/teams',
);

const compiled = new Map<string, ValidateFunction>();

/**
 * Checks a file of the app package with Microsoft's JSON schema.
 * @param version of the manifest, such as "1.30".
 * @returns a sentence for each fault.
 */
export function schemaFaults(
  file: string,
  content: unknown,
  { version, schema }: { version: string; schema: SchemaName },
): string[] {
  const path = join(folder, `v${version}`, schema);
  if (!existsSync(path)) {
    return [
      `manifest.json manifestVersion "${version}": @microsoft/app-manifest has no schema of it. Name one it has.`,
    ];
  }
  const validate = compiled.get(path) ?? compile(path);
  compiled.set(path, validate);
  if (validate(content)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword, message, params, data }) => {
    const value = keyword === 'additionalProperties' ? JSON.stringify(params.additionalProperty) : short(data);
    return `${file} ${instancePath || 'as a whole'} (${value}): ${message}, says Microsoft's schema of ${version}.`;
  });
}

function compile(path: string): ValidateFunction {
  // Some of the patterns are none by the stricter grammar of the u flag.
  const ajv = new ajvDraft04.default({ allErrors: true, strict: false, verbose: true, unicodeRegExp: false });
  ajvFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
