import type { Channel } from '../../domain/channel.ts';
import type { Invitation } from '../../domain/invitation.ts';
import type { Language } from '../../domain/language.ts';
import type { PrivacyTerms, Summary } from '../../domain/round.ts';
import type { CardTexts } from '../../texts/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Wheels } from '../../usecases/ports.ts';
import type { TrendShown } from '../../usecases/results/trend.ts';

/** What views are made with, whatever card it is. */
export interface RenderContext extends PrivacyTerms {
  texts: Record<Language, Texts>;
  /** The same for group chats. */
  chatTexts: Record<Language, Texts>;
  /** The language of the first of a client's locales that can be read; else the installation's. */
  reads(locales: readonly string[]): Language;
  wheels: Wheels;
  /** The signed address of the picture of a round's themes. */
  wheelUrl(summary: Pick<Summary, 'pictureId' | 'closedAt'>): string;
  /** The same with a slice for each focus area. */
  pictureUrl(summary: Pick<Summary, 'pictureId' | 'closedAt'>): string;
  /** The signed address of the picture of some rounds. */
  trendUrl(shown: TrendShown): string;
  /** The signed address where people without Teams answer. */
  answerUrl(invitation: Pick<Invitation, 'id' | 'createdAt'>): string;
  /** The signed address of a round's report, a folder. @param expiresAt epoch milliseconds. */
  reportUrl(pictureId: string, expiresAt: number): string;
}

/** What people of a group chat read speaks of their chat, not of a channel. */
export function renderIn(render: RenderContext, kind: Channel['kind']): RenderContext {
  return kind === 'group' ? { ...render, texts: render.chatTexts } : render;
}

export async function cardTextsFor(
  { texts, wheels, smallestGroup }: RenderContext,
  round: Parameters<Wheels['of']>[0] & { terms?: PrivacyTerms },
  language: Language,
): Promise<CardTexts> {
  return {
    texts: texts[language],
    wheel: await wheels.of(round, language),
    // What people were promised, also where the setting has changed since.
    smallestGroup: round.terms?.smallestGroup ?? smallestGroup,
  };
}
