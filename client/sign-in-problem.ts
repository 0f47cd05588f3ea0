/**
 * Why signing in did not work:
 * - `refused`: the sign-in pages said no, or the person turned back;
 * - `stale`: an answer to a question that nobody here asked, or one that was used before;
 * - `ended`: the sign-in lasted until now and cannot be renewed;
 * - `misconfigured`: the sign-in pages do not know this client as it presents itself;
 * - `unreachable`: no answer came; the same may work later.
 */
export type SignInReason = 'refused' | 'stale' | 'ended' | 'misconfigured' | 'unreachable';

/** What else is known: the words of the sign-in pages, and where the person was. */
export interface SignInContext {
  readonly said?: string | undefined;
  readonly returnTo?: string | undefined;
}

/** Signing in, or staying signed in, did not work. `message` is what happened and what to do in one line. */
export class SignInProblem extends Error {
  override readonly name = 'SignInProblem';
  readonly reason: SignInReason;
  /** What happened, in a sentence. */
  readonly detail: string;
  /** What to do next, in a sentence. */
  readonly remedy: string;
  /** Where the person was before, if that is known. */
  readonly returnTo: string | undefined;

  constructor(reason: SignInReason, { said, returnTo }: SignInContext = {}) {
    const { detail, remedy } = WORDS[reason];
    const full = said ? `${detail} The sign-in pages say: ${said}` : detail;
    super(`${full} ${remedy}`);
    this.reason = reason;
    this.detail = full;
    this.remedy = remedy;
    this.returnTo = returnTo;
  }

  /** Whether `error` is a SignInProblem, and for `reason` if one is named. */
  static is(error: unknown, reason?: SignInReason): error is SignInProblem {
    return error instanceof SignInProblem && (reason === undefined || error.reason === reason);
  }
}

const WORDS: Readonly<Record<SignInReason, { readonly detail: string; readonly remedy: string }>> = {
  refused: {
    detail: 'You were not signed in.',
    remedy: 'Sign in again. If it keeps being refused, ask whoever manages your account.',
  },
  stale: {
    detail: 'This answer of the sign-in pages is too old, or was used before.',
    remedy: 'Sign in again.',
  },
  ended: { detail: 'Your sign-in has ended.', remedy: 'Sign in again.' },
  misconfigured: {
    detail: 'The sign-in pages do not accept this program.',
    remedy: 'Ask whoever deployed it to compare /config.json with the client of the user pool.',
  },
  unreachable: {
    detail: 'The sign-in pages did not answer.',
    remedy: 'Check your connection, then try again.',
  },
};
