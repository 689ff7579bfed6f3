import type { AskedTheme } from './scoring.ts';

/** What Mette, Søren, Amina, Åse and Lone say in the first round. */
export const first: readonly AskedTheme[] = [
  {
    name: 'Bæredygtigt samarbejde',
    comment: 'Vi ringer til de samme tre virksomheder hver gang.',
    units: [
      {
        id: 'langsigtede-relationer-med-virksomheder',
        name: 'Langsigtede relationer med virksomheder',
        steps: [1, 2, 1, 2, 1],
      },
      { id: 'netvaerk-med-civilsamfund', name: 'Netværk med civilsamfund', steps: [2, 2, 3, 2, 2] },
      {
        id: 'kapacitetsopbygning-og-loebende-tilpasning',
        name: 'Kapacitetsopbygning og løbende tilpasning',
        steps: [2, 2, 2, 3, 2],
      },
    ],
  },
  {
    name: 'Sammenhæng i overgange',
    units: [
      { id: 'brobygning-til-erhvervslivet', name: 'Brobygning til erhvervslivet', steps: [1, 4, 1, 4, 2] },
      { id: 'helhedsorienterede-indsatser', name: 'Helhedsorienterede indsatser', steps: [2, 3, 2, 2, 3] },
      { id: 'stoettende-netvaerk', name: 'Støttende netværk', steps: [3, 3, 3, 2, 3] },
    ],
  },
  {
    name: 'Fælles ansvar og retning',
    units: [
      {
        id: 'partnerskaber-med-virksomheder-og-civilsamfund',
        name: 'Partnerskaber med virksomheder og civilsamfund',
        steps: [2, 2, 3, 2, 3],
      },
      { id: 'faste-samarbejdsfora', name: 'Faste samarbejdsfora', steps: [3, 3, 4, 3, 3] },
      { id: 'evaluering-og-gennemsigtighed', name: 'Evaluering og gennemsigtighed', steps: [1, 2, 2, 1, 2] },
    ],
  },
  {
    name: 'Unge som medskabere',
    units: [
      { id: 'involvering-gennem-samskabelse', name: 'Involvering gennem samskabelse', steps: [2, 3, 3, 2, 3] },
      { id: 'unge-som-brobyggere', name: 'Unge som brobyggere', steps: [0, 3, 2, 3, 2] },
      { id: 'feedback-og-tilpasning', name: 'Feedback og tilpasning', steps: [3, 3, 4, 4, 3] },
    ],
  },
];

/** Half a year later, in the same order of themes and focus areas: the five again, and Jens. */
const later = [
  [
    [3, 2, 3, 2, 2, 3],
    [2, 3, 3, 2, 3, 2],
    [3, 2, 3, 3, 2, 3],
  ],
  [
    [2, 3, 2, 3, 3, 2],
    [3, 3, 2, 2, 3, 3],
    [3, 3, 4, 3, 3, 3],
  ],
  [
    [3, 3, 3, 2, 3, 4],
    [3, 3, 4, 3, 4, 3],
    [2, 2, 3, 2, 2, 2],
  ],
  [
    [2, 3, 3, 3, 3, 2],
    [3, 3, 2, 2, 3, 2],
    [3, 4, 4, 3, 3, 4],
  ],
];
export const second: readonly AskedTheme[] = first.map(({ name, units }, t) => ({
  name,
  ...(t === 0 && { comment: 'To virksomheder ringer nu selv, når de mangler en lærling.' }),
  units: units.map(({ id, name }, u) => ({ id, name, steps: later[t]?.[u] ?? [] })),
}));
