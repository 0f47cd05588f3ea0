import type * as z from 'zod';
import { ApiProblem } from '../../client/api-problem.ts';
import { type Client, createClient } from '../../client/create-client.ts';
import type { SignInProblem } from '../../client/sign-in-problem.ts';
import type { DevIdentity } from '../../core/contract/dev.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { observable } from '../util/observable.ts';

/** A local identity a visitor may take. */
export type LocalIdentity = z.infer<typeof DevIdentity>;

/** Somebody looks at the page. `picker` lists whom the visitor may be: only the embedded world has one. */
export interface SignedIn {
  readonly kind: 'signed in';
  readonly as: string;
  readonly token: string;
  readonly me: Identity;
  readonly picker: readonly LocalIdentity[];
}

/** Who looks at the page. `signed out`: `problem` says why, where it is not that nobody signed in yet. */
export type Session =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed out'; readonly problem?: SignInProblem }
  | { readonly kind: 'failed'; readonly cause: unknown }
  | SignedIn;

/** The session of this tab. */
export const session = observable<Session>({ kind: 'starting' });

/** How a world lets people in. */
export interface Door {
  /** Whoever this tab is: by what it kept, by the address it was opened with, or nobody. @throws ApiProblem, SignInProblem */
  enter(): Promise<Session>;
  /** Brings the session a new token for the same person, or ends it. @throws ApiProblem, SignInProblem */
  renew(): Promise<void>;
  /** Renews what is about to run out. */
  keepFresh?(): Promise<void>;
  /** Goes to the pages where people sign in, and out; absent where there are none. */
  readonly pages?: { signIn(): Promise<void>; signOut(): Promise<void> };
}

let door: Door | undefined;

/** Lets in whoever `next` lets in; from now on it renews the session. */
export async function enterBy(next: Door): Promise<void> {
  door = next;
  session.set(await next.enter());
}

/** The pages where people sign in and out; undefined where there are none. */
export function signInPages(): Door['pages'] {
  return door?.pages;
}

/** The token of whoever is signed in, renewed first if it is about to run out. */
export async function freshToken(): Promise<string | undefined> {
  await door?.keepFresh?.();
  const now = session.get();
  return now.kind === 'signed in' ? now.token : undefined;
}

/** Whose token it is; `undefined` when it does not hold, or no longer. @throws ApiProblem */
export async function whoseIs(token: string): Promise<Identity | undefined> {
  try {
    return await createClient({ baseUrl: location.origin, token }).whoAmI();
  } catch (cause) {
    if (ApiProblem.is(cause, 'request.unauthenticated')) return undefined;
    throw cause;
  }
}

const api = createClient({ baseUrl: location.origin, token: freshToken });

/**
 * Does `work` as whoever is signed in. A token that does not hold is renewed once, for the same person.
 * @throws ApiProblem, SignInProblem
 */
export async function asSignedIn<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  try {
    return await work(api);
  } catch (cause) {
    if (!ApiProblem.is(cause, 'request.unauthenticated') || session.get().kind !== 'signed in') throw cause;
    await door?.renew();
    if (session.get().kind !== 'signed in') throw cause;
    return work(api);
  }
}
