import { expect } from 'vitest';
import type { Harness } from './app.ts';
import { buttons, textOf } from './cards.ts';
import type { Shown } from './connector.ts';
import { mette } from './rounds.ts';
import { posts, quiet } from './time.ts';

const formTitle = 'Hvornår vil I vurdere igen?';

/** Somebody writes påmindelse where there is no schedule. @returns the form. */
export async function scheduleForm(harness: Harness, person: string = mette): Promise<Shown> {
  const before = posts(harness, formTitle).length;
  await harness.say(person, 'påmindelse');
  return harness.eventually(() => posts(harness, formTitle)[before]);
}

/** As `scheduleForm`, filled in and saved. @returns the post, which then shows the schedule, and the id of that. */
export async function setSchedule(
  harness: Harness,
  given: Record<string, unknown> = {},
  person: string = mette,
): Promise<{ post: Shown; id: string }> {
  const post = await scheduleForm(harness, person);
  const reply = await harness.press(person, post, 'Gem', given);
  expect(reply.text).toContain('Næste påmindelser');
  await harness.eventually(() => textOf(post.cardNow).startsWith('Påmindelser om at vurdere igen'));
  await quiet(harness);
  const id = buttons(post.cardNow).find(({ verb }) => verb === 'stopSchedule')?.data.schedule;
  return { post, id: String(id) };
}

/** The posts that say it is time to score again, oldest first. */
export const reminders = (harness: Harness): Shown[] => posts(harness, 'Det er tid til at vurdere igen');
