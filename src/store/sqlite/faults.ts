import type { Log } from '../../usecases/ports.ts';

/** A database that cannot be used, in words for whoever runs the bot: which file, what is wrong, and the remedy. */
class DatabaseFault extends Error {
  /** As SQLite calls it, such as SQLITE_FULL, or one of our own. */
  readonly code: string;
  readonly file: string;
  readonly remedy: string;

  constructor(file: string, { code, reason, remedy }: Finding, cause?: unknown) {
    super(`The database ${file} cannot be used: ${reason} (${code}). ${remedy}`, { cause });
    this.name = 'DatabaseFault';
    this.code = code;
    this.file = file;
    this.remedy = remedy;
  }
}

/** What is wrong. `lasting`: it stays wrong until somebody has done something and started the bot again. */
export interface Finding {
  code: string;
  reason: string;
  remedy: string;
  lasting?: boolean;
}

/** By SQLite's primary result codes. Source: sqlite.org/rescode.html */
const known = new Map<number, Omit<Finding, 'reason'>>([
  [5, { code: 'SQLITE_BUSY', remedy: 'Another program has it open: stop that one first.' }],
  [8, { code: 'SQLITE_READONLY', remedy: 'Let this program write to the file and to its folder.' }],
  [10, { code: 'SQLITE_IOERR', remedy: 'See whether its disk is full, worn out or gone.' }],
  [
    11,
    {
      code: 'SQLITE_CORRUPT',
      remedy: 'It is damaged, or no database at all: stop the bot and restore a backup of it.',
      lasting: true,
    },
  ],
  [13, { code: 'SQLITE_FULL', remedy: 'Make room on its disk. A bot that runs then goes on by itself.' }],
  [
    14,
    {
      code: 'SQLITE_CANTOPEN',
      remedy: 'See that HJULET_DATA names a folder that this program may write in, and each of its files too.',
    },
  ],
  [
    26,
    {
      code: 'SQLITE_NOTADB',
      remedy: 'It is damaged, or no database at all: stop the bot and restore a backup of it.',
      lasting: true,
    },
  ],
]);

/** What an error of SQLite's means for whoever runs the bot; undefined for one that is the program's own fault. */
export function findingOf(error: unknown): Finding | undefined {
  const code = resultCodeOf(error);
  const finding = code === undefined ? undefined : known.get(code);
  return finding && { ...finding, reason: error instanceof Error ? error.message : String(error) };
}

/** Somebody else has the lock just now. */
export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === 5;
}

/** The lower byte; what stands above it only says more. */
function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

/** Whether the database can be used, which the log is told once each time it changes. */
export interface Health {
  /** Takes an error in. @returns what is to be thrown. */
  failed(error: unknown): unknown;
  found(finding: Finding, cause?: unknown): DatabaseFault;
  /** There is room again, or whatever it was that went by. */
  recovered(): void;
  /** What is wrong now. */
  fault(): DatabaseFault | undefined;
}

export function createHealth(file: string, log: Log | undefined): Health {
  let fault: DatabaseFault | undefined;
  let lasting = false;
  const found: Health['found'] = (finding, cause) => {
    const told = new DatabaseFault(file, finding, cause);
    const { code, remedy } = told;
    if (fault?.code !== code) log?.error({ code, file, remedy }, 'the database cannot be used', told);
    if (lasting) return told;
    fault = told;
    lasting = finding.lasting ?? false;
    return told;
  };
  return {
    found,
    failed(error) {
      const finding = findingOf(error);
      return finding ? found(finding, error) : error;
    },
    recovered() {
      if (fault === undefined || lasting) return;
      fault = undefined;
      log?.info({ file }, 'the database can be used again');
    },
    fault: () => fault,
  };
}
