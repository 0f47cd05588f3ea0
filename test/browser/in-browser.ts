import type { BrowserContext, Page } from 'playwright-core';
import type { SignInProvider } from '../sign-in/sign-in-provider.ts';
import { builtPage } from './built-page.ts';
import { findChromium, openBrowser } from './chromium.ts';
import { signedInCallers } from './fixtures/callers.ts';
import { type FixtureServer, startFixtureServer } from './fixtures/fixture-server.ts';

const chromium = findChromium();

/** A page of the dashboard against a fresh fixture world. */
export interface Visit {
  readonly page: Page;
  readonly server: FixtureServer;
  /** What the page wrote as errors to the browser's console, and what it threw. */
  readonly complaints: readonly string[];
}

/** How a visit begins. */
export interface Start {
  readonly path?: string;
  readonly as?: string;
  /** The sign-in pages of a deployed world; without them the world is the embedded one. */
  readonly provider?: SignInProvider;
}

type OpenVisit = (start?: Start) => Promise<Visit>;

/**
 * A suite that needs a browser. `visit` opens the page in a fresh world; what it opened is closed after each test.
 * On a machine without Chromium the suite is reported as skipped, and its title says why.
 */
export function describeInBrowser(title: string, body: (visit: OpenVisit) => void): void {
  if (chromium === undefined) {
    describe.skip(`${title} (skipped: no Chromium is installed on this machine)`, () => body(notHere));
    return;
  }
  describe(title, () => {
    const suite = new BrowserSuite(chromium);
    beforeAll(() => suite.start(), 60_000);
    afterEach(() => suite.closeVisits());
    afterAll(() => suite.stop());
    body((start) => suite.visit(start));
  });
}

function notHere(): Promise<Visit> {
  return Promise.reject(new Error('no Chromium is installed on this machine'));
}

class BrowserSuite {
  private readonly executablePath: string;
  private readonly servers: FixtureServer[] = [];
  private readonly forbidden: string[] = [];
  private dist = '';
  private browser: BrowserContext | undefined;

  constructor(executablePath: string) {
    this.executablePath = executablePath;
  }

  async start(): Promise<void> {
    this.dist = builtPage();
    this.browser = await openBrowser(this.executablePath);
  }

  async visit({ path = '/', as, provider }: Start = {}): Promise<Visit> {
    if (!this.browser) throw new Error('the browser did not start');
    const server = await this.serve(provider);
    const page = await this.browser.newPage();
    page.setDefaultTimeout(8_000); // below the test's own limit, so that a failure names what was waited for
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
      if (/content security policy/i.test(message.text())) this.forbidden.push(message.text());
    });
    if (as)
      await page.addInitScript(
        `sessionStorage.getItem('hms.session') ?? sessionStorage.setItem('hms.session', '${JSON.stringify({ as, token: as })}')`,
      );
    await page.goto(`${server.url}${path}`);
    await page.locator('#content h1').first().waitFor();
    return { page, server, complaints };
  }

  private async serve(provider: SignInProvider | undefined): Promise<FixtureServer> {
    const callers = provider && (await signedInCallers(provider));
    const server = await startFixtureServer({ dist: this.dist, ...(callers && { callers }) });
    provider?.callbacks.add(`${server.url}/`);
    this.servers.push(server);
    return server;
  }

  async closeVisits(): Promise<void> {
    const pages = this.browser?.pages().slice(1) ?? [];
    await Promise.all(pages.map((page) => page.close()));
    await Promise.all(this.servers.splice(0).map((server) => server.close()));
    expect(this.forbidden.splice(0)).toEqual([]); // whatever a test looked at, the page's policy allowed it
  }

  async stop(): Promise<void> {
    await this.browser?.close();
  }
}
