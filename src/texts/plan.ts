import type { Focus } from '../domain/plan.ts';
import type { Step } from '../domain/scale.ts';
import type { Texts } from './texts.ts';
import { beside } from './together.ts';

/** From which step to which, as far as that is known; empty where nothing is. */
export function stepsText({ t }: Texts, { focus, now }: { focus: Focus; now?: Step }): string {
  const { from } = focus;
  const { target: to } = focus.content;
  const way =
    from !== undefined && to !== undefined
      ? t('plan.fromTo', { from, to })
      : from !== undefined
        ? t('plan.from', { from })
        : to !== undefined
          ? t('plan.to', { to })
          : '';
  return beside([way, now === undefined ? '' : t('plan.now', { now })]);
}
