import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';

function logged(error: unknown): Record<string, unknown> {
  const lines: string[] = [];
  createLog('info', { write: (line) => lines.push(line) }).error({ turn: 'n1' }, 'a turn failed', error);
  return JSON.parse(lines.join(''));
}

describe('a fault in the log', () => {
  it.each([
    ['its own', Object.assign(new Error('x'), { code: 'SQLITE_FULL' }), 'SQLITE_FULL'],
    ['its cause’s', new Error('x', { cause: Object.assign(new Error('y'), { code: 'ECONNRESET' }) }), 'ECONNRESET'],
    ['a number', Object.assign(new Error('x'), { code: 429 }), 429],
  ])('is told with the code it has: %s', (_, error, code) => {
    expect(logged(error)).toMatchObject({ turn: 'n1', msg: 'a turn failed', error: 'Error', code });
  });

  it.each(['Ledelsen lytter ikke', 'mette', 'A', 'SQLITE_FULL: hun skrev', 'Æ'])(
    'is told without what might be a person’s words: %s',
    (code) => {
      expect(logged(Object.assign(new Error(code), { code }))).not.toHaveProperty('code');
    },
  );
});
