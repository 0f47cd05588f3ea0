import { ApiProblem } from '../../client/api-problem.ts';
import { createDevClient } from '../../client/create-client.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { type Door, type LocalIdentity, type Session, session, whoseIs } from './session.ts';
import { keep, kept } from './tab-store.ts';

const FIRST_VISITOR = 'ana';

/** The routes that only the embedded world has. */
export const dev = createDevClient({ baseUrl: location.origin });

/** The door of the embedded world: a visitor is the identity this tab had, else the first one, and may become another. */
export const localIdentities: Door = {
  enter: async () => resume(readKept()),
  renew: async () => {
    const now = session.get();
    if (now.kind === 'signed in' && now.picker.length > 0) session.set(await become(now.as, now.picker));
  },
};

/** Becomes another local identity: everything read from now on is read as them. */
export async function takeIdentity(as: string): Promise<void> {
  const now = session.get();
  const picker = now.kind === 'signed in' ? now.picker : await listPicker();
  await become(as, picker).then(session.set, (cause: unknown) => session.set({ kind: 'failed', cause }));
}

async function resume(stored: Kept | undefined): Promise<Session> {
  const [picker, found] = await Promise.all([listPicker(), stored ? whoIs(stored) : firstVisit()]);
  if (found) return { kind: 'signed in', ...found, picker };
  if (picker.length === 0) return { kind: 'signed out' };
  const known = picker.some(({ as }) => as === stored?.as) ? stored?.as : undefined;
  return become(known ?? FIRST_VISITOR, picker);
}

interface Found extends Kept {
  readonly me: Identity;
}

async function become(as: string, picker: readonly LocalIdentity[]): Promise<Session> {
  return { kind: 'signed in', ...(await take(as)), picker };
}

async function take(as: string): Promise<Found> {
  const { token } = await dev.takeIdentity({ body: { as } });
  const found = await whoIs({ as, token });
  if (!found) throw new Error('The token that was just given does not hold.');
  keep({ as, token });
  return found;
}

/** The first visitor, asked for while the picker is still being read; `undefined` in a world that issues no tokens. */
async function firstVisit(): Promise<Found | undefined> {
  try {
    return await take(FIRST_VISITOR);
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

async function whoIs(stored: Kept): Promise<Found | undefined> {
  const me = await whoseIs(stored.token);
  return me && { ...stored, me };
}

interface Kept {
  readonly as: string;
  readonly token: string;
}

function readKept(): Kept | undefined {
  const value = kept();
  if (typeof value !== 'object' || value === null || !('as' in value) || !('token' in value))
    return undefined;
  return { as: String(value.as), token: String(value.token) };
}
