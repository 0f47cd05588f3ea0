import type * as z from 'zod';
import { ApiProblem } from '../../client/api-problem.ts';
import { type Client, createClient, createDevClient } from '../../client/create-client.ts';
import type { DevIdentity } from '../../core/contract/dev.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { observable } from '../util/observable.ts';

const STORED = 'hms.session';
const FIRST_VISITOR = 'ana';

/** A local identity a visitor may take. */
export type LocalIdentity = z.infer<typeof DevIdentity>;

/** The routes that only the embedded world has. */
export const dev = createDevClient({ baseUrl: location.origin });

/**
 * Who looks at the page. `picker` lists whom the visitor may be: only the embedded world has one.
 * `signed out`: a token is needed and this world issues none to a visitor.
 */
export type Session =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed out' }
  | { readonly kind: 'failed'; readonly cause: unknown }
  | {
      readonly kind: 'signed in';
      readonly as: string;
      readonly token: string;
      readonly me: Identity;
      readonly picker: readonly LocalIdentity[];
    };

/** The session of this tab. */
export const session = observable<Session>({ kind: 'starting' });

/** Starts the session: the identity this tab had, else the first visitor. */
export async function startSession(): Promise<void> {
  try {
    session.set(await resume(readStored()));
  } catch (cause) {
    session.set({ kind: 'failed', cause });
  }
}

/** Becomes another local identity: everything read from now on is read as them. */
export async function takeIdentity(as: string): Promise<void> {
  const now = session.get();
  const picker = now.kind === 'signed in' ? now.picker : await listPicker();
  await takeToken(as, picker).then(session.set, (cause: unknown) => session.set({ kind: 'failed', cause }));
}

async function resume(stored: Stored | undefined): Promise<Session> {
  const [picker, found] = await Promise.all([listPicker(), stored ? whoIs(stored) : firstVisit()]);
  if (found) return { kind: 'signed in', ...found, picker };
  if (picker.length === 0) return { kind: 'signed out' };
  const known = picker.some(({ as }) => as === stored?.as) ? stored?.as : undefined;
  return takeToken(known ?? FIRST_VISITOR, picker);
}

interface SignedIn extends Stored {
  readonly me: Identity;
}

async function takeToken(as: string, picker: readonly LocalIdentity[]): Promise<Session> {
  return { kind: 'signed in', ...(await signIn(as)), picker };
}

async function signIn(as: string): Promise<SignedIn> {
  const { token } = await dev.takeIdentity({ body: { as } });
  const me = await createClient({ baseUrl: location.origin, token }).whoAmI();
  sessionStorage.setItem(STORED, JSON.stringify({ as, token }));
  return { as, token, me };
}

/** The first visitor, asked for while the picker is still being read; `undefined` in a world that issues no tokens. */
async function firstVisit(): Promise<SignedIn | undefined> {
  try {
    return await signIn(FIRST_VISITOR);
  } catch (cause) {
    if (ApiProblem.is(cause, 'route.not_found') || ApiProblem.is(cause, 'dev.unknown_identity'))
      return undefined;
    throw cause;
  }
}

/** Whom a visitor may be; nobody in a world that has no picker. */
async function listPicker(): Promise<readonly LocalIdentity[]> {
  try {
    return (await dev.listIdentities()).items;
  } catch (cause) {
    if (ApiProblem.is(cause, 'route.not_found')) return [];
    throw cause;
  }
}

/** Whose token it is; `undefined` when it is no longer good. */
async function whoIs(stored: Stored): Promise<SignedIn | undefined> {
  try {
    const me = await createClient({ baseUrl: location.origin, token: stored.token }).whoAmI();
    return { ...stored, me };
  } catch (cause) {
    if (ApiProblem.is(cause, 'request.unauthenticated')) return undefined;
    throw cause;
  }
}

interface Stored {
  readonly as: string;
  readonly token: string;
}

function readStored(): Stored | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
    if (typeof value !== 'object' || value === null || !('as' in value) || !('token' in value))
      return undefined;
    return { as: String(value.as), token: String(value.token) };
  } catch {
    return undefined;
  }
}

const api = createClient({
  baseUrl: location.origin,
  token: () => {
    const now = session.get();
    return now.kind === 'signed in' ? now.token : undefined;
  },
});

/**
 * Does `work` as whoever is signed in. A token that ran out is renewed once, for the same identity.
 * @throws ApiProblem
 */
export async function asSignedIn<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  try {
    return await work(api);
  } catch (cause) {
    const now = session.get();
    if (!ApiProblem.is(cause, 'request.unauthenticated') || now.kind !== 'signed in') throw cause;
    if (now.picker.length === 0) throw cause;
    session.set(await takeToken(now.as, now.picker));
    return work(api);
  }
}
