import { localIdentities } from './local-identities.ts';
import { readPageConfig } from './page-config.ts';
import { enterBy, session } from './session.ts';

/** Starts the session of this tab, by the door that this world has. */
export async function startSession(): Promise<void> {
  try {
    const { signIn } = await readPageConfig();
    if (!signIn) return await enterBy(localIdentities);
    const { SignInDoor } = await import('./sign-in-door.ts'); // the protocol is loaded only where it is spoken
    await enterBy(new SignInDoor(signIn));
  } catch (cause) {
    session.set({ kind: 'failed', cause });
  }
}
