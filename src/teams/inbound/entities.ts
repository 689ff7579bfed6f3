import { z } from 'zod';
import { compiled } from '../../domain/compiled.ts';

/** What is read of an activity's entities, and what stands beside them. */
interface Told {
  entities?: unknown[] | undefined;
  locale?: string | undefined;
  recipient?: { id?: string | undefined } | undefined;
}

/** A schema makes an error for each entity of another kind. */
function entitiesOf(type: string, entities: readonly unknown[]): unknown[] {
  return entities.filter((entity) => Object(entity).type === type);
}

const mention = z.object({ type: z.literal('mention'), mentioned: z.object({ id: z.string() }) });

/** Whether the text speaks to the bot. */
export function mentionsBot({ entities = [], recipient }: Told): boolean {
  return (
    recipient?.id !== undefined &&
    entitiesOf('mention', entities).some((entity) => mention.safeParse(entity).data?.mentioned.id === recipient.id)
  );
}

const clientInfo = z.object({ type: z.literal('clientInfo'), locale: z.string().max(40) });

/** What the client says of the person's language, the most reliable first: Teams on iOS leaves the locale out and names it in an entity. */
export function localesOf({ locale, entities = [] }: Told): string[] {
  const told = entitiesOf('clientInfo', entities).flatMap(
    (entity) => compiled(clientInfo).safeParse(entity).data?.locale ?? [],
  );
  return locale === undefined ? told : [locale, ...told];
}
