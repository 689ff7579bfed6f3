import type { Limit } from '../../../src/teams/outbound/limits.ts';

/** The limits that these sends, in order, break: more than `count` of them in less than `within`. */
export function broken(times: readonly number[], limits: readonly Limit[]): Limit[] {
  return limits.filter(({ count, within }) =>
    times.some((time, i) => {
      const oneTooMany = times[i + count];
      return oneTooMany !== undefined && oneTooMany - time < within;
    }),
  );
}
