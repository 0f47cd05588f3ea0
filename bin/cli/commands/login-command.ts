import { Command } from 'commander';
import { readPageConfig } from '../../../client/page-config.ts';
import type { Identity } from '../../../core/contract/identity.ts';
import type { SignInConfig } from '../../../core/contract/page-config.ts';
import { type Caller, isLocal } from '../connect.ts';
import { UsageError } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import type { KeptSignIns } from '../sign-in/kept-sign-ins.ts';
import { signInByBrowser } from '../sign-in/sign-in-by-browser.ts';
import { signedInToken } from '../sign-in/signed-in-token.ts';

/** How long a person has, with their second factor. */
const SIGN_IN_WITHIN_MS = 300_000;

/**
 * `hms login`: signs you in where the control plane names sign-in pages, says who the API takes you for, and prints what
 * keeps the choice for a shell: `eval "$(hms login --as ana)"`. No token is ever printed.
 */
export function loginCommand(shell: Shell): Command {
  return new Command('login')
    .description('sign in, or say who you are: eval "$(hms login --as ana)" keeps it')
    .option('--no-browser', 'print the address to sign in at, and open nothing')
    .action(
      shell.does(async (session: Session, { browser }: { readonly browser: boolean }) => {
        await signInIfNeeded(session, browser);
        const identity = await session.api.whoAmI();
        const caller = await session.connection.caller();
        session.talk(whoText(identity, { caller, baseUrl: session.connection.baseUrl }));
        if (session.json || caller.kind === 'HMS_TOKEN') return session.data(identity, () => identity.sub);
        session.raw(exportText(session.connection.baseUrl, caller));
      }),
    );
}

/** Nothing is asked of whom the command line names, or who is signed in already. */
async function signInIfNeeded(session: Session, browser: boolean): Promise<void> {
  const { named, baseUrl, signIns } = session.connection;
  if (named || (await isSignedIn(baseUrl, signIns))) return;
  const local = isLocal(baseUrl);
  if (!local && !baseUrl.startsWith('https:'))
    throw new UsageError(`Nobody signs in over plain HTTP. Write ${baseUrl.replace(/^http:/, 'https:')}`);
  const { signIn: config } = await readPageConfig(baseUrl);
  if (!config && local) return;
  if (!config) throw new UsageError(`${baseUrl} names no pages to sign in at. Put a token into HMS_TOKEN.`);
  await signIn(session, config, browser);
}

/** A sign-in that has ended is forgotten on the way. */
async function isSignedIn(baseUrl: string, signIns: KeptSignIns): Promise<boolean> {
  const kept = await signIns.find(baseUrl);
  if (kept) await signedInToken(kept, signIns).catch(() => undefined); // what else is wrong, the first call says
  return (await signIns.find(baseUrl)) !== undefined;
}

async function signIn(session: Session, config: SignInConfig, browser: boolean): Promise<void> {
  const { io, connection } = session;
  const tokens = await signInByBrowser({
    config,
    callbackUrl: io.callbackUrl,
    withinMs: SIGN_IN_WITHIN_MS,
    show: (url) => {
      session.talk(`Sign in with your browser, on this machine:\n${url}`);
      if (browser && io.canAsk) io.openBrowser(url);
    },
  });
  await connection.signIns.keep({ baseUrl: connection.baseUrl, config, tokens });
}

interface Calling {
  readonly caller: Caller;
  readonly baseUrl: string;
}

function whoText({ name, sub, roles, groups }: Identity, { caller, baseUrl }: Calling): string {
  const inGroups = groups.length > 0 ? `; groups: ${groups.join(', ')}` : '';
  const rolesText = roles.length > 0 ? roles.join(', ') : 'none; ask whoever manages your account';
  return `You are ${name} (${sub}) at ${baseUrl}, by ${SOURCES[caller.kind]}. Roles: ${rolesText}${inGroups}.`;
}

const SOURCES: Readonly<Record<Caller['kind'], string>> = {
  HMS_TOKEN: 'HMS_TOKEN',
  'local identity': 'a local identity',
  'sign-in': 'your sign-in',
};

function exportText(baseUrl: string, caller: Caller): string {
  const as = caller.kind === 'local identity' ? ` HMS_AS=${quoted(caller.as)}` : '';
  return `export HMS_URL=${quoted(baseUrl)}${as}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
