import { z } from 'zod';

/** What somebody may be shown who wrote something that is near its command. */
export const offered = [
  'status',
  'overview',
  'trend',
  'export',
  'guide',
  'mineData',
  'privacy',
  'facilitator',
] as const;

/** The buttons of the help. */
export const channelVerbs = {
  /** Does what the command does where the button is. */
  command: z.object({ command: z.enum(offered) }),
} as const;
