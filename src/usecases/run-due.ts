import { choosing } from './choosing/choosing.ts';
import { dialogue } from './dialogue/dialogue.ts';
import { jointScore } from './dialogue/joint-score.ts';
import type { DueWork } from './due/due-ports.ts';
import { createRunner } from './due/run.ts';
import { type Kind, onRound } from './due/work.ts';
import { role } from './facilitator/role.ts';
import { followUp } from './plan/follow-up.ts';
import { plan } from './plan/plan.ts';
import { anonymise } from './privacy/anonymise.ts';
import { erase } from './privacy/erase.ts';
import { outdated } from './privacy/named-posts.ts';
import { resume } from './resume.ts';
import { deadline } from './round/deadline.ts';
import { nudge } from './round/nudge.ts';
import { open } from './round/open.ts';
import { personalReminder } from './round/personal-reminder.ts';
import { publish } from './round/publish.ts';
import { recount } from './round/recount.ts';
import { reassess } from './schedule/reassess.ts';
import { schedule } from './schedule/schedule.ts';

/** What is done when a due item's time has come. */
const kinds: Record<DueWork, Kind> = {
  open: { run: onRound(open), repeatable: true },
  recount: { run: onRound(recount), repeatable: true },
  publish: { run: onRound(publish), repeatable: true },
  deadline: { run: deadline },
  nudge: { run: nudge },
  personalReminder: { run: personalReminder },
  dialogue: { run: dialogue },
  jointScore: { run: onRound(jointScore), repeatable: true },
  choosing: { run: onRound(choosing), repeatable: true },
  plan: { run: plan, repeatable: true },
  followUp: { run: followUp },
  reassess: { run: reassess },
  schedule: { run: schedule, repeatable: true },
  role: { run: role },
  erase: { run: erase, needsNoChannel: true },
  anonymise: { run: anonymise, needsNoChannel: true },
  outdated: { run: outdated },
  resume: { run: resume, awaitsChannel: true },
};

/** Does one due item, if this instance is the one that gets it. @returns whether it was. */
export const runDue = createRunner(kinds);
