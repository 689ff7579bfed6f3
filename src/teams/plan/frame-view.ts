import { type FrameFault, frameBounds } from '../../domain/frame.ts';
import type { Texts } from '../../texts/texts.ts';
import type { FrameForm, FrameShown } from '../../usecases/plan/frame.ts';
import { wrongNames, wrongText } from '../cards/field-faults.ts';
import { head } from '../cards/parts.ts';
import type { Card } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { type Fact, fact } from './plan-parts.ts';

/** What the channel steers by, or what it is offered to. */
export function frame(texts: Texts, { content, revision }: FrameShown): Card {
  const { t } = texts;
  const own = revision > 0;
  return {
    template: 'facts',
    data: {
      ...head(texts, t('frame.title')),
      title: t('frame.title'),
      notice: own ? '' : t('frame.offered'),
      facts: frameFacts(texts, content),
      lines: [t('frame.where')],
      actions: [
        ...(own ? [] : [button('useFrame', {}, { title: t('frame.use'), style: 'positive' })]),
        button('editFrame', {}, t('frame.edit')),
      ],
    },
  };
}

function frameFacts({ t, list }: Texts, { coreTask, destination, goals, values }: FrameShown['content']): Fact[] {
  return [
    ...fact(t('frame.coreTask'), coreTask),
    ...fact(t('frame.destination'), destination),
    ...fact(t('frame.goals'), list(goals)),
    ...fact(t('frame.values'), list(values)),
  ];
}

function frameFault(texts: Texts, content: FrameShown['content'], fault: FrameFault): string {
  const { t } = texts;
  const right = t(`frame.fault.${fault}`, frameBounds);
  const label = t(`frame.${fault}`);
  if (fault === 'coreTask' || fault === 'destination') return wrongText(texts, { label, given: content[fault], right });
  return wrongNames(texts, { label, names: content[fault], longest: frameBounds.name, right });
}

/** The frame to be changed, as it was filled in; where somebody else has changed it since, with theirs above it. */
export function frameForm(texts: Texts, { content, seen, faults, theirs }: FrameForm): Card {
  const { t } = texts;
  const lines = (names: readonly string[]) => names.join('\n');
  const most = (names: number) => names * (frameBounds.name + 1);
  return {
    template: 'frame-form',
    data: {
      ...head(texts, t('frame.edit')),
      title: t('frame.edit'),
      intro: t('frame.formIntro'),
      conflict: theirs ? t('plan.conflict') : '',
      theirsTitle: theirs ? t('plan.theirs') : '',
      theirs: theirs ? frameFacts(texts, theirs) : [],
      faults: faults.map((fault) => frameFault(texts, content, fault)),
      coreTask: { label: t('frame.coreTask'), max: frameBounds.coreTask, value: content.coreTask },
      destination: {
        label: t('frame.destination'),
        max: frameBounds.destination,
        value: content.destination,
      },
      goals: { label: t('frame.goalsInput'), max: most(frameBounds.goals), value: lines(content.goals) },
      values: { label: t('frame.valuesInput'), max: most(frameBounds.values), value: lines(content.values) },
      actions: [
        button(
          'saveFrame',
          { seen },
          {
            title: theirs ? t('plan.saveMine') : t('frame.save'),
            style: 'positive',
            inputs: 'auto',
            again: theirs !== undefined || faults.length > 0,
          },
        ),
        button('frame', {}, theirs ? t('plan.keepTheirs') : t('dropForm.cancel')),
      ],
    },
  };
}
