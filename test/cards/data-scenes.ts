import type { Language } from '../../src/domain/language.ts';
import type { Card } from '../../src/teams/cards/templates.ts';
import { guide, privacy } from '../../src/teams/channel/sections.ts';
import { backAgain, facilitators, role } from '../../src/teams/facilitator/role-view.ts';
import { erase, eraseChannelQuestion, eraseMenu, eraseRoundQuestion } from '../../src/teams/privacy/erase-view.ts';
import { eraseMineQuestion, mine, mostOnACard } from '../../src/teams/privacy/mine-view.ts';
import { outdated } from '../../src/teams/privacy/outdated-view.ts';
import { chooseTeam, nothingYet } from '../../src/teams/results/teams-view.ts';
import type { Facilitators } from '../../src/usecases/facilitator/facilitators.ts';
import type { OwnAnswer } from '../../src/usecases/privacy/mine.ts';
import { channel } from '../store/records.ts';
import { answersOf, anyScore, longComments, type Setting, settings, terms, texts } from './rounds.ts';

/** The cards about what is kept, about deleting it, and about who leads a channel. */

type Made = [name: string, card: Card];

const longName = 'Anne-Kathrine Bjørnskov-Rosenkrantz Østergaard (Ungeindsatsen)';

export const dataViews = {
  privacy: (language: Language): Made[] => [
    ['for a year', privacy(texts[language], terms)],
    ['for a month', privacy(texts[language], { smallestGroup: 10, retentionMonths: 1 })],
  ],
  guide: (language: Language): Made[] => [['asked for', guide(texts[language])]],
  mine: mineCards,
  eraseMineQuestion: (language: Language): Made[] => [['asked', eraseMineQuestion(texts[language])]],
  eraseMenu: (language: Language): Made[] =>
    [0, 1, 40].map((count): Made => {
      const some = settings(language).slice(0, 1);
      const rounds = some.flatMap(({ round, cardTexts }) => Array(count).fill({ round, wheel: cardTexts.wheel.name }));
      return [`${count} rounds`, eraseMenu(texts[language], rounds)];
    }),
  eraseRoundQuestion: (language: Language): Made[] =>
    settings(language).flatMap(({ name, cardTexts, round }) =>
      [0, 1, 12].map(
        (people): Made => [
          `${name}, ${people} people`,
          eraseRoundQuestion(cardTexts.texts, { round, wheel: cardTexts.wheel.name, people }),
        ],
      ),
    ),
  eraseChannelQuestion: (language: Language): Made[] => [['asked', eraseChannelQuestion(texts[language])]],
  erase: (language: Language): Made[] => [['told', erase(texts[language])]],
  outdated: (language: Language): Made[] => [['told', outdated(texts[language])]],
  nothingYet: (language: Language): Made[] => [
    ['nothing', nothingYet(texts[language], false)],
    ['under way', nothingYet(texts[language], true)],
  ],
  chooseTeam: (language: Language): Made[] =>
    [0, 2, 9].flatMap((count) =>
      (['team', 'teamTrend'] as const).map((verb): Made => {
        const teams = settings(language)
          .slice(0, 1)
          .flatMap(({ round }) => Array(count).fill({ channel: channel({ name: longName }), round }));
        return [`${count} teams, ${verb}`, chooseTeam(texts[language], teams, verb)];
      }),
    ),
  facilitators: roleCards,
  backAgain: backAgainCards,
  role: (language: Language): Made[] =>
    [true, false].map(
      (taken): Made => [
        taken ? 'taken' : 'named',
        role(texts[language], { card: 'role', language, taken, name: longName }),
      ],
    ),
};

function dotsIn({ id: roundId, units }: Setting['round']) {
  const given = Object.values(units).flat().slice(0, 3);
  return { roundId, person: 'p', units: given, revision: 1, accepted: [] };
}

function mineCards(language: Language): Made[] {
  const here = settings(language);
  const own = (setting: Setting, comment: string): OwnAnswer[] =>
    answersOf(setting, { people: 1, score: anyScore, comment }).map((answer) => ({
      channel: channel({ name: longName }),
      round: setting.round,
      answer,
    }));
  const card = (answers: OwnAnswer[], facilitates = 0, from = 0) =>
    mine(
      texts[language],
      {
        kind: 'myData',
        total: answers.length,
        answers: answers.slice(from, from + mostOnACard),
        facilitates: Array(facilitates).fill(channel({ name: '' })),
        owns: Array(facilitates).fill(channel({ name: '' })),
        dots:
          facilitates > 0
            ? here.map(({ round }) => ({ channel: channel({ name: longName }), round, vote: dotsIn(round) }))
            : [],
        dotted: facilitates,
        started: facilitates,
        known: facilitates,
        noReminders: facilitates > 0,
      },
      {
        from,
        textsFor: ({ round }) => {
          const found = here.find((setting) => setting.round === round);
          if (!found) throw new Error('An answer has the round of a setting');
          return found.cardTexts;
        },
      },
    );
  const everything = here.flatMap((setting) => own(setting, longComments.signs));
  return [
    ['nothing', card([])],
    ['nothing but a role', card([], 1)],
    ...here.map((setting): Made => [setting.name, card(own(setting, ''), 2)]),
    ['more than there is room for', card(everything)],
    ['the last of many', card(everything, 3, everything.length - 1)],
  ];
}

function roleCards(language: Language): Made[] {
  const person = (i: number) => ({ person: String(i).padStart(22, 'p'), name: `${longName} ${i}` });
  const some: Omit<Facilitators, 'people'> = {
    kind: 'facilitators',
    names: ['Mette Holm'],
    gone: 0,
    free: false,
    candidates: [person(1), person(2)],
  };
  const nobody: Omit<Facilitators, 'people'> = { ...some, names: [], gone: 1, free: true };
  const many = Array.from({ length: 1000 }, (_, i) => person(i));
  return [
    ['one', facilitators(texts[language], some)],
    ['some, and some are gone', facilitators(texts[language], { ...some, names: [longName, 'Anders Juul'], gone: 2 })],
    ['nobody', facilitators(texts[language], nobody)],
    ['everybody', facilitators(texts[language], { ...some, candidates: [] })],
    ['a thousand members', facilitators(texts[language], { ...some, candidates: many })],
    ['searched for and found', facilitators(texts[language], some, 'ØSTERGAARD')],
    ['searched for in vain', facilitators(texts[language], some, 'xyz')],
    ['unread', facilitators(texts[language], { ...nobody, gone: 0, unread: true })],
  ];
}

function backAgainCards(language: Language): Made[] {
  const some: Omit<Facilitators, 'people'> = {
    kind: 'facilitators',
    names: [longName],
    gone: 0,
    free: false,
    candidates: [],
  };
  return [
    ['led by one', backAgain(texts[language], some)],
    ['led by many', backAgain(texts[language], { ...some, names: [longName, '', ...Array(40).fill(longName)] })],
    ['led by nobody', backAgain(texts[language], { ...some, names: [], gone: 2, free: true })],
    ['unread', backAgain(texts[language], { ...some, names: [], unread: true })],
  ];
}
