import type { Channel } from '../domain/channel.ts';
import { channelOnceSo } from './channel/channels.ts';
import { choosing } from './choosing/choosing.ts';
import { dialogue } from './dialogue/dialogue.ts';
import { showAgreed } from './dialogue/joint-score.ts';
import type { Due, DueWork } from './due/due-ports.ts';
import { claim, type Lease, LostLease, type Outcome, TryLater } from './due/lease.ts';
import { ChannelSuspended } from './due/posts.ts';
import { scheduleDueAt } from './due/schedule-due.ts';
import { onRound, type Work } from './due/work.ts';
import { tellRole } from './facilitator/role.ts';
import { followUp } from './plan/follow-up.ts';
import { showOnPost } from './plan/plan.ts';
import type { Deps } from './ports.ts';
import { forget } from './privacy/anonymise.ts';
import { erase } from './privacy/erase.ts';
import { resume } from './resume.ts';
import { deadline } from './round/deadline.ts';
import { nudge } from './round/nudge.ts';
import { open } from './round/open.ts';
import { publish } from './round/publish.ts';
import { recount } from './round/recount.ts';
import { reassess } from './schedule/reassess.ts';
import { showOnCard } from './schedule/schedule.ts';
import type { Versioned } from './versioned.ts';

/** What is done when a due item's time has come, by the name it is stored under. */
const works: Record<DueWork, Work> = {
  open: onRound(open),
  recount: onRound(recount),
  publish: onRound(publish),
  dialogue,
  agreed: onRound(showAgreed),
  deadline,
  nudge,
  reassess,
  card: showOnCard,
  resume,
  choice: onRound(choosing),
  plan: showOnPost,
  followUp,
  erase,
  forget,
  role: tellRole,
};

/** Work on what is kept: done also where nothing can be posted any longer, and never given up. */
const onDocuments: ReadonlySet<DueWork> = new Set<DueWork>(['erase', 'forget']);

/** Work that shows cards as things are, and may be done any number of times. */
const onCards: ReadonlySet<DueWork> = new Set<DueWork>([
  'open',
  'recount',
  'publish',
  'agreed',
  'card',
  'choice',
  'plan',
]);

const longestPauseMs = 10 * 60_000;

/** A day of refusals and faults is as long as anything is worth trying; what was late already is tried as often all the same. */
const giveUp = { afterMs: 24 * 3_600_000, afterTries: 12 } as const;

/**
 * Does one due item, if this instance is the one that gets it.
 * @returns whether it was this instance's to do.
 */
export async function runDue(deps: Deps, item: Versioned<Due>): Promise<boolean> {
  const lease = await claim(deps, item);
  if (!lease) return false;
  const outcome = await attempt(deps, lease);
  if (!outcome) return true;
  const held = await lease.settle(outcome);
  const { work, dueAt } = lease.due;
  const state = 'state' in outcome ? outcome.state : undefined;
  if (state) deps.meter.dueEnded(work, state, deps.now() - dueAt);
  // Another has done it meanwhile, and what this one sent last may have come after what that one did.
  if (!held && state !== 'cancelled' && onCards.has(work)) await again(deps, lease.due);
  return true;
}

async function again(deps: Deps, { work, subject, channel, occasion }: Due): Promise<void> {
  await scheduleDueAt(deps, work, { id: subject, channel }, deps.now(), occasion);
}

async function attempt(deps: Deps, lease: Lease): Promise<Outcome | undefined> {
  const { due } = lease;
  // An earlier holder stopped between the first byte of its post and hearing of it.
  if (due.sending) return { state: 'unknown' };
  const channel = await channelFor(deps, due);
  if (!channel) return { state: 'cancelled' };
  try {
    return await works[due.work](deps, channel, lease);
  } catch (error) {
    if (error instanceof LostLease) return undefined;
    if (error instanceof ChannelSuspended) return { state: 'cancelled' };
    const now = deps.now();
    const patient = error instanceof TryLater;
    if (!patient) deps.log.error({ work: due.work, attempts: due.attempts }, 'due work failed', error);
    if (now - due.dueAt > giveUp.afterMs && due.attempts >= giveUp.afterTries && !onDocuments.has(due.work)) {
      deps.log.warn({ work: due.work, attempts: due.attempts }, 'due work was given up');
      return { state: 'cancelled' };
    }
    return { visibleAt: now + Math.max(patient ? error.afterMs : 0, pauseAfter(deps, due)) };
  }
}

/** The channel that the work is for, where it can be done there now. */
async function channelFor(deps: Deps, { work, channel: key }: Due): Promise<Channel | undefined> {
  if (work === 'resume') return channelOnceSo(deps, key, ({ active }) => active);
  const found = await deps.store.channel(key);
  return found?.record.active || onDocuments.has(work) ? found?.record : undefined;
}

/** Twice as long after each try, and never the same for two instances that met the same refusal. */
function pauseAfter({ random }: Deps, { attempts }: Due): number {
  return Math.min(1_000 * 2 ** attempts, longestPauseMs) * (0.5 + random() / 2);
}
