import { SignIn, type SignInTokens } from '../../../client/sign-in.ts';
import { SignInProblem } from '../../../client/sign-in-problem.ts';
import { CliFailure } from '../exit-code.ts';
import type { KeptSignIn, KeptSignIns } from './kept-sign-ins.ts';

/**
 * The token of a sign-in that was kept, renewed when it is about to run out; what was renewed is kept.
 * @throws CliFailure when it has ended, and it is forgotten; or when it ran out and cannot be renewed now.
 */
export async function signedInToken(kept: KeptSignIn, signIns: KeptSignIns): Promise<string> {
  const { tokens } = kept;
  if (Date.now() < tokens.renewAtMs) return tokens.idToken;
  try {
    const renewed = await renew(kept);
    await signIns.keep({ ...kept, tokens: renewed });
    return renewed.idToken;
  } catch (error) {
    if (!SignInProblem.is(error)) throw error;
    if (error.reason === 'unreachable' && Date.now() < tokens.expiresAtMs) return tokens.idToken;
    if (error.reason === 'ended') await signIns.forget(kept.baseUrl);
    throw new CliFailure(wordsOf(error, kept));
  }
}

function renew({ config, tokens }: KeptSignIn): Promise<SignInTokens> {
  return new SignIn({ config, redirectUri: config.origin }).renew(tokens); // a renewal leads nowhere back
}

function wordsOf({ reason, message, detail }: SignInProblem, { baseUrl }: KeptSignIn): string {
  return reason === 'ended' ? `${detail} Sign in again: hms login --url ${baseUrl}` : message;
}
