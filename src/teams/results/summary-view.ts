import type { Channel } from '../../domain/channel.ts';
import type { JointScore } from '../../domain/joint-score.ts';
import { hasAreas } from '../../domain/results.ts';
import type { Round, Summary } from '../../domain/round.ts';
import { channelText } from '../../texts/called.ts';
import { trendNotes } from '../../texts/change.ts';
import { groupChangesOf, groupFigures, groupsNote, largestDifference } from '../../texts/groups.ts';
import { headline } from '../../texts/headline.ts';
import { type CardTexts, creditOf, pictureText, themeOf } from '../../texts/results.ts';
import { suggestions } from '../../texts/suggestions.ts';
import { beside, together } from '../../texts/together.ts';
import type { PlanContext } from '../../usecases/plan/plan-ports.ts';
import type { ThemePlaces } from '../../usecases/round/round-ports.ts';
import { head } from '../cards/parts.ts';
import type { Card, CardAction } from '../cards/templates.ts';
import { button } from '../cards/verbs.ts';
import { briefFrame, type PlanTexts } from '../plan/plan-parts.ts';
import { planProgress, reached } from '../plan/reached.ts';
import { allFigures } from './summary-figures.ts';
import { themeRows } from './summary-rows.ts';

export interface SummaryNeeds {
  closed: Summary;
  planContext: PlanContext;
  plan: PlanTexts;
  /** Where the picture of the themes is, and that of all focus areas. */
  pictureUrl: string;
  areasUrl: string;
  /** Whether the card is where a new round can be started. */
  canStart: boolean;
  /** What the team has agreed on since the round closed; nothing on the post that comes when it does. */
  jointScores?: readonly JointScore[];
  /** Where people talk about each theme. */
  places?: ThemePlaces;
  /** Whose result it is, where the card is shown elsewhere. */
  channel?: Channel;
}

/**
 * What a closed round came to, the point first: a sentence to repeat, the wheel and a row a theme. Why, and every
 * figure, opens on the card for the one who wants it.
 */
export function summary(cardTexts: CardTexts, round: Round, needs: SummaryNeeds): Card {
  const { texts } = cardTexts;
  const { closed, canStart, planContext, plan } = needs;
  const planned = planContext.plan ?? [];
  const scored = isScored(closed);
  const whole = resultData(cardTexts, round, { ...needs, brief: false });
  // The largest wheels leave little room beside their results.
  const data = roomBeside(whole) >= 0 ? whole : resultData(cardTexts, round, { ...needs, brief: true });
  const frame = briefFrame(texts, planContext.frame, roomBeside(data));
  const done = reached(plan, planned, roomBeside({ ...data, frame }));
  const actions = canStart ? summaryActions(cardTexts, round, { scored, planned: planned.length > 0 }) : {};
  return {
    template: 'summary',
    // The first line of the frame stands at the end, the others with the figures where there are any.
    data: {
      actions: [],
      more: [],
      ...data,
      frame: scored ? frame.slice(0, 1) : frame,
      frameMore: scored ? frame.slice(1) : [],
      reached: done,
      ...actions,
    },
  };
}

function isScored({ themes }: Summary): boolean {
  return themes.some(({ result }) => result.level !== 'none');
}

/** @param brief leaves out what is said elsewhere on the card, too. */
function resultData(cardTexts: CardTexts, round: Round, needs: SummaryNeeds & { brief: boolean }) {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const { closed, channel, pictureUrl, planContext, plan, jointScores = [], places = {}, brief } = needs;
  const scored = isScored(closed);
  const { rows, notes } = scored
    ? themeRows(cardTexts, round, { closed, jointScores, places, brief })
    : { rows: [], notes: [] };
  const title = t('summary.heading', { wheel: wheel.name });
  return {
    ...head(texts, title),
    title,
    when: beside([
      channel ? channelText(texts, channel) : '',
      t('summary.when', { date: texts.date(closed.closedAt), people: peopleText(cardTexts, round, closed) }),
    ]),
    headline: headline(cardTexts, closed)
      .map(({ text }) => text)
      .join(' '),
    groups: scored && hasRoomAbove(closed) ? largestDifference(cardTexts, round) : '',
    empty: scored ? '' : closed.people === 0 ? t('summary.empty') : t('summary.onlyDontKnow'),
    picture: scored ? pictureUrl : '',
    pictureAlt: pictureText(cardTexts, closed),
    themes: rows,
    notes: notes.join(' '),
    progress: planProgress(plan, planContext.plan ?? []),
    ...suggestionParts(cardTexts, closed, brief),
    ...(scored
      ? figureParts(cardTexts, round, needs)
      : { figures: [], groupsTitle: '', groupsLead: '', byGroup: [], groupsNote: '' }),
    source: creditOf(texts, wheel),
  };
}

/** Of how many who were asked; only how many where more have answered, or some by link, of whom nobody was counted on. */
function peopleText({ texts: { t } }: CardTexts, { expected }: Round, { people, byLink }: Summary): string {
  const counted = people > 0 && people <= expected && byLink === undefined;
  return counted ? t('common.answeredOf', { answered: people, expected }) : t('summary.people', { count: people });
}

/** What to do about it, behind a button: why each thing is suggested, and ways to strengthen it. */
function suggestionParts(cardTexts: CardTexts, closed: Summary, brief: boolean) {
  const { t } = cardTexts.texts;
  const found = suggestions(cardTexts, closed).map(({ title, items }) => ({
    title,
    items: items.map(({ reason, groups, ways }) => ({
      reason: together([reason.text, groups]),
      strengthen: ways.length > 0 && !brief ? t('summary.strengthen') : '',
      ways: brief ? ways.slice(0, 1) : ways,
    })),
  }));
  return { lists: found, listsTitle: t('summary.suggestions'), partners: brief ? '' : t('summary.partners') };
}

/** All that is published, behind a button. */
function figureParts(
  cardTexts: CardTexts,
  round: Round,
  { closed, areasUrl, jointScores = [], brief }: SummaryNeeds & { brief: boolean },
) {
  const { texts, wheel } = cardTexts;
  const { t } = texts;
  const inDepth = closed.themes.some(({ units }) => hasAreas(units));
  const results = closed.themes.flatMap(({ result, units }) => [result, ...units.map((unit) => unit.result)]);
  const held = results.some(({ level }) => level === 'half');
  return {
    figuresTitle: t('summary.numbers'),
    kind: t('summary.kind', { depth: t(`common.depth.${round.depth}`), privacy: t(`common.privacy.${round.privacy}`) }),
    areas: inDepth ? areasUrl : '',
    areasAlt: t('summary.areasPicture', { wheel: wheel.name }),
    figures: allFigures(cardTexts, round, { closed, jointScores, themes: !brief }),
    why: held ? t('result.halfWhy', { smallest: closed.smallestGroup }) : '',
    groupsTitle: round.groups ? t('groups.title') : '',
    groupsLead: hasRoomAbove(closed) ? '' : largestDifference(cardTexts, round),
    byGroup: groupLines(cardTexts, closed),
    groupsNote: groupsNote(cardTexts, round),
    sinceTitle: closed.trend ? t('trend.sinceTitle') : '',
    since: closed.trend ? [...trendNotes(texts, { depth: round.depth, summary: closed }), t('trend.command')] : [],
  };
}

/** The rows of more themes leave no room on a phone for what the groups see most differently. */
function hasRoomAbove({ themes }: Summary): boolean {
  return themes.length <= 5;
}

/** The groups of each theme beside each other, where any may be shown. */
function groupLines(cardTexts: CardTexts, { themes, trend }: Summary) {
  return themes.flatMap(({ themeId, groups }) => {
    const figures = groupFigures(cardTexts, groups, groupChangesOf(trend, themeId));
    return figures === '' ? [] : [{ name: themeOf(cardTexts.wheel, themeId).name, figures }];
  });
}

/** What a card has room for beside its data, in bytes: 28 KB less the data, the elements that it is put in, and the buttons. */
function roomBeside(data: object): number {
  let texts = 0;
  const json = JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === 'string' && value !== '') texts += 1;
    return value;
  });
  return 25_500 - Buffer.byteLength(json) - aroundText * texts;
}

/** What the elements around a text take at most, in bytes. An empty text brings no element. */
const aroundText = 70;

/** A new round is far from the first thing to do with a result, so it stands apart from the others. */
function summaryActions(
  { texts: { t } }: CardTexts,
  { id }: Round,
  { scored, planned }: { scored: boolean; planned: boolean },
): { actions: CardAction[]; more: CardAction[] } {
  const again = button('setup', {}, t('summary.again'));
  return {
    actions: scored ? [button('choose', { round: id }, { title: t('summary.choose'), style: 'positive' })] : [again],
    more: [
      ...(planned ? [button('plan', { page: 0 }, t('outcome.plan'))] : []),
      ...(scored ? [{ ...again, mode: 'secondary' as const }] : []),
    ],
  };
}
