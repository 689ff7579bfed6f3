/**
 * What people say to the bot in a sentence. To each other they say the same, so that it is understood only where the bot is
 * spoken to.
 */
const words = {
  /** A whole message: with more in it, such as what "how is it going" is said of, it may be about anything. */
  questions: {
    status: [
      'hvordan går det',
      'hvordan gaar det',
      'hvordan ser det ud',
      'hvordan står det til',
      'hvordan er status',
      'hvor langt er vi',
      'hvor langt er i',
      'hvor langt er de',
      'hvor mange har svaret',
      'hvor mange mangler',
      'hvor mange mangler at svare',
      'hvor mange svar har vi',
      'hvor mange svar er der',
      'hvem mangler',
      'hvem mangler at svare',
      'hvem har svaret',
      'har alle svaret',
      'er alle færdige',
      'hvor står vi',
      'hvornår lukker runden',
      'hvornår er fristen',
      'how is it going',
      'how s it going',
      'how are we doing',
      'how are things',
      'how far are we',
      'how far along are we',
      'how many have answered',
      'how many are missing',
      'how many answers do we have',
      'who is missing',
      'has everybody answered',
      'has everyone answered',
      'where are we',
      'where do we stand',
      'when does the round close',
      'when is the deadline',
    ],
    overview: [
      'hvordan gik det',
      'hvad blev resultatet',
      'hvad blev det til',
      'hvad kom vi frem til',
      'hvad svarede vi',
      'opsummer',
      'opsummér',
      'how did it go',
      'how did we do',
      'what did we answer',
      'what came of it',
      'what was the result',
      'summarise',
      'summarize',
    ],
    trend: [
      'hvordan har det udviklet sig',
      'hvordan har vi udviklet os',
      'how has it developed',
      'how have we developed',
    ],
    plan: ['hvad skal vi', 'hvad har vi aftalt', 'hvad er der aftalt', 'what did we agree on', 'what is next'],
    help: ['hvad kan du', 'hvad kan jeg skrive', 'what can you do', 'what can i write', 'what can i type'],
  },
  /** More words for a command. */
  others: {
    status: ['statussen', 'stilling', 'stillingen', 'fremdrift', 'fremskridt'],
    overview: [
      'overblikket',
      'resultatet',
      'resultater',
      'resultaterne',
      'results',
      'opsummeringen',
      'opsummeringer',
      'sammenfatning',
      'sammenfatningen',
    ],
    plan: ['handleplanen', 'handlingsplan', 'handlingsplanen', 'action plan'],
    export: ['rapporten', 'eksporten'],
    remind: ['påmindelser', 'påmindelsen', 'påmindelserne', 'reminders'],
    guide: ['guiden', 'køreplanen', 'dagsordenen'],
  },
  /** What may stand before what somebody wants to see. */
  before: (
    'vis vise viser mig os se hent hente giv give få find finde åbn åbne hvad hvem hvor hvilken hvordan er bliver den det de en et ' +
    'vores jeres min mit seneste sidste nyeste aktuelle aktuel nuværende ny nye nyt kan må vil skal du vi jeg i gerne lige nu ' +
    'har have for om ' +
    'show display view get give me us see find open what whats who s is are the a an our your my latest last newest most recent ' +
    'current new can could may will would you we i like to let have please venligst tak'
  ).split(' '),
  /** What may stand after a whole question without changing what it asks. */
  after: (
    'nu lige her så indtil videre i dag idag egentlig jo tak med runden vurderingen det hele now so far here today then please ' +
    'thanks with the round right at moment just'
  ).split(' '),
} as const;

type Asked = keyof typeof words.questions;

/** More words for a command, by its name. */
export const otherWords = words.others;
const before = new Set<string>(words.before);
const after = new Set<string>(words.after);

/** The words without those that only ask for what follows. */
export function withoutAsking<W extends { said: string }>(all: readonly W[]): W[] {
  const from = all.findIndex(({ said }) => !before.has(said));
  return from < 0 ? [] : all.slice(from);
}

const questions = new Map<string, Asked>(
  Object.entries(words.questions).flatMap(([command, known]) =>
    known.map((question) => [question, command as Asked] as const),
  ),
);
const longestQuestion = Math.max(...questions.keys().map((question) => question.split(' ').length));

/** @returns the question, where the words are one of the questions and nothing else that counts. */
export function questionIn(all: readonly { said: string }[]): Asked | undefined {
  const said = all.map((word) => word.said);
  for (let length = Math.min(longestQuestion, said.length); length > 0; length--) {
    const command = questions.get(said.slice(0, length).join(' '));
    if (command && said.slice(length).every((word) => after.has(word))) return command;
  }
  return undefined;
}
