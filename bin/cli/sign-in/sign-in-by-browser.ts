import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { SignIn, type SignInTokens } from '../../../client/sign-in.ts';
import { SignInProblem } from '../../../client/sign-in-problem.ts';
import type { SignInConfig } from '../../../core/contract/page-config.ts';
import { CliFailure } from '../exit-code.ts';

/** At which pages, and where they lead back to on this machine. */
export interface BrowserSignIn {
  readonly config: SignInConfig;
  /** On 127.0.0.1, and registered with the pages. */
  readonly callbackUrl: string;
  readonly withinMs: number;
  /** Brings the address before a person's eyes. Called once this program listens. */
  readonly show: (url: string) => void;
}

/**
 * Signs a person in with their own browser (RFC 8252): this program listens on loopback until the sign-in pages lead the
 * browser back to it.
 * @throws SignInProblem when they say no; CliFailure when nobody comes back in time, or the port is taken.
 */
export async function signInByBrowser({ config, callbackUrl, withinMs, show }: BrowserSignIn) {
  const signIn = new SignIn({ config, redirectUri: callbackUrl });
  const url = await signIn.start('/');
  const server = createServer();
  try {
    const tokens = answerTo(server, { signIn, callbackUrl });
    await listen(server, new URL(callbackUrl));
    show(url);
    return await Promise.race([tokens, tooLate(withinMs, server)]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

interface Waiting {
  readonly signIn: SignIn;
  readonly callbackUrl: string;
}

/** Waits for the browser. An answer that nobody asked for is told so and changes nothing: the right one may still come. */
function answerTo(server: Server, { signIn, callbackUrl }: Waiting): Promise<SignInTokens> {
  return new Promise((resolve, reject) => {
    const waiting = { signIn, callbackUrl };
    server.on('request', (request, response) => {
      answer(request, response, waiting).then((tokens) => tokens && resolve(tokens), reject);
    });
  });
}

/** Answers one request of the browser; undefined when it changes nothing. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { signIn, callbackUrl }: Waiting,
): Promise<SignInTokens | undefined> {
  const url = addressOf(request, callbackUrl);
  if (!url) return page(response, 404, ['Nothing is here', '']);
  try {
    const { tokens } = await signIn.finish(url);
    await page(response, 200, ['You are signed in', 'This page may be closed.']);
    return tokens;
  } catch (error) {
    const said = SignInProblem.is(error) ? error.detail : '';
    await page(response, 400, ['You are not signed in', said]);
    if (SignInProblem.is(error, 'stale')) return undefined;
    throw error;
  }
}

/** The whole address of a request that comes from the sign-in pages. */
function addressOf({ method, url }: IncomingMessage, callbackUrl: string): string | undefined {
  const asked = new URL(url ?? '/', callbackUrl);
  return method === 'GET' && asked.pathname === new URL(callbackUrl).pathname ? asked.href : undefined;
}

function listen(server: Server, { hostname, port }: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', () => reject(new CliFailure(portTaken(port))));
    server.listen(Number(port), hostname, resolve);
  });
}

function portTaken(port: string): string {
  return `The sign-in pages lead back to port ${port} of this machine, which another program uses. Stop that program, or put a token into HMS_TOKEN.`;
}

function tooLate(withinMs: number, server: Server): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(
      () => reject(new CliFailure('Nobody signed in. Try again: hms login')),
      withinMs,
    );
    server.once('close', () => clearTimeout(timer));
  });
}

/** Answers a person in their browser; resolves once it is sent. */
function page(
  response: ServerResponse,
  status: number,
  words: readonly [string, string],
): Promise<undefined> {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  const [title, said] = words.map(escaped);
  const html = `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${said} Go back to your terminal.</p></html>`;
  return new Promise((sent) => response.end(html, () => sent(undefined)));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
