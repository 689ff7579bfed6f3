import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
}

/** Where a Chromium is installed: Chrome, Chromium or Edge, whichever is found first. */
export function installedChromium({ platform, env, exists }: Machine): string | undefined {
  return places(platform, env).find(exists);
}

function places(platform: NodeJS.Platform, env: Machine['env']): string[] {
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return programs.flatMap((program) => roots.map((root) => win32.join(root, program)));
  }
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    const roots = ['/Applications', posix.join(env.HOME ?? homedir(), 'Applications')];
    return names.flatMap((name) => roots.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = env.PATH?.split(':').filter(Boolean) ?? ['/usr/bin'];
  return names.flatMap((name) => [...folders, '/snap/bin'].map((folder) => posix.join(folder, name)));
}
