import { type FrameContent, namesIn } from '../domain/frame.ts';
import type { Texts } from './texts.ts';

/** What a channel's frame is prefilled with. */
export function prefilledFrame({ t }: Texts): FrameContent {
  return {
    coreTask: t('frame.prefilled.coreTask'),
    destination: t('frame.prefilled.destination'),
    goals: namesIn(t('frame.prefilled.goals')),
    values: namesIn(t('frame.prefilled.values')),
  };
}
