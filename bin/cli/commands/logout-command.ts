import { Command } from 'commander';
import { SignIn } from '../../../client/sign-in.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';

/** `hms logout`: forgets the sign-in to a control plane, and makes its refresh token worthless. */
export function logoutCommand(shell: Shell): Command {
  return new Command('logout').description('forget the sign-in of hms login').action(
    shell.does(async (session: Session) => {
      const { baseUrl, signIns } = session.connection;
      const kept = await signIns.find(baseUrl);
      await signIns.forget(baseUrl);
      if (kept) await new SignIn({ config: kept.config, redirectUri: baseUrl }).revoke(kept.tokens);
      session.talk(
        kept ? `You are signed out at ${baseUrl}. ${BROWSER}` : `Nobody was signed in at ${baseUrl}.`,
      );
      if (session.json) session.data({ signedOut: kept !== undefined }, () => '');
    }),
  );
}

const BROWSER = 'Your browser may still know you: sign out on the dashboard to end that, too.';
