import { z } from 'zod';
import type { Channel } from '../../domain/channel.ts';
import { languages } from '../../domain/language.ts';
import type { Roster } from '../../usecases/channel/channel-ports.ts';
import { v, withoutVersion } from './common.ts';

export const channelDocument: z.ZodType<Channel> = z
  .object({
    v,
    tenantId: z.string(),
    conversationId: z.string(),
    kind: z.enum(['channel', 'group', 'personal']),
    teamId: z.string().exactOptional(),
    teamName: z.string().exactOptional(),
    name: z.string(),
    serviceUrl: z.string(),
    language: z.enum(languages),
    facilitators: z.array(z.string()),
    openRoundId: z.string().exactOptional(),
    latestRoundId: z.string().exactOptional(),
    active: z.boolean(),
    deleted: z.boolean().exactOptional(),
    disallowed: z.boolean().exactOptional(),
    welcomed: z.boolean(),
    refusals: z.object({ count: z.int(), since: z.number(), last: z.number().exactOptional() }).exactOptional(),
  })
  .transform(withoutVersion)
  .transform(withTeamApart);

/** Version 0.1 kept both names as one. */
function withTeamApart({ name, ...channel }: Channel): Channel {
  const [teamName = '', ...own] = name.split(' – ');
  const isOne = channel.kind === 'channel' && channel.teamName === undefined && own.length > 0;
  return isOne ? { ...channel, teamName, name: own.join(' – ') } : { ...channel, name };
}

export const rosterDocument: z.ZodType<Roster> = z
  .object({ v, people: z.array(z.string()), readAt: z.number() })
  .transform(withoutVersion);
