import { z } from 'zod';
import { id } from '../cards/ids.ts';

/** The buttons of the schedule and its reminders. */
export const scheduleVerbs = {
  editSchedule: z.object({}),
  /** `own`: as for `start`; the post then shows the schedule. */
  saveSchedule: z.object({ own: z.boolean() }),
  leaveSchedule: z.object({}),
  /** `day`: the occasion of the reminder that the button is on. */
  stopSchedule: z.object({ schedule: id, day: z.iso.date().optional() }),
  snooze: z.object({ schedule: id, day: z.iso.date() }),
} as const;
