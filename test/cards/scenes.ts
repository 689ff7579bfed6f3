import { readdirSync } from 'node:fs';
import { type Language, languages } from '../../src/domain/language.ts';
import { privacies, publishedComments } from '../../src/domain/results.ts';
import { bounds, type Round } from '../../src/domain/round.ts';
import { type Theme, unitsOf, type Wheel } from '../../src/domain/wheel.ts';
import { type Message, message } from '../../src/teams/cards/message.ts';
import { type AdaptiveCard, type Card, loadCards, mostRefreshed } from '../../src/teams/cards/templates.ts';
import { button } from '../../src/teams/cards/verbs.ts';
import { offered } from '../../src/teams/channel/channel-verbs.ts';
import { help, personalBackAgain, personalWelcome, welcome } from '../../src/teams/channel/notes.ts';
import { choosing, endQuestion, outcome, ownVote } from '../../src/teams/choosing/choosing-view.ts';
import { decision } from '../../src/teams/choosing/decision-view.ts';
import { followUp } from '../../src/teams/plan/follow-up-view.ts';
import { frame, frameForm } from '../../src/teams/plan/frame-view.ts';
import { actionForm, focusForm, newFocus } from '../../src/teams/plan/plan-forms.ts';
import { dropForm, item, plan } from '../../src/teams/plan/plan-view.ts';
import { stillOpen } from '../../src/teams/plan/reached.ts';
import { exportLinks, exportOffer } from '../../src/teams/results/export-view.ts';
import { summary } from '../../src/teams/results/summary-view.ts';
import { nudge } from '../../src/teams/round/nudge-view.ts';
import { personalReminder, remindersStopped } from '../../src/teams/round/personal-reminder-view.ts';
import { setup } from '../../src/teams/round/setup-view.ts';
import { closeQuestion, deadlineForm, openAlready, status } from '../../src/teams/round/status-view.ts';
import { themeResult } from '../../src/teams/round/theme-result-view.ts';
import { incompleteTheme, type OwnNeeds, own, theme } from '../../src/teams/round/theme-view.ts';
import { lastTimeOf, reassess } from '../../src/teams/schedule/reassess-view.ts';
import { noSchedule, schedule, scheduleElsewhere, scheduleForm } from '../../src/teams/schedule/schedule-view.ts';
import { onButton } from '../../src/texts/called.ts';
import type { ActionForm } from '../../src/usecases/plan/action-form.ts';
import type { FocusForm } from '../../src/usecases/plan/focus-form.ts';
import type { FrameForm } from '../../src/usecases/plan/frame.ts';
import type { PlanContext } from '../../src/usecases/plan/plan-ports.ts';
import type { Incomplete } from '../../src/usecases/round/answer.ts';
import type { Delivery, NamedScores } from '../../src/usecases/round/round-ports.ts';
import type { Setup } from '../../src/usecases/round/start.ts';
import { cadences, type ScheduleFault, type ScheduleForm } from '../../src/usecases/schedule/schedule-form.ts';
import type { Schedule } from '../../src/usecases/schedule/schedule-ports.ts';
import { dataViews } from './data-scenes.ts';
import {
  agreedCards,
  agreedResults,
  agreeForms,
  comparedSummaries,
  promptCards,
  trendCards,
} from './dialogue-scenes.ts';
import { invitationCards, inviteCards, withdrawQuestions } from './invite-scenes.ts';
import { actionOf, destination, focusOf, itemsOf, longFrame, longName, planLook, plans, prefilled } from './plans.ts';
import {
  answersOf,
  anyScore,
  apart,
  askingGroups,
  closedRound,
  counts,
  everyList,
  longComments,
  placesIn,
  roundId,
  type Setting,
  settings,
  smallestGroup,
  states,
  terms,
  texts,
  wheels,
} from './rounds.ts';

/** A card as a view made it and as Teams gets it, under a name that says when people see it. */
export interface Scene {
  name: string;
  language: Language;
  card: Card;
  json: AdaptiveCard;
}

export const fill = loadCards();
/** The names of cards/*.json, without the ending. */
export const templates = readdirSync(new URL('../../cards/', import.meta.url)).map((file) => file.replace('.json', ''));

const pictureUrl = `https://hjulet.example.dk/pictures/${'p'.repeat(200)}.png`;
/** As long as the ids that Teams gives people. */
export const userIds = Array.from({ length: mostRefreshed }, (_, i) => `29:${String(i).padStart(2, '0').repeat(50)}`);

/** A theme's card after a group answered, as the channel gets it. */
export function resultCard(
  { cardTexts }: Setting,
  themeId: string,
  { round, answers }: ReturnType<typeof closedRound>,
): Card {
  const given = answers.filter((answer) => answer.themeId === themeId);
  if (round.privacy === 'open') {
    // Whoever left the channel has no name any longer.
    const names = given.map(
      ({ scores, comment }, i): NamedScores => ({ name: i === 0 ? '' : longName, scores, comment }),
    );
    return themeResult(cardTexts, round, { themeId, names });
  }
  const comments = given.map(({ comment }) => comment);
  const rule = { privacy: round.privacy, smallestGroup };
  return themeResult(cardTexts, round, { themeId, comments: publishedComments(comments, given.length, rule) });
}

export function summaryCard(
  { cardTexts }: Setting,
  { round }: ReturnType<typeof closedRound>,
  canStart = true,
  planContext: PlanContext = {},
): Card {
  if (!round.summary) throw new Error('A closed round has a summary');
  const plan = planLook(cardTexts.texts.language);
  return summary(cardTexts, round, {
    closed: round.summary,
    places: placesIn(round),
    pictureUrl,
    areasUrl: pictureUrl,
    canStart,
    planContext,
    plan,
  });
}

type Made = [name: string, card: Card];
const views = {
  theme: eachTheme(themeCards),
  incompleteTheme: eachTheme(incompleteCards),
  own: eachTheme(ownCards),
  status: eachSetting(statusCards),
  closeQuestion: eachSetting(({ cardTexts, round }) => [
    ['asked', closeQuestion(cardTexts, round, { answered: counts(round, 5) })],
    [
      'asked where some answered by link',
      closeQuestion(cardTexts, round, {
        answered: counts(round, 5),
        byLink: { answered: counts(round, 3), complete: 3 },
      }),
    ],
  ]),
  inviteCard: inviteCards,
  invitationCard: invitationCards,
  withdrawQuestion: withdrawQuestions,
  openAlready: eachSetting(({ cardTexts, round }) => [['asked', openAlready(cardTexts, round)]]),
  themeResult: eachSetting((setting) => [
    ...Object.entries(states).flatMap(([name, state]) => {
      const closed = closedRound(setting, state);
      const { themes } = setting.cardTexts.wheel;
      return themes.map(({ id }): Made => [`${id}, ${name}`, resultCard(setting, id, closed)]);
    }),
    ...setting.cardTexts.wheel.themes.map(({ id }): Made => {
      const grouped = askingGroups(setting);
      return [`${id}, by group`, resultCard(grouped, id, closedRound(grouped, apart))];
    }),
    ...agreedResults(setting),
  ]),
  summary: eachSetting((setting) => [
    ...Object.entries(states).flatMap(([name, state]): Made[] => {
      const closed = closedRound(setting, state);
      return [
        [`${name}, in the channel`, summaryCard(setting, closed)],
        [`${name}, in a personal chat`, summaryCard(setting, closed, false)],
        [
          `${name}, with a frame and a plan`,
          summaryCard(setting, closed, true, { frame: prefilled(setting), plan: plans.some }),
        ],
        [
          `${name}, with the longest frame and plan`,
          summaryCard(setting, closed, true, { frame: longFrame, plan: plans.forty }),
        ],
      ];
    }),
    ...groupedSummaries(setting),
    ...comparedSummaries(setting),
  ]),
  dialogue: eachSetting(promptCards),
  agreeForm: eachSetting(agreeForms),
  jointScoreSaved: eachSetting(agreedCards),
  trend: eachSetting(trendCards),
  nudge: eachSetting(({ cardTexts, round }) => [
    ['nobody yet', nudge(cardTexts, round, 0)],
    ['some', nudge(cardTexts, round, 7)],
  ]),
  personalReminder: eachSetting(personalReminderCards),
  remindersStopped: (language) => [['said', remindersStopped(texts[language])]],
  deadlineForm: eachSetting(deadlineForms),
  scheduleForm: scheduleForms,
  schedule: scheduleCards,
  scheduleElsewhere: (language) => [['on a newer card', scheduleElsewhere(texts[language])]],
  noSchedule: (language) => [['the form was left', noSchedule(texts[language])]],
  reassess: eachSetting(reassessCards),
  choosing: eachSetting(choosingCards),
  ownVote: eachSetting(ownVoteCards),
  endQuestion: eachSetting(({ cardTexts, round }) => [['asked', endQuestion(cardTexts, round, 5)]]),
  outcome: eachSetting(outcomeCards),
  decision: eachSetting(decisionCards),
  plan: planCards,
  item: itemCards,
  dropForm: dropForms,
  followUp: followUpCards,
  newFocus: eachSetting(newFocusForms),
  focusForm: focusForms,
  actionForm: actionForms,
  frame: frameCards,
  frameForm: frameForms,
  setup: setupCards,
  exportOffer: (language) => [
    ['asked for', exportOffer(texts[language], { kind: 'exportOffer', roundId, closedAt: Date.UTC(2026, 11, 10, 15) })],
  ],
  exportLinks: exportCards,
  message: messageCards,
  welcome: (language) => [['added', welcome(texts[language], firstWheel(language))]],
  personalBackAgain: (language) => [['added once more', personalBackAgain(texts[language])]],
  personalWelcome: (language) => [['added', personalWelcome(texts[language], firstWheel(language))]],
  help: helpCards,
  ...dataViews,
} satisfies Record<string, (language: Language) => Made[]>;

export type ViewName = keyof typeof views;
export const viewNames = Object.keys(views) as ViewName[];

/** Every card that a view makes, in every state it can be in. */
export function scenesOf(view: ViewName): Scene[] {
  return languages.flatMap((language) =>
    views[view](language).map(([name, card]) => ({ name: `${language}, ${name}`, language, card, json: fill(card) })),
  );
}

function personalReminderCards({ cardTexts, round }: Setting): Made[] {
  const all = Object.keys(round.units);
  const at = { conversationId: '19:channel@thread.tacv2;messageid=1700000000001', activityId: '1700000000002' };
  return [
    ['everything is lacking', personalReminder(cardTexts, { round, themeIds: all, where: longName, at })],
    [
      'one theme is lacking, and nobody knows where its card is',
      personalReminder(cardTexts, { round, themeIds: all.slice(0, 1), where: '' }),
    ],
  ];
}

function eachSetting(cards: (setting: Setting) => Made[]): (language: Language) => Made[] {
  return (language) =>
    settings(language).flatMap((setting) =>
      cards(setting).map(([name, card]): Made => [`${setting.name}, ${name}`, card]),
    );
}

function eachTheme(cards: (setting: Setting, theme: Theme) => Made[]): (language: Language) => Made[] {
  return eachSetting((setting) =>
    setting.cardTexts.wheel.themes.flatMap((each) =>
      cards(setting, each).map(([name, card]): Made => [`${each.id}, ${name}`, card]),
    ),
  );
}

function groupedSummaries(setting: Setting): Made[] {
  const grouped = askingGroups(setting);
  const before = closedRound(grouped, apart, undefined, Date.UTC(2026, 4, 22, 14)).round;
  return [
    ['by group', summaryCard(grouped, closedRound(grouped, apart))],
    ['by group, compared', summaryCard(grouped, closedRound(grouped, { ...apart, people: 48 }, before))],
    [
      'by group, with the longest frame and plan',
      summaryCard(grouped, closedRound(grouped, apart), true, { frame: longFrame, plan: plans.forty }),
    ],
    [
      'by group, none of which may be shown',
      summaryCard(grouped, closedRound(grouped, { people: 7, score: anyScore })),
    ],
  ];
}

function themeCards({ cardTexts, round }: Setting, found: Theme): Made[] {
  const scores = Object.fromEntries(unitsOf(found, round.depth).map(({ id }) => [id, 'dontKnow' as const]));
  const filled = { scores, comment: longComments.signs, seen: 100_000 };
  return [
    ['new', theme(cardTexts, round, { themeId: found.id })],
    ['asking for groups', theme(cardTexts, { ...round, groups: ['unge', 'kommunen'] }, { themeId: found.id })],
    ['shared by sixty', theme(cardTexts, round, { themeId: found.id, userIds })],
    [
      'being changed',
      theme(cardTexts, round, { themeId: found.id, answered: 7, userIds: userIds.slice(0, 1), filled }),
    ],
  ];
}

function incompleteCards({ cardTexts, round }: Setting, found: Theme): Made[] {
  const units = unitsOf(found, round.depth).map(({ id }) => id);
  const tooLong = longComments.signs.repeat(20);
  const incomplete = (missing: string[], comment: string): Incomplete => {
    const given = units.filter((unit) => !missing.includes(unit));
    const scores = Object.fromEntries(given.map((unit) => [unit, 3 as const]));
    const commentTooLong = comment.length > bounds.comment;
    return {
      kind: 'incomplete',
      round,
      themeId: found.id,
      input: { seen: 0, scores, comment },
      missing,
      commentTooLong,
    };
  };
  return [
    ['everything missing', incompleteTheme(cardTexts, incomplete(units, ''))],
    ['the last missing', incompleteTheme(cardTexts, incomplete(units.slice(-1), longComments.danish))],
    ['comment too long', incompleteTheme(cardTexts, incomplete([], tooLong))],
    ['everything wrong', incompleteTheme(cardTexts, incomplete(units, tooLong))],
  ];
}

function ownCards(setting: Setting, { id }: Theme): Made[] {
  const { cardTexts, round } = setting;
  const answers = answersOf(setting, { people: 1, score: anyScore, comment: longComments.danish });
  const answer = answers.find(({ themeId }) => themeId === id);
  const given = { answered: 3, userIds: userIds.slice(0, 1), ...(answer && { answer }) };
  return [
    [
      'just saved',
      own(cardTexts, round, { themeId: id, notice: 'saved', userIds: given.userIds, ...(answer && { answer }) }),
    ],
    ['looked up', own(cardTexts, round, { themeId: id, ...given })],
    ['without an answer', own(cardTexts, round, { themeId: id, answered: 0, userIds: [] })],
    ['while closing', own(cardTexts, { ...round, state: 'closing' }, { themeId: id, ...given })],
    ['after closing', own(cardTexts, { ...round, state: 'closed' }, { themeId: id, ...given })],
    [
      'sent again after closing',
      own(cardTexts, { ...round, state: 'closed' }, { ...given, themeId: id, notice: 'counted' }),
    ],
    [
      'changed after closing',
      own(cardTexts, { ...round, state: 'closed' }, { ...given, themeId: id, notice: 'countedBefore' }),
    ],
    ...ownGroupCards(askingGroups(setting), { ...given, themeId: id }),
  ];
}

function ownGroupCards({ cardTexts, round }: Setting, given: OwnNeeds): Made[] {
  const answersAs = { group: round.groups?.at(-1) ?? null, at: 1 };
  const closed = { ...round, state: 'closed' } as const;
  return [
    ['asked for the group', own(cardTexts, round, given)],
    ['asked for the group again', own(cardTexts, round, { ...given, asks: 'again' })],
    ['asked for another group', own(cardTexts, round, { ...given, answersAs, asks: 'asked' })],
    ['with the group', own(cardTexts, round, { ...given, answersAs })],
    ['without a group', own(cardTexts, round, { ...given, answersAs: { group: null, at: 1 } })],
    ['with the group after closing', own(cardTexts, closed, { ...given, answersAs })],
    ['without having said after closing', own(cardTexts, closed, given)],
  ];
}

function statusCards({ cardTexts, round }: Setting): Made[] {
  const all = Object.keys(round.units);
  const answered = counts(round, 3);
  const delivered: Delivery = { themes: [], summary: 'coming', followUp: false };
  const shown = { round, answered, delivery: delivered };
  const closedRound: Round = { ...round, state: 'closed' };
  const closedWith = (delivery: Partial<Delivery>) =>
    status(cardTexts, { ...shown, round: closedRound, delivery: { ...delivered, ...delivery } });
  const most = counts(round, bounds.expected.max);
  return [
    ['that asks for groups', status(cardTexts, { ...shown, round: { ...round, groups: ['unge'] }, complete: 3 })],
    ['just started', status(cardTexts, { ...shown, answered: {}, complete: 0 })],
    ['under way with three who are done', status(cardTexts, { ...shown, complete: 3 })],
    [
      'under way with some by link',
      status(cardTexts, {
        ...shown,
        complete: 6,
        byLink: { answered: { [all[0] ?? '']: 9 }, complete: 9 },
      }),
    ],
    ['under way without an end by itself', status(cardTexts, { ...shown, round: { ...round, closeWhenAll: false } })],
    ['one card missing', status(cardTexts, { ...shown, delivery: { ...delivered, themes: all.slice(0, 1) } })],
    ['all cards missing', status(cardTexts, { ...shown, answered: most, delivery: { ...delivered, themes: all } })],
    ['closing', status(cardTexts, { ...shown, round: { ...round, state: 'closing' } })],
    ['closed', closedWith({ summary: 'there' })],
    ['closed with the summary on its way', closedWith({})],
    ['closed without a summary', closedWith({ summary: 'missing' })],
    ['closed without what follows', closedWith({ summary: 'there', followUp: true })],
  ];
}

function deadlineForms({ cardTexts, round }: Setting): Made[] {
  const form = (faults: Parameters<typeof deadlineForm>[1]['faults'], input = {}) =>
    deadlineForm(cardTexts, { kind: 'deadlineForm', round, input, faults }, {});
  return [
    ['asked', form([], { deadline: round.deadline, deadlineTime: round.deadlineTime })],
    ['every fault', form(['notLater', 'deadlinePast', 'deadlineFar'])],
  ];
}

function scheduleForms(language: Language): Made[] {
  const form: ScheduleForm = { kind: 'scheduleForm', input: {}, faults: [], today: '2026-11-26', trial: false };
  const faults: ScheduleFault[] = ['missing', 'every', 'date', 'time'];
  const given: [string, ScheduleForm][] = [
    ['nothing filled in', form],
    ['as it comes', { ...form, input: { cadence: 'halfYear', time: '09:00', zone: 'Europe/Copenhagen' } }],
    ['on trial', { ...form, trial: true }],
    ['every fault', { ...form, faults }],
    ...cadences.map((cadence): [string, ScheduleForm] => [
      cadence,
      { ...form, input: { cadence, every: 36, date: '2027-01-04', time: '07:30', zone: 'America/Nuuk' } },
    ]),
    ['a zone of its own', { ...form, input: { zone: 'Antarctica/DumontDUrville' } }],
  ];
  return given.flatMap(([name, each]): Made[] => [
    [`${name}, a post of its own`, scheduleForm(texts[language], each, { own: true })],
    [`${name}, in place of another card`, scheduleForm(texts[language], each, { own: false })],
  ]);
}

const occasions = ['2027-02-26', '2027-05-26', '2027-08-26'].map((on) => ({ day: on, on, at: Date.parse(on) }));

function scheduleOf(change: Partial<Schedule> = {}): Schedule {
  const rule = {
    cadence: { kind: 'months', every: 3 },
    from: '2026-11-26',
    time: '09:00',
    zone: 'Europe/Copenhagen',
  } as const;
  return { id: roundId, channel: { tenantId: 't', conversationId: 'c' }, rule, stopped: false, ...change };
}

function scheduleCards(language: Language): Made[] {
  const card = (change: Partial<Schedule>, upcoming = occasions) =>
    schedule(texts[language], { kind: 'schedule', schedule: scheduleOf(change), upcoming });
  const { rule } = scheduleOf();
  return [
    ...[1, 2, 3, 6, 12, 36].map(
      (every): Made => [`every ${every}`, card({ rule: { ...rule, cadence: { kind: 'months', every } } })],
    ),
    ['once', card({ rule: { ...rule, cadence: { kind: 'date', date: '2027-02-26' } } }, occasions.slice(0, 1))],
    ['no more to come', card({}, [])],
    ['stopped', card({ stopped: true }, [])],
  ];
}

function reassessCards(setting: Setting): Made[] {
  const { cardTexts } = setting;
  const [first, second] = occasions;
  if (!first || !second) throw new Error('no occasions');
  const card = (change: Partial<Schedule>, last?: ReturnType<typeof lastTimeOf>, open?: ReturnType<typeof stillOpen>) =>
    reassess(
      cardTexts.texts,
      {
        card: 'reassess',
        language: cardTexts.texts.language,
        schedule: scheduleOf(change),
        day: first.day,
        upcoming: occasions,
      },
      { last, open: open ?? [] },
    );
  const closedBefore = Object.entries(states).flatMap(([name, state]): Made[] => {
    const { summary: last } = closedRound(setting, state).round;
    if (!last) return [];
    const told = lastTimeOf(cardTexts, last, pictureUrl);
    const open = (name: keyof typeof plans) => stillOpen(planLook(cardTexts.texts.language), plans[name]);
    return [
      [`after a round, ${name}`, card({}, told)],
      [`after a round with a plan, ${name}`, card({}, told, open('some'))],
      [`after a round with the longest plan, ${name}`, card({}, told, open('forty'))],
    ];
  });
  return [
    ...closedBefore,
    ['for the first time', card({})],
    ['put off', card({ snoozed: { from: first.day, to: second } })],
    ['stopped', card({ stopped: true })],
  ];
}

function choosingCards(setting: Setting): Made[] {
  return Object.entries(states).flatMap(([name, state]): Made[] => {
    const { round } = closedRound(setting, state);
    return [[name, choosing(setting.cardTexts, round)]];
  });
}

function ownVoteCards({ cardTexts, round }: Setting): Made[] {
  const all = Object.values(round.units).flat();
  const own = {
    kind: 'ownVote',
    round,
    units: all.slice(0, 3),
    revision: 100_000,
    justSaved: false,
    leads: true,
  } as const;
  return [
    ['of somebody who may not end it', ownVote(cardTexts, { ...own, leads: false }, false)],
    ['just saved', ownVote(cardTexts, { ...own, justSaved: true }, false)],
    ['looked up', ownVote(cardTexts, own, false)],
    ['without any', ownVote(cardTexts, { ...own, units: [] }, false)],
    ['being changed', ownVote(cardTexts, own, true)],
    ['sent back without any', ownVote(cardTexts, { ...own, units: [], fault: 'none' }, false)],
    ['sent back with too many', ownVote(cardTexts, { ...own, units: all, fault: 'tooMany' }, false)],
  ];
}

function outcomeCards(setting: Setting): Made[] {
  const { cardTexts } = setting;
  const { round } = closedRound(setting, everyList);
  const units = Object.values(round.units).flat();
  const dots = Object.fromEntries(units.map((unitId, i) => [unitId, i + 1]));
  const choice = { roundId, channel: round.channel, state: 'closed', startedAt: 0 } as const;
  const focuses = units
    .slice(0, 4)
    .map((unitId, i) => ({ unitId, term: i < 2 ? ('short' as const) : ('long' as const), focusId: roundId }));
  const everyone = Object.fromEntries(
    units.map((unitId) => [unitId, [longName, '', 'Åse Bjerregård'].map((name) => ({ name }))]),
  );
  return [
    ['nobody chose', outcome(cardTexts, round, { choice: { ...choice, outcome: { voters: 0, dots: {} } } })],
    ['too few chose', outcome(cardTexts, round, { choice: { ...choice, outcome: { voters: 3 } } })],
    ['everyone chose', outcome(cardTexts, round, { choice: { ...choice, outcome: { voters: 12, dots } } })],
    [
      'everyone chose by name',
      outcome(cardTexts, round, { choice: { ...choice, outcome: { voters: 12, dots } }, names: everyone }),
    ],
    ['being counted', outcome(cardTexts, round, { choice: { ...choice, state: 'closing' } })],
    [
      'settled',
      outcome(cardTexts, round, {
        choice: { ...choice, state: 'settled', outcome: { voters: 12, dots }, focuses },
        names: everyone,
      }),
    ],
    [
      'settled by too few',
      outcome(cardTexts, round, { choice: { ...choice, state: 'settled', outcome: { voters: 2 }, focuses } }),
    ],
  ];
}

function decisionCards(setting: Setting): Made[] {
  const { round } = closedRound(setting, everyList);
  if (!round.summary) throw new Error('A closed round has a summary');
  const units = Object.values(round.units).flat();
  const asked = { kind: 'decision' as const, round: { ...round, summary: round.summary }, faults: [] };
  return [
    [
      'filled in',
      decision(setting.cardTexts, { ...asked, lists: { short: units.slice(0, 3), long: units.slice(3, 5) } }),
    ],
    [
      'every fault',
      decision(setting.cardTexts, { ...asked, lists: { short: [], long: [] }, faults: ['none', 'tooMany', 'twice'] }),
    ],
  ];
}

function planCards(language: Language): Made[] {
  const cardTexts = planLook(language);
  const pages = Object.entries(plans).flatMap(([name, focuses]) =>
    Array.from(
      { length: 12 },
      (_, page): Made => [`${name}, page ${page}`, plan(cardTexts, { focuses, frame: longFrame, roundId }, page)],
    ),
  );
  return [
    ['empty before any round', plan(cardTexts, { focuses: [] })],
    ['empty after a round', plan(cardTexts, { focuses: [], frame: prefilled({ cardTexts }), roundId })],
    ['without a frame', plan(cardTexts, { focuses: plans.some })],
    [
      'two under the prefilled frame',
      plan(cardTexts, { focuses: plans.some.slice(0, 2), frame: prefilled({ cardTexts }), roundId }),
    ],
    ...pages,
  ];
}

function itemCards(language: Language): Made[] {
  const cardTexts = planLook(language);
  return itemsOf().flatMap(([name, shown]): Made[] => [
    [name, item(cardTexts, { kind: 'item', item: shown })],
    [
      `${name}, with somebody`,
      item(cardTexts, { kind: 'item', item: shown, owner: { name: longName }, note: 'saved' }),
    ],
    [`${name}, somebody gone`, item(cardTexts, { kind: 'item', item: shown, owner: { name: '' }, note: 'stale' })],
  ]);
}

function dropForms(language: Language): Made[] {
  const cardTexts = planLook(language);
  return itemsOf().flatMap(([name, shown]): Made[] => [
    [name, dropForm(cardTexts, { kind: 'dropForm', item: shown, reason: '', fault: false })],
    [
      `${name}, a reason too long`,
      dropForm(cardTexts, { kind: 'dropForm', item: shown, reason: 'æ'.repeat(300), fault: true }),
    ],
  ]);
}

function followUpCards(language: Language): Made[] {
  const items = itemsOf().map(([, shown]) => shown);
  return [
    ['one', followUp(planLook(language), items.slice(0, 1))],
    ['a dozen and more', followUp(planLook(language), [...items, ...items, ...items, ...items])],
  ];
}

function newFocusForms(setting: Setting): Made[] {
  const { round } = closedRound(setting, everyList);
  const units = Object.values(round.units).flat();
  const form = { kind: 'newFocus', focusId: roundId, round, units, input: { term: 'short' } } as const;
  return [
    ['asked', newFocus(setting.cardTexts, form)],
    ['with nothing left', newFocus(setting.cardTexts, { ...form, units: [] })],
    ['something missing', newFocus(setting.cardTexts, { ...form, fault: 'missing' })],
    ['a full plan', newFocus(setting.cardTexts, { ...form, fault: 'full' })],
  ];
}

const people = (count: number) =>
  userIds
    .concat(userIds)
    .slice(0, count)
    .map((userId, i) => ({ userId: `${userId}${i}`, name: i === 0 ? '' : longName }));

function focusForms(language: Language): Made[] {
  const form: FocusForm = {
    kind: 'focusForm',
    focus: focusOf({ owner: 'p1', date: '2026-01-02', target: 3 }),
    seen: 1,
    input: { term: 'long', target: 3, date: '2026-01-02', owner: 'keep' },
    faults: [],
    people: [],
    picker: false,
    ownerGone: true,
    today: '2026-12-10',
  };
  const card = (change: Partial<FocusForm>) => focusForm(planLook(language), { ...form, ...change });
  return [
    ['without people', card({})],
    ['a few people', card({ people: people(6), ownerGone: false, input: { term: 'short', owner: userIds[2] ?? '' } })],
    ['Teams’ own picker', card({ picker: true, input: { owner: '5d2b1a0e-7c6f-4f0e-9f4e-0c1d2e3f4a5b' } })],
    ['a hundred people', card({ people: people(100) })],
    ['every fault', card({ faults: ['term', 'date', 'owner'] })],
    ['a conflict', card({ theirs: { owner: { name: longName } }, people: people(6) })],
    ['a conflict with somebody gone', card({ theirs: { owner: { name: '' } } })],
    ['a conflict with nobody', card({ theirs: {}, focus: focusOf({}) })],
  ];
}

function actionForms(language: Language): Made[] {
  const long = actionOf('long');
  const input = { ...long.content, forFocus: roundId };
  const blank = { title: '', milestone: false, goal: '', value: '', partners: '' };
  const focuses = plans.forty.map(({ focus }) => focus);
  const form: ActionForm = {
    kind: 'actionForm',
    actionId: roundId,
    seen: 0,
    input: blank,
    faults: [],
    focuses,
    frame: longFrame,
    people: [],
    picker: false,
    ownerGone: false,
    today: '2026-12-10',
  };
  const card = (change: Partial<ActionForm>) => actionForm(planLook(language), { ...form, ...change });
  return [
    ['new', card({})],
    ['with the prefilled frame', card({ frame: prefilled({ cardTexts: planLook(language) }) })],
    ['without a frame', card({ frame: { coreTask: '', destination: '', goals: [], values: [] } })],
    ['being changed', card({ seen: 3, input })],
    ['a few people', card({ seen: 3, input: { ...input, owner: userIds[2] ?? '' }, people: people(6) })],
    ['Teams’ own picker', card({ picker: true, input: { ...input, owner: '5d2b1a0e-7c6f-4f0e-9f4e-0c1d2e3f4a5b' } })],
    ['with somebody gone', card({ seen: 3, input: { ...input, owner: 'keep' }, ownerGone: true })],
    ['every fault', card({ input, faults: ['focus', 'title', 'date', 'partners', 'owner', 'full'] })],
    [
      'a conflict among the most of everything',
      card({
        seen: 3,
        input,
        theirs: { ...long, owner: { name: longName } },
        people: people(50),
        focuses: plans.many.map(({ focus }) => focus),
      }),
    ],
    ['a conflict on a new one', card({ seen: 1, input, theirs: long })],
  ];
}

function frameCards(language: Language): Made[] {
  const content = prefilled({ cardTexts: planLook(language) });
  return [
    ['offered', frame(texts[language], { kind: 'frame', content, revision: 0 })],
    ['own', frame(texts[language], { kind: 'frame', content, revision: 1 })],
    ['the longest', frame(texts[language], { kind: 'frame', content: longFrame, revision: 9 })],
    [
      'nearly nothing',
      frame(texts[language], {
        kind: 'frame',
        content: { coreTask: '', destination, goals: [], values: [] },
        revision: 9,
      }),
    ],
  ];
}

function frameForms(language: Language): Made[] {
  const form: FrameForm = { kind: 'frameForm', content: longFrame, seen: 3, faults: [] };
  return [
    ['asked', frameForm(texts[language], { ...form, content: prefilled({ cardTexts: planLook(language) }) })],
    ['the longest', frameForm(texts[language], form)],
    ['every fault', frameForm(texts[language], { ...form, faults: ['coreTask', 'destination', 'goals', 'values'] })],
    ['a conflict', frameForm(texts[language], { ...form, theirs: longFrame })],
  ];
}

function setupCards(language: Language): Made[] {
  const built = wheels.filter((wheel) => wheel.language === language);
  const base: Setup = { kind: 'setup', setupId: roundId, input: {}, faults: [], wheels: built, today: '2026-11-26' };
  const input: Setup['input'] = {
    wheelId: 'faelles-kultur',
    depth: 'deep',
    privacy: 'open',
    expected: 999_999,
    deadline: '0001-01-01',
    closeWhenAll: false,
    language: language === 'da' ? 'en' : 'da',
  };
  const faults: Setup['faults'] = ['missing', 'expected', 'deadlinePast', 'deadlineFar'];
  const given: [string, Setup][] = [
    ['nothing filled in', base],
    [
      'everything filled in',
      { ...base, input: { ...input, expected: 12, deadline: '2026-12-10', deadlineTime: '16:00' } },
    ],
    ['a confidential round of three', { ...base, input: { ...input, privacy: 'confidential', expected: 3 } }],
    ...faults.map((fault): [string, Setup] => [`the fault ${fault}`, { ...base, faults: [fault] }]),
    ['every fault', { ...base, input, faults }],
  ];
  return given.flatMap(([name, each]): Made[] => [
    [`${name}, a post of its own`, setup(texts[language], each, { own: true, terms })],
    [`${name}, in place of another card`, setup(texts[language], each, { own: false, terms })],
  ]);
}

function exportCards(language: Language): Made[] {
  const address = `https://hjulet.example.dk/reports/${'r'.repeat(80)}`;
  return privacies.flatMap((privacy) =>
    languages.map((channel): Made => {
      const expiresAt = Date.UTC(2026, 11, 11, 15, 4);
      const given = { kind: 'export', privacy, pictureId: 'p'.repeat(22), language: channel, expiresAt } as const;
      return [`${privacy}, a channel that reads ${channel}`, exportLinks(texts[language], given, address)];
    }),
  );
}

/** The messages that commands and buttons answer with. */
function messageCards(language: Language): Made[] {
  const { t } = texts[language];
  const start = button('setup', {}, t('welcome.start'));
  const title = onButton(longName.repeat(6));
  const teams = Array.from({ length: 6 }, () => button('team', { round: roundId }, title));
  const notes: [string, Message][] = [
    ['no round', { lines: [t('status.none')], actions: [start] }],
    ['no result', { lines: [t('overview.none')], actions: [start] }],
    ['the first round is open', { lines: [t('overview.open')] }],
    ['no teams', { lines: [t('overview.noTeams')] }],
    [
      'six teams and more',
      { title: t('overview.teams'), lines: [t('overview.choose'), t('overview.more', { count: 9 })], actions: teams },
    ],
    ['an answer saved where all can read', { lines: [t('own.savedPublic')] }],
    ['an answer asked for where all can read', { lines: [t('own.needsNewer')] }],
    ['own data asked for where all can read', { lines: [t('mine.elsewhere')] }],
    ...(
      ['notHere', 'notMember', 'notAllowed', 'notFacilitator', 'setupUsed', 'lastFacilitator', 'roleTaken'] as const
    ).map((reason): [string, Message] => [`refused, ${reason}`, { lines: [t(`refusal.${reason}`)] }]),
  ];
  return notes.map(([name, note]) => [name, message(texts[language], note)]);
}

function helpCards(language: Language): Made[] {
  return [true, false].flatMap((personal): Made[] => {
    const where = personal ? 'in a personal chat' : 'in the channel';
    return [
      [`asked for ${where}`, help(texts[language], { personal })],
      [`unknown ${where}`, help(texts[language], { personal, unknown: {} })],
      ...([...offered, 'plan', 'frame', 'remind', 'start'] as const).map(
        (nearest): Made => [`nearly ${nearest} ${where}`, help(texts[language], { personal, unknown: { nearest } })],
      ),
    ];
  });
}

function firstWheel(language: Language): Wheel | undefined {
  return wheels.find(({ id, language: each }) => id === 'sammenhaengshjulet' && each === language);
}
