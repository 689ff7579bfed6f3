import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

type Options = Record<string, { type: 'string'; default?: string }>;
type Given<T extends Options> = { [K in keyof T]: T[K] extends { default: string } ? string : string | undefined };

/**
 * The options of the command line. `--help` prints the usage and ends the program; an unknown option does so too, with 1.
 * @param usage the command and what its options mean, as lines for people.
 */
export function optionsOf<T extends Options>(options: T, usage: string): Given<T> {
  const all: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean' } };
  try {
    const { values } = parseArgs({ options: all });
    if (!values.help) return values as Given<T>;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(1);
  }
}

/** An option's value as a number above 0; anything else ends the program with 1. */
export function positive(option: string, given: string): number {
  const number = Number(given);
  if (number > 0 && Number.isFinite(number)) return number;
  console.error(`${option} ${given}: must be a number above 0.`);
  process.exit(1);
}

/** Runs a program's work. An error ends the program with 1 and is printed as its message alone, without a stack. */
export async function runScript(work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
