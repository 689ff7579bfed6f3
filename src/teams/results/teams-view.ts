import { channelText, onButton } from '../../texts/called.ts';
import type { Texts } from '../../texts/texts.ts';
import type { MyTeam } from '../../usecases/results/overview.ts';
import { message } from '../cards/message.ts';
import type { Card } from '../cards/templates.ts';
import { button, startButton } from '../cards/verbs.ts';

/** As many buttons as a card may have. */
const mostTeams = 6;

/** There is no closed round to show. @param open whether one is under way. */
export function nothingYet(texts: Texts, open: boolean): Card {
  const { t } = texts;
  const actions = open ? [] : [startButton(texts)];
  return message(texts, { lines: [open ? t('overview.open') : t('overview.none')], actions });
}

/** A button for each team, newest result first. @param verb what a button shows of it. */
export function chooseTeam(texts: Texts, teams: readonly MyTeam[], verb: 'team' | 'teamTrend'): Card {
  const { t } = texts;
  if (teams.length === 0) return message(texts, { lines: [t('overview.noTeams')] });
  const shown = teams.slice(0, mostTeams);
  const more = teams.length - shown.length;
  const lines = [
    verb === 'team' ? t('overview.choose') : t('trend.choose'),
    ...(more > 0 ? [t('overview.more', { count: more })] : []),
  ];
  const titles = shown.map(({ channel }) => onButton(channelText(texts, channel)));
  const actions = shown.map(({ round }, i) => {
    const title = titles[i] ?? '';
    const number = titles.slice(0, i + 1).filter((each) => each === title).length;
    return button(verb, { round: round.id }, number > 1 ? t('overview.another', { title, number }) : title);
  });
  return message(texts, { title: t('overview.teams'), lines, actions });
}
