import { expect, it, test } from 'vitest';
import { installedChromium } from './installed-chromium.ts';

const windows = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };

it.each([
  { platform: 'win32', env: windows, at: 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe' },
  { platform: 'win32', env: windows, at: 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe' },
  {
    platform: 'win32',
    env: { LOCALAPPDATA: 'C:\\Users\\m\\AppData' },
    at: 'C:\\Users\\m\\AppData\\Google\\Chrome\\Application\\chrome.exe',
  },
  { platform: 'darwin', env: {}, at: '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' },
  { platform: 'darwin', env: { HOME: '/Users/m' }, at: '/Users/m/Applications/Chromium.app/Contents/MacOS/Chromium' },
  { platform: 'linux', env: { PATH: '/usr/local/bin:/usr/bin' }, at: '/usr/bin/chromium' },
  { platform: 'linux', env: {}, at: '/snap/bin/chromium' },
] as const)('on $platform a Chromium at $at is found', ({ platform, env, at }) => {
  expect(installedChromium({ platform, env, exists: (path) => path === at })).toBe(at);
});

test('where none is installed none is found', () => {
  expect(installedChromium({ platform: 'win32', env: {}, exists: () => false })).toBeUndefined();
});
