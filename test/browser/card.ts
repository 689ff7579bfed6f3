import type { Locator } from 'playwright-core';
import type { TeamsWindow } from './window.ts';

/** Text and number take the value as typed, a date "2026-12-24", a choice its title, several choices a list of them, a toggle true or false. */
type Filled = string | number | boolean | readonly string[];

/** An Adaptive Card in a window. Inputs and buttons go by the words that a person reads. */
export interface Card {
  readonly on: Locator;
  /** Fills one input in, found by its label. */
  fill(label: string, value: Filled): Promise<void>;
  /** Presses a button and waits for nothing. */
  press(title: string): Promise<void>;
  /**
   * Fills the inputs in and presses the button, with nothing from the bot coming between. Waits until an Action.Execute is answered; what comes
   * of an Action.Submit has to be waited for by its text.
   */
  send(title: string, inputs?: Record<string, Filled>): Promise<void>;
  /** The line under the card with the bot's text or error. */
  notice(text: string | RegExp): Locator;
}

export function cardOn(window: TeamsWindow, on: Locator): Card {
  const card: Card = {
    on,
    fill: (label, value) => fill(on, label, value),
    async press(title) {
      const named = { name: title, exact: true };
      const button = on.getByRole('button', named).or(on.getByRole('link', named));
      const more = on.getByRole('button', { name: 'More options' });
      await button.or(more).first().waitFor();
      if (await button.count()) return button.first().click();
      await more.click();
      return on.page().getByRole('menuitem', named).click();
    },
    send: (title, inputs = {}) =>
      window.undisturbed(async () => {
        for (const [label, value] of Object.entries(inputs)) await card.fill(label, value);
        const answered = on.page().waitForResponse(/\/_conversation\/v1\/(invoke|submit)$/);
        await card.press(title);
        await answered;
      }),
    notice: (text) => on.locator('xpath=../following-sibling::*').getByText(text),
  };
  return card;
}

async function fill(on: Locator, label: string, value: Filled): Promise<void> {
  const exact = { name: label, exact: true };
  if (typeof value === 'boolean') return on.getByRole('checkbox', { name: label }).setChecked(value);
  if (typeof value === 'object') return chooseMany(on, label, value);
  const radios = on.getByRole('radiogroup', exact);
  const list = on.getByRole('combobox', exact);
  const field = on.getByRole('textbox', exact).or(on.getByRole('spinbutton', exact));
  const input = radios.or(list).or(field).first();
  const role = await input.getAttribute('role');
  if (role === 'radiogroup') return input.getByRole('radio', { name: String(value), exact: true }).check();
  if (role !== 'combobox') return input.fill(String(value));
  if ((await input.getAttribute('aria-haspopup')) === 'dialog') return typeDate(input, String(value));
  await input.click();
  await on
    .page()
    .getByRole('option', { name: String(value), exact: true })
    .click();
}

/** Typed, since the calendar is in English and takes the rest of the page from screen readers and from us. Enter could open it. */
async function typeDate(field: Locator, date: string): Promise<void> {
  await field.fill(date);
  await field.blur();
}

/** These and no others. */
async function chooseMany(on: Locator, label: string, titles: readonly string[]): Promise<void> {
  const list = on.getByRole('combobox', { name: label, exact: true });
  const boxes = on.getByRole('checkbox', { name: label });
  await list.or(boxes).first().waitFor();
  const folded = (await list.count()) > 0;
  if (folded) await list.click();
  const choices = folded ? on.page().getByRole('menuitemcheckbox') : boxes;
  for (const choice of await choices.all()) await choice.setChecked(false);
  for (const title of titles) {
    const name = folded ? title : `${label} ${title}`;
    await (folded ? on.page() : on)
      .getByRole(folded ? 'menuitemcheckbox' : 'checkbox', { name, exact: true })
      .setChecked(true);
  }
  if (folded) await list.press('Escape');
}
