import type { z } from 'zod';
import type { Texts } from '../../texts/texts.ts';
import { channelVerbs } from '../channel/channel-verbs.ts';
import { choosingVerbs } from '../choosing/choosing-verbs.ts';
import { dialogueVerbs } from '../dialogue/dialogue-verbs.ts';
import { facilitatorVerbs } from '../facilitator/facilitator-verbs.ts';
import { planVerbs } from '../plan/plan-verbs.ts';
import { privacyVerbs } from '../privacy/privacy-verbs.ts';
import { resultsVerbs } from '../results/results-verbs.ts';
import { roundVerbs } from '../round/round-verbs.ts';
import { scheduleVerbs } from '../schedule/schedule-verbs.ts';
import type { CardAction } from './templates.ts';

/**
 * Every button by its verb, with what it carries. The same schema writes a button's data and reads it back, since what
 * comes back is the client's word.
 */
export const verbs = {
  ...roundVerbs,
  ...resultsVerbs,
  ...scheduleVerbs,
  ...choosingVerbs,
  ...planVerbs,
  ...dialogueVerbs,
  ...privacyVerbs,
  ...facilitatorVerbs,
  ...channelVerbs,
} as const;

export type Verb = keyof typeof verbs;
export type VerbData<V extends Verb> = z.infer<(typeof verbs)[V]>;

export function isVerb(name: unknown): name is Verb {
  return typeof name === 'string' && Object.hasOwn(verbs, name);
}

interface Look extends Pick<CardAction, 'title' | 'style' | 'inputs'> {
  /** Its form shows what was filled in before, which is not what is kept; see `takeApart`. */
  again?: boolean;
}

/** A button. @param look its title, where nothing else is to be said. @throws ZodError where the data is not what the verb carries. */
export function button<V extends Verb>(verb: V, data: VerbData<V>, look: string | Look): CardAction {
  const { again = false, ...shown } = typeof look === 'string' ? { title: look } : look;
  return { verb, data: { verb, ...verbs[verb].parse(data), ...(again && { again }) }, ...shown };
}

/** The button that begins a round; shown where there is none. */
export function startButton({ t }: Texts): CardAction {
  return button('setup', {}, t('welcome.start'));
}
