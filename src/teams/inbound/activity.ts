import { z } from 'zod';
import type { ChannelKey } from '../../domain/round.ts';
import type { Language } from '../../domain/wheel.ts';
import type { SeenChannel } from '../../usecases/channel/channels.ts';

/**
 * What this bot reads of an activity, and nothing else. Teams adds fields as it likes, so unknown ones are ignored; a
 * guest may lack name, aadObjectId and role, so only the id is asked for.
 */
const account = z.object({ id: z.string().min(1).max(400) });
const named = z.object({ id: z.string().max(400), name: z.string().max(400).nullish() });

export const activitySchema = z.object({
  type: z.string().min(1).max(100),
  id: z.string().max(400).nullish(),
  name: z.string().max(200).nullish(),
  action: z.string().max(100).nullish(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(400),
  from: account,
  recipient: account.nullish(),
  conversation: z.object({
    id: z.string().min(1).max(400),
    conversationType: z.string().max(50).nullish(),
    tenantId: z.string().max(100).nullish(),
    name: z.string().max(400).nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string().max(100) }).nullish(),
      team: named.nullish(),
      channel: named.nullish(),
      eventType: z.string().max(100).nullish(),
    })
    .nullish(),
  locale: z.string().max(40).nullish(),
  text: z.string().nullish(),
  replyToId: z.string().max(400).nullish(),
  membersAdded: z.array(account).max(1_000).nullish(),
  membersRemoved: z.array(account).max(1_000).nullish(),
  entities: z
    .array(z.looseObject({ type: z.string().nullish() }))
    .max(200)
    .nullish(),
  value: z.unknown().optional(),
});

export type TeamsActivity = z.infer<typeof activitySchema>;

/** Where an activity came from and who did it, taken from the verified activity alone. */
export interface Origin {
  kind: 'channel' | 'group' | 'personal';
  channel: ChannelKey;
  /** The conversation with its thread, where a reply goes. */
  thread: string;
  userId: string;
  /** What this person reads. */
  language: Language;
  seenChannel: SeenChannel;
}

/** @returns undefined where the activity does not say which tenant it is from. */
export function originOf(activity: TeamsActivity, language: Language): Origin | undefined {
  const { conversation, channelData, from, serviceUrl } = activity;
  const tenantId = channelData?.tenant?.id ?? conversation.tenantId;
  if (!tenantId) return undefined;
  const kind = kindOf(activity);
  const channel = { tenantId, conversationId: conversation.id.replace(/;.*/s, '') };
  const teamId = channelData?.team?.id;
  const teamName = channelData?.team?.name;
  return {
    kind,
    channel,
    thread: conversation.id,
    userId: from.id,
    language,
    seenChannel: {
      ...channel,
      kind,
      name: channelData?.channel?.name ?? conversation.name ?? '',
      serviceUrl,
      ...(teamId !== undefined && { teamId }),
      ...(teamName && { teamName }),
    },
  };
}

function kindOf({ conversation, channelData }: TeamsActivity): Origin['kind'] {
  switch (conversation.conversationType) {
    case 'personal':
    case 'channel':
      return conversation.conversationType;
    case 'groupChat':
      return 'group';
    default:
      // Some activities leave the type out; then the ids tell.
      if (channelData?.team || channelData?.channel) return 'channel';
      return conversation.id.startsWith('19:') ? 'group' : 'personal';
  }
}
