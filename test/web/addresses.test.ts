import { describe, expect, it } from 'vitest';
import { createAddresses } from '../../src/web/addresses.ts';

const [first, second, third] = [1, 2, 3].map((fill) => Buffer.alloc(32, fill)) as [Buffer, Buffer, Buffer];
const id = 'abcdefghijklmnopqrst-_';
const expires = 1_800_000_000_000;
const name = (address: string) => address.split('/pictures/')[1] ?? '';

describe('the address of a picture', () => {
  const addresses = createAddresses('https://hjulet.example', [first]);
  const made = name(addresses.picture(id, expires));

  it('gives its id until it expires, and not a second longer', () => {
    expect(addresses.readPicture(made, expires - 1)).toBe(id);
    expect(addresses.readPicture(made, expires)).toBeUndefined();
  });

  it('gives the id of a picture of themes with a word after it, and neither address opens the other', () => {
    const themes = name(addresses.themes(id, expires));
    expect(addresses.readPicture(themes, 0)).toBe(`${id}.themes`);
    expect(addresses.readPicture(themes.replace('.themes', ''), 0)).toBeUndefined();
    expect(addresses.readPicture(made.replace(id, `${id}.themes`), 0)).toBeUndefined();
  });

  it('opens nothing when any one character of it is another', () => {
    for (let i = 0; i < made.length; i++) {
      for (const other of ['A', 'b', '0', '.', '-']) {
        const changed = made.slice(0, i) + other + made.slice(i + 1);
        if (changed !== made) expect(addresses.readPicture(changed, 0), changed).toBeUndefined();
      }
    }
  });

  it.each([
    '',
    '.png',
    made.slice(0, -4),
    `${made}.png`,
    `/${made}`,
    ` ${made}`,
    `${made}\n`,
    made.toUpperCase(),
    'x'.repeat(100_000),
  ])('opens nothing for %.40j', (wrong) => {
    expect(addresses.readPicture(wrong, 0)).toBeUndefined();
  });

  it('opens with a key that was changed since, as long as the old one is named', () => {
    expect(createAddresses('https://hjulet.example', [second, first]).readPicture(made, 0)).toBe(id);
    expect(createAddresses('https://hjulet.example', [second, third]).readPicture(made, 0)).toBeUndefined();
    const newer = name(createAddresses('https://hjulet.example', [second, first]).picture(id, expires));
    expect(addresses.readPicture(newer, 0)).toBeUndefined();
  });

  it('cannot be made without a key', () => {
    expect(() => createAddresses('https://hjulet.example', []).picture(id, expires)).toThrow('need a key');
  });
});

describe('the address of a trend’s picture', () => {
  const addresses = createAddresses('https://hjulet.example', [first]);
  const made = addresses.trend(id, 'abcd-_12', expires).split('/trends/')[1] ?? '';

  it('gives its id until it expires, and differs when the picture does', () => {
    expect(addresses.readTrend(made, expires - 1)).toBe(id);
    expect(addresses.readTrend(made, expires)).toBeUndefined();
    expect(addresses.trend(id, 'abcd-_13', expires)).not.toContain(made);
  });

  it('opens nothing when any one character of it is another', () => {
    for (let i = 0; i < made.length; i++) {
      for (const other of ['A', 'b', '0', '.', '-']) {
        const changed = made.slice(0, i) + other + made.slice(i + 1);
        if (changed !== made) expect(addresses.readTrend(changed, 0), changed).toBeUndefined();
      }
    }
  });

  it.each(['', made.slice(0, -4), `${made}x`, `x${made}`, `/${made}`, `${made}\n`])(
    'opens nothing for %.40j',
    (wrong) => {
      expect(addresses.readTrend(wrong, 0)).toBeUndefined();
    },
  );

  it('opens no picture of one round, and the other way round', () => {
    const picture = name(addresses.picture(id, expires));
    const asPicture = made.replace('.abcd-_12', '');
    const asTrend = picture.replace(id, `${id}.abcd-_12`);
    for (const wrong of [made, asPicture]) expect(addresses.readPicture(wrong, 0)).toBeUndefined();
    for (const wrong of [picture, asTrend]) expect(addresses.readTrend(wrong, 0)).toBeUndefined();
  });
});

describe('the address of a report', () => {
  const addresses = createAddresses('https://hjulet.example', [first]);
  const token = addresses.report(id, expires).split('/reports/')[1] ?? '';
  const picture = name(addresses.picture(id, expires));

  it('gives its id until it expires, and not a second longer', () => {
    expect(addresses.readReport(token, expires - 1)).toBe(id);
    expect(addresses.readReport(token, expires)).toBeUndefined();
  });

  it('opens nothing when any one character of it is another', () => {
    for (let i = 0; i < token.length; i++) {
      for (const other of ['A', 'b', '0', '.', '-']) {
        const changed = token.slice(0, i) + other + token.slice(i + 1);
        if (changed !== token) expect(addresses.readReport(changed, 0), changed).toBeUndefined();
      }
    }
  });

  it('is not made of the address of a picture with the same id, nor the other way round', () => {
    expect(addresses.readReport(picture, 0)).toBeUndefined();
    expect(addresses.readReport(picture.replace('.png', ''), 0)).toBeUndefined();
    expect(addresses.readPicture(token, 0)).toBeUndefined();
    expect(addresses.readPicture(`${token}.png`, 0)).toBeUndefined();
  });

  it.each(['', '/', `${token}/`, `${token}.png`, ` ${token}`, `${token}\n`, 'x'.repeat(100_000)])(
    'opens nothing for %.40j',
    (wrong) => {
      expect(addresses.readReport(wrong, 0)).toBeUndefined();
    },
  );
});
