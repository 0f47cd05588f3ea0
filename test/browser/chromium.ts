import { execFileSync } from 'node:child_process';
import { type BrowserContext, chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where the machine's Chromium is; `undefined` when it has none. */
export function findChromium(): string | undefined {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // not under this name
    }
  }
  return undefined;
}

/** How the page is looked at. */
export interface Looks {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** A fresh browser. Playwright gives it a new profile of its own and removes it when it is closed. */
export async function openBrowser(
  executablePath: string,
  { colorScheme = 'light', width = 1440, height = 900 }: Looks = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', {
    executablePath,
    args: FLAGS,
    colorScheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
}
