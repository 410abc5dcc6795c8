import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The system's Chromium. @throws with the command that installs it. */
export function chromiumPath(): string {
  const path = [process.env.CHROMIUM_PATH, ...places].find((one) => one && existsSync(one));
  if (!path) {
    throw new Error(
      'The browser tests need Chromium: apt-get install -y chromium fonts-noto-cjk, or set CHROMIUM_PATH to one that is installed.',
    );
  }
  return path;
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Window {
  page: Page;
  /** Everything that pages of this window have logged as an error, with the address of the page. */
  errors: string[];
  close(): Promise<void>;
}

export const officeScreen = { width: 1366, height: 768 };
export const phoneScreen = { width: 390, height: 844 };

/** A browser of its own with an empty profile: one person at one PC. */
export async function openWindow(publicUrl: string, viewport = officeScreen): Promise<Window> {
  const profile = await mkdtemp(join(tmpdir(), 'yitong-chromium-'));
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    reducedMotion: 'reduce', // a click into a popup that still grows or turns misses
    executablePath: chromiumPath(),
    args: quiet,
    baseURL: publicUrl,
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const errors: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.page()?.url()} ${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (event) => {
    const { name, message, stack } = event.error();
    errors.push(`${event.page()?.url()} ${name}: ${message}\n${stack}`); // the stack of a rejected promise may be empty
  });
  page.setDefaultTimeout(30_000);
  return {
    page,
    errors,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
