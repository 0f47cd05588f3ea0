import { readPageConfig } from '../../client/page-config.ts';
import { localIdentities } from './local-identities.ts';
import { pageConfig } from './page-config.ts';
import { enterBy, session } from './session.ts';

/** Starts the session of this tab, by the door that this world has. */
export async function startSession(): Promise<void> {
  try {
    const config = await readPageConfig(location.origin);
    pageConfig.set(config);
    if (!config.signIn) return await enterBy(localIdentities);
    const { SignInDoor } = await import('./sign-in-door.ts'); // the protocol is loaded only where it is spoken
    await enterBy(new SignInDoor(config.signIn));
  } catch (cause) {
    session.set({ kind: 'failed', cause });
  }
}
