import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import {
  common,
  localOnly,
  neededInProduction,
  optionalInProduction,
  type SettingText,
  settingTexts,
} from '../src/config/settings.ts';

/** Writes docs/settings.md and .env.example from the rules and descriptions in src/config/settings.ts. */

type Shape = Record<string, z.ZodType>;

const sections: Record<string, Shape[]> = {
  'Needed in production': [neededInProduction],
  // Local mode has rules of its own for some settings of production; each name is listed once.
  'May stay as they are': [common, optionalInProduction, localOnly],
};

/** A setting with all that people read about it. */
export interface Setting extends SettingText {
  section: string;
  name: string;
  /** As one would write it; empty where there is none. */
  default: string;
  needed: string;
  /** Its rule. */
  schema: z.ZodType;
}

/**
 * The settings in the order they are listed in.
 * @throws Error naming the settings that nobody has described.
 */
export function settingsOf(shapesBySection: Record<string, Shape[]>): Setting[] {
  const found = new Map<string, Setting>();
  const names = new Set<string>();
  for (const [section, shapes] of Object.entries(shapesBySection)) {
    for (const [name, schema] of shapes.flatMap((shape) => Object.entries(shape))) {
      names.add(name);
      const text = settingTexts.get(schema);
      if (!text || found.has(name)) continue;
      const value = schema instanceof z.ZodDefault ? schema.def.defaultValue : '';
      const needed = text.needed ?? (schema.safeParse(undefined).success ? 'no' : 'in production');
      const written = Array.isArray(value) ? value.join(',') : String(value);
      found.set(name, { ...text, section, name, schema, needed, default: written });
    }
  }
  const undescribed = [...names].filter((name) => !found.has(name));
  if (undescribed.length > 0)
    throw new Error(
      `${undescribed.join(', ')}: describe them in src/config/settings.ts with .register(settingTexts, …)`,
    );
  return [...found.values()];
}

/** The generated files: their contents by their paths from the top of the project. */
export function settingsFiles(shapesBySection = sections): Record<string, string> {
  const all = settingsOf(shapesBySection);
  return { 'docs/settings.md': markdown(all), '.env.example': envExample(all) };
}

function bySection(settings: readonly Setting[]): [string, Setting[]][] {
  return [...Map.groupBy(settings, ({ section }) => section)];
}

function markdown(settings: readonly Setting[]): string {
  const parts = bySection(settings).map(([section, each]) => `## ${section}\n\n${each.map(markdownOf).join('\n')}`);
  return `# Settings

<!-- Written by \`npm run settings\` from src/config/settings.ts: change it there. -->

The bot reads its settings from the environment and from nowhere else. A missing or wrong setting stops the start; the
message has the setting's name, its value and its rule, and secrets are not shown. An empty value means that the setting is
not set. \`npm run play\` needs no setting at all.

[.env.example](../.env.example) has the same as a file to copy: \`node --env-file=.env src/main.ts\` starts the bot with it.
What [\`npm run package\`](operations.md#install-in-10-steps) needs and what the [templates for Azure](../infra/README.md) take
is described there.

${parts.join('\n')}`;
}

function markdownOf({ name, does, default: value, unset, example, needed }: Setting): string {
  const facts = [
    value === ''
      ? unset === undefined
        ? 'Default: none'
        : `Default: not set, which means ${unset}`
      : `Default: \`${value}\``,
    ...(example === undefined ? [] : [`Example: \`${example}\``]),
    `Needed: ${needed}`,
  ];
  return `### \`${name}\`\n\n${wrapped(does, 120).join('\n')}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n`;
}

function envExample(settings: readonly Setting[]): string {
  const parts = bySection(settings).map(
    ([section, each]) => `# --- ${section} ---\n\n${each.map(lineOf).join('\n\n')}\n`,
  );
  return `# Every setting of Hjulet with its default, as docs/settings.md describes it. An empty value means "not set".
# Written by \`npm run settings\` from src/config/settings.ts: change it there.
# The bot reads the environment and no file by itself: copy this to .env and start with
#   node --env-file=.env src/main.ts

${parts.join('\n')}`;
}

function lineOf({ name, does, default: value, unset, example, needed }: Setting): string {
  const about = [
    does,
    ...(needed === 'no' || needed === 'in production' ? [] : [`Needed ${needed}.`]),
    ...(unset === undefined ? [] : [`Empty: ${unset}.`]),
  ].join(' ');
  const lines = [...wrapped(about, 118), ...(value === '' && example !== undefined ? [`Example: ${example}`] : [])];
  return [...lines.map((line) => `# ${line}`), `${name}=${value}`].join('\n');
}

/** Text in lines of at most so many characters. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

if (import.meta.main) {
  for (const [path, content] of Object.entries(settingsFiles())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), content);
    console.log(`${path} is written.`);
  }
}
