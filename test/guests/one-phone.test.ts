import { describe, expect, it } from 'vitest';
import { startHarness } from '../support/app.ts';
import { allUnits, answerByLink, byLink, createPhone } from '../support/guests.ts';
import { invited } from '../support/links.ts';

describe('a phone', () => {
  it('counts once where two pages were opened before the browser kept anything, whichever cookie came last', async () => {
    for (const kept of ['first', 'second'] as const) {
      const harness = await startHarness();
      const { address, id } = await invited(harness);
      const [first, second] = await Promise.all(
        [1, 2].map((page) => createPhone(address).open(`${address}/da/${page}`)),
      );
      if (!first || !second) throw new Error('There are two pages');
      expect(first.cookie).not.toBe(second.cookie);
      const jar = { first, second }[kept].cookie;
      for (const page of [first, second]) page.cookie = jar;
      await Promise.all([first, second].map((page) => page.press('Gem og gå videre', allUnits(page, '2'))));
      expect([first.status, second.status]).toEqual([200, 200]);
      expect([first.cookie, second.cookie]).toEqual([jar, jar]);
      const given = await byLink(harness, id);
      expect(given).toHaveLength(2);
      expect(new Set(given.map(({ person }) => person)).size).toBe(1);
    }
  });

  it('counts as what it answered as, where another page’s cookie came after that', async () => {
    const harness = await startHarness();
    const { address, id } = await invited(harness);
    const late = await createPhone(address).open(`${address}/da/1`);
    const phone = createPhone(address);
    await phone.open(`${address}/da/1`);
    await phone.press('Gem og gå videre', allUnits(phone, '2'));
    const { cookie } = phone;
    phone.cookie = late.cookie;
    await phone.press('Gem og gå videre', allUnits(phone, '3'));
    expect([phone.status, phone.cookie]).toEqual([200, cookie]);
    expect(phone.text).toContain('Dit svar om Sammenhæng i overgange er gemt.');
    expect(new Set((await byLink(harness, id)).map(({ person }) => person)).size).toBe(1);
    await answerByLink(late, address, '4');
    phone.cookie = late.cookie;
    await phone.press('Gem og gå videre', allUnits(phone, '1'));
    expect([phone.status, phone.text]).toEqual([409, expect.stringContaining('Siden er for gammel')]);
  });
});
